"""What a predicate decides about, in words."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.syntax.facts import PredicateKind


class Effect(NamedTuple):
    """What follows where a predicate never holds, and where it always does."""

    never: str
    always: str


_CODE = Effect("the code is never compiled", "the code is compiled everywhere")
_EFFECTS = {
    PredicateKind.CFG_ATTR: Effect(
        "the attribute is never added", "the attribute is added everywhere"
    ),
    PredicateKind.CFG_MACRO: Effect("`cfg!` is always false", "`cfg!` is always true"),
    PredicateKind.DOC_CFG: Effect("nobody can use the item", "everybody can use the item"),
    PredicateKind.CARGO_TARGET: Effect("the table is never used", "the table is used everywhere"),
}


def effect(kind: PredicateKind) -> Effect:
    """What a predicate of that kind decides about."""
    return _EFFECTS.get(kind, _CODE)
