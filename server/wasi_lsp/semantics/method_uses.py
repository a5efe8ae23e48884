"""Every call of a method of std in a unit, by the type of what it is called on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.inference.body import Inference, MethodUse
from wasi_lsp.semantics.inference.type_names import TypeNames
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.resolve import Names
from wasi_lsp.semantics.std_uses import BlockScopes, StdUse
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.stdlib.type_table import TypeTable
from wasi_lsp.stdlib.types import UNKNOWN, Bound, Parameter, Type
from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Segment, Unit
from wasi_lsp.text.span import Span

#: After a value, or after a type, which may be an alias of one of std's: its name has a capital.
_METHOD_CALL = re.compile(rb"(?:\.|(?:\b[A-Z]\w*|>)\s*::)\s*(\w+)\s*(?:::\s*<|\()")


def calls_one_of(source: bytes, names: frozenset[str]) -> bool:
    """Whether a source may call a method or `Type::method` by one of the names; cheap."""
    return any(match[1].decode() in names for match in _METHOD_CALL.finditer(source))


def infer_unit(
    unit: Unit, around: Surroundings, items: LocalItems, table: StdTable, types: TypeTable
) -> Inference | None:
    """What is called in `unit` itself; None where it has no code."""
    item = items.item(unit, around.module)
    if item is None or not isinstance(item.lowered, hir.Fn | hir.Const):
        return None
    scopes = BlockScopes(unit)

    def names_at(span: Span) -> Names:
        return Names(scopes.around(span), around.module, table, leaves_file=True)

    names, bounds = _names(around, item.lowered, items, table, types)
    inference = Inference(names, around.module, names_at, bounds)
    if isinstance(item.lowered, hir.Fn):
        inference.function(item.lowered)
    else:
        inference.item(item.lowered)
    return inference


def method_uses(
    unit: Unit, around: Surroundings, items: LocalItems, table: StdTable, types: TypeTable
) -> Iterator[StdUse]:
    """The calls of methods of std in `unit` itself; spans count from its start."""
    inference = infer_unit(unit, around, items, table, types)
    if inference is not None:
        yield from uses_of(inference, unit, around, table)


def uses_of(
    inference: Inference, unit: Unit, around: Surroundings, table: StdTable
) -> Iterator[StdUse]:
    """The calls of methods of std that an inference found, with their conditions."""
    place = _Place.of(unit, around)
    for use in {each.name.span: each for each in inference.uses}.values():
        if use.is_single_name and use.name.name not in unit.bound_names:
            # A path like any other: `std_uses` has it.
            continue
        yield place.use(use, table)


def notable_methods_at(
    unit: Unit,
    around: Surroundings,
    items: LocalItems,
    table: StdTable,
    types: TypeTable,
    name: Span,
) -> Iterator[StdUse]:
    """The methods that do not plainly work, of the value on which one is called by some `name`.

    Bytes count from the start of the unit.
    """
    inference = infer_unit(unit, around, items, table, types)
    if inference is None:
        return
    place = _Place.of(unit, around)
    for notable in sorted(table.notable_methods):
        use = inference.method_named(Segment(notable, name))
        if use is not None:
            yield place.use(use, table)


@dataclass(frozen=True, slots=True)
class _Place:
    """A unit with the conditions in it and around it."""

    unit: Unit
    own: Region
    gates: Layers
    guards: Layers

    @classmethod
    def of(cls, unit: Unit, around: Surroundings) -> Self:
        own = around.where & unit.interface.where
        return cls(unit, own, Layers(unit.gates), Layers(unit.guards))

    def use(self, use: MethodUse, table: StdTable) -> StdUse:
        """A method that is called in the unit, with its conditions."""
        compiled = self.own & self.gates.at(use.name.span)
        path, trait_path = _paths(use, table)
        return StdUse(
            path=tuple(path.split("::")),
            segments=(use.name,),
            span=use.name.span,
            is_import=False,
            is_call=True,
            is_method=True,
            trait_path=trait_path,
            compiled=compiled,
            reached=compiled & self.guards.at(use.name.span),
            is_handled=any(span.covers(use.name.span) for span in self.unit.handled),
        )


def _paths(use: MethodUse, table: StdTable) -> tuple[str, str | None]:
    """The path by which the table knows the method, and the trait's where that is another."""
    if use.type_path is not None:
        by_type = f"{use.type_path}::{use.name.name}"
        if by_type != use.path and table.item(by_type) is not None:
            return by_type, use.path
    return use.path, None


def _names(
    around: Surroundings,
    item: hir.Fn | hir.Const,
    items: LocalItems,
    table: StdTable,
    types: TypeTable,
) -> tuple[TypeNames, dict[str, tuple[Bound, ...]]]:
    """The names in force in an item, and the bounds of the type parameters."""
    params = list(item.type_params) if isinstance(item, hir.Fn) else []
    owner = items.declaration(around.owner, around.module) if around.owner is not None else None
    header = owner.lowered if owner is not None else None
    supertraits: hir.BoundsRef | None = None
    if isinstance(header, hir.Impl | hir.Trait):
        params += header.type_params
    names = TypeNames(
        Names((), around.module, table, leaves_file=True),
        types,
        items,
        UNKNOWN,
        frozenset(param.name for param in params),
    )
    own: Type = UNKNOWN
    if isinstance(header, hir.Impl):
        own = names.type_of(header.type)
    elif isinstance(header, hir.Trait):
        own, supertraits = Parameter("Self"), header.supertraits
    names = TypeNames(names.names, types, items, own, names.params)
    bounds = {param.name: names.trait_bounds(param.bounds) for param in params}
    if supertraits is not None:
        bounds["Self"] = names.trait_bounds(supertraits)
    return names, bounds
