"""The types and functions of the workspace, as inference asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.stdlib.types import Named, Type
from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Unit, UnitKind
from wasi_lsp.syntax.lower import lower_items, thread_local

#: How the path of a local type begins, so that none is taken for one of std.
_PREFIX = "local#"


def is_local(kind: Named) -> bool:
    """Whether a type is one of the workspace."""
    return kind.path.startswith(_PREFIX)


@dataclass(frozen=True, slots=True, eq=False)
class LocalItem:
    """An item with the module whose names it is written in."""

    lowered: hir.LoweredItem
    module: ModuleScope


@dataclass(frozen=True, slots=True, eq=False)
class LocalImpl:
    """An `impl` block: its header and its items, as units or, in a block, lowered."""

    header: hir.Impl
    module: ModuleScope
    members: Mapping[str, Unit | hir.LoweredItem]
    #: The types of the block that it stands in, by name.
    inner_types: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class LocalTrait:
    """A trait: its header and its items."""

    header: hir.Trait
    module: ModuleScope
    members: Mapping[str, Unit | hir.LoweredItem]


class LocalItems:
    """What a file declares, and what it uses of other files, lowered on demand."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._lowered: dict[Unit, hir.LoweredItem | None] = {}
        self._keys: dict[Unit, str] = {}
        self._types: dict[str, LocalItem] = {}
        self._traits: dict[str, LocalTrait] = {}
        self._impls: dict[SourceFile, list[LocalImpl]] = {}
        self._subjects: dict[LocalImpl, Type] = {}
        self._units: dict[hir.LoweredItem, tuple[Unit, ModuleScope]] = {}

    def item(self, unit: Unit, module: ModuleScope) -> LocalItem | None:
        """The item that a unit declares."""
        if unit not in self._lowered:
            items = lower_items(unit.source) if unit.source else ()
            found = items[0] if items else None
            if unit.kind is UnitKind.THREAD_LOCAL and isinstance(found, hir.Const):
                found = thread_local(found)
            self._lowered[unit] = found
        return self._found(self._lowered[unit], unit, module)

    def declaration(self, unit: Unit, module: ModuleScope) -> LocalItem | None:
        """As `item`, but of a function without its body."""
        if unit in self._lowered or unit.kind is UnitKind.THREAD_LOCAL:
            return self.item(unit, module)
        # What a file declares is the same for all files that ask for it.
        declared = (module.file_root().file or self._file).declared
        if unit not in declared:
            items = lower_items(_declaring(unit))
            declared[unit] = items[0] if items else None
        return self._found(declared[unit], unit, module)

    def _found(
        self, lowered: hir.LoweredItem | None, unit: Unit, module: ModuleScope
    ) -> LocalItem | None:
        if lowered is None:
            return None
        self._units[lowered] = unit, module
        return LocalItem(lowered, module)

    def unit_of(self, item: hir.LoweredItem) -> tuple[Unit, ModuleScope] | None:
        """The unit that declares an item, and the module that it is in; None in blocks."""
        return self._units.get(item)

    def member(self, block: LocalImpl | LocalTrait, name: str) -> hir.LoweredItem | None:
        """An item of an `impl` block or trait; of a function the declaration is enough."""
        member = block.members.get(name)
        if not isinstance(member, Unit):
            return member
        is_inherent = isinstance(block, LocalImpl) and block.header.trait is None
        if is_inherent and not member.interface.is_public and self._is_foreign(block.module):
            return None
        item = self.declaration(member, block.module)
        return item.lowered if item is not None else None

    def _is_foreign(self, module: ModuleScope) -> bool:
        """Whether a module is one of another package."""
        file = module.file_root().file
        return file is not None and file.crate is not self._file.crate

    def type_key(self, unit: Unit, module: ModuleScope) -> str | None:
        """The path by which `types.Named` knows the struct or enum that a unit declares."""
        key = self._keys.get(unit)
        if key is not None:
            return key
        item = self.declaration(unit, module)
        if item is None or not isinstance(item.lowered, hir.Struct | hir.Enum):
            return None
        self._keys[unit] = key = self.add_type(item.lowered, module)
        return key

    def trait_key(self, unit: Unit, module: ModuleScope) -> str | None:
        """The path by which `types.Bound` knows the trait that a unit declares."""
        key = self._keys.get(unit)
        if key is None and unit.kind is UnitKind.TRAIT:
            item = self.declaration(unit, module)
            if item is not None and isinstance(item.lowered, hir.Trait):
                self._keys[unit] = key = f"{_PREFIX}trait{len(self._traits)}"
                self._traits[key] = LocalTrait(item.lowered, module, _members(unit))
        return key if key in self._traits else None

    def trait(self, key: str) -> LocalTrait | None:
        """The trait behind a key; None for the traits of std."""
        return self._traits.get(key)

    def add_type(self, lowered: hir.Struct | hir.Enum, module: ModuleScope) -> str:
        """Give a type a key; for types in blocks, which are no units."""
        key = f"{_PREFIX}{len(self._types)}"
        self._types[key] = LocalItem(lowered, module)
        return key

    def add_impl(
        self, header: hir.Impl, module: ModuleScope, inner_types: Mapping[str, str]
    ) -> None:
        """Take in an `impl` of a block."""
        self._impls_in(self._file).append(
            LocalImpl(header, module, _by_name(header.items), inner_types)
        )

    def type_item(self, key: str) -> LocalItem | None:
        """The struct or enum behind a key; None for the types of std."""
        return self._types.get(key)

    def subject(self, block: LocalImpl, type_of: Callable[[hir.TypeRef], Type]) -> Type:
        """The type that a block is for; `type_of` knows the names where it stands."""
        if block not in self._subjects:
            self._subjects[block] = type_of(block.header.type)
        return self._subjects[block]

    def impls(self, key: str) -> list[LocalImpl]:
        """The `impl` blocks in which those of a type may be: of this file and of the type's own."""
        found = self._impls_in(self._file)
        item = self._types.get(key)
        home = item.module.file_root().file if item is not None else None
        return found if home is None or home is self._file else found + self._impls_in(home)

    def _impls_in(self, file: SourceFile) -> list[LocalImpl]:
        if file not in self._impls:
            self._impls[file] = []
            self._impls[file] += self._find_impls(file)
        return self._impls[file]

    def _find_impls(self, file: SourceFile) -> Iterator[LocalImpl]:
        for _, unit, around in file.items:
            if unit.kind is not UnitKind.IMPL or around.has_unknown_names:
                continue
            header = self.declaration(unit, around.module)
            if header is None or not isinstance(header.lowered, hir.Impl):
                continue
            yield LocalImpl(header.lowered, around.module, _members(unit), {})


def _members(unit: Unit) -> Mapping[str, Unit | hir.LoweredItem]:
    """The items of an `impl` or trait, by name."""
    members: dict[str, Unit | hir.LoweredItem] = {}
    for child in unit.children:
        for item in child.unit.interface.items:
            members.setdefault(item.name, child.unit)
    return members


def _declaring(unit: Unit) -> bytes:
    """The source of an item, of a function with an empty body."""
    signature = unit.interface.signature
    is_value = any(item.in_values and not item.in_types for item in unit.interface.items)
    is_function = is_value and not signature.rstrip().endswith(b";")
    return signature + b"{}" if is_function else signature or unit.source


def _by_name(items: Iterable[hir.LoweredItem]) -> dict[str, hir.LoweredItem]:
    found: dict[str, hir.LoweredItem] = {}
    for item in items:
        if isinstance(item, hir.Fn | hir.Alias | hir.Const):
            found.setdefault(item.name, item)
    return found
