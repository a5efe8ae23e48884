"""The shortest usual predicate that leaves some WASI targets out and keeps others in."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.cfg.targets import TargetSet, targets_with_value, wasi_targets
from wasi_lsp.cfg.wording import WASI_VERSIONS


class GatePredicate(NamedTuple):
    """A predicate as source text, and the targets of WASI on which it does not hold."""

    text: str
    leaves_out: TargetSet


def gate_predicate(
    failing: TargetSet, wanted: TargetSet, all_failing: TargetSet
) -> GatePredicate | None:
    """The predicate that leaves out `failing`, and none of `wanted` that works.

    `all_failing` are the targets that fail among all of WASI: the rest are kept in if possible.
    None where no predicate tells the targets apart, as wasip1 from wasip1-threads.
    """
    working = wanted - all_failing
    fitting = [
        each
        for each in _candidates()
        if failing <= each.leaves_out and not each.leaves_out & working
    ]
    # The first is the shortest.
    return min(fitting, key=lambda each: len(each.leaves_out ^ all_failing), default=None)


def _candidates() -> list[GatePredicate]:
    wasi = wasi_targets()
    found = [GatePredicate('not(target_os = "wasi")', wasi)]
    for env in WASI_VERSIONS:
        there = (targets_with_value("target_env", env) or wasi) & wasi
        one = f'all(target_os = "wasi", target_env = "{env}")'
        others = f'all(target_os = "wasi", not(target_env = "{env}"))'
        found += [
            GatePredicate(f"not({one})", there),
            GatePredicate(f"not({others})", wasi - there),
        ]
    return found
