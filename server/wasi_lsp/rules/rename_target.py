"""The fixes that give a target another name, here or in all files of the project."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from wasi_lsp.rules.base import Rule
from wasi_lsp.rules.finding import Applicability, Edit, Fix
from wasi_lsp.semantics.target_uses import TargetPlace, TargetUse

#: A fix of more places is nothing to look through, and every finding carries it.
_MAX_PLACES = 200


def rename_fixes(
    rule: Rule,
    use: TargetUse,
    new: str,
    places: Iterable[TargetPlace],
    applicability: Applicability = Applicability.MACHINE_APPLICABLE,
) -> tuple[Fix, ...]:
    """Write `new` in all of `places`; in that of `use` alone where there are no others.

    A name that is changed in one place only is what makes files disagree. Where a comment allows
    what `rule` reports, it stays.
    """
    renamed = (place for place in places if rule.code not in place.target.allowed)
    places = [*islice(renamed, _MAX_PLACES + 1)]
    if not 1 < len(places) <= _MAX_PLACES:
        edit = Edit(use.target.span, use.target.spelled(new))
        return (Fix(f"Write `{new}`", (edit,), applicability),)
    edits = tuple(
        Edit(
            place.target.span,
            place.target.spelled(new),
            place.path if place.path != use.file.path else None,
        )
        for place in places
    )
    files = len({place.path for place in places})
    where = f"{files} files" if files > 1 else f"{len(places)} places"
    return (Fix(f"Write `{new}` in {where}", edits, applicability),)
