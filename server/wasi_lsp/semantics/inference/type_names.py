"""What types as written mean: from `hir.TypeRef` to `types.Type`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wasi_lsp.semantics.inference.substitute import substitute
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.resolve import ItemTarget, Names, StdTarget
from wasi_lsp.stdlib.type_table import TypeTable
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Bound,
    Function,
    Named,
    Parameter,
    Reference,
    SliceType,
    TraitObject,
    TupleType,
    Type,
)
from wasi_lsp.syntax import hir

_PRIMITIVES = frozenset(
    {
        *("i8", "i16", "i32", "i64", "i128", "isize"),
        *("u8", "u16", "u32", "u64", "u128", "usize"),
        *("f32", "f64", "bool", "char", "str"),
    }
)
#: Traits without methods, which stand beside the one that an object is of.
_AUTO_TRAITS = frozenset(
    {
        *("std::marker::Send", "std::marker::Sync", "std::marker::Unpin"),
        *("std::panic::UnwindSafe", "std::panic::RefUnwindSafe"),
    }
)
#: The path of raw pointers: one without methods that we know.
POINTER = "*"
_MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class TypeNames:
    """The names that types are written in at one place."""

    names: Names
    table: TypeTable
    items: LocalItems
    #: What `Self` is there.
    self_type: Type = UNKNOWN
    #: The type parameters in force.
    params: frozenset[str] = frozenset()
    #: The types of the blocks around, by name: keys of `items`.
    inner_types: Mapping[str, str] = field(default_factory=dict)

    def type_of(self, ref: hir.TypeRef | None, depth: int = 0) -> Type:
        """The type that is written; unknown where a name is."""
        if depth > _MAX_DEPTH:
            return UNKNOWN
        match ref:
            case hir.PathType(path):
                return self._named(path, depth)
            case hir.RefType(inner):
                return Reference(self.type_of(inner, depth + 1))
            case hir.PointerType(inner):
                return Named(POINTER, (self.type_of(inner, depth + 1),))
            case hir.TupleRef(parts):
                return TupleType(tuple(self.type_of(part, depth + 1) for part in parts))
            case hir.SliceRef(element, is_array):
                return SliceType(self.type_of(element, depth + 1), is_array)
            case hir.FnRef():
                return self._function(ref, depth)
            case hir.BoundsRef():
                return self._trait_object(ref, depth)
        return UNKNOWN

    def elsewhere(
        self,
        module: ModuleScope,
        params: frozenset[str],
        self_type: Type = UNKNOWN,
        inner_types: Mapping[str, str] | None = None,
    ) -> TypeNames:
        """The names at another item of the same file."""
        names = self.names.in_module(module) if not inner_types else self.names
        return TypeNames(names, self.table, self.items, self_type, params, inner_types or {})

    def trait_bounds(self, bounds: hir.BoundsRef) -> tuple[Bound, ...]:
        """The traits of std and of the workspace among some bounds."""
        found: list[Bound] = []
        for path, bindings in zip(bounds.bounds, bounds.bindings, strict=True):
            trait = self.trait_path(path)
            if trait is not None:
                args = tuple(self.type_of(arg, 1) for arg in path.args)
                named = tuple((name, self.type_of(ref, 1)) for name, ref in bindings)
                found.append(Bound(trait, args, named))
        return tuple(found)

    def trait_path(self, path: hir.PathRef) -> str | None:
        """The trait that a path means: its canonical path in std, or its key in `items`."""
        names = [segment.name for segment in path.segments]
        target = self.names.resolve_item(names, is_value=False)
        if isinstance(target, ItemTarget):
            return None if target.rest else self.items.trait_key(target.unit, target.module)
        return self.std_path(names)

    def std_path(self, names: list[str]) -> str | None:
        """The canonical std path that some names mean as a type or trait."""
        target = self.names.resolve_item(names, is_value=False)
        if isinstance(target, StdTarget):
            return self.table.canonical("::".join(target.path))
        if target is None and len(names) == 1:
            return self.table.prelude(names[0])
        return None

    def _named(self, path: hir.PathRef, depth: int) -> Type:
        names = [segment.name for segment in path.segments]
        if path.qualified is not None:
            return UNKNOWN
        if names == ["Self"]:
            return self.self_type
        if names[0] in self.params:
            return Parameter(names[0]) if len(names) == 1 else UNKNOWN
        args = tuple(self.type_of(arg, depth + 1) for arg in path.args)
        if len(names) == 1 and names[0] in self.inner_types:
            return Named(self.inner_types[names[0]], args)
        target = self.names.resolve_item(names, is_value=False)
        if isinstance(target, ItemTarget):
            return self._local(target, args, depth)
        if len(names) == 1 and names[0] in _PRIMITIVES and target is None:
            return Named(names[0])
        canonical = self.std_path(names)
        if canonical is None:
            return UNKNOWN
        alias = self.table.alias(canonical)
        if alias is not None:
            params, aliased = alias
            return substitute(aliased, dict(zip(params, args, strict=False)))
        return Named(canonical, args)

    def _local(self, target: ItemTarget, args: tuple[Type, ...], depth: int) -> Type:
        if target.rest:
            return UNKNOWN
        key = self.items.type_key(target.unit, target.module)
        if key is not None:
            return Named(key, self._with_defaults(key, args, depth))
        item = self.items.declaration(target.unit, target.module)
        if item is not None and isinstance(item.lowered, hir.Alias):
            params = [param.name for param in item.lowered.type_params]
            there = self.elsewhere(item.module, frozenset(params))
            aliased = there.type_of(item.lowered.type, depth + 1)
            return substitute(aliased, dict(zip(params, args, strict=False)))
        return UNKNOWN

    def _with_defaults(self, key: str, args: tuple[Type, ...], depth: int) -> tuple[Type, ...]:
        """The arguments of a type of the workspace, with those that need not be written."""
        item = self.items.type_item(key)
        if item is None or not isinstance(item.lowered, hir.Struct | hir.Enum):
            return args
        missing = item.lowered.type_params[len(args) :]
        there = self.elsewhere(item.module, frozenset())
        return (*args, *(there.type_of(param.default, depth + 1) for param in missing))

    def _function(self, ref: hir.FnRef, depth: int) -> Function:
        returns = self.type_of(ref.returns, depth + 1) if ref.returns is not None else TupleType(())
        return Function(tuple(self.type_of(param, depth + 1) for param in ref.params), returns)

    def _trait_object(self, bounds: hir.BoundsRef, depth: int) -> Type:
        if bounds.function is not None:
            return self._function(bounds.function, depth)
        for bound in self.trait_bounds(bounds):
            if bound.trait not in _AUTO_TRAITS:
                return TraitObject(bound.trait, bound.args, bound.bindings)
        return UNKNOWN
