"""The names of the modules in one file: what `use`, `mod` and items bring into each."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.file_place import WrapperMacros
from wasi_lsp.syntax.facts import Import, Interface, Item, ModuleShape, Unit, UnitKind

if TYPE_CHECKING:
    from wasi_lsp.semantics.crate_files import SourceFile


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """A name in a module or block: an import, a module of this file, or another item.

    `where` is the condition under which it exists, given that its module does.
    """

    where: Region
    imported: Import | None = None
    module: ModuleScope | None = None
    in_types: bool = True
    in_values: bool = True
    #: The item itself, where it is one.
    unit: Unit | None = None
    #: Whether other crates see it.
    is_public: bool = False


@dataclass(slots=True, eq=False)
class ModuleScope:
    """The names of one module; they do not change any more once it is built."""

    #: None for the file's root, whose parent is another file.
    parent: ModuleScope | None
    #: The names of the modules from the file's root to this one.
    path: tuple[str, ...] = ()
    #: Of the file's root: the file and its crate, where they are known.
    file: SourceFile | None = None
    names: dict[str, list[Binding]] = field(default_factory=dict)
    globs: list[Binding] = field(default_factory=list)
    #: The modules written out inside it, in source order.
    modules: list[ModuleScope] = field(default_factory=list)
    #: What its names were found to mean so far, by name and namespace; `resolve` fills it.
    resolved: dict[tuple[str, bool, bool, bool], tuple[Any, ...]] = field(default_factory=dict)

    def file_root(self) -> ModuleScope:
        """The root module of the file."""
        module = self
        while module.parent is not None:
            module = module.parent
        return module


@dataclass(frozen=True, slots=True)
class Touched:
    """The names of the items in which two shapes of a file differ."""

    #: Of types, traits and macros, which code may come upon without naming them.
    types: frozenset[str] = frozenset()
    #: Of functions, constants and statics.
    values: frozenset[str] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.types | other.types, self.values | other.values)


def names_touched(old: ModuleShape, new: ModuleShape) -> Touched | None:
    """The names of the items in which two shapes differ; None where it is more than items."""
    before, after = _interfaces(old), _interfaces(new)
    gone = [each for key, each in before.items() if key not in after]
    come = [each for key, each in after.items() if key not in before]
    items: set[Item] = set()
    for each in gone + come:
        # Made anew, because something inside it changed.
        if each in gone and each in come:
            continue
        if not each.items or each.imports or each.module or each.file_module:
            return None
        items.update(each.items)
    # Where only the order or the nesting differs, anything may be different.
    if not items or any(_renames(each, items) for each in after.values()):
        return None
    return Touched(
        types=frozenset(item.name for item in items if item.in_types or not item.in_values),
        values=frozenset(item.name for item in items if item.in_values and not item.in_types),
    )


def _renames(interface: Interface, items: Set[Item]) -> bool:
    """Whether code may use one of the items by another name: `use a::f as g`."""
    names = {item.name for item in items}
    return any(
        each.path[-1].name in names and each.name != each.path[-1].name
        for each in interface.imports
        if each.path
    )


def _interfaces(shape: ModuleShape) -> dict[int, Interface]:
    """The interfaces in a shape by identity, which items keep while their bytes stay the same."""
    found: dict[int, Interface] = {}
    for part in shape:
        if isinstance(part, Interface):
            found[id(part)] = part
        else:
            found |= _interfaces(part)
    return found


#: Units whose items stand in the module around them.
_TRANSPARENT = (UnitKind.CFG_ARMS, UnitKind.ARM, UnitKind.EXTERN)


def build_module(
    container: Unit,
    macros: WrapperMacros,
    parent: ModuleScope | None = None,
    path: tuple[str, ...] = (),
) -> ModuleScope:
    """The names of the module whose items are the children of `container`.

    Units of equal shapes make equal scopes.
    """
    scope = ModuleScope(parent, path)
    _fill(scope, container, Region.everywhere(), macros)
    return scope


def _fill(scope: ModuleScope, container: Unit, where: Region, macros: WrapperMacros) -> None:
    for child in container.children:
        unit = child.unit
        inside = where & unit.interface.where
        if unit.kind is UnitKind.MACRO:
            condition = macros.get(unit.interface.called_macro or "")
            if condition is not None:
                _fill(scope, unit, inside & Region.of(condition), macros)
        elif unit.kind in _TRANSPARENT:
            _fill(scope, unit, inside, macros)
        elif unit.interface.module is not None:
            module = build_module(unit, macros, scope, (*scope.path, unit.interface.module))
            scope.modules.append(module)
            is_public = unit.interface.is_public
            binding = Binding(inside, module=module, in_values=False, is_public=is_public)
            scope.names.setdefault(unit.interface.module, []).append(binding)
        else:
            for item in unit.interface.items:
                scope.names.setdefault(item.name, []).append(_item(item, inside, unit))
            for imported in unit.interface.imports:
                is_public = unit.interface.is_public
                add_import(scope.names, scope.globs, imported, inside, is_public=is_public)


def _item(item: Item, where: Region, unit: Unit | None) -> Binding:
    return Binding(
        where,
        in_types=item.in_types,
        in_values=item.in_values,
        unit=unit,
        is_public=unit is not None and unit.interface.is_public,
    )


def add_import(
    names: dict[str, list[Binding]],
    globs: list[Binding],
    imported: Import,
    where: Region,
    *,
    is_public: bool = False,
) -> None:
    """File an import under its name, or among the globs."""
    binding = Binding(where, imported=imported, is_public=is_public)
    if imported.is_glob:
        globs.append(binding)
    elif imported.name is not None:
        names.setdefault(imported.name, []).append(binding)


@dataclass(frozen=True, slots=True, eq=False)
class BlockScope:
    """The names that a block brings in; `is_module` if those around it do not reach into it."""

    names: dict[str, list[Binding]]
    globs: list[Binding]
    is_module: bool
    #: As in `ModuleScope`, with the scopes around it.
    resolved: dict[tuple[str, bool, bool], tuple[Any, ...]] = field(default_factory=dict)


def block_scope(
    imports: tuple[tuple[Import, Region], ...], items: tuple[Item, ...], *, is_module: bool
) -> BlockScope:
    """The scope of a block with its imports, each with the condition on it, and its items."""
    names: dict[str, list[Binding]] = {}
    globs: list[Binding] = []
    for item in items:
        names.setdefault(item.name, []).append(_item(item, Region.everywhere(), None))
    for imported, where in imports:
        add_import(names, globs, imported, where)
    return BlockScope(names, globs, is_module)
