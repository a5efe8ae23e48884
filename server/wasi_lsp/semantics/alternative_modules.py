"""The modules that share a name under different cfgs, and the items in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.alternatives import Alternatives, Definition, has_unknown_macro
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.modules import Binding, ModuleScope
from wasi_lsp.syntax.facts import Unit, walk_units
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a module: its unit, where it is compiled, and where its name stands."""

    unit: Unit
    where: Region
    name: Span
    #: The file, where it is not the one that has the alternatives.
    path: Path | None


@dataclass(frozen=True, slots=True, eq=False)
class AlternativeModule:
    """One of the modules that share a name."""

    definition: Definition
    scope: ModuleScope
    #: Where it is compiled.
    where: Region
    #: Whether its names are all there are: no glob and no macro may add to them.
    is_known: bool
    #: The unit that holds its items, and where that begins in its file.
    container: Unit
    offset: int
    #: The file, where it is not the one that has the alternatives.
    path: Path | None

    def where_of(self, name: str) -> Region:
        """Where it has something of that name."""
        found = Region.nowhere()
        for binding in self.scope.names.get(name, ()):
            found = found | binding.where
        return self.where & found

    def item(self, name: str) -> PlacedItem | None:
        """The item of that name, where there is just one."""
        bindings = self.scope.names.get(name, [])
        item = bindings[0].unit if len(bindings) == 1 else None
        if item is None or item.name is None:
            return None
        for start, unit in walk_units(self.container):
            if unit is item:
                place = item.name.shift(self.offset + start)
                return PlacedItem(item, self.where & bindings[0].where, place, self.path)
        return None


def alternative_modules(
    alternatives: Alternatives, file: SourceFile
) -> Iterator[AlternativeModule]:
    """The modules among some alternatives of `file`, each in that file or in one of its own."""
    module = alternatives.module
    if module is None:
        return
    bindings = module.names[alternatives.name]
    for definition, binding in zip(alternatives.definitions, bindings, strict=False):
        if definition.unit.interface.items:
            yield from _modules_of(definition, binding, module, file)


def _modules_of(
    definition: Definition, binding: Binding, around: ModuleScope, file: SourceFile
) -> Iterator[AlternativeModule]:
    declared = definition.unit.interface.file_module
    if binding.module is not None:
        scope, unit = binding.module, definition.unit
        is_known = not scope.globs and not has_unknown_macro(unit, file.place)
        yield AlternativeModule(
            definition, scope, definition.where, is_known, unit, definition.offset, None
        )
    elif declared is not None and file.crate is not None:
        for scope, where in file.crate.children(file, around.path, declared.name):
            other = scope.file
            if other is None or not where.implies(definition.where):
                continue
            root = other.root
            inside = where & root.interface.where
            is_known = not (scope.globs or root.is_broken or has_unknown_macro(root, file.place))
            path = file.crate.path_of(other)
            yield AlternativeModule(definition, scope, inside, is_known, root, 0, path)
