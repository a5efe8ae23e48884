"""Step 1: the public items of std, from rustdoc JSON, as one line each.

    python -m devtools.build_std_db surface RUSTDOC_JSON_FOLDER

`facts/surface.jsonl` then has, sorted by path: `path`, `kind`, `origin` (the crate that defines
it), `aliases`, `since`, `feature` (the gate on every target), `trait`, `receiver`, `returns`,
`names` (what a module, enum or trait holds).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from devtools.build_std_db.rustdoc import Docs, Node
from devtools.build_std_db.signature import receiver, type_text

#: The modules of std::os that exist everywhere. A path through another one is never the alias of
#: an item elsewhere: `std::os::unix::io::OwnedFd` is absent where `std::os::fd` is not.
PORTABLE_OS = ("std::os::fd", "std::os::raw")

_STABLE = re.compile(r"since: Version\(RustcVersion \{ major: (\d+), minor: (\d+)")
_UNSTABLE = re.compile(r'level: Unstable \{.*feature: "(\w+)"', re.DOTALL)

_KINDS = {
    "module": "mod", "function": "fn", "struct": "struct", "enum": "enum", "union": "union",
    "trait": "trait", "trait_alias": "trait", "type_alias": "type", "constant": "const",
    "static": "static", "macro": "macro", "proc_macro": "macro",
}  # fmt: skip

Row = dict[str, Any]


def is_platform_path(path: str) -> bool:
    """Tell whether `path` leads through a module of std::os that only some platforms have."""
    return path.startswith("std::os::") and not path.startswith(PORTABLE_OS)


class Surface:
    """The rows of the surface, built from the documents."""

    def __init__(self, docs: Docs) -> None:
        self._docs = docs
        self._paths: dict[Node, list[tuple[str, Row | None]]] = defaultdict(list)
        for path, node, use in docs.public_paths():
            self._paths[node].append((path, use))
        self._unstable_modules = {
            path
            for node, found in self._paths.items()
            for path, _ in found
            if (item := docs.item(node)) and "module" in item["inner"] and stability(item)[1]
        }
        self._canonical = {
            node: min((path for path, _ in found), key=self._preference)
            for node, found in self._paths.items()
        }

    @property
    def canonical(self) -> Mapping[Node, str]:
        """The path of every public item that people write, by its node."""
        return self._canonical

    def rows(self) -> list[Row]:
        """Return all rows, sorted by path."""
        rows: dict[str, Row] = {}
        for node, found in self._paths.items():
            item = self._docs.item(node)
            if item is None or (kind := _kind(item)) is None:
                continue
            portable = [(path, use) for path, use in found if not is_platform_path(path)]
            groups = [[one] for one in found if is_platform_path(one[0])]
            for group in [portable, *groups] if portable else groups:
                paths = sorted((path for path, _ in group), key=self._preference)
                use = next(use for path, use in group if path == paths[0])
                own = self._own(node, item, kind, paths, use)
                # A name can stand for a macro and a module, or a function and a module.
                if paths[0] in rows and rows[paths[0]]["kind"] == "mod":
                    continue
                rows[paths[0]] = own
                for member in self._members(node, item, paths[0], own):
                    rows.setdefault(member["path"], member)
        for path in sorted(rows):
            parent = rows.get(path.rpartition("::")[0])
            if parent and not (rows[path]["since"] or rows[path]["feature"]):
                rows[path] |= {"since": parent["since"], "feature": parent["feature"]}
        return [_without_empty(rows[path]) for path in sorted(rows)]

    def _preference(self, path: str) -> tuple[bool, bool, bool, int, str]:
        """Sort the path first that people write."""
        parts = path.split("::")
        unstable = any("::".join(parts[:n]) in self._unstable_modules for n in range(2, len(parts)))
        return (is_platform_path(path), "prelude" in parts, unstable, len(parts), path)

    def _own(self, node: Node, item: Row, kind: str, paths: list[str], use: Row | None) -> Row:
        since, feature = stability(use) if use else (None, None)
        if not (since or feature):
            since, feature = stability(item)
        row: Row = {
            "path": paths[0], "kind": kind, "origin": node.crate, "aliases": paths[1:],
            "since": since, "feature": feature,
        }  # fmt: skip
        if kind == "fn":
            row |= self._signature(node, item)
        if kind == "mod":
            row["names"] = sorted({child.rsplit("::", 1)[1] for child in self._under(paths[0])})
        if kind == "enum":
            variants = (
                self._docs.item(Node(node.crate, n)) for n in item["inner"]["enum"]["variants"]
            )
            row["names"] = sorted(variant["name"] for variant in variants if variant)
        return row

    def _under(self, path: str) -> Iterator[str]:
        for found in self._paths.values():
            for child, _ in found:
                if child.rpartition("::")[0] == path:
                    yield child

    def _signature(self, node: Node, item: Row) -> Row:
        signature = item["inner"]["function"]["sig"]
        name = self._namer(node.crate)
        output = type_text(signature["output"], name)
        return {
            "receiver": receiver(signature),
            "returns": None if output == "()" else output,
        }

    def _namer(self, crate: str) -> Any:
        def name(number: int) -> str | None:
            node = self._docs.resolve(crate, number)
            return self._canonical.get(node) if node is not None else None

        return name

    def _members(self, node: Node, item: Row, path: str, own: Row) -> Iterator[Row]:
        inner = item["inner"]
        if "trait" in inner:
            for number in inner["trait"]["items"]:
                yield from self._function(Node(node.crate, number), path, own, "trait_method")
            return
        kind = next(iter({"struct", "enum", "union"} & inner.keys()), None)
        if kind is None:
            return
        impls = [self._docs.item(Node(node.crate, number)) for number in inner[kind]["impls"]]
        for impl in impls:
            body = impl["inner"]["impl"] if impl else None
            if body and body["trait"] is None:
                for number in body["items"]:
                    yield from self._function(Node(node.crate, number), path, own, None)
        for impl in impls:
            body = impl["inner"]["impl"] if impl else None
            if body and body["trait"] and not body["is_synthetic"] and not body["blanket_impl"]:
                yield from self._through_trait(node, path, own, body)

    def _through_trait(self, node: Node, path: str, own: Row, body: Row) -> Iterator[Row]:
        """Yield the methods that a type has through a trait that std itself defines."""
        trait = self._docs.resolve(node.crate, body["trait"]["id"])
        if trait is None or trait.crate != "std" or trait not in self._canonical:
            return
        trait_path = self._canonical[trait]
        if is_platform_path(trait_path):
            return
        trait_item = self._docs.item(trait)
        assert trait_item is not None
        for number in trait_item["inner"]["trait"]["items"]:
            for row in self._function(Node(trait.crate, number), path, own, None):
                yield row | {"trait": trait_path}

    def _function(self, node: Node, path: str, own: Row, kind: str | None) -> Iterator[Row]:
        item = self._docs.item(node)
        if item is None or "function" not in item["inner"]:
            return
        since, feature = stability(item)
        if own["feature"] or not (since or feature):
            since, feature = own["since"], own["feature"]
        elif since and own["since"]:
            # A method through a trait is older than the type it is called on, or the other way.
            since = max(since, own["since"], key=lambda text: int(text.partition(".")[2]))
        signature = self._signature(node, item)
        kind = kind or ("method" if signature["receiver"] else "assoc_fn")
        yield {
            "path": f"{path}::{item['name']}", "kind": kind, "origin": node.crate,
            "since": since, "feature": feature, **signature,
        }  # fmt: skip


def stability(item: Row) -> tuple[str | None, str | None]:
    """Return (the release that made it stable, None) or (None, its gate), from the attributes."""
    for attribute in item["attrs"]:
        text = attribute["other"] if isinstance(attribute, dict) and "other" in attribute else ""
        if match := _STABLE.search(text):
            return f"{match[1]}.{match[2]}", None
        if match := _UNSTABLE.search(text):
            return None, match[1]
    return None, None


def surface_rows(folder: Path) -> list[Row]:
    """Read the rustdoc JSON of std, core and alloc in `folder` and return the rows."""
    return Surface(Docs(folder)).rows()


def _kind(item: Row) -> str | None:
    return _KINDS.get(next(iter(item["inner"])))


def _without_empty(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in (None, [], ())}
