"""What a predicate is taken to say, where rules ask whether it can hold, or fail, at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, KeyValue, Lit, Name, Not, rewritten, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet, all_targets, wasi_targets
from wasi_lsp.cfg.well_known import known_values
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.stdlib.lookup import NEWEST

#: What portable code takes into account one by one, whether or not a target has both.
_MACHINE = {"target_pointer_width", "target_endian", "target_has_atomic"}
#: What the machine decides. A system may be ported to any other one.
_PORTABLE = _MACHINE | {"target_arch"}
#: What goes with any machine, and any system.
_EXTRA = {"target_abi", "target_vendor"}
#: What there is of WebAssembly is no matter of ports, and what Apple makes is its own.
_SETTLED = {
    ("target_arch", "wasm32"),
    ("target_arch", "wasm64"),
    ("target_vendor", "apple"),
}
#: Keys that may have several values on one target.
_SEVERAL = {"target_has_atomic", "target_family", "target_feature"}


def what_is_known(expr: CfgExpr) -> CfgExpr:
    """The predicate with some parts made unknown.

    These are deliberate constants, such as `any()`, and values that rustc does not know: a build
    script may set those, and where it does not WASI001 says so.
    """
    return rewritten(expr, _known_part)


def _known_part(part: CfgExpr) -> CfgExpr:
    if isinstance(part, Lit) or (isinstance(part, All | Any) and not part.args):
        return Invalid(part.span)
    if isinstance(part, KeyValue):
        values = known_values(part.key, NEWEST)
        return part if values is None or part.value in values else Invalid(part.span)
    return part


def is_impossible(expr: CfgExpr, context: RuleContext, around: Sequence[CfgExpr] = ()) -> bool:
    """Whether `expr`, in which all is known, can hold nowhere, with `around` where it stands.

    What no target satisfies may still be there for one that is to come.
    """
    if not _is_unsatisfiable((expr, *around), context):
        return False
    whole = (expr, *around)
    if _is_for_targets_to_come(expr) and not _is_unsatisfiable(whole, context, _on_all):
        return False
    # One that could hold if the system were another, and if the machine were, awaits a port.
    return any(_is_unsatisfiable(whole, context, free) for free in (_free_machine, _free_system))


def is_inevitable(expr: CfgExpr, context: RuleContext) -> bool:
    """Whether `expr`, in which all is known, can fail nowhere."""
    return is_impossible(Not(expr.span, expr), context)


def _is_unsatisfiable(
    exprs: Sequence[CfgExpr],
    context: RuleContext,
    free_on: Callable[[Name | KeyValue], TargetSet] | None = None,
) -> bool:
    span = exprs[0].span
    rivals = _rivals(exprs) if free_on is not None else ()
    region = Region.of(All(span, (*exprs, *rivals)), free_on)
    assumptions = context.assumptions.without_choices
    if free_on is _free_system:
        # The names that a build script sets go by the system.
        assumptions = context.assumptions.of_features
    return not assumptions.apply(region).is_satisfiable


def _on_all(atom: Name | KeyValue) -> TargetSet:
    return all_targets()


def _free_machine(atom: Name | KeyValue) -> TargetSet:
    if not isinstance(atom, KeyValue) or atom.key not in _PORTABLE | _EXTRA:
        return NONE
    return NONE if (atom.key, atom.value) in _SETTLED else ~wasi_targets()


def _free_system(atom: Name | KeyValue) -> TargetSet:
    is_machine = isinstance(atom, KeyValue) and atom.key in _PORTABLE
    return NONE if is_machine else all_targets()


def _rivals(exprs: Sequence[CfgExpr]) -> Iterator[CfgExpr]:
    """That no two values of one key hold at once."""
    values: dict[str, dict[str, KeyValue]] = {}
    for expr in exprs:
        for node in walk(expr):
            if isinstance(node, KeyValue) and known_values(node.key) and node.key not in _SEVERAL:
                values.setdefault(node.key, {})[node.value] = node
    for each in values.values():
        for pair in combinations(each.values(), 2):
            yield Not(pair[0].span, All(pair[0].span, pair))


def _is_for_targets_to_come(expr: CfgExpr) -> bool:
    """Whether it only excludes targets, or asks for a machine that none of the known ones is."""
    keys = {atom.key if isinstance(atom, KeyValue) else "" for atom in _demanded(expr)}
    return not keys or (keys <= _MACHINE and (len(keys) > 1 or "target_has_atomic" in keys))


def _demanded(expr: CfgExpr) -> Iterator[CfgExpr]:
    """The atoms that are not negated."""
    pending = [(expr, True)]
    while pending:
        node, positive = pending.pop()
        if isinstance(node, Not):
            pending.append((node.arg, not positive))
        elif isinstance(node, All | Any):
            pending += ((arg, positive) for arg in node.args)
        elif positive:
            yield node


def culprits(expr: CfgExpr, others: Sequence[CfgExpr], context: RuleContext) -> list[int]:
    """Which of `others` keep `expr` from holding: the first that does so alone, else several.

    Empty where all of them together do not.
    """
    apply = context.assumptions.without_choices.apply
    own = apply(Region.of(expr))
    regions = [apply(Region.of(other)) for other in others]
    left = own
    for number, region in enumerate(regions):
        left = left & region
        if not left.is_satisfiable:
            alone = (each for each in range(number + 1) if not own.overlaps(regions[each]))
            first = next(alone, None)
            return [first] if first is not None else _needed(own, regions[: number + 1])
    return []


def _needed(own: Region, others: Sequence[Region]) -> list[int]:
    """The last of `others` and those before it without which all could hold together."""
    needed = list(range(len(others)))
    for number in range(len(others) - 1):
        rest = [each for each in needed if each != number]
        left = own
        for each in rest:
            left = left & others[each]
        if not left.is_satisfiable:
            needed = rest
    return needed
