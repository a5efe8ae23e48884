"""Reading rustdoc JSON of std, core and alloc: which public paths std has, and what they name.

An item of any of the three crates is a `Node`: the crate and the item's number in its document.
Paths are those that a user writes; re-exports are followed from crate to crate.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

CRATES = ("std", "core", "alloc")

#: Modules whose name is worth knowing and whose thousands of intrinsics are not.
CLOSED = ("std::arch::", "std::simd::", "std::intrinsics", "std::prelude::rust_")


class Node(NamedTuple):
    """An item in one crate's document."""

    crate: str
    id: int


class Docs:
    """The rustdoc JSON documents of std, core and alloc."""

    def __init__(self, folder: Path) -> None:
        self._docs = {
            crate: json.loads((folder / f"{crate}.json").read_text("utf-8")) for crate in CRATES
        }

    @property
    def root(self) -> Node:
        """The crate `std`."""
        return Node("std", self._docs["std"]["root"])

    def item(self, node: Node) -> dict[str, Any] | None:
        """Return the item of `node`; None where its crate's document does not hold it."""
        item: dict[str, Any] | None = self._docs[node.crate]["index"].get(str(node.id))
        return item

    def items(self, crate: str) -> Iterator[tuple[Node, dict[str, Any]]]:
        """Yield all that the document of `crate` holds, impls of its types included."""
        for number, item in self._docs[crate]["index"].items():
            yield Node(crate, int(number)), item

    def children(self, path: str, module: Node) -> Iterator[tuple[str, Node]]:
        """Yield (path, node) of what `module` shows at `path`, its glob re-exports included."""
        for child, node, _ in self._children(path, module, set()):
            yield child, node

    def resolve(self, crate: str, number: int) -> Node | None:
        """Return the node that `number` means in the document of `crate`, in its own crate."""
        doc = self._docs[crate]
        if str(number) in doc["index"]:
            return Node(crate, number)
        summary = doc["paths"].get(str(number))
        if summary is None:
            return None
        home = summary["path"][0]
        if home not in self._docs:
            return None
        own = self._by_definition.get((tuple(summary["path"]), summary["kind"]))
        return own if own is not None and self.item(own) is not None else None

    @cached_property
    def _by_definition(self) -> dict[tuple[tuple[str, ...], str], Node]:
        return {
            (tuple(summary["path"]), summary["kind"]): Node(crate, int(number))
            for crate, doc in self._docs.items()
            for number, summary in doc["paths"].items()
            if summary["crate_id"] == 0
        }

    def public_paths(self) -> Iterator[tuple[str, Node, dict[str, Any] | None]]:
        """Yield (path, node, the re-export that gave the name or None) for every named item.

        Modules come before what they hold. Types and traits come alone, without their members.
        """
        seen: set[tuple[str, Node]] = set()
        todo: list[tuple[str, Node, dict[str, Any] | None]] = [("std", self.root, None)]
        while todo:
            path, node, use = todo.pop()
            if (path, node) in seen or path.count("::") > 7:
                continue
            seen.add((path, node))
            yield path, node, use
            item = self.item(node)
            if item is None or "module" not in item["inner"]:
                continue
            if path.startswith(CLOSED):
                continue
            todo.extend(reversed(list(self._children(path, node, set()))))

    def _children(
        self, path: str, module: Node, globs: set[Node]
    ) -> Iterator[tuple[str, Node, dict[str, Any] | None]]:
        """Yield what `module` shows at `path`, its glob re-exports included."""
        if module in globs:
            return
        globs.add(module)
        item = self.item(module)
        assert item is not None
        inner = item["inner"]
        numbers = inner["module"]["items"] if "module" in inner else inner["enum"]["variants"]
        for number in numbers:
            child = Node(module.crate, number)
            child_item = self.item(child)
            if child_item is None:
                continue
            use = child_item["inner"].get("use")
            if use is None:
                yield f"{path}::{child_item['name']}", child, None
                continue
            target = self.resolve(module.crate, use["id"]) if use["id"] is not None else None
            if target is None:
                continue
            if not use["is_glob"]:
                yield f"{path}::{use['name']}", target, child_item
                continue
            target_item = self.item(target)
            if target_item is not None and {"module", "enum"} & target_item["inner"].keys():
                yield from self._children(path, target, globs)
