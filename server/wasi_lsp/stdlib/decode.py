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

#: The columns of an item. `support` and `conditions` are keys of shared values; the last four but
#: `conditions` are lists with spaces between their parts.
COLUMNS = (
    "kind", "support", "since", "feature", "receiver", "returns", "trait", "origin",
    "aliases", "names", "wit", "conditions",
)  # fmt: skip


def item_fields(columns: list[str]) -> dict[str, str]:
    """Return the columns of an item by their names, without the empty ones."""
    return {name: text for name, text in zip(COLUMNS, columns, strict=False) if text}


def decode_item(path: str, columns: list[str], lines: SortedLines) -> StdItem:
    """Return the item of a line; `lines` hold what it shares with others."""
    fields = item_fields(columns)
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
        support=tuple(_supports(fields["support"], lines)) if "support" in fields else (),
        conditions=tuple(_conditions(fields["conditions"], lines))
        if "conditions" in fields
        else (),
    )


def _shared(key: str, lines: SortedLines) -> Any:
    columns = lines.get(key)
    assert columns is not None, f"the table lacks {key}"
    return json.loads(columns[0])


def _supports(key: str, lines: SortedLines) -> Iterator[Support]:
    for target, row_keys in zip(TARGETS, _shared(key, lines), strict=True):
        for row_key in row_keys:
            row: Mapping[str, Any] = _shared(row_key, lines)
            yield Support(
                target=target,
                rust=VersionRange.parse(row["rust"]),
                verdict=Verdict(row["verdict"]),
                feature=row.get("feature"),
                message=row.get("message"),
                why=row.get("why"),
                instead=row.get("instead"),
                evidence=_evidence(row["evidence"], lines),
            )


def _conditions(key: str, lines: SortedLines) -> Iterator[Condition]:
    for row in _shared(key, lines):
        for target in row["targets"]:
            yield Condition(
                when=row["when"],
                target=target,
                rust=VersionRange.parse(row["rust"]),
                verdict=Verdict(row["verdict"]),
                message=row.get("message"),
                evidence=_evidence(row["evidence"], lines),
            )


def _evidence(keys: Iterable[str], lines: SortedLines) -> tuple[Evidence, ...]:
    rows = [_shared(key, lines) for key in keys]
    return tuple(Evidence(EvidenceKind(row["kind"]), row["text"], row.get("rust")) for row in rows)
