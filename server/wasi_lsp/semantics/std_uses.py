"""Every use of an item of std in a unit, and where it exists and is reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.modules import BlockScope, ModuleScope, block_scope
from wasi_lsp.semantics.resolve import Names, StdPath
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.syntax.facts import Import, PathUse, Scope, Segment, Unit
from wasi_lsp.text.nesting import Nesting
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class StdUse:
    """A path in code or in a `use` that means an item of std. Spans count from the unit's start."""

    #: The item's path as std knows it, such as `("std", "fs", "read")`.
    path: StdPath
    #: The names as written; the last ones of `path`, but for an alias in the first place.
    segments: tuple[Segment, ...]
    #: As rustc points at the path as a whole.
    span: Span
    is_import: bool
    is_call: bool
    #: `value.name(…)`: the name alone is written.
    is_method: bool
    #: For methods of traits: the path by the trait, where `path` is that by the type.
    trait_path: str | None
    #: Where the code exists.
    compiled: Region
    #: Where it is reached: the same, narrowed by `if cfg!(…)`.
    reached: Region
    #: Whether the code around looks if the error is `ErrorKind::Unsupported`.
    is_handled: bool = False

    def segment_of(self, length: int) -> Segment | None:
        """The name as written that completes the first `length` names of the path.

        None where an import stands for them, which is judged by itself.
        """
        if self.is_method:
            return self.segments[0] if length == len(self.path) else None
        index = length - 1 - (len(self.path) - len(self.segments))
        if index < 0 or (index == 0 and len(self.path) > len(self.segments)):
            return None
        return self.segments[index]


def std_uses(
    unit: Unit, around: Surroundings, table: StdTable, *, is_thorough: bool = False
) -> Iterator[StdUse]:
    """The paths to std in `unit` itself, not in the units inside it; methods are `method_uses`.

    Through other files of the crate only those are followed that may have something to say, or,
    if `is_thorough`, all.
    """
    own = around.where & unit.interface.where
    gates, guards = Layers(unit.gates), Layers(unit.guards)
    for imported in unit.interface.imports:
        yield from _of_import(imported, (), gates, own, around.module, table)
    scopes = BlockScopes(unit)
    for scope in unit.scopes:
        blocks = scopes.around(scope.span)
        for imported in scope.imports:
            yield from _of_import(imported, blocks, gates, own, around.module, table)
    type_parameters = around.type_parameters | unit.type_parameters
    for path in unit.paths:
        names = [segment.name for segment in path.segments]
        if names[0] in type_parameters or (len(names) == 1 and names[0] in unit.bound_names):
            continue
        blocks = scopes.around(path.span)
        follows = is_thorough or (path.is_call and names[-1] in table.notable_functions)
        scope_names = Names(blocks, around.module, table, leaves_file=follows)
        yield from _of_path(path, scope_names, gates, guards, unit.handled, own)


class BlockScopes:
    """The blocks in a unit that bring in names, to be looked up by place."""

    def __init__(self, unit: Unit) -> None:
        gates = Layers(unit.gates)
        scopes = sorted(unit.scopes, key=lambda each: (each.span.start, -each.span.end))
        self._nesting = Nesting(scope.span for scope in scopes)
        self._blocks = [_block(scope, gates) for scope in scopes]

    def around(self, span: Span) -> list[BlockScope]:
        """The blocks that cover a span, innermost first."""
        return [self._blocks[number] for number in self._nesting.around(span)]


def _block(scope: Scope, gates: Layers) -> BlockScope:
    imports = tuple((imported, gates.at(imported.span)) for imported in scope.imports)
    return block_scope(imports, scope.items, is_module=scope.is_module)


def _of_import(
    imported: Import,
    blocks: Sequence[BlockScope],
    gates: Layers,
    around: Region,
    module: ModuleScope,
    table: StdTable,
) -> Iterator[StdUse]:
    segments = _without_root(imported.path)
    if not segments:
        return
    names = [segment.name for segment in imported.path]
    # A `use` does not see the name that it brings in itself.
    if names[0] == imported.name:
        return
    compiled = around & gates.at(imported.span)
    # Where an import leads out of the file, what is wrong there is told there.
    for target in Names(blocks, module, table, leaves_file=False).resolve(names):
        where = compiled & target.where
        if where.is_satisfiable:
            yield StdUse(
                path=target.path,
                segments=segments,
                span=imported.span,
                is_import=True,
                is_call=False,
                is_method=False,
                trait_path=None,
                compiled=where,
                reached=where,
            )


def _of_path(
    path: PathUse,
    names: Names,
    gates: Layers,
    guards: Layers,
    handled: Sequence[Span],
    around: Region,
) -> Iterator[StdUse]:
    is_handled = any(span.covers(path.span) for span in handled)
    compiled: Region | None = None
    for target in names.resolve([segment.name for segment in path.segments]):
        if compiled is None:
            compiled = around & gates.at(path.span)
        where = compiled & target.where
        if where.is_satisfiable:
            yield StdUse(
                path=target.path,
                segments=_without_root(path.segments),
                span=path.span,
                is_import=False,
                is_call=path.is_call,
                is_method=False,
                trait_path=None,
                compiled=where,
                reached=where & guards.at(path.span),
                is_handled=is_handled,
            )


def _without_root(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The path without a leading `::`."""
    return segments[1:] if segments and segments[0].name == "" else segments
