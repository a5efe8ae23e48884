"""The predicates that are recommended for WASI targets."""

from __future__ import annotations

from wasi_lsp.cfg.targets import TargetSet, targets_with_value, values_on, wasi_targets


def predicate_for(targets: TargetSet) -> str:
    """The recommended predicate for some WASI targets, and those with the same cfgs."""
    if wasi_targets() <= targets:
        return 'target_os = "wasi"'
    values = [f'target_env = "{value}"' for value in values_on("target_env", targets)]
    chosen = values[0] if len(values) == 1 else f"any({', '.join(values)})"
    return f'all(target_os = "wasi", {chosen})'


def with_same_cfgs(targets: TargetSet) -> TargetSet:
    """These WASI targets, and those that no predicate tells from them on stable Rust."""
    found = targets
    for value in values_on("target_env", targets):
        found = found | (targets_with_value("target_env", value) or targets)
    return found
