"""What a newer Rust makes of an item that does not work in the one that counts."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.stdlib.lookup import NEWEST, StdTable
from wasi_lsp.stdlib.model import (
    ABSENT,
    ENDS_PROGRAM,
    RETURNS_ERROR,
    UNREMARKABLE,
    StdItem,
    Support,
    Verdict,
)


class Outlook(NamedTuple):
    """Whether a newer Rust helps, and what to do."""

    #: The first release that has it mended, and so has the newest known Rust; None if that has not.
    mended_in: str | None
    #: Why, and what to do: where no newer Rust mends it, what helps there, too.
    advice: Support


def outlook(table: StdTable, item: StdItem, target: str, support: Support) -> Outlook:
    """For what is known of `item` on `target` in the release that counts there."""
    newest = table.support(item, target, NEWEST)
    if newest is None or newest.verdict is Verdict.UNKNOWN or support.verdict in UNREMARKABLE:
        return Outlook(None, support)
    if newest.rust.first is None or _fails_still(support, newest):
        return Outlook(None, newest)
    return Outlook(str(newest.rust.first), support)


def _fails_still(support: Support, newest: Support) -> bool:
    """Whether the newest known Rust does not mend what fails.

    It is of no use that a call fails in another way there; who asks for an absent item has it.
    """
    if support.verdict in ABSENT:
        return newest.verdict in ABSENT
    return newest.verdict in {support.verdict} | ABSENT | RETURNS_ERROR | ENDS_PROGRAM
