"""What the lines of `data/std.tsv` mean.

The key of a line is one of
- an item's canonical path: the columns are `COLUMNS`, empty ones at the end left out;
- another path of an item: the only column is `=` and the canonical path;
- `@` and a name: the only column is JSON that many items share (support, its rows, evidence).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wasi_lsp.rust_version import VersionRange
from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.model import Condition, Evidence, EvidenceKind, StdItem, Support, Verdict

#: The targets of the table, in the order in which the rows of an item's support stand.
TARGETS = ("wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip2", "wasm32-wasip3")

#: The key of the names of all methods that some row has something to say about.
NOTABLE_METHODS = "@notable-methods"
#: The same for functions, with or without a receiver.
NOTABLE_FUNCTIONS = "@notable-functions"

#: The columns of an item. `support` and `conditions` are keys of shared values; the last four but
#: `conditions` are lists with spaces between their parts.
COLUMNS = (
    "kind", "support", "since", "feature", "receiver", "returns", "trait", "origin",
    "aliases", "names", "wit", "conditions",
)  # fmt: skip


def item_fields(columns: list[str]) -> dict[str, str]:
    """Return the columns of an item by their names, without the empty ones."""
    return {name: text for name, text in zip(COLUMNS, columns, strict=False) if text}


class Shared:
    """The values that items share, each decoded when it is first needed."""

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._rows: dict[str, Mapping[str, Any]] = {}
        self._pieces: dict[str, Evidence] = {}

    def supports(self, key: str) -> Iterator[Support]:
        """Yield the rows that `key` lists for each target."""
        for target, row_keys in zip(TARGETS, self._value(key), strict=True):
            for row_key in row_keys:
                yield Support(target=target, **self._row(row_key))

    def conditions(self, key: str) -> Iterator[Condition]:
        """Yield the special cases that `key` lists, one for each target."""
        for row in self._value(key):
            for target in row["targets"]:
                yield Condition(
                    when=row["when"],
                    target=target,
                    rust=VersionRange.parse(row["rust"]),
                    verdict=Verdict(row["verdict"]),
                    message=row.get("message"),
                    evidence=self._evidence(row["evidence"]),
                )

    def notable_methods(self) -> frozenset[str]:
        """The names of the methods that do not plainly work on some target."""
        return frozenset(self._value(NOTABLE_METHODS))

    def notable_functions(self) -> frozenset[str]:
        """The names of the functions, with or without a receiver, that do not."""
        return frozenset(self._value(NOTABLE_FUNCTIONS))

    def _value(self, key: str) -> Any:
        columns = self._lines.get(key)
        assert columns is not None, f"the table lacks {key}"
        return json.loads(columns[0])

    def _row(self, key: str) -> Mapping[str, Any]:
        if key not in self._rows:
            row = self._value(key)
            self._rows[key] = {
                "rust": VersionRange.parse(row["rust"]),
                "verdict": Verdict(row["verdict"]),
                "feature": row.get("feature"),
                "message": row.get("message"),
                "why": row.get("why"),
                "instead": row.get("instead"),
                "evidence": self._evidence(row["evidence"]),
            }
        return self._rows[key]

    def _evidence(self, keys: Iterable[str]) -> tuple[Evidence, ...]:
        return tuple(self._piece(key) for key in keys)

    def _piece(self, key: str) -> Evidence:
        if key not in self._pieces:
            row = self._value(key)
            self._pieces[key] = Evidence(EvidenceKind(row["kind"]), row["text"], row.get("rust"))
        return self._pieces[key]


def decode_item(path: str, columns: list[str], shared: Shared) -> StdItem:
    """Return the item that stands at `path`."""
    fields = item_fields(columns)
    support, conditions = fields.get("support"), fields.get("conditions")
    return StdItem(
        path=path,
        kind=fields["kind"],
        aliases=tuple(fields.get("aliases", "").split()),
        since=fields.get("since"),
        feature=fields.get("feature"),
        trait=fields.get("trait"),
        receiver=fields.get("receiver"),
        returns=fields.get("returns"),
        wit=tuple(fields.get("wit", "").split()),
        support=tuple(shared.supports(support)) if support else (),
        conditions=tuple(shared.conditions(conditions)) if conditions else (),
    )
