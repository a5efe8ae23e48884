"""What an open file keeps between two keystrokes, so that only what changed is judged again."""

from __future__ import annotations

from dataclasses import dataclass, field

from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.semantics.modules import ModuleScope, ModuleShape, build_module, shape_of
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Unit


@dataclass(slots=True)
class Memo:
    """Findings by unit, good as long as the unit's surroundings and the context are the same."""

    _context: RuleContext | None = None
    _shape: ModuleShape | None = None
    _module: ModuleScope | None = None
    _findings: dict[Unit, tuple[Surroundings, tuple[Finding, ...]]] = field(default_factory=dict)
    _used: dict[Unit, tuple[Surroundings, tuple[Finding, ...]]] = field(default_factory=dict)

    def begin(self, context: RuleContext) -> None:
        """Start a pass over the file; what the last pass did not use is forgotten."""
        if context != self._context:
            self._used = {}
            self._shape = None
        self._findings, self._used = self._used, {}
        self._context = context

    def module_of(self, root: Unit, context: RuleContext) -> ModuleScope:
        """The names of the file's root module, the same object while they do not change."""
        macros = context.place.wrapper_macros
        shape = (macros, *shape_of(root))
        if self._module is None or shape != self._shape:
            self._shape, self._module = shape, build_module(root, macros)
        return self._module

    def known(self, unit: Unit, around: Surroundings) -> tuple[Finding, ...] | None:
        """The findings of `unit`, if they are known for these surroundings."""
        entry = self._findings.get(unit)
        if entry is None or entry[0] != around:
            return None
        self._used[unit] = entry
        return entry[1]

    def keep(self, unit: Unit, around: Surroundings, findings: tuple[Finding, ...]) -> None:
        """Note the findings of `unit`; their spans count from its start."""
        self._used[unit] = (around, findings)
