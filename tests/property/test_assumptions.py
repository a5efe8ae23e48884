"""Regions under the assumptions of a crate against brute force: every world in which these hold."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from support.cfg_strategies import combined, key_value, name
from wasi_lsp.cfg.ast import CfgExpr, Invalid
from wasi_lsp.cfg.evaluate import evaluate
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.project.build_script_files import ScriptedCfg
from wasi_lsp.project.crate import Crate
from wasi_lsp.semantics.assumptions import Assumptions
from wasi_lsp.text.span import Span

SPAN = Span(0, 0)
FEATURES = ("a", "b", "c")
#: The build script sets `alias`, and says only for some targets where it sets `partly`.
ATOMS = ("alias", "partly", *(f'feature="{feature}"' for feature in FEATURES))
CHOICES = [
    frozenset(chosen) for count in range(len(ATOMS) + 1) for chosen in combinations(ATOMS, count)
]
#: One of each kind that the predicates can tell apart.
TARGETS = ("wasm32-wasip1", "wasm32-wasip2", "wasm32-unknown-unknown", "x86_64-unknown-linux-gnu")

_TOLD = [key_value("feature", each) for each in FEATURES]
_TOLD += [key_value("target_os", "wasi"), key_value("target_env", "p2")]


def predicates(*leaves: CfgExpr) -> st.SearchStrategy[CfgExpr]:
    return st.recursive(st.sampled_from([*leaves, *_TOLD, name("unix")]), combined, max_leaves=8)


PREDICATES = predicates(name("alias"), name("partly"))
IMPLIED = st.dictionaries(
    st.sampled_from(FEATURES), st.frozensets(st.sampled_from(FEATURES)), max_size=3
)


class Made(NamedTuple):
    """A crate, with the predicates behind its conditions."""

    crate: Crate
    conditions: dict[str, CfgExpr]


@st.composite
def crates(draw: st.DrawFn) -> Made:
    conditions = {"alias": draw(predicates()), "partly": draw(predicates(Invalid(SPAN)))}
    sets = {atom: ScriptedCfg(Region.of(expr), ()) for atom, expr in conditions.items()}
    return Made(Crate(Path(), set_cfgs=sets, implied_features=draw(IMPLIED)), conditions)


class World(NamedTuple):
    target: str
    atoms: frozenset[str]


def worlds(made: Made) -> list[World]:
    """Every target with every choice of the atoms that this crate can have."""

    def is_possible(world: World) -> bool:
        for feature, implied in made.crate.implied_features.items():
            if f'feature="{feature}"' in world.atoms and not world.atoms >= {
                f'feature="{each}"' for each in implied
            }:
                return False
        verdicts = {atom: evaluate(expr, *world) for atom, expr in made.conditions.items()}
        return all(
            verdict is None or verdict == (atom in world.atoms)
            for atom, verdict in verdicts.items()
        )

    return [
        world
        for target in TARGETS
        for choice in CHOICES
        if is_possible(world := World(target, choice))
    ]


def applied(assumptions: Assumptions, expr: CfgExpr) -> Region:
    here = Region.on(TargetSet.of(TARGETS))
    return assumptions.apply(Region.of(expr)) & here


@settings(max_examples=40, deadline=None)
@given(crates(), PREDICATES, PREDICATES)
def test_what_is_true_in_every_world(made: Made, a: CfgExpr, b: CfgExpr) -> None:
    assumptions = Assumptions.of(made.crate)
    left, right = applied(assumptions, a), applied(assumptions, b)
    rows = [(world.target, evaluate(a, *world), evaluate(b, *world)) for world in worlds(made)]
    assert left.implies(right) == all(y or not x for _, x, y in rows)
    assert left.overlaps(right) == any(x and y for _, x, y in rows)
    assert (left == right) == all(x == y for _, x, y in rows)
    assert set(left.possible_targets) == {target for target, x, _ in rows if x}
    assert set(left.certain_targets) == set(TARGETS) - {target for target, x, _ in rows if not x}


@settings(max_examples=40, deadline=None)
@given(crates(), PREDICATES, PREDICATES)
def test_applying_goes_with_and_or_not(made: Made, a: CfgExpr, b: CfgExpr) -> None:
    assumptions = Assumptions.of(made.crate)
    left, right = assumptions.apply(Region.of(a)), assumptions.apply(Region.of(b))
    assert assumptions.apply(left) == left
    assert assumptions.apply(Region.of(a) & Region.of(b)) == left & right
    assert assumptions.apply(Region.of(a) | Region.of(b)) == left | right
    assert assumptions.apply(~Region.of(a)) == ~left
