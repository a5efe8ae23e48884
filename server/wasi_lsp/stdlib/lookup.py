"""Looking up std items by path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.decode import Shared, decode_item, item_fields
from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.model import StdItem, Support

#: The newest release for which the table has evidence of behaviour.
NEWEST = RustVersion(1, 96)


class StdTable:
    """The public items of std, each decoded when it is first asked for."""

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._items: dict[str, StdItem] = {}

    def item(self, path: str) -> StdItem | None:
        """Return the item that `path` names.

        `path` is canonical, an alias, or begins with `core::` or `alloc::` where std re-exports
        the item from there. None where std has no such item on any target.
        """
        item = self._items.get(path)
        if item is None:
            key = self._canonical(path)
            columns = self._lines.get(key) if key is not None else None
            if key is None or columns is None:
                return None
            item = self._items[path] = decode_item(key, columns, self._shared)
        return item

    @cached_property
    def _shared(self) -> Shared:
        return Shared(self._lines)

    @cached_property
    def notable_methods(self) -> frozenset[str]:
        """The names of the methods that do not plainly work on some target."""
        return self._shared.notable_methods()

    @cached_property
    def notable_functions(self) -> frozenset[str]:
        """As `notable_methods`, for functions and methods of any kind."""
        return self._shared.notable_functions()

    def is_module(self, path: str) -> bool:
        """Tell whether `path` names a module of std (on any target)."""
        return self._fields(path).get("kind") == "mod"

    def names_in(self, path: str) -> tuple[str, ...]:
        """Return the names that a module or enum holds, sorted: what `use path::*` sees.

        Empty for what holds no names. Names that exist on some targets only are included.
        """
        return tuple(self._fields(path).get("names", "").split())

    def members(self, path: str) -> tuple[str, ...]:
        """Return the names that may follow `path::`: of a module, an enum, a type or a trait."""
        key = self._canonical(path)
        if key is None:
            return ()
        start = f"{key}::"
        below = (each.removeprefix(start) for each in self._lines.keys_with(start))
        return tuple(sorted({*self.names_in(path), *(each for each in below if "::" not in each)}))

    def paths(self) -> Iterator[str]:
        """Yield the canonical paths of all items, sorted."""
        for key, columns in self._lines:
            if not key.startswith("@") and not columns[0].startswith("="):
                yield key

    @cached_property
    def names_beyond_os(self) -> frozenset[str]:
        """The last names of the paths of all items that are not of one system (`std::os`)."""
        return frozenset(
            path.rpartition("::")[2] for path in self.paths() if not path.startswith("std::os::")
        )

    def support(self, item: StdItem, target: str, rust: RustVersion) -> Support | None:
        """Return what `item` does on `target` in release `rust`; None where nothing is known.

        The ranges that reach the newest known release are open: a later release is judged as
        `NEWEST`, unless a fact says otherwise.
        """
        for row in reversed(item.support):
            if row.target == target and rust in row.rust:
                return row
        return None

    def _fields(self, path: str) -> dict[str, str]:
        key = self._canonical(path)
        columns = self._lines.get(key) if key is not None else None
        return item_fields(columns) if columns is not None else {}

    def _canonical(self, path: str) -> str | None:
        """Return the key of the item that `path` names, through aliases of it or of its parents."""
        root, _, rest = path.partition("::")
        if root in ("core", "alloc") and rest:
            key = self._canonical(f"std::{rest}")
            columns = self._lines.get(key) if key is not None else None
            origin = item_fields(columns).get("origin") if columns is not None else None
            return key if origin in ("core", root) else None
        key = self._key(path)
        if key is not None:
            return key
        key, *names = path.split("::")
        for name in names:
            found = self._key(f"{key}::{name}")
            if found is None:
                return None
            key = found
        return key if names else None

    def _key(self, path: str) -> str | None:
        columns = self._lines.get(path)
        if columns is None or path.startswith("@"):
            return None
        return columns[0][1:] if columns[0].startswith("=") else path


def own_gate(item: StdItem, support: Support) -> str | None:
    """Return the gates that `item` needs on that target and, in those releases, on no other.

    `std::os::wasi` needs `wasip2` on wasm32-wasip2 alone. An item that is unstable everywhere, now
    or before some release, has no gate of its own on any target.
    """
    elsewhere = _gates(item.feature).union(
        *(
            _gates(row.feature)
            for row in item.support
            if row.target != support.target and row.rust.overlaps(support.rust)
        )
    )
    return ",".join(sorted(_gates(support.feature) - elsewhere)) or None


def _gates(feature: str | None) -> set[str]:
    return set(feature.split(",")) if feature else set()


def support_rows(item: StdItem) -> list[dict[str, Any]]:
    """Return the support of `item` as the rows of `std --json`."""
    return [
        {
            "target": row.target,
            "rust": str(row.rust),
            "verdict": str(row.verdict),
            "feature": row.feature,
            "message": row.message,
            "why": row.why,
            "instead": row.instead,
            "evidence": [
                {"kind": str(piece.kind), "rust": piece.rust, "text": piece.text}
                for piece in row.evidence
            ],
        }
        for row in item.support
    ]
