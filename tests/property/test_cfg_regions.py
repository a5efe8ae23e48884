"""Regions and simplification against brute force: every target, every choice of the atoms."""

from __future__ import annotations

from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.cfg_strategies import EXACT, FREE_ATOMS, PARTLY_KNOWN
from wasi_lsp.cfg.ast import All, Any, CfgExpr, Not
from wasi_lsp.cfg.evaluate import evaluate
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.cfg.targets import TargetSet, all_targets
from wasi_lsp.text.span import Span

CHOICES = [
    frozenset(chosen)
    for count in range(len(FREE_ATOMS) + 1)
    for chosen in combinations(FREE_ATOMS, count)
]
SPAN = Span(0, 0)
_TEXT = b'not(any(not(unix), all(target_os = "wasi", not(target_os = "linux"))))'
SHORTER_IN_TWO_STEPS = parse_cfg(_TEXT, 0, len(_TEXT)).expr

Table = dict[frozenset[str], tuple[TargetSet, TargetSet]]


def brute_force(expr: CfgExpr) -> Table:
    """For each choice of the atoms, where `expr` may hold and where it must."""
    table: Table = {}
    for choice in CHOICES:
        verdicts = {triple: evaluate(expr, triple, choice) for triple in all_targets()}
        table[choice] = (
            TargetSet.of(triple for triple, verdict in verdicts.items() if verdict is not False),
            TargetSet.of(triple for triple, verdict in verdicts.items() if verdict is True),
        )
    return table


def of_region(region: Region) -> Table:
    table: Table = {}
    for choice in CHOICES:
        known = region.assume({atom: atom in choice for atom in FREE_ATOMS})
        table[choice] = (known.possible_targets, known.certain_targets)
    return table


def union(sets: list[TargetSet]) -> TargetSet:
    result = TargetSet(0)
    for targets in sets:
        result |= targets
    return result


@settings(max_examples=60, deadline=None)
@given(PARTLY_KNOWN)
def test_a_region_is_its_predicate(expr: CfgExpr) -> None:
    region = Region.of(expr)
    table = brute_force(expr)
    assert of_region(region) == table
    assert region.possible_targets == union([may for may, _ in table.values()])
    assert region.certain_targets == ~union([~must for _, must in table.values()])
    assert region.is_satisfiable == bool(region.possible_targets)


@settings(max_examples=300, deadline=None)
@given(PARTLY_KNOWN, PARTLY_KNOWN)
def test_operations_are_those_of_predicates(a: CfgExpr, b: CfgExpr) -> None:
    assert Region.of(a) & Region.of(b) == Region.of(All(SPAN, (a, b)))
    assert Region.of(a) | Region.of(b) == Region.of(Any(SPAN, (a, b)))
    assert ~Region.of(a) == Region.of(Not(SPAN, a))


@settings(max_examples=200, deadline=None)
@given(EXACT, EXACT)
def test_equal_exactly_if_the_same_function(a: CfgExpr, b: CfgExpr) -> None:
    same = of_region(Region.of(a)) == of_region(Region.of(b))
    assert (Region.of(a) == Region.of(b)) == same
    if same:
        assert hash(Region.of(a)) == hash(Region.of(b))


@settings(max_examples=200, deadline=None)
@given(EXACT, EXACT)
def test_implies_and_overlaps(a: CfgExpr, b: CfgExpr) -> None:
    rows = zip(of_region(Region.of(a)).values(), of_region(Region.of(b)).values(), strict=True)
    pairs = [(a_must, b_must) for (_, a_must), (_, b_must) in rows]
    assert Region.of(a).implies(Region.of(b)) == all(x <= y for x, y in pairs)
    assert Region.of(a).overlaps(Region.of(b)) == any(x & y for x, y in pairs)


@settings(max_examples=200, deadline=None)
@given(PARTLY_KNOWN, PARTLY_KNOWN)
def test_what_is_not_known_concludes_nothing(a: CfgExpr, b: CfgExpr) -> None:
    region, other = Region.of(a), Region.of(b)
    if region.implies(other):
        assert region.possible_targets <= other.possible_targets
        for may, must in zip(of_region(region).values(), of_region(other).values(), strict=True):
            assert may[0] <= must[1]
    assert region.certain_targets <= region.possible_targets


@settings(max_examples=300, deadline=None)
@given(PARTLY_KNOWN)
@example(SHORTER_IN_TWO_STEPS)
def test_simplifying_changes_nothing_but_the_length(expr: CfgExpr) -> None:
    simple = simplify(expr)
    if Region.of(expr).is_exact:
        assert Region.of(simple) == Region.of(expr)
    else:
        # It may find out that an unknown part does not matter, never the reverse.
        before, after = Region.of(expr), Region.of(simple)
        for (may, must), (new_may, new_must) in zip(
            of_region(before).values(), of_region(after).values(), strict=True
        ):
            assert new_may <= may
            assert must <= new_must
    assert len(render(simple)) <= max(len(render(expr)), len("any()"))
    assert render(simplify(simple)) == render(simple)


@settings(max_examples=100, deadline=None)
@given(st.lists(EXACT, max_size=6))
def test_joining_many_is_joining_one_by_one(exprs: list[CfgExpr]) -> None:
    region = Region.everywhere()
    for expr in exprs:
        region &= Region.of(expr)
    assert region == Region.of(All(SPAN, tuple(exprs)))
