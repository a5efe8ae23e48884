"""Hover on a predicate: where it holds, in words and in targets, and what the cursor points at."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Gated, Invalid, KeyValue, Lit, Name, Not, walk
from wasi_lsp.cfg.atoms import atom_of
from wasi_lsp.cfg.explain import explain
from wasi_lsp.cfg.literal import quote
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.cfg.targets import (
    TargetSet,
    all_targets,
    targets_with_value,
    wasi_targets,
)
from wasi_lsp.cfg.well_known import is_known_name, known_values
from wasi_lsp.ide.predicate_words import (
    count_words,
    gate_words,
    key_words,
    name_words,
    named_atoms,
    named_targets,
    script_words,
    value_meaning,
)
from wasi_lsp.ide.target_groups import by_system
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.semantics.assumptions import Assumptions

_OPERATORS: dict[type[CfgExpr], str] = {All: "all", Any: "any", Not: "not"}
#: Of more systems than these the number is told.
_MAX_SYSTEMS = 4
#: Where nothing is known of the project.
_NO_CRATE = Crate(Path(), declared_cfgs=DeclaredCfgs(open_ended=True))
#: A longer simplified form is no help.
_MAX_SIMPLIFIED = 200


def hover_predicate(
    expr: CfgExpr,
    offset: int,
    context: Region | None = None,
    text: bytes = b"",
    crate: Crate | None = None,
) -> str | None:
    """Markdown on the predicate `expr` for a cursor at the byte `offset`.

    None outside of it, and where nothing can be said. `context` is the condition of the code
    around, `text` what `expr` was parsed from, `crate` what holds it.
    """
    if not expr.span.touches(offset):
        return None
    crate = crate or _NO_CRATE
    part, about = _part(expr, offset, crate)
    if isinstance(expr, Invalid):
        return about or None
    assumptions = Assumptions.of(crate)
    region = assumptions.apply(Region.of(expr))
    around = assumptions.apply(context) if context is not None else None
    parts = [
        _headline(expr, region),
        _targets(region.possible_targets),
        _condition(region) if isinstance(expr, All | Any | Not) else "",
        _here(region, around),
        _simplified(expr, text),
        f"---\n\n{about}" if about else "",
    ]
    if part is not None and part is not expr:
        alone, beside = (assumptions.apply(each) for each in (Region.of(part), _beside(part, expr)))
        parts += [_in_its_all(alone, beside, region), _here(alone, around)]
    return "\n\n".join(part for part in parts if part)


def _headline(expr: CfgExpr, region: Region) -> str:
    said = explain(expr)
    if not region.is_satisfiable and Region.of(expr).is_satisfiable:
        said = f"never, by the build script and the features of this crate: {said}"
    return f"**{said[:1].upper()}{said[1:]}**{_count(region)}"


def _count(region: Region) -> str:
    """How many targets these are, in brackets, where that is known and not told already."""
    possible = region.possible_targets
    if not possible or not region.is_exact:
        return ""
    total = len(all_targets())
    count = f"all {total}" if possible == all_targets() else f"{len(possible)} of {total}"
    return f" ({count} targets)"


def _targets(possible: TargetSet) -> str:
    """The targets by system: WASI first, then those that Rust supports best."""
    if not possible or possible == all_targets():
        return ""
    wasi = possible & wasi_targets()
    if possible == wasi:
        return named_targets(wasi)
    lines = [f"- WASI: {named_targets(wasi) or 'none'}"]
    systems = by_system(possible)
    for name, targets in systems[:_MAX_SYSTEMS]:
        lines.append(f"- {name}: {named_targets(targets, 2)}")
    rest = systems[_MAX_SYSTEMS:]
    if rest:
        count = sum(len(targets) for _, targets in rest)
        names = f" ({rest[0][0]})" if len(rest) == 1 else f" on {len(rest)} other systems"
        lines.append(f"- {count} more{names}")
    return "\n".join(lines)


def _condition(region: Region) -> str:
    """On what else it depends than on the target."""
    if not region.atoms:
        return ""
    sure = region.certain_targets
    always = f"; whatever is set, it holds on {count_words(sure)}" if sure else ""
    return f"Depends on {named_atoms(region)}{always}."


def _here(region: Region, context: Region | None) -> str:
    """What the code around leaves of it."""
    if context is None:
        return ""
    return _left(region, context, _AROUND, lambda left: left == region.possible_targets)


def _beside(part: CfgExpr, expr: CfgExpr) -> Region:
    """What stands beside `part` in each `all(…)` of `expr` that holds it, taken together."""
    return reduce(
        Region.__and__,
        (
            Region.of(arg)
            for node in walk(expr)
            if isinstance(node, All) and node is not part and node.span.covers(part.span)
            for arg in node.args
            if not arg.span.covers(part.span)
        ),
        Region.everywhere(),
    )


def _in_its_all(part: Region, beside: Region, whole: Region) -> str:
    """What is left of a part by what must hold beside it, unless the whole predicate tells."""
    if not part.is_satisfiable or not beside.is_satisfiable:
        return ""
    told = (part.possible_targets, whole.possible_targets)
    speaks_of_none = part.possible_targets == all_targets()
    return _left(part, beside, _BESIDE, lambda left: speaks_of_none or left in told)


class _Condition(NamedTuple):
    """How a condition on a predicate is told."""

    place: str
    never: str
    always: str
    given: str


_AROUND = _Condition(
    place="Here",
    never="The conditions around it rule it out.",
    always="The conditions around it ask for it already.",
    given="given the conditions around it",
)
_BESIDE = _Condition(
    place="In its `all(…)`",
    never="What stands beside it rules it out.",
    always="What stands beside it asks for it already.",
    given="given what stands beside it",
)


def _left(
    region: Region, given: Region, condition: _Condition, is_told: Callable[[TargetSet], bool]
) -> str:
    """What a condition leaves of a predicate; nothing on targets that are told otherwise."""
    if given == Region.everywhere():
        return ""
    both = region & given
    if not both.is_satisfiable:
        return f"**{condition.place}: never.** {condition.never}"
    if given.implies(region):
        return f"**{condition.place}: always.** {condition.always}"
    left = both.possible_targets
    if is_told(left):
        return ""
    return f"**{condition.place}: {count_words(left)}**, {condition.given}: {named_targets(left)}"


def _simplified(expr: CfgExpr, text: bytes) -> str:
    simple = render(simplify(expr), text)
    if simple == render(expr, text) or len(simple) > _MAX_SIMPLIFIED:
        return ""
    return f"The same, shorter: `{simple}`"


def _part(expr: CfgExpr, offset: int, crate: Crate) -> tuple[CfgExpr | None, str]:
    """What stands under the cursor, and what it is; nothing on the operator of the whole."""
    for node in walk(expr):
        if not node.span.touches(offset):
            continue
        operator = _OPERATORS.get(type(node))
        if operator is not None and node is not expr and offset <= node.span.start + len(operator):
            return node, f"`{operator}(…)`: {explain(node)}{_count(Region.of(node))}"
        if isinstance(node, Name):
            return node, _name(node, crate)
        if isinstance(node, KeyValue):
            return node, _key_value(node, crate, is_part=node is not expr)
        if isinstance(node, Gated):
            return node, _entry(f"{node.name}(…)", "a predicate of nightly", gate_words(node.name))
        if isinstance(node, Lit):
            word = "true" if node.value else "false"
            more = "Since Rust 1.88; before: `all()`, `any()`."
            return node, _entry(word, "always the same", more)
    return None, ""


def _name(node: Name, crate: Crate) -> str:
    phrase, more = name_words(node.name)
    declared = crate.declared_cfgs
    if node.name in crate.set_cfgs:
        phrase, more = script_words(crate.set_cfgs[node.name])
    elif not is_known_name(node.name) and node.name not in declared.names:
        phrase = "no name that Rust or Cargo knows"
        phrase += ": the project declares it, or nothing" if declared.open_ended else ""
    return _entry(node.name, phrase, more)


def _key_value(node: KeyValue, crate: Crate, *, is_part: bool) -> str:
    """A key and its value; with the targets, if those of the predicate are others."""
    lines = [_entry(node.key, *key_words(node.key))]
    known = known_values(node.key)
    targets = targets_with_value(node.key, node.value)
    scripted = crate.set_cfgs.get(atom_of(node))
    if scripted is not None and targets is None:
        lines.append(_entry(quote(node.value), *script_words(scripted)))
    elif known is not None and node.value not in known:
        lines.append(_entry(quote(node.value), "no value that Rust knows", ""))
    elif targets is not None:
        meaning, history = value_meaning(node.key, node.value)
        on = f"on {named_targets(targets)}" if is_part and targets else ""
        phrase = ", ".join(part for part in (meaning, on) if part)
        if phrase or history:
            lines.append(_entry(quote(node.value), phrase, history))
    return "\n\n".join(lines)


def _entry(code: str, phrase: str, more: str) -> str:
    said = ". ".join(part for part in (phrase, more) if part)
    return f"`{code}`: {said}" if said else f"`{code}`"
