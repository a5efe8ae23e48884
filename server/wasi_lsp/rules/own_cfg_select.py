"""Macros by the name `cfg_select!` that are not std's."""

from __future__ import annotations

from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.facts import walk_units


def has_own_cfg_select(use: CfgUse, context: RuleContext) -> bool:
    """Whether `cfg_select!` may be a macro of the crate, or of a library."""
    if context.place.has_cfg_select or use.code is None:
        return context.place.has_cfg_select
    for _, unit in walk_units(use.code.file):
        inside = (each for scope in unit.scopes for each in scope.imports)
        for each in (*unit.interface.imports, *inside):
            if each.name == "cfg_select" and each.path[0].name not in ("std", "core"):
                return True
        if unit.interface.macro == "cfg_select":
            return True
    return False
