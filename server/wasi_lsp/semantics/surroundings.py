"""Every unit of a file with what holds around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.outer_conditions import Makers, OuterCondition, Placed, Whereabouts
from wasi_lsp.syntax.facts import Unit, UnitKind
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds around a unit: its module, the condition on it, the generics in force."""

    module: ModuleScope
    where: Region
    #: What makes `where`, as far as it stands in this file, outermost first.
    outer: tuple[OuterCondition, ...] = ()
    #: The units around, the whole file first.
    units: tuple[Placed, ...] = field(default=(), compare=False)
    type_parameters: frozenset[str] = frozenset()
    #: What names mean here is not known: among the tokens of a macro that nobody knows, say.
    has_unknown_names: bool = False
    #: Whether the code around allows cfgs that nothing declares.
    allows_unexpected_cfgs: bool = False
    #: The `impl` or `trait` that the unit is a member of, of which the header alone matters.
    owner: Unit | None = field(default=None, compare=False)
    owner_header: bytes = b""


class Descent:
    """Goes down from the root of a file into its units, and says what is around them."""

    def __init__(self, place: FilePlace) -> None:
        self._place = place
        # Modules of one name come in the order in which `build_module` met them.
        self._met: Counter[tuple[ModuleScope, str]] = Counter()

    def around_root(self, module: ModuleScope) -> Surroundings:
        """What is around the file; `module` as for `walk_surroundings`."""
        lenient = self._place.allows_unexpected_cfgs
        return Surroundings(module, self._place.where, allows_unexpected_cfgs=lenient)

    def inside(self, offset: int, unit: Unit, outside: Surroundings) -> Surroundings:
        """What is around the units in `unit`, which is at `offset` in the file.

        To be asked once for each unit that holds units or is a module, in source order.
        """
        inner, is_known = outside.module, not outside.has_unknown_names
        name = unit.interface.module
        if name is not None and outside.owner is not None:
            # An error in Rust: `build_module` does not look into an `impl`.
            is_known = False
        if name is not None and is_known:
            named = [each for each in outside.module.modules if each.path[-1] == name]
            number = self._met[(outside.module, name)]
            self._met[(outside.module, name)] += 1
            is_known = number < len(named)
            inner = named[number] if is_known else inner
        where, outer, type_parameters = outside.where, outside.outer, outside.type_parameters
        # Most have nothing of the kind, and there are many.
        if conditions := unit.interface.conditions:
            where = where & unit.interface.where
            outer = (*outer, *Makers(unit, outside.units).split(conditions))
        if unit.type_parameters:
            type_parameters = type_parameters | unit.type_parameters
        if unit.kind is UnitKind.MACRO:
            condition = self._place.wrapper_macros.get(unit.interface.called_macro or "")
            is_known = is_known and condition is not None
            if condition is not None:
                where = where & Region.of(condition)
                by_macro = OuterCondition.of(condition, Whereabouts(len(outside.units), None))
                outer = (*outer, by_macro)
        is_owner = unit.kind in (UnitKind.IMPL, UnitKind.TRAIT)
        return Surroundings(
            inner,
            where,
            outer,
            (*outside.units, Placed(offset, unit)),
            type_parameters,
            not is_known,
            outside.allows_unexpected_cfgs or bool(unit.unexpected_cfgs),
            unit if is_owner else outside.owner,
            unit.source if is_owner else outside.owner_header,
        )


def walk_surroundings(
    root: Unit,
    module: ModuleScope,
    place: FilePlace,
    within: Span | None = None,
    *,
    members: bool = True,
) -> Iterator[tuple[int, Unit, Surroundings]]:
    """Every unit below `root`, itself first, with its offset in the file and what is around it.

    With `within`, a span in the file, only those that touch it; without `members` none of those in
    an `impl` or trait. `module` is what `build_module`
    makes of `root`, with the macros of `place`, or made of an earlier state: what names mean in
    modules that it lacks is not known.
    """
    descent = Descent(place)
    pending: list[tuple[int, Unit, Surroundings]] = [(0, root, descent.around_root(module))]
    while pending:
        offset, unit, outside = pending.pop()
        is_wanted = within is None or (
            offset <= within.end and within.start <= offset + unit.length
        )
        if is_wanted:
            yield offset, unit, outside
        is_module = unit.interface.module is not None
        if not unit.children and not is_module:
            continue
        if not members and unit.kind in (UnitKind.IMPL, UnitKind.TRAIT):
            continue
        inside = descent.inside(offset, unit, outside)
        # What has no module of its own may hold some that count among those of its neighbours.
        if is_wanted or not is_module:
            pending += (
                (offset + child.offset, child.unit, inside) for child in reversed(unit.children)
            )
