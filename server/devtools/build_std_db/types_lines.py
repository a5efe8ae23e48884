"""The signatures of std, core and alloc, from rustdoc JSON, as the lines of `data/types.tsv`.

    python -m devtools.build_std_db types RELEASE RUSTDOC_FOLDER

What the lines mean is said in `wasi_lsp/stdlib/type_table.py`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from devtools.build_std_db.build import FACTS
from devtools.build_std_db.rustdoc import CRATES, Docs, Node
from devtools.build_std_db.surface import Surface
from devtools.build_std_db.types_convert import (
    Json,
    Scope,
    TypeReader,
    type_names,
    type_parameters,
)
from devtools.build_std_db.types_impls import read_impl
from devtools.build_std_db.types_share import share
from devtools.build_std_db.types_signature import signature_text, with_parameters_of
from wasi_lsp.stdlib.type_impls import head, over_parameters
from wasi_lsp.stdlib.type_match import (
    substitute,
)
from wasi_lsp.stdlib.type_syntax import (
    PRIMITIVES,
    parse_signature,
    write_fields,
    write_impl,
    write_signature,
    write_type,
    write_variants,
)
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Named,
    Parameter,
    SliceType,
    Type,
)

#: How the documents were made, for the file's first line.
COMMAND = (
    "cargo rustdoc -p core|alloc|std -- -Zunstable-options --output-format json --cap-lints allow"
)

#: The prelude of the newest edition.
PRELUDE = "std::prelude::rust_2024"

#: Aliases whose type depends on the target; the documents are those of a 64-bit Linux.
_BY_TARGET = ("std::ffi::c_long", "std::ffi::c_ulong")

#: Types with hundreds of impls of operators, and nothing else that inference could use.
_OPERATORS_ONLY = ("std::num::Saturating", "std::num::Wrapping", "std::simd::Simd")


class TypeLines:
    """Collects the lines; `text` is the file."""

    def __init__(self, docs: Docs, release: str) -> None:
        self._docs = docs
        self._release = release
        self._lines: dict[str, list[str]] = {}
        self._aliases: dict[str, str] = {}
        self._impls: dict[str, dict[str, str]] = defaultdict(dict)
        self._variant_paths: dict[Node, str] = {}
        canonical = Surface(docs).canonical
        self._types = TypeReader(docs, canonical)
        self._parameters: dict[str, tuple[str, ...]] = {"slice": ("T",), "array": ("T",)}
        for node, path in canonical.items():
            self._declare(node, path)
        for path, node, _ in docs.public_paths():
            target = self._variant_paths.get(node, canonical[node])
            if path != target and (canonical[node] in self._lines or node in self._variant_paths):
                self._aliases.setdefault(path, target)
        for name in sorted(PRIMITIVES):
            self._lines[name] = ["primitive"]
        for name in ("slice", "array"):
            self._lines[name] = ["primitive", "T"]
        for crate in CRATES:
            for node, item in docs.items(crate):
                if "impl" in item["inner"]:
                    self._implement(node, item["inner"]["impl"])
        for key, signatures in load_unlisted().items():
            for name, text in signatures.items():
                path = f"{key}::{name}"
                assert path not in self._lines, f"rustdoc lists {path}"
                self._lines[path] = ["fn", write_signature(parse_signature(path, text))]
        self._lines["@prelude"] = [" ".join(f"{n}={p}" for n, p in sorted(set(self._prelude())))]

    @property
    def text(self) -> str:
        """The file: a line on where it is from, then the lines, sorted by their bytes."""
        lines = {key: "\t".join(columns) for key, columns in self._lines.items()}
        for path, target in self._aliases.items():
            lines.setdefault(path, f"={target}")
        for key, impls in self._impls.items():
            lines[f"@impl {key}"] = "\t".join(sorted(impls.values()))
        share(lines)
        first = f"@\trustdoc {self._release}, {COMMAND}"
        rest = sorted(f"{key}\t{value.rstrip()}" for key, value in lines.items() if value)
        return "\n".join([first, *rest]) + "\n"

    def _declare(self, node: Node, path: str) -> None:
        item = self._docs.item(node)
        if item is None:
            return
        kind = next(iter(item["inner"]))
        inner = item["inner"][kind]
        match kind:
            case "struct" | "union" | "enum":
                names = type_names(inner["generics"])
                self._parameters[path] = names
                self_type = Named(path, tuple(map(Parameter, names)))
                scope = self._types.scope(node.crate, self_type)
                write = self._variants if kind == "enum" else self._fields
                self._lines[path] = [kind, ",".join(names), write(scope, inner)]
                for number in inner.get("variants", ()):
                    variant = Node(node.crate, number)
                    if (named := self._docs.item(variant)) is not None:
                        self._variant_paths[variant] = f"{path}::{named['name']}"
            case "trait":
                self._trait(node, path, inner)
            case "type_alias":
                names = type_names(inner["generics"])
                target = self._types.scope(node.crate, UNKNOWN).type(inner["type"])
                if path in _BY_TARGET:
                    target = UNKNOWN
                self._lines[path] = ["alias", ",".join(names), write_type(target)]
            case "constant" | "static":
                kind = self._types.scope(node.crate, UNKNOWN).type(inner["type"])
                self._lines[path] = ["const", write_type(kind)]
            case "function":
                scope = self._types.scope(node.crate, UNKNOWN)
                self._lines[path] = ["fn", signature_text(path, inner, scope, {}, ())]

    def _fields(self, scope: Scope, inner: Json) -> str:
        """Write the public fields; those of a tuple struct are called `0`, `1`, …."""
        kind = inner.get("kind", {"plain": inner})
        if kind == "unit":
            return ""
        numbers: list[int | None] = kind["plain"]["fields"] if "plain" in kind else kind["tuple"]
        fields = [self._docs.item(Node(scope.crate, n)) for n in numbers if n is not None]
        return write_fields(
            (field["name"], scope.type(field["inner"]["struct_field"]))
            for field in fields
            if field is not None
        )

    def _variants(self, scope: Scope, inner: Json) -> str:
        return write_variants(self._each_variant(scope, inner))

    def _each_variant(self, scope: Scope, inner: Json) -> Iterator[tuple[str, tuple[Type, ...]]]:
        for number in inner["variants"]:
            variant = self._docs.item(Node(scope.crate, number))
            if variant is None:
                continue
            kind = variant["inner"]["variant"]["kind"]
            numbers = (
                [] if kind == "plain"
                else kind["tuple"] if "tuple" in kind
                else kind["struct"]["fields"]
            )  # fmt: skip
            fields = (self._docs.item(Node(scope.crate, n)) for n in numbers if n is not None)
            yield (
                variant["name"],
                tuple(scope.type(each["inner"]["struct_field"]) for each in fields if each),
            )

    def _trait(self, node: Node, path: str, inner: Json) -> None:
        scope = self._types.scope(node.crate, Parameter("Self"))
        names = tuple(map(itemgetter("name"), type_parameters(inner["generics"])))
        found = scope.bounds({"params": [], "where_predicates": []})
        scope.add_bounds(found, Parameter("Self"), inner["bounds"])
        supertraits = [bound.trait for _, bound in found.others]
        methods, assoc = [], []
        for number in inner["items"]:
            member = self._docs.item(Node(node.crate, number))
            if member is None:
                continue
            if "function" in member["inner"]:
                name = f"{path}::{member['name']}"
                methods.append(member["name"])
                function = member["inner"]["function"]
                self._lines[name] = ["fn", signature_text(name, function, scope, {}, names)]
            elif "assoc_type" in member["inner"]:
                assoc.append(member["name"])
        self._lines[path] = [
            "trait", ",".join(names), " ".join(supertraits), " ".join(methods), " ".join(assoc),
        ]  # fmt: skip

    def _implement(self, node: Node, inner: Json) -> None:
        if inner["is_synthetic"] or inner["is_negative"] or inner["blanket_impl"] is not None:
            return
        outside = self._types.scope(node.crate, UNKNOWN)
        kind = outside.type(inner["for"])
        key = head(kind)
        if key is None:
            return
        known = self._parameters.get(key, ())
        args = _arguments(kind)
        names: dict[str, Type] = {
            arg.name: Parameter(name)
            for arg, name in zip(args, known, strict=False)
            if isinstance(arg, Parameter)
        }
        special = substitute(kind, names) != over_parameters(key, known) or len(names) < len(args)
        if special:
            names = {}
        else:
            # Its other parameters must not be mixed up with those of the type.
            names |= {
                name: Parameter(f"{name}_")
                for name in map(itemgetter("name"), type_parameters(inner["generics"]))
                if name in known and name not in names
            }
        scope = self._types.scope(node.crate, kind)
        if inner["trait"] is None:
            self._inherent(node, inner, key, scope, names, kind if special else None)
        else:
            self._through_trait(inner, key, scope, names)

    def _inherent(
        self, node: Node, inner: Json, key: str, scope: Scope, names: dict[str, Type],
        special: Type | None,
    ) -> None:  # fmt: skip
        for number in inner["items"]:
            item = self._docs.item(Node(node.crate, number))
            if item is None:
                continue
            path = f"{key.removeprefix('dyn ')}::{item['name']}"
            if "assoc_const" in item["inner"]:
                constant = substitute(scope.type(item["inner"]["assoc_const"]["type"]), names)
                self._lines.setdefault(path, ["const", write_type(constant)])
            if "function" not in item["inner"]:
                continue
            known = self._parameters.get(key, ()) if special is None else ()
            function = with_parameters_of(inner, item["inner"]["function"], scope)
            text = signature_text(path, function, scope, names, known, special)
            columns = self._lines.setdefault(path, ["fn"])
            if text not in columns:
                # The general case first: it is the one that a path means.
                columns.insert(1 if special is None else len(columns), text)

    def _through_trait(
        self, inner: Json, key: str, scope: Scope, names: Mapping[str, Type]
    ) -> None:
        impl = read_impl(self._types, inner, scope, names)
        if impl is None or key.lstrip("&") in _OPERATORS_ONLY:
            return
        text, target = write_impl(replace(impl, assoc=())), write_impl(impl)
        # Types do not say `mut`; for `&Vec<T>` the impl of the shared reference speaks.
        if "borrowed_ref" in inner["for"] and inner["for"]["borrowed_ref"]["is_mutable"]:
            self._impls[key].setdefault(text, target)
        else:
            self._impls[key][text] = target

    def _prelude(self) -> Iterator[tuple[str, str]]:
        """Yield the names of the newest edition's prelude that stand for types and functions."""
        module = next(n for n, p in self._types.canonical.items() if p == PRELUDE)
        for path, node in self._docs.children(PRELUDE, module):
            canonical = self._variant_paths.get(node, self._types.canonical.get(node))
            if canonical in self._lines or node in self._variant_paths:
                yield path.rpartition("::")[2], str(canonical)


def _arguments(kind: Type) -> tuple[Type, ...]:
    match kind:
        case Named(_, args):
            return args
        case SliceType(element):
            return (element,)
    return ()


def load_unlisted(facts: Path = FACTS) -> dict[str, dict[str, str]]:
    """Return the signatures that rustdoc's JSON leaves out, by type and name."""
    tables = tomllib.loads((facts / "types.toml").read_text("utf-8"))
    return {
        key: {name: text for name, text in table.items() if name != "why"}
        for key, table in tables.items()
    }


def type_lines(release: str, folder: Path) -> str:
    """Read the rustdoc JSON of std, core and alloc in `folder` and return the file's text.

    `release` says which Rust was documented: the documents call it 0.0.0.
    """
    return TypeLines(Docs(folder), release).text
