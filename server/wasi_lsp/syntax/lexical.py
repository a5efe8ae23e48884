"""What can be said of a file without parsing it: its predicates and its feature gates."""

from __future__ import annotations

from wasi_lsp.syntax.attributes import parse_attribute
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.syntax.leaf import LeafFacts
from wasi_lsp.syntax.scan import PlaceKind, places


def predicates_in(text: bytes) -> tuple[Predicate, ...]:
    """Every predicate of a file, found by its tokens; spans count in the file."""
    facts = LeafFacts(text)
    facts.read_predicates(0, len(text))
    return tuple(facts.found_predicates())


def feature_gates_in(text: bytes) -> frozenset[str]:
    """The names in the `#![feature(…)]` of the root of a crate: before all items."""
    found: set[str] = set()
    for place in places(text, 0, len(text)):
        if place.kind is not PlaceKind.INNER_ATTRIBUTE:
            break
        found.update(parse_attribute(text, place.inside).features)
    return frozenset(found)
