"""Sets of targets by system, for lists that people read."""

from __future__ import annotations

from wasi_lsp.cfg.targets import TargetSet, targets_with_value, values_on, wasi_targets
from wasi_lsp.cfg.wording import system_name
from wasi_lsp.ide.predicate_words import best_tier


def by_system(targets: TargetSet) -> list[tuple[str, TargetSet]]:
    """The targets that are not of WASI, by the name of their system, best supported first."""
    others = targets - wasi_targets()
    systems = [
        (system_name(value), others & found)
        for value in values_on("target_os", others)
        if (found := targets_with_value("target_os", value))
    ]
    return sorted(systems, key=lambda row: (best_tier(row[1]), -len(row[1]), row[0]))
