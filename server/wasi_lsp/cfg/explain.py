"""Predicates in plain English: `WASI 0.2 only`, `every Unix target and WASI`.

The words follow the written predicate, part by part, so that they hold for any predicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Gated, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.cfg.wording import GROUPS, PLURALS, WASI, WASI_VERSIONS, Wording, wording

#: Longer lists are cut.
_MAX_LISTED = 8


@dataclass(frozen=True, slots=True)
class _Atom:
    """A wording, said of what is (`holds`) or of what is not."""

    words: Wording
    holds: bool

    @property
    def is_place(self) -> bool:
        return self.words.yes == "on"


@dataclass(frozen=True, slots=True)
class _List:
    """`and` or `or` of at least two parts."""

    joint: Literal["and", "or"]
    parts: tuple[_Clause, ...]


_Clause = _Atom | _List


def explain(expr: CfgExpr) -> str:
    """One line that says where `expr` is true. It begins in lower case and ends without a stop."""
    region = Region.of(expr)
    simple = simplify(expr)
    constant = isinstance(simple, Lit) or (isinstance(simple, All | Any) and not simple.args)
    if not region.is_satisfiable:
        if constant:
            return "never"
        clause = _clause(simple, True)
        if isinstance(clause, _Atom):
            return "never: no target has this value"
        return f"never: no target is at once {_say(clause)}"
    if region.certain_targets == all_targets():
        return "always" if constant else f"always: {_sentence(_clause(simple, True))}"
    return _sentence(_clause(simple, True))


def _clause(expr: CfgExpr, holds: bool) -> _Clause:
    """`expr`, or its negation, with every negation moved to the atoms."""
    if isinstance(expr, Not):
        return _clause(expr.arg, not holds)
    if isinstance(expr, All | Any):
        joint: Literal["and", "or"] = "and" if isinstance(expr, All) == holds else "or"
        return _list(joint, [_clause(arg, holds) for arg in expr.args])
    if isinstance(expr, Name | KeyValue | Gated | Invalid):
        return _Atom(wording(expr), holds)
    return _list("and" if expr.value == holds else "or", [])


def _list(joint: Literal["and", "or"], parts: list[_Clause]) -> _Clause:
    flat: list[_Clause] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, _List) and part.joint == joint else [part])
    flat = _without_plain_wasi(joint, flat)
    return flat[0] if len(flat) == 1 else _List(joint, tuple(flat))


def _without_plain_wasi(joint: Literal["and", "or"], parts: list[_Clause]) -> list[_Clause]:
    """`on WASI` beside `on WASI 0.2` adds nothing; nor does `not on WASI 0.2, or not on WASI`."""
    said = joint == "and"

    def is_version(part: _Clause) -> bool:
        if isinstance(part, _List):
            return all(is_version(inner) for inner in part.parts)
        return part.holds == said and part.words.noun in WASI_VERSIONS.values()

    if not any(is_version(part) for part in parts):
        return parts
    return [part for part in parts if part != _Atom(WASI, said)]


def _sentence(clause: _Clause) -> str:
    """A whole predicate; one that speaks of places alone reads better as a list of them."""
    places = [clause] if isinstance(clause, _Atom) else list(clause.parts)
    joint = "or" if isinstance(clause, _Atom) else clause.joint
    atoms = [part for part in places if isinstance(part, _Atom) and part.is_place]
    if len(atoms) == len(places) and atoms:
        nouns = [atom.words.noun for atom in atoms]
        if joint == "or" and all(atom.holds for atom in atoms):
            if len(nouns) == 1:
                return f"{nouns[0]} only"
            groups = [f"every {noun} target" if noun in GROUPS else noun for noun in nouns]
            return _enumerate(groups, "and")
        if (joint == "and" or len(atoms) == 1) and not any(atom.holds for atom in atoms):
            return f"every target except {_enumerate(nouns, 'and')}"
    return _say(clause)


def _say(clause: _Clause) -> str:
    if isinstance(clause, _Atom):
        return _said(clause, [clause.words.noun])
    if not clause.parts:
        return "always" if clause.joint == "and" else "never"
    return (", " if clause.joint == "and" else ", or ").join(_cut(_grouped(clause)))


def _grouped(clause: _List) -> list[str]:
    """The parts in words; those that share their words are told together."""
    groups: dict[tuple[object, ...], list[_Atom]] = {}
    texts: dict[tuple[object, ...], str] = {}
    for part in clause.parts:
        if isinstance(part, _List):
            texts[(part,)] = _bracketed(part)
            continue
        # "not on A or B" says neither; "on A and B" would not say both, "with A and B" does.
        either = (clause.joint == "or") == part.holds
        both = not either and part.holds and part.words.yes in PLURALS
        key = (part.words.yes, part.holds) if either or both else (part,)
        groups.setdefault(key, []).append(part)
        nouns = list(dict.fromkeys(atom.words.noun for atom in groups[key]))
        if both and len(nouns) > 1:
            texts[key] = f"{PLURALS[part.words.yes]} {_enumerate(nouns, 'and')}"
        else:
            texts[key] = _said(part, nouns)
    return list(texts.values())


def _bracketed(clause: _List) -> str:
    """A list inside a list; brackets tell what belongs together, where there is a doubt."""
    said = _grouped(clause)
    if len(said) == 1:
        return said[0]
    return "(" + f" {clause.joint} ".join(_cut(said)) + ")"


def _said(atom: _Atom, nouns: list[str]) -> str:
    return f"{atom.words.yes if atom.holds else atom.words.no} {_enumerate(nouns, 'or')}"


def _enumerate(nouns: list[str], joint: str) -> str:
    *most, last = _cut(nouns)
    return f"{', '.join(most)} {joint} {last}" if most else last


def _cut(texts: list[str]) -> list[str]:
    if len(texts) <= _MAX_LISTED:
        return texts
    return [*texts[: _MAX_LISTED - 1], f"{len(texts) - _MAX_LISTED + 1} more"]
