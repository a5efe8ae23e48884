"""Every unit of a file with what holds around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import region_of
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.syntax.facts import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds around a unit: its module, the condition on it, the generics in force."""

    module: ModuleScope
    where: Region
    type_parameters: frozenset[str] = frozenset()
    #: Among the tokens of a macro that nobody knows: what names mean there is not known either.
    in_unknown_macro: bool = False
    #: The `impl` or `trait` that the unit is a member of.
    owner: Unit | None = None


def walk_surroundings(
    root: Unit, module: ModuleScope, place: FilePlace
) -> Iterator[tuple[int, Unit, Surroundings]]:
    """Every unit below `root`, itself first, with its offset in the file and what is around it.

    `module` is what `build_module` makes of `root`, with the macros of `place`.
    """
    around = Surroundings(module, place.where)
    pending: list[tuple[int, Unit, Surroundings, Iterator[ModuleScope]]] = [
        (0, root, around, iter(module.modules))
    ]
    while pending:
        offset, unit, outside, modules = pending.pop()
        yield offset, unit, outside
        inner = outside.module
        is_module = unit.interface.module is not None
        # Broken code can have a module within an `impl`, of which `build_module` knows nothing.
        if is_module and not outside.in_unknown_macro and outside.owner is None:
            # Modules come in the order in which `build_module` met them.
            inner = next(modules)
            modules = iter(inner.modules)
        if not unit.children:
            continue
        inside = Surroundings(
            inner,
            outside.where & region_of(unit.interface.conditions),
            outside.type_parameters | unit.type_parameters,
            outside.in_unknown_macro,
            unit if unit.kind in (UnitKind.IMPL, UnitKind.TRAIT) else outside.owner,
        )
        if unit.kind is UnitKind.MACRO:
            condition = place.wrapper_macros.get(unit.interface.called_macro or "")
            if condition is None:
                inside = replace(inside, in_unknown_macro=True)
            else:
                inside = replace(inside, where=inside.where & Region.of(condition))
        pending += (
            (offset + child.offset, child.unit, inside, modules)
            for child in reversed(unit.children)
        )
