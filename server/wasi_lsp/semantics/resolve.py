"""What a path names, as far as it leads to std.

Follows `use` declarations through blocks and modules, and through the files of the crate and of
those that it depends on, where these are known. Each answer carries the condition under which it is
the right one: of two imports behind opposite cfgs, both are answers. What leads elsewhere gives no
answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.extern_prelude import OuterView
from wasi_lsp.semantics.modules import Binding, BlockScope, ModuleScope
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.syntax.facts import Unit

#: Crates whose items the table knows by their path in std.
STD_CRATES = frozenset({"std", "core", "alloc"})
#: How many imports may lead from one to the next; rings of imports end here.
_MAX_HOPS = 12

StdPath = tuple[str, ...]


class StdTarget(NamedTuple):
    """A path in std, and where the name that was asked for means it."""

    path: StdPath
    where: Region


class ItemTarget(NamedTuple):
    """An item of the crate, the module that holds it, and what is left of the path behind it."""

    unit: Unit
    module: ModuleScope
    rest: tuple[str, ...]
    where: Region


class _ModuleTarget(NamedTuple):
    module: ModuleScope
    where: Region
    #: How its crate looks from the one that asks, through those between them, innermost first;
    #: none where it is the same.
    views: tuple[OuterView, ...] = ()


_Target = StdTarget | ItemTarget | _ModuleTarget


class Names:
    """The names in force at one place: the blocks around it, innermost first, and its module.

    With `leaves_file` paths are followed into other files, which may have to be read.
    """

    def __init__(
        self,
        blocks: Sequence[BlockScope],
        module: ModuleScope,
        table: StdTable,
        *,
        leaves_file: bool,
    ) -> None:
        self._blocks = blocks
        self._module = module
        self._table = table
        self._leaves_file = leaves_file

    @property
    def table(self) -> StdTable:
        """The table of std that the names lead to."""
        return self._table

    def in_module(self, module: ModuleScope) -> Names:
        """The names at the level of a module."""
        return Names((), module, self._table, leaves_file=self._leaves_file)

    def resolve(self, path: Sequence[str]) -> Iterator[StdTarget]:
        """The std paths that `path` can mean here; a leading `::` is an empty first name."""
        yield from (
            target
            for target in self._path(path, self._blocks, self._module, is_value=True, hops=0)
            if isinstance(target, StdTarget)
        )

    def resolve_item(self, path: Sequence[str], *, is_value: bool) -> StdTarget | ItemTarget | None:
        """The one value, or else type or trait, that `path` means here; None where not known."""
        found = [
            target
            for target in self._path(path, self._blocks, self._module, is_value=is_value, hops=0)
            if not isinstance(target, _ModuleTarget)
        ]
        # Imports behind opposite cfgs often mean the same.
        meanings = {each._replace(where=Region.everywhere()) for each in found}
        return found[0] if len(meanings) == 1 else None

    def modules(self, path: Sequence[str]) -> Iterator[tuple[ModuleScope, Region]]:
        """The modules that `path` can mean here, each with where it does."""
        for target in self._path(path, self._blocks, self._module, is_value=False, hops=0):
            if isinstance(target, _ModuleTarget):
                yield target.module, target.where

    def _path(
        self,
        path: Sequence[str],
        blocks: Sequence[BlockScope],
        module: ModuleScope | None,
        *,
        is_value: bool,
        hops: int,
    ) -> Iterator[_Target]:
        first, rest = path[0], path[1:]
        if hops > _MAX_HOPS:
            return
        if first == "":
            for target in self._crate(rest[0], module) if rest else ():
                yield from self._rest(target, rest[1:], is_value, hops + 1)
            return
        if first in ("self", "super", "crate"):
            while first in ("self", "super", "crate") and module is not None:
                if first == "super":
                    module = self._parent(module)
                elif first == "crate":
                    module = self._crate_root(module)
                if not rest:
                    break
                first, rest = rest[0], rest[1:]
            if module is None:
                return
            if first in ("self", "super", "crate"):
                yield _ModuleTarget(module, Region.everywhere())
                return
            starts: Iterable[_Target] = self._in_module(first, module, is_value and not rest, hops)
        else:
            starts = self._name(first, blocks, module, is_value and not rest, hops)
        for start in starts:
            yield from self._rest(start, rest, is_value, hops)

    def _parent(self, module: ModuleScope) -> ModuleScope | None:
        if module.parent is not None:
            return module.parent
        file = module.file if self._leaves_file else None
        return file.crate.parent(file) if file is not None and file.crate is not None else None

    def _crate_root(self, module: ModuleScope) -> ModuleScope | None:
        file = module.file_root().file if self._leaves_file else None
        return file.crate.root(file) if file is not None and file.crate is not None else None

    def _in_other_file(self, unit: Unit, module: ModuleScope, here: Region) -> Iterator[_Target]:
        """The modules that a `mod name;` of `module` brings in."""
        declared = unit.interface.file_module
        file = module.file_root().file if self._leaves_file else None
        if declared is not None and file is not None and file.crate is not None:
            for child, where in file.crate.children(file, module.path, declared.name):
                yield _ModuleTarget(child, here & where)

    def _rest(
        self, start: _Target, rest: Sequence[str], is_value: bool, hops: int
    ) -> Iterator[_Target]:
        if isinstance(start, StdTarget):
            yield StdTarget((*start.path, *rest), start.where)
        elif isinstance(start, ItemTarget):
            yield start._replace(rest=(*start.rest, *rest))
        elif not rest:
            yield start
        else:
            for target in self._member(rest[0], start, is_value and len(rest) == 1, hops):
                yield from _narrowed(self._rest(target, rest[1:], is_value, hops + 1), start.where)

    def _member(
        self,
        name: str,
        target: _ModuleTarget,
        is_value: bool,
        hops: int,
        *,
        is_outside: bool = False,
    ) -> Iterator[_Target]:
        """What a module has by a name, as it looks from where a path has led to it."""
        is_outside = is_outside or bool(target.views)
        found = self._in_module(name, target.module, is_value, hops, is_outside=is_outside)
        return (
            (_seen_through(target.views, each) for each in found) if target.views else iter(found)
        )

    def _name(
        self,
        name: str,
        blocks: Sequence[BlockScope],
        module: ModuleScope | None,
        is_value: bool,
        hops: int,
    ) -> tuple[_Target, ...]:
        """What a single name means: the innermost scope wins where it has the name."""
        if blocks:
            key = (name, is_value, self._leaves_file)
            known = blocks[0].resolved.get(key)
            if known is None:
                # As in `_in_module`: no answer for those who come back here on the way.
                blocks[0].resolved[key] = ()
                known = tuple(self._look_in_block(name, blocks, module, is_value, hops))
                blocks[0].resolved[key] = known
            return known
        found = self._in_module(name, module, is_value, hops) if module is not None else ()
        crate = self._crate(name, module)
        if not crate:
            return found
        names = module.names if module is not None else {}
        left = _without(Region.everywhere(), _bindings(names, name, is_value))
        for target in found:
            left = left & ~target.where
        return (*found, *_narrowed(crate, left))

    def _other(self, name: str, module: ModuleScope | None, hops: int) -> Iterator[_Target]:
        """What a name means but for imports by that name: `mod glob; use glob::glob;`."""
        names = module.names if module is not None else {}
        items = [each for each in _bindings(names, name, False) if each.imported is None]
        yield from self._bound(items, Region.everywhere(), (), module, False, hops + 1)
        left = _without(Region.everywhere(), items)
        yield from _narrowed(self._crate(name, module), left)

    def _crate(self, name: str, module: ModuleScope | None) -> tuple[_Target, ...]:
        """What a name means as that of a crate: one that is depended on, or one of std's."""
        file = module.file_root().file if self._leaves_file and module is not None else None
        found: list[_Target] = []
        left = Region.everywhere()
        for root, crate in (
            file.crate.extern_crates(name) if file is not None and file.crate else ()
        ):
            found.append(_ModuleTarget(root, crate.where, (crate.view,)))
            left = left & ~crate.where
        if name in STD_CRATES and left.is_satisfiable:
            found.append(StdTarget((name,), left))
        return tuple(found)

    def _look_in_block(
        self,
        name: str,
        blocks: Sequence[BlockScope],
        module: ModuleScope | None,
        is_value: bool,
        hops: int,
    ) -> Iterator[_Target]:
        block = blocks[0]
        found = _bindings(block.names, name, is_value)
        yield from self._bound(found, Region.everywhere(), blocks, module, is_value, hops)
        left = _without(Region.everywhere(), found)
        if not left.is_satisfiable:
            return
        globs = self._globs(name, is_value, block.globs, blocks, module, hops)
        yield from _narrowed(globs, left)
        around = (
            self._name(name, (), None, is_value, hops)
            if block.is_module
            else self._name(name, blocks[1:], module, is_value, hops)
        )
        yield from _narrowed(around, left)

    def _in_module(
        self,
        name: str,
        module: ModuleScope,
        is_value: bool,
        hops: int,
        *,
        is_outside: bool = False,
    ) -> tuple[_Target, ...]:
        """What a module's own names and globs say, looked up once for each name.

        Who is outside of its crate sees what is public.
        """
        key = (name, is_value, self._leaves_file, is_outside)
        known = module.resolved.get(key)
        if known is None:
            # Globs lead in rings (`use super::*` here, `use self::inner::*` there): whoever comes
            # back here on the way gets no answer, instead of going round again.
            module.resolved[key] = ()
            known = tuple(self._look_in_module(name, module, is_value, hops, is_outside))
            module.resolved[key] = known
        return known

    def _look_in_module(
        self, name: str, module: ModuleScope, is_value: bool, hops: int, is_outside: bool
    ) -> Iterator[_Target]:
        found, globs = _bindings(module.names, name, is_value), module.globs
        if is_outside:
            found = [each for each in found if each.is_public]
            globs = [each for each in globs if each.is_public]
        yield from self._bound(found, Region.everywhere(), (), module, is_value, hops)
        left = _without(Region.everywhere(), found)
        if left.is_satisfiable:
            inner = self._globs(name, is_value, globs, (), module, hops, is_outside=is_outside)
            yield from _narrowed(inner, left)

    def _bound(
        self,
        bindings: Sequence[Binding],
        around: Region,
        blocks: Sequence[BlockScope],
        module: ModuleScope | None,
        is_value: bool,
        hops: int,
    ) -> Iterator[_Target]:
        for binding in bindings:
            here = binding.where & around
            if not here.is_satisfiable:
                continue
            if binding.module is not None:
                yield _ModuleTarget(binding.module, here)
            elif binding.unit is not None and module is not None:
                if binding.unit.interface.file_module is not None:
                    yield from self._in_other_file(binding.unit, module, here)
                else:
                    yield ItemTarget(binding.unit, module, (), here)
            elif binding.imported is not None:
                names = [segment.name for segment in binding.imported.path]
                if names[0] == binding.imported.name:
                    # A `use` does not see the name that it brings in itself.
                    for target in self._other(names[0], module, hops):
                        rest = self._rest(target, names[1:], is_value, hops + 1)
                        yield from _narrowed(rest, here)
                    continue
                found = self._path(names, blocks, module, is_value=is_value, hops=hops + 1)
                yield from _narrowed(found, here)

    def _globs(
        self,
        name: str,
        is_value: bool,
        globs: Sequence[Binding],
        blocks: Sequence[BlockScope],
        module: ModuleScope | None,
        hops: int,
        *,
        is_outside: bool = False,
    ) -> Iterator[_Target]:
        for glob in globs:
            if glob.imported is None:
                continue
            names = [segment.name for segment in glob.imported.path] or ["self"]
            for target in self._path(names, blocks, module, is_value=False, hops=hops + 1):
                where = target.where & glob.where
                if not where.is_satisfiable:
                    continue
                if isinstance(target, ItemTarget):
                    # `use Enum::*`: its variants are not names that we follow.
                    continue
                if isinstance(target, StdTarget):
                    if name in self._table.names_in("::".join(target.path)):
                        yield StdTarget((*target.path, name), where)
                else:
                    inner = self._member(name, target, is_value, hops + 1, is_outside=is_outside)
                    yield from _narrowed(inner, where)


def _seen_through(views: tuple[OuterView, ...], target: _Target) -> _Target:
    """What a name means in another crate, as it looks from outside."""
    where = reduce(lambda region, view: view.of(region), views, target.where)
    if isinstance(target, _ModuleTarget):
        return _ModuleTarget(target.module, where, (*target.views, *views))
    return target._replace(where=where)


def _bindings(names: dict[str, list[Binding]], name: str, is_value: bool) -> list[Binding]:
    """The bindings of `name` in the namespace asked for; an import may be in either."""
    return [
        binding
        for binding in names.get(name, ())
        if (binding.in_values if is_value else binding.in_types)
    ]


def _narrowed(targets: Iterable[_Target], where: Region) -> Iterator[_Target]:
    """The targets that can still be meant where `where` holds."""
    for target in targets:
        both = target.where & where
        if both.is_satisfiable:
            yield target._replace(where=both)


def _without(region: Region, bindings: Sequence[Binding]) -> Region:
    for binding in bindings:
        region = region & ~binding.where
    return region
