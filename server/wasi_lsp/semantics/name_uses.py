"""Where code names an item of a module of its crate, as far as that is certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.alternatives import Alternatives, Definition, has_unknown_macro
from wasi_lsp.semantics.conditions import Layers, region_of
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.modules import Binding, ModuleScope
from wasi_lsp.semantics.resolve import Names
from wasi_lsp.semantics.std_uses import BlockScopes
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.syntax.facts import Segment, Unit
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class NameUse:
    """A path or an import that leads through an item."""

    #: The item's name, in the file.
    span: Span
    #: Where the code is compiled.
    where: Region
    #: What is named in the item: the names behind it in the path.
    rest: tuple[str, ...]
    is_import: bool
    #: `item::*`.
    is_glob: bool
    is_call: bool


@dataclass(frozen=True, slots=True, eq=False)
class AlternativeModule:
    """One of the modules that share a name."""

    definition: Definition
    scope: ModuleScope
    #: Where it is compiled.
    where: Region
    #: Whether its names are all there are: no glob and no macro may add to them.
    is_known: bool

    def where_of(self, name: str) -> Region:
        """Where it has something of that name."""
        found = Region.nowhere()
        for binding in self.scope.names.get(name, ()):
            found = found | binding.where
        return self.where & found


class NameUses:
    """Finds the uses of the items of one file in that file."""

    def __init__(self, file: SourceFile, table: StdTable) -> None:
        self._file = file
        self._table = table

    def of(self, name: str, module: ModuleScope) -> Iterator[NameUse]:
        """The code that names `name` as an item of `module`, whichever of several it is."""
        word = name.encode()
        file = self._file
        for offset, unit, around in walk_surroundings(file.root, file.module, file.place):
            if around.has_unknown_names or (unit.source and word not in unit.source):
                continue
            for use in self._in_unit(unit, around, name, module):
                yield _shifted(use, offset)

    def modules(self, alternatives: Alternatives) -> tuple[AlternativeModule, ...]:
        """The modules among some alternatives, in this file or in others."""
        module = alternatives.module
        if module is None:
            return ()
        bindings = module.names[alternatives.name]
        pairs = zip(alternatives.definitions, bindings, strict=False)
        return tuple(
            found
            for definition, binding in pairs
            if definition.unit.interface.items
            for found in self._modules_of(definition, binding, module)
        )

    def _modules_of(
        self, definition: Definition, binding: Binding, around: ModuleScope
    ) -> Iterator[AlternativeModule]:
        crate, place = self._file.crate, self._file.place
        declared = definition.unit.interface.file_module
        if binding.module is not None:
            scope = binding.module
            is_known = not scope.globs and not has_unknown_macro(definition.unit, place)
            yield AlternativeModule(definition, scope, definition.where, is_known)
        elif declared is not None and crate is not None:
            for scope, where in crate.children(self._file, around.path, declared.name):
                file = scope.file
                if file is not None and where.implies(definition.where):
                    inside = where & region_of(file.root.interface.conditions)
                    is_known = not (
                        scope.globs or file.root.is_broken or has_unknown_macro(file.root, place)
                    )
                    yield AlternativeModule(definition, scope, inside, is_known)

    def _in_unit(
        self, unit: Unit, around: Surroundings, name: str, module: ModuleScope
    ) -> Iterator[NameUse]:
        if name in around.type_parameters | unit.type_parameters | unit.bound_names:
            return
        own: Region | None = None
        gates, blocks = Layers(unit.gates), BlockScopes(unit)
        for written in _written_in(unit):
            at = self._index(written, blocks, around.module, name, module)
            if at is None:
                continue
            if own is None:
                own = around.where & region_of(unit.interface.conditions)
            segment = written.path[at]
            yield NameUse(
                segment.span,
                own & gates.at(written.span),
                tuple(each.name for each in written.path[at + 1 :]),
                written.is_import,
                written.is_glob,
                written.is_call,
            )

    def _index(
        self,
        written: _Written,
        blocks: BlockScopes,
        here: ModuleScope,
        name: str,
        module: ModuleScope,
    ) -> int | None:
        """Which segment of a path names the item; None if none is known to."""
        names = [segment.name for segment in written.path]
        if name not in names:
            return None
        at = names.index(name)
        around = blocks.around(written.span)
        if at == 0:
            # A block may have the name itself, or by a glob.
            is_hidden = any(name in each.names or each.globs for each in around)
            return None if here is not module or is_hidden else 0
        scope = Names(around, here, self._table, leaves_file=False)
        found = set(scope.modules(names[:at]))
        return at if found == {module} else None


@dataclass(frozen=True, slots=True)
class _Written:
    path: Sequence[Segment]
    span: Span
    is_import: bool = False
    is_glob: bool = False
    is_call: bool = False


def _written_in(unit: Unit) -> Iterator[_Written]:
    """The paths in a unit and its imports, but for those that bring in a name by itself."""
    imports = [*unit.interface.imports, *(each for scope in unit.scopes for each in scope.imports)]
    for imported in imports:
        if imported.path and imported.name != imported.path[0].name:
            yield _Written(imported.path, imported.span, True, imported.is_glob)
    for path in unit.paths:
        yield _Written(path.segments, path.span, is_call=path.is_call)


def _shifted(use: NameUse, offset: int) -> NameUse:
    return NameUse(
        use.span.shift(offset), use.where, use.rest, use.is_import, use.is_glob, use.is_call
    )
