"""The definitions of one name: items and imports that stand side by side under different cfgs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from pathlib import Path

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.outer_conditions import Placed
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Import, Item, Unit, UnitKind
from wasi_lsp.syntax.members import members_of
from wasi_lsp.text.span import Span

#: Units around items that are no place for one more.
_ARMS = frozenset({UnitKind.CFG_ARMS, UnitKind.ARM, UnitKind.MACRO})


class Namespace(StrEnum):
    """Where a name stands; items of one name in two namespaces do not meet."""

    TYPES = "types"
    VALUES = "values"
    #: Fields and variants, which are no items.
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """What gives a name its meaning somewhere. Spans count as the offset of its unit does."""

    unit: Unit
    #: Where the unit begins.
    offset: int
    #: Where it is compiled; not known where an attribute macro stands on it.
    where: Region
    #: Its name; of an import the path.
    name: Span
    #: None for an import, which may be in either.
    namespace: Namespace | None
    #: The leaf of a `use` that it is; None for an item.
    imported: Import | None = None
    #: Between the module and it: the calls of `cfg_if!` and the like, each with the arm.
    arms: tuple[Placed, ...] = ()
    #: The inherent `impl` that has it, where those of several are compared.
    block: Unit | None = None
    #: The file, where it is not the one that is judged.
    path: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """The definitions of one name among the items of a module, or of a type, in source order."""

    name: str
    definitions: tuple[Definition, ...]
    #: Where the module or the type is compiled.
    around: Region
    #: Where something else may define the name as well, such as a macro that nobody knows, or
    #: where there is a `compile_error!`.
    unclear: Region = field(default_factory=Region.nowhere)
    #: The module; None for the members of a type.
    module: ModuleScope | None = None


def contested_names(root: ModuleScope) -> dict[ModuleScope, frozenset[str]]:
    """The names that more than one item or import brings into a module of a file, by module."""
    found: dict[ModuleScope, frozenset[str]] = {}
    pending = [root]
    while pending:
        module = pending.pop()
        names = frozenset(name for name, bound in module.names.items() if len(bound) > 1) - {"_"}
        if names:
            found[module] = names
        pending += module.modules
    return found


def alternatives_in_modules(
    file: SourceFile, names: Mapping[ModuleScope, Set[str]]
) -> Iterator[Alternatives]:
    """The definitions of the names in the modules of a file; spans count in the file."""
    if not names:
        return
    root, place = file.root, file.place
    found: dict[tuple[ModuleScope, str], list[Definition]] = {}
    unclear: dict[ModuleScope, Region] = {}
    for offset, unit, around in file.items:
        wanted = names.get(around.module)
        if wanted is None or around.has_unknown_names:
            continue
        if _may_define_anything(unit, place):
            where = around.where & unit.interface.where
            unclear[around.module] = unclear.get(around.module, Region.nowhere()) | where
        arms = tuple(takewhile(_is_arm, reversed(around.units)))[::-1]
        for name, definition in definitions_in(unit, offset, around.where, wanted, arms):
            found.setdefault((around.module, name), []).append(definition)
    regions = _module_regions(file.module, place.where & root.interface.where)
    # Where the parser had to guess, an item may have been lost.
    everything = Region.everywhere() if root.is_broken else Region.nowhere()
    for (each, name), definitions in found.items():
        unknown = unclear.get(each, everything) | everything
        yield Alternatives(name, tuple(definitions), regions[each], unknown, each)


def alternatives_in_type(unit: Unit, around: Surroundings) -> Iterator[Alternatives]:
    """The members of an `impl`, trait, struct or enum with definitions side by side.

    Spans count from the start of the unit.
    """
    if unit.kind in (UnitKind.IMPL, UnitKind.TRAIT):
        items = (item.name for child in unit.children for item in child.unit.interface.items)
        names, members = _repeated(items), _members_of_block
    elif unit.gates and any(item.in_types for item in unit.interface.items):
        fields = (member.name for member in members_of(unit.source))
        names, members = _repeated(fields), _members_of_type
    else:
        return
    if not names:
        return
    where = around.where & unit.interface.where
    found: dict[str, list[Definition]] = {}
    for name, definition in members(unit, where, names):
        found.setdefault(name, []).append(definition)
    for name, definitions in found.items():
        yield Alternatives(name, tuple(definitions), where)


def _is_arm(placed: Placed) -> bool:
    return placed.unit.kind in _ARMS


def _repeated(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name, count in Counter(names).items() if count > 1)


def _members_of_block(
    unit: Unit, where: Region, names: Set[str]
) -> Iterator[tuple[str, Definition]]:
    for child in unit.children:
        yield from definitions_in(child.unit, child.offset, where, names)


def _members_of_type(
    unit: Unit, where: Region, names: Set[str]
) -> Iterator[tuple[str, Definition]]:
    layers = Layers(unit.gates)
    for member in members_of(unit.source):
        if member.name in names:
            region = where & layers.at(member.span)
            yield member.name, Definition(unit, 0, region, member.span, Namespace.MEMBERS)


def has_unknown_macro(container: Unit, place: FilePlace) -> bool:
    """Whether a macro call may bring items into a module, given as its file or its `mod`."""
    pending = [container]
    while pending:
        for _, unit in pending.pop().children:
            if _may_define_anything(unit, place):
                return True
            if unit.kind in _ARMS:
                pending.append(unit)
    return False


def _may_define_anything(unit: Unit, place: FilePlace) -> bool:
    """Whether it is a macro call that may bring in any item; or refuse to compile."""
    called = unit.interface.called_macro
    is_wrapper = unit.kind is UnitKind.MACRO and called in place.wrapper_macros
    return called is not None and not is_wrapper


def definitions_in(
    unit: Unit,
    offset: int,
    around: Region,
    wanted: Set[str],
    arms: tuple[Placed, ...] = (),
) -> Iterator[tuple[str, Definition]]:
    """The definitions of the `wanted` names in a unit itself, which begins at `offset`."""
    interface = unit.interface
    items = [each for each in interface.items if each.name in wanted]
    imports = [each for each in interface.imports if each.name in wanted]
    if not items and not imports:
        return
    where = around & interface.where
    if interface.has_attribute_macro:
        where = where & Region.unknown()
    for item in items:
        if unit.name is not None:
            span, namespace = unit.name.shift(offset), _namespace(item)
            yield item.name, Definition(unit, offset, where, span, namespace, None, arms)
    for imported in imports:
        if imported.name is not None:
            span = imported.span.shift(offset)
            definition = Definition(unit, offset, where, span, None, imported, arms)
            yield imported.name, definition


def _namespace(item: Item) -> Namespace:
    """The namespace that an item is in for sure: not every struct is a value, too."""
    return Namespace.TYPES if item.in_types else Namespace.VALUES


def _module_regions(root: ModuleScope, where: Region) -> dict[ModuleScope, Region]:
    """Where the modules written out in a file are compiled."""
    regions = {root: where}
    pending = [root]
    while pending:
        module = pending.pop()
        for name in {each.path[-1] for each in module.modules}:
            for binding in module.names.get(name, ()):
                if binding.module is not None:
                    regions[binding.module] = regions[module] & binding.where
                    pending.append(binding.module)
    return regions
