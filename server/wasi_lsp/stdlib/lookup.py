"""Looking up std items by path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wasi_lsp.rust_version import RustVersion, VersionRange
from wasi_lsp.stdlib.model import (
    Condition,
    Evidence,
    EvidenceKind,
    StdItem,
    Support,
    Verdict,
)

#: The newest release for which the table has evidence of behaviour.
NEWEST = RustVersion(1, 96)


class StdTable:
    """The public items of std, each decoded when it is first asked for."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._items: dict[str, StdItem] = {}

    def item(self, path: str) -> StdItem | None:
        """Return the item that `path` names.

        `path` is canonical, an alias, or begins with `core::` or `alloc::` where std re-exports
        the item from there. None where std has no such item on any target.
        """
        key = self._canonical(path)
        if key is None:
            return None
        item = self._items.get(key)
        if item is None:
            item = self._items[key] = self._decode(key)
        return item

    def is_module(self, path: str) -> bool:
        """Tell whether `path` names a module of std (on any target)."""
        item = self.item(path)
        return item is not None and item.kind == "mod"

    def names_in(self, path: str) -> tuple[str, ...]:
        """Return the names that a module, enum or trait holds, sorted: what `use path::*` sees.

        Empty for what holds no names. Names that exist on some targets only are included.
        """
        key = self._canonical(path)
        if key is None:
            return ()
        return tuple(json.loads(self._lines[key]).get("names", ()))

    def paths(self) -> Iterator[str]:
        """Yield the canonical paths of all items, sorted."""
        for key, line in self._lines.items():
            if key[0] != "@" and line[0] == "{":
                yield key

    def support(self, item: StdItem, target: str, rust: RustVersion) -> Support | None:
        """Return what `item` does on `target` in release `rust`; None where nothing is known.

        The ranges that reach the newest known release are open: a later release is judged as
        `NEWEST`, unless a fact says otherwise.
        """
        for row in reversed(item.support):
            if row.target == target and rust in row.rust:
                return row
        return None

    def _canonical(self, path: str) -> str | None:
        """Return the key of the item that `path` names, through aliases of it or of its parents."""
        root, _, rest = path.partition("::")
        if root in ("core", "alloc") and rest:
            key = self._canonical(f"std::{rest}")
            return key if key is not None and self._origin(key) in ("core", root) else None
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
        line = self._lines.get(path)
        if line is None or path.startswith("@"):
            return None
        if line[0] == "{":
            return path
        target: str = json.loads(line)
        return target

    def _origin(self, key: str) -> str:
        origin: str = json.loads(self._lines[key]).get("origin", "std")
        return origin

    def _shared(self, key: str) -> Any:
        return json.loads(self._lines[key])

    def _decode(self, path: str) -> StdItem:
        line: dict[str, Any] = json.loads(self._lines[path])
        return StdItem(
            path=path,
            kind=line["kind"],
            aliases=tuple(line.get("aliases", ())),
            since=line.get("since"),
            feature=line.get("feature"),
            trait=line.get("trait"),
            receiver=line.get("receiver"),
            returns=line.get("returns"),
            wit=tuple(line.get("wit", ())),
            support=tuple(self._supports(line["support"])) if "support" in line else (),
            conditions=tuple(self._conditions(line.get("conditions", ()))),
        )

    def _supports(self, key: str) -> Iterator[Support]:
        for row_key in self._shared(key):
            row = self._shared(row_key)
            yield Support(
                target=row["target"],
                rust=VersionRange.parse(row["rust"]),
                verdict=Verdict(row["verdict"]),
                feature=row.get("feature"),
                message=row.get("message"),
                why=row.get("why"),
                instead=row.get("instead"),
                evidence=self._evidence(row["evidence"]),
            )

    def _conditions(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Condition]:
        for row in rows:
            for target in row["targets"]:
                yield Condition(
                    when=row["when"],
                    target=target,
                    rust=VersionRange.parse(row["rust"]),
                    verdict=Verdict(row["verdict"]),
                    message=row.get("message"),
                    evidence=self._evidence(row["evidence"]),
                )

    def _evidence(self, keys: Iterable[str]) -> tuple[Evidence, ...]:
        rows = [self._shared(key) for key in keys]
        return tuple(
            Evidence(EvidenceKind(row["kind"]), row["text"], row.get("rust")) for row in rows
        )


def own_gate(item: StdItem, support: Support) -> str | None:
    """Return the gate that `item` needs on that target beyond those it needs everywhere.

    `std::os::wasi` needs `wasip2` on wasm32-wasip2 alone; an item that is unstable on every
    target has none.
    """
    everywhere = set((item.feature or "").split(","))
    gates = [gate for gate in (support.feature or "").split(",") if gate not in everywhere]
    return ",".join(gates) or None


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
