"""Where code names an item of a module of its crate, as far as that is certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

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


#: By unit: what is around it, and the uses in it, each with the module and name it is a use of.
KnownUses = Mapping[Unit, tuple[Surroundings, tuple["_Found", ...]]]


class NameUses:
    """Finds the uses of some items of a file in that file.

    `known` are those of an earlier state of the file with the same names in its modules; `kept` are
    those of this one, as soon as somebody has asked.
    """

    def __init__(
        self,
        file: SourceFile,
        table: StdTable,
        names: Mapping[ModuleScope, Set[str]],
        known: KnownUses,
    ) -> None:
        self._file = file
        self._table = table
        self._names = names
        self._all_names = frozenset().union(*names.values())
        self._known = known
        self._uses: dict[tuple[ModuleScope, str], list[NameUse]] | None = None
        self.kept: dict[Unit, tuple[Surroundings, tuple[_Found, ...]]] = {}

    def of(self, name: str, module: ModuleScope) -> Sequence[NameUse]:
        """The code that names `name` as an item of `module`, whichever of several it is."""
        if self._uses is None:
            self._uses = self._find()
        return self._uses.get((module, name), ())

    def _find(self) -> dict[tuple[ModuleScope, str], list[NameUse]]:
        uses: dict[tuple[ModuleScope, str], list[NameUse]] = {}
        file = self._file
        for offset, unit, around in walk_surroundings(file.root, file.module, file.place):
            if around.has_unknown_names:
                continue
            entry = self._known.get(unit)
            if entry is None or entry[0] != around:
                entry = around, tuple(self._in_unit(unit, around))
            self.kept[unit] = entry
            for found in entry[1]:
                use = replace(found.use, span=found.use.span.shift(offset))
                uses.setdefault((found.module, found.name), []).append(use)
        return uses

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

    def _in_unit(self, unit: Unit, around: Surroundings) -> Iterator[_Found]:
        hidden = around.type_parameters | unit.type_parameters | unit.bound_names
        own: Region | None = None
        gates, blocks = Layers(unit.gates), BlockScopes(unit)
        for written in _written_in(unit, self._all_names - hidden):
            found = self._item(written, blocks, around.module)
            if found is None:
                continue
            module, at = found
            if own is None:
                own = around.where & region_of(unit.interface.conditions)
            use = NameUse(
                written.path[at].span,
                own & gates.at(written.span),
                tuple(each.name for each in written.path[at + 1 :]),
                written.is_import,
            )
            yield _Found(module, written.path[at].name, use)

    def _item(
        self, written: _Written, blocks: BlockScopes, here: ModuleScope
    ) -> tuple[ModuleScope, int] | None:
        """The first item that a path leads through: its module, and its place in the path."""
        names = [segment.name for segment in written.path]
        around = blocks.around(written.span)
        if names[0] in self._names.get(here, ()):
            # A block may have the name itself, or by a glob.
            is_hidden = any(names[0] in each.names or each.globs for each in around)
            return None if is_hidden else (here, 0)
        scope = Names(around, here, self._table, leaves_file=False)
        for at in range(1, len(names)):
            if names[at] in self._all_names:
                modules = set(scope.modules(names[:at]))
                module = modules.pop() if len(modules) == 1 else None
                if module is not None and names[at] in self._names.get(module, ()):
                    return module, at
        return None


@dataclass(frozen=True, slots=True)
class _Found:
    """A use with its span in the unit, and the item that it names."""

    module: ModuleScope
    name: str
    use: NameUse


@dataclass(frozen=True, slots=True)
class _Written:
    path: Sequence[Segment]
    span: Span
    is_import: bool = False


def _written_in(unit: Unit, names: Set[str]) -> Iterator[_Written]:
    """The paths and imports of a unit with one of the names in them.

    Not the imports that bring in a name by itself.
    """
    imports = [*unit.interface.imports, *(each for scope in unit.scopes for each in scope.imports)]
    for imported in imports:
        path = imported.path
        if path and imported.name != path[0].name and any(each.name in names for each in path):
            yield _Written(path, imported.span, is_import=True)
    for path_use in unit.paths:
        if any(each.name in names for each in path_use.segments):
            yield _Written(path_use.segments, path_use.span)
