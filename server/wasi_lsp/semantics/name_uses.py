"""Where code names an item of a module of its crate, as far as that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.alternative_modules import AlternativeModule, alternative_modules
from wasi_lsp.semantics.alternatives import Alternatives, Namespace
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.crate_files import CrateFiles, SourceFile
from wasi_lsp.semantics.modules import BlockScope, ModuleScope
from wasi_lsp.semantics.resolve import Names
from wasi_lsp.semantics.std_uses import BlockScopes
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.syntax.facts import Segment, Unit
from wasi_lsp.syntax.type_positions import types_named
from wasi_lsp.text.span import Span

#: What leads into a module: a path, a group of imports or a glob; with its names, and the items'.
_LEADING = rb"\b%b\s*::\s*(?:\*|%b\b|\{[^;]{0,4000}?(?:\*|\b%b\b))"
#: How many globs may lead from one to the next.
_MAX_GLOBS = 4


@dataclass(frozen=True, slots=True)
class NameUse:
    """A path or an import that leads through an item."""

    #: The item's name, in the file.
    span: Span
    #: Where the code is compiled.
    where: Region
    #: What is named in the item: the names behind it in the path.
    rest: tuple[str, ...]
    #: Where the name is looked for; None where that may be either, as in an import.
    namespace: Namespace | None
    #: The file, where it is not the one that has the item.
    path: Path | None = None


#: The number of a module in each of those around it, from the file's root inwards.
_Numbers = tuple[int, ...]

#: By unit: what is around it, and the uses in it, each with the module and name it is a use of.
KnownUses = Mapping[Unit, tuple[Surroundings, tuple["_Found", ...]]]


class NameUses:
    """Finds the uses of some items of a file, in that file and in the others of its package.

    `known` are those of an earlier state of the file with the same names in its modules; `kept` are
    those of this one, as soon as somebody has asked. Those in other files the crate keeps.
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
        self._numbers: dict[ModuleScope, dict[ModuleScope, _Numbers]] = {}
        numbers = self._numbers_in(file.module)
        #: By module, given by its numbers, since others may know the file as another object.
        self._names = {numbers[each]: frozenset(found) for each, found in names.items()}
        self._all_names = frozenset().union(*names.values())
        self._known = known
        self._uses: dict[tuple[_Numbers, str], list[NameUse]] | None = None
        self.kept: dict[Unit, tuple[Surroundings, tuple[_Found, ...]]] = {}

    def of(self, name: str, module: ModuleScope) -> Sequence[NameUse]:
        """The code that names `name` as an item of `module`, whichever of several it is.

        That of the file itself comes first.
        """
        if self._uses is None:
            self._uses = {}
            for found in (*self._in_file(), *self._elsewhere()):
                self._uses.setdefault((found.module, found.name), []).append(found.use)
        return self._uses.get((self._numbers_in(self._file.module)[module], name), ())

    def _in_file(self) -> Iterator[_Found]:
        file, path = self._file, self._file.place.path
        leaves_file = file.crate is not None and path is not None and file.crate.is_certain(path)
        for offset, unit, around in file.units:
            if around.has_unknown_names:
                continue
            entry = self._known.get(unit)
            if entry is None or entry[0] != around:
                entry = around, tuple(self._in_unit(unit, around, leaves_file=leaves_file))
            self.kept[unit] = entry
            yield from (found.moved(offset) for found in entry[1])

    def _elsewhere(self) -> Sequence[_Found]:
        """What the other files of the package say, of which each is read once for these names."""
        crate, path = self._file.crate, self._file.place.path
        if crate is None or path is None:
            return ()
        key = path, frozenset(self._names.items())
        if key not in crate.uses:
            crate.uses[key] = tuple(
                replace(found.moved(offset), use=replace(found.use, path=crate.path_of(file)))
                for file in self._worth_reading(crate, path)
                for offset, unit, around in file.units
                if not around.has_unknown_names
                for found in self._in_unit(unit, around, leaves_file=True)
            )
        return crate.uses[key]

    def _worth_reading(self, crate: CrateFiles, path: str) -> Iterator[SourceFile]:
        """The other files that may lead to one of the items, as their text looks."""
        all_names = _either(self._all_names)
        words = re.compile(rb"\b%b\b" % all_names)
        module_names = crate.module_names(path)
        patterns = [
            re.compile(
                b"|".join(
                    _LEADING
                    % (_either({*(scope.path[-1:] or module_names), *more}), all_names, all_names)
                    for scope, numbers in self._numbers_in(self._file.module).items()
                    if numbers in self._names
                )
            )
            for more in ((), ("super",))
        ]
        for other, text, is_below in crate.others(path):
            if words.search(text) and patterns[is_below].search(text):
                file = crate.file(other)
                if file is not None:
                    yield file

    def modules(self, alternatives: Alternatives) -> tuple[AlternativeModule, ...]:
        """The modules among some alternatives, in this file or in others."""
        return tuple(alternative_modules(alternatives, self._file))

    def _in_unit(self, unit: Unit, around: Surroundings, *, leaves_file: bool) -> Iterator[_Found]:
        hidden = around.type_parameters | unit.type_parameters | unit.bound_names
        own: Region | None = None
        gates, blocks = Layers(unit.gates), BlockScopes(unit)
        for written in _written_in(unit, self._all_names - hidden):
            for module, at, where in self._items(
                written, blocks.around(written.span), around.module, leaves_file
            ):
                if own is None:
                    own = around.where & unit.interface.where
                rest = tuple(each.name for each in written.path[at + 1 :])
                segment = written.path[at]
                use = NameUse(
                    segment.span,
                    own & gates.at(written.span) & where,
                    rest,
                    Namespace.TYPES if rest and written.namespace else written.namespace,
                )
                yield _Found(module, segment.name, use)

    def _items(
        self,
        written: _Written,
        around: Sequence[BlockScope],
        here: ModuleScope,
        leaves_file: bool,
    ) -> Sequence[tuple[_Numbers, int, Region]]:
        """The first item that a path leads through: its module, its place in the path, and where
        the path means it.
        """
        names = [segment.name for segment in written.path]
        if names[0] in self._all_names:
            # A block may have the name itself, or by a glob.
            if any(names[0] in each.names or each.globs for each in around):
                return ()
            found = self._by_name(names[0], here, leaves_file)
            if found or len(names) == 1:
                return [(module, 0, where) for module, where in found]
        scope = Names(around, here, self._table, leaves_file=leaves_file)
        for at in range(1, len(names)):
            if names[at] in self._all_names:
                found = self._having(names[at], scope.modules(names[:at]))
                if found:
                    return [(module, at, where) for module, where in found]
        return ()

    def _having(
        self, name: str, modules: Iterable[tuple[ModuleScope, Region]]
    ) -> list[tuple[_Numbers, Region]]:
        """Those of some modules in which a name is looked for."""
        found: list[tuple[_Numbers, Region]] = []
        for module, where in modules:
            numbers = self._looked_at(module)
            if numbers is not None and name in self._names.get(numbers, ()):
                found.append((numbers, where))
        return found

    def _by_name(
        self, name: str, module: ModuleScope, leaves_file: bool
    ) -> list[tuple[_Numbers, Region]]:
        """The modules whose item a name by itself means at the level of a module."""
        own = self._having(name, [(module, Region.everywhere())])
        if own or name in module.names:
            return own
        names = Names((), module, self._table, leaves_file=leaves_file)
        return self._by_globs(name, module, names, 0) or []

    def _by_globs(
        self, name: str, module: ModuleScope, names: Names, depth: int
    ) -> list[tuple[_Numbers, Region]] | None:
        """As `_by_name`, for what only globs bring in; None where one may mean something else."""
        if depth > _MAX_GLOBS:
            return None
        found: list[tuple[_Numbers, Region]] = []
        for glob in module.globs:
            path = [each.name for each in glob.imported.path] if glob.imported is not None else []
            left = glob.where
            for target in names.resolve(path) if path else ():
                if name in self._table.names_in("::".join(target.path)):
                    return None
                left = left & ~target.where
            for inner, where in names.modules(path) if path else ():
                meant: list[tuple[_Numbers, Region]] | None
                meant = self._having(name, [(inner, Region.everywhere())])
                if not meant:
                    is_other = name in inner.names
                    inside = names.in_module(inner)
                    meant = None if is_other else self._by_globs(name, inner, inside, depth + 1)
                if meant is None:
                    return None
                here = where & glob.where
                found += ((numbers, here & region) for numbers, region in meant)
                left = left & ~where
            if left.is_satisfiable:
                return None
        return found

    def _looked_at(self, module: ModuleScope) -> _Numbers | None:
        """The numbers of a module if it is one of the file; of another object for it, maybe."""
        root = module.file_root()
        file = root.file
        if file is None or (
            root is not self._file.module
            and (file.crate is not self._file.crate or file.place.path != self._file.place.path)
        ):
            return None
        return self._numbers_in(root).get(module)

    def _numbers_in(self, root: ModuleScope) -> dict[ModuleScope, _Numbers]:
        """The numbers of all modules that are written in a file."""
        if root not in self._numbers:
            numbers: dict[ModuleScope, _Numbers] = {root: ()}
            pending = [root]
            while pending:
                module = pending.pop()
                for number, inner in enumerate(module.modules):
                    numbers[inner] = (*numbers[module], number)
                    pending.append(inner)
            self._numbers[root] = numbers
        return self._numbers[root]


