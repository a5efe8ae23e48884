"""What an open file keeps between two keystrokes, so that only what changed is judged again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from wasi_lsp.analysis.item_findings import Suspects, item_findings, suspects_in
from wasi_lsp.analysis.unit_findings import UnitFindings
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.semantics.crate_files import SourceFile, source_file
from wasi_lsp.semantics.method_uses import calls_one_of
from wasi_lsp.semantics.modules import (
    ModuleScope,
    Touched,
    build_module,
    names_touched,
)
from wasi_lsp.semantics.name_uses import KnownUses, NameUses
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.build_script.facts import ScriptFacts
from wasi_lsp.syntax.build_script.read import read_build_script
from wasi_lsp.syntax.facts import ModuleShape, Unit

#: A unit, its module, and the header of the `impl` or trait that it is in: methods of two of them
#: may be the same unit.
_Key = tuple[Unit, tuple[str, ...], bytes]
_Entries = dict[_Key, UnitFindings]


@dataclass(slots=True)
class Memo:
    """Findings by unit and module, good as long as nothing changes that they depend on."""

    _context: RuleContext | None = None
    #: The file as `_module` was last asked for.
    _root: Unit | None = None
    _shape: ModuleShape = ()
    _module: ModuleScope | None = None
    #: The file with them, as it was last asked for.
    _file: SourceFile | None = None
    #: What the rules on items look at in it; None where that is not known yet.
    _suspects: Suspects | None = None
    #: The code that names them.
    _uses: KnownUses = field(default_factory=dict)
    #: What it says as a build script, after what that was read from.
    _script: tuple[object, ScriptFacts] | None = None
    #: The items whose names or types changed since the last pass; None for anything at all.
    _touched: Touched | None = None
    _findings: _Entries = field(default_factory=dict)
    #: Those of the pass that is going on: others, if it goes by other names.
    _used: _Entries = field(default_factory=dict)
    #: By the identities of two surroundings, which are kept so that no others get these: whether
    #: one is as good as the other.
    _compared: dict[tuple[int, int], tuple[Surroundings, Surroundings, bool]] = field(
        default_factory=dict
    )
    #: With more findings than that, there are many of units that are gone.
    _many: int = 0

    def begin(self, root: Unit, context: RuleContext) -> SourceFile:
        """Start a pass over the file, which is returned with its names."""
        if context != self._context:
            self._findings = {}
            self._module = None
            self._suspects = None
        self._context = context
        file = self.file_of(root, context)
        self._used = self._findings if self._touched == Touched() else {}
        return file

    def end(self) -> None:
        """End the pass."""
        if self._used is not self._findings or len(self._used) > self._many:
            self._forget()
        self._findings = self._used
        self._compared = {}
        self._touched = Touched()

    def _forget(self) -> None:
        """Forget what is known of units that are no longer in the file."""
        if self._file is None:
            return
        units = {unit for _, unit, _ in self._file.units}
        declared = self._file.declared
        for unit in declared.keys() - units:
            del declared[unit]
        self._used = {key: each for key, each in self._used.items() if key[0] in units}
        self._many = 2 * len(units)

    def module_of(self, root: Unit, context: RuleContext) -> ModuleScope:
        """The names of the file's root module, the same object while they do not change.

        While the code is broken, as in the middle of typing, they stay what they were: half a
        line can hide all items behind it.
        """
        if context != self._context:
            return build_module(root, context.place.wrapper_macros)
        if self._module is not None and (root is self._root or root.is_broken):
            return self._module
        self._root = root
        shape = root.shape
        if self._module is None or shape != self._shape:
            touched = names_touched(self._shape, shape) if self._module is not None else None
            if touched is None or self._touched is None:
                self._touched = None
            else:
                self._touched |= touched
            self._shape = shape
            self._suspects = None
            self._module = build_module(root, context.place.wrapper_macros)
        return self._module

    def file_of(self, root: Unit, context: RuleContext) -> SourceFile:
        """The file with these names, the same object while it and its place are the same."""
        module, known = self.module_of(root, context), self._file
        if (
            known is not None
            and known.root is root
            and known.module is module
            and known.place == context.place
            and known.crate is context.files
        ):
            return known
        self._file = source_file(root, module, context.place, context.files)
        if known is not None:
            self._file.declared.update(known.declared)
        return self._file

    def item_findings(self, file: SourceFile, context: RuleContext) -> tuple[Finding, ...]:
        """The findings on items that share a name, with spans in the file."""
        if self._suspects is None:
            self._suspects, self._uses = suspects_in(file, context), {}
        if self._suspects == Suspects():
            return ()
        uses = NameUses(file, context.table, self._suspects.names, self._uses)
        found = tuple(item_findings(file, self._suspects, uses, context))
        self._uses = uses.kept
        return found

    def script_of(self, text: bytes, path: Path, context: RuleContext) -> ScriptFacts:
        """What the file says as a build script, followed once for the same text and features."""
        read_from = text, context.crate.features
        if self._script is None or self._script[0] != read_from:
            # Its functions are looked at whether they are called from here or not.
            facts = read_build_script(text, str(path), context.crate.features, is_alone=False)
            self._script = read_from, facts
        return self._script[1]

    def is_of(self, context: RuleContext) -> bool:
        """Whether what is known is of the last pass with this context."""
        return context is self._context or context == self._context

    def known(self, unit: Unit, around: Surroundings) -> UnitFindings | None:
        """The findings of `unit` and in it, if they are known for just these surroundings."""
        known = self._used.get(_key(unit, around))
        return known if known is not None and known.around == around else None

    def as_good(self, unit: Unit, around: Surroundings) -> UnitFindings | None:
        """What is known of `unit` itself for surroundings that are as good.

        Other names around it, of which it uses none, make no difference.
        """
        if self._used is self._findings:
            return None
        known = self._findings.get(_key(unit, around))
        if known is None or not self._are_as_good(known.around, around):
            return None
        return None if self._may_use_touched(unit) else known

    def keep(self, unit: Unit, findings: UnitFindings) -> UnitFindings:
        """Note the findings of `unit`."""
        self._used[_key(unit, findings.around)] = findings
        return findings

    def _are_as_good(self, before: Surroundings, around: Surroundings) -> bool:
        """Whether these surroundings differ in their names at most."""
        # The units in a container share theirs.
        key = id(before), id(around)
        if key not in self._compared:
            is_as_good = replace(before, module=around.module) == around
            self._compared[key] = before, around, is_as_good
        return self._compared[key][2]

    def _may_use_touched(self, unit: Unit) -> bool:
        if self._touched is None or self._context is None:
            return True
        # Inference looks at types that a unit does not name.
        types, values = self._touched.types, self._touched.values
        if types and calls_one_of(unit.source, self._context.table.notable_methods):
            return True
        return any(
            re.search(rb"\b%b\b" % re.escape(name), unit.source)
            for name in map(str.encode, types | values)
            # Most have none of them, which this tells in no time.
            if name in unit.source
        )


def _key(unit: Unit, around: Surroundings) -> _Key:
    return unit, around.module.path, around.owner_header
