"""The table of std as a tree to look through: what each item does on each WASI target."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.ide.std_hover import hover_std
from wasi_lsp.stdlib.lookup import NEWEST, StdTable
from wasi_lsp.stdlib.model import (
    ABSENT,
    ENDS_PROGRAM,
    RETURNS_ERROR,
    Evidence,
    StdItem,
    Support,
    Verdict,
)
from wasi_lsp.stdlib.words import support_words


class Outcome(StrEnum):
    """A verdict at a glance."""

    WORKS = "works"
    DIFFERS = "differs"
    FAILS = "fails"
    UNKNOWN = "unknown"


class OnTarget(NamedTuple):
    """What an item does on one target in the newest known release."""

    target: str
    outcome: Outcome
    words: str
    #: Why, what to use instead, and how it is known: Markdown.
    about: str


class StdEntry(NamedTuple):
    """An item of std, among others of its module or type."""

    path: str
    kind: str
    #: Whether there are items within.
    holds: bool
    support: tuple[OnTarget, ...]


_OUTCOMES = {
    Verdict.WORKS: Outcome.WORKS,
    Verdict.NOT_APPLICABLE: Outcome.UNKNOWN,
    Verdict.UNKNOWN: Outcome.UNKNOWN,
    **dict.fromkeys(RETURNS_ERROR | ENDS_PROGRAM | ABSENT, Outcome.FAILS),
}


def std_entries(table: StdTable, within: str) -> list[StdEntry]:
    """The items that the module or type `within` holds: modules first, then by name."""
    start = f"{within}::"
    below = [path for path in table.paths() if path.startswith(start)]
    parents = {path.rpartition("::")[0] for path in below}
    entries = []
    for path in below:
        item = table.item(path) if "::" not in path.removeprefix(start) else None
        if item is not None:
            support = tuple(_on_targets(table, item))
            entries.append(StdEntry(path, item.kind, path in parents, support))
    return sorted(entries, key=lambda entry: (entry.kind != "mod", entry.path))


def std_page(table: StdTable, path: str) -> str | None:
    """Markdown on the item `path` for all WASI targets; None where std has no such item."""
    item = table.item(path)
    if item is None:
        return None
    targets = tuple(wasi_targets())
    return hover_std(table, item, targets, dict.fromkeys(targets, NEWEST))


def _on_targets(table: StdTable, item: StdItem) -> Iterator[OnTarget]:
    for target in wasi_targets():
        row = table.support(item, target, NEWEST)
        if row is not None:
            words = support_words(row).replace("`", "")
            yield OnTarget(target, _outcome(row), words, "\n\n".join(_about(row)))


def _outcome(row: Support) -> Outcome:
    """A gate that only nightly opens is a difference, whatever comes behind it."""
    outcome = _OUTCOMES.get(row.verdict, Outcome.DIFFERS)
    return Outcome.DIFFERS if outcome is Outcome.WORKS and row.feature else outcome


def _about(row: Support) -> Iterator[str]:
    yield f"**`{row.target}`**, Rust {row.rust}: {support_words(row)}"
    if row.message:
        yield f"`{row.message.replace('`', chr(39))}`"
    if row.why:
        yield row.why
    if row.instead:
        yield f"**Instead**: {row.instead}"
    if row.evidence:
        yield "\n".join(f"- {_source(piece)}" for piece in row.evidence)


def _source(piece: Evidence) -> str:
    release = f" on Rust {piece.rust}" if piece.rust else ""
    return f"{piece.kind}{release}: {piece.text}"