def _either(names: Iterable[str]) -> bytes:
    """A pattern for some names."""
    return b"(?:%b)" % b"|".join(re.escape(name.encode()) for name in sorted(names))


@dataclass(frozen=True, slots=True)
class _Found:
    """A use, and the item that it names; its span counts from the start of a unit or a file."""

    module: _Numbers
    name: str
    use: NameUse

    def moved(self, offset: int) -> _Found:
        """The same with `offset` bytes before it."""
        return replace(self, use=replace(self.use, span=self.use.span.shift(offset)))


@dataclass(frozen=True, slots=True)
class _Written:
    path: Sequence[Segment]
    span: Span
    #: Where the last name is looked for; None for imports, which may mean either.
    namespace: Namespace | None


def _written_in(unit: Unit, names: Set[str]) -> Iterator[_Written]:
    """The paths, types and imports of a unit with one of the names in them.

    Not the imports that bring in a name by itself.
    """
    imports = [*unit.interface.imports, *(each for scope in unit.scopes for each in scope.imports)]
    for imported in imports:
        path = imported.path
        if path and imported.name != path[0].name and any(each.name in names for each in path):
            yield _Written(path, imported.span, None)
    is_named = any(name.encode() in unit.source for name in names)
    types = list(types_named(unit.source, names)) if is_named else []
    in_types = {segment.span for segment, _ in types}
    for path_use in unit.paths:
        if any(each.name in names for each in path_use.segments):
            is_type = path_use.segments[-1].span in in_types
            namespace = Namespace.TYPES if is_type else Namespace.VALUES
            yield _Written(path_use.segments, path_use.span, namespace)
    for segment, is_alone in types:
        if is_alone:
            yield _Written((segment,), segment.span, Namespace.TYPES)
