from __future__ import annotations

import pickle
import time

import pytest

from wasi_lsp.cfg.diagram import MAX_ATOMS
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, all_targets, wasi_targets


def region(predicate: str) -> Region:
    text = predicate.encode()
    return Region.of(parse_cfg(text, 0, len(text)).expr)


WASI = region('target_os = "wasi"')
P2 = region('all(target_os = "wasi", target_env = "p2")')
STD = region('feature = "std"')


def test_targets_that_are_possible_and_certain() -> None:
    assert WASI.possible_targets == WASI.certain_targets == wasi_targets()
    both = WASI & STD
    assert both.possible_targets == wasi_targets()
    assert both.certain_targets == NONE
    assert (WASI | STD).possible_targets == all_targets()
    assert (WASI | STD).certain_targets == wasi_targets()


def test_implies() -> None:
    assert P2.implies(WASI)
    assert not WASI.implies(P2)
    assert (P2 & STD).implies(STD)
    assert region('target_env = "p2"').implies(WASI)
    assert Region.nowhere().implies(P2)
    assert P2.implies(Region.everywhere())


def test_satisfiable() -> None:
    assert not region('all(target_os = "wasi", target_env = "gnu")').is_satisfiable
    assert not (STD & ~STD).is_satisfiable
    assert not WASI.overlaps(region("unix"))
    # What compiler flags decide is free: one of these may well hold.
    assert region('all(target_os = "wasi", panic = "unwind")').is_satisfiable


def test_equal_conditions_are_equal() -> None:
    assert region('not(any(unix, feature = "a"))') == region('all(not(feature = "a"), not(unix))')
    assert region("any(a, not(a))") == Region.everywhere()
    assert region('target_family = "unix"') == region("unix")


def test_unknown_parts_conclude_nothing() -> None:
    unknown = region("$x")
    assert unknown == Region.unknown()
    assert not unknown.implies(WASI)
    assert not unknown.implies(unknown)
    assert (unknown & WASI).possible_targets == wasi_targets()
    assert (unknown & WASI).certain_targets == NONE
    assert (unknown & WASI).implies(WASI)
    assert WASI.implies(unknown | WASI)
    assert (~unknown) == unknown


def test_an_atom_is_taken_for_given() -> None:
    assert (WASI & STD).assume({'feature="std"': True}) == WASI
    assert (WASI & STD).assume({'feature="std"': False}) == Region.nowhere()
    assert (WASI & STD).atoms == {'feature="std"'}


def test_atoms_give_way_to_their_conditions() -> None:
    alias = region("alias")
    assert alias.within({"alias": P2}) == P2
    assert (~alias & WASI).within({"alias": P2}) == WASI & ~P2
    # Only where it may hold, and there whatever it likes.
    partly = region("sometimes").within({"sometimes": P2 & Region.unknown()})
    assert partly == P2 & region("sometimes")
    # What is not known of the condition stays so.
    assert (alias & Region.unknown()).within({"alias": P2}) == P2 & Region.unknown()


def test_within_bounds_that_are_too_large_nothing_is_certain() -> None:
    long = region("any({})".format(",".join(f"b{n}" for n in range(MAX_ATOMS))))
    large = (WASI & region("any(a, c)")).within({"a": long})
    assert large.possible_targets == wasi_targets()
    assert large.known_targets == NONE


def test_a_long_list_of_features_is_exact() -> None:
    names = [f'feature = "f{n}"' for n in range(MAX_ATOMS)]
    assert region(f"any({', '.join(names)})").is_exact
    assert not region(f"any({', '.join([*names, 'x'])})").is_exact


@pytest.mark.parametrize(
    "predicate",
    [
        "any({})".format(",".join(f"all(a{n}, b{n})" for n in range(100))),
        "all({})".format(",".join(f"any(a{n}, b{n * 7 % 97}, c{n * 13 % 89})" for n in range(80))),
        "any({})".format(",".join(f"x{n}" for n in range(5_000))),
    ],
)
def test_too_large_is_unknown_and_fast(predicate: str) -> None:
    start = time.process_time()
    large = region(predicate)
    assert time.process_time() - start < 2
    assert large == Region.unknown()
    assert large.possible_targets == all_targets()
    assert not large.implies(WASI)


def test_two_large_regions_together() -> None:
    left, right = (
        region("any({})".format(",".join(f"{letter}{n}" for n in range(200)))) for letter in "ab"
    )
    assert left.is_exact
    assert left & right == Region.unknown()


def test_pickles() -> None:
    assert pickle.loads(pickle.dumps(WASI & STD)) == WASI & STD
