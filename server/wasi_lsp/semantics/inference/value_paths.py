"""What a path in value position is: a function, a constructor, a constant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from wasi_lsp.semantics.inference.constructors import constructor
from wasi_lsp.semantics.inference.methods import LocalMethod, Methods
from wasi_lsp.semantics.inference.substitute import substitute
from wasi_lsp.semantics.resolve import ItemTarget, StdTarget
from wasi_lsp.stdlib.type_match import parameters
from wasi_lsp.stdlib.types import Named, Parameter, Reference, Signature, Type
from wasi_lsp.syntax import hir

#: A function of std, one of the workspace, or the type of a value. None is what is not known.
PathValue = Signature | LocalMethod | Type | None

#: The functions and constants of a block, by name.
InnerItems = Mapping[str, hir.Fn | hir.Const]


class Resolved(NamedTuple):
    """A path's value."""

    value: PathValue
    #: Names alone do not lead there: it took the types.
    by_type: bool = False


class ValuePaths:
    """The paths at one place of a body.

    `inner_items` are those of the blocks around, from the outermost.
    """

    def __init__(self, methods: Methods, inner_items: tuple[InnerItems, ...]) -> None:
        self._methods = methods
        self._names = methods.names
        self._table = methods.names.table
        self._inner_items = inner_items

    def resolve(self, path: hir.PathRef) -> Resolved:
        """What a path that is no variable means."""
        names = [segment.name for segment in path.segments]
        if path.qualified is not None:
            return Resolved(self._qualified(path.qualified, names))
        if names[0] == "Self":
            return Resolved(self._of_type(self._names.self_type, names[1:]), by_type=True)
        if names[0] in self._names.params:
            return Resolved(None)
        inner = self._inner(names, path)
        if inner is not None:
            return Resolved(inner)
        target = self._names.names.resolve_item(names, is_value=True)
        if isinstance(target, StdTarget):
            return Resolved(self._of_std("::".join(target.path)), by_type=len(names) == 1)
        if isinstance(target, ItemTarget):
            return self._of_workspace(target, path)
        prelude = self._table.prelude(names[0])
        if prelude is not None:
            return Resolved(self._of_std("::".join([prelude, *names[1:]])))
        if len(names) == 2:
            return Resolved(self._of_primitive(names[0], names[1]))
        return Resolved(None)

    def _qualified(self, own: hir.TypeRef, names: list[str]) -> Signature | None:
        """`<Type as Trait>::name`."""
        if len(names) < 2:
            return None
        trait = self._names.std_path(names[:-1])
        found = self._table.trait_methods(trait).get(names[-1]) if trait is not None else None
        return _as_function(found, self._names.type_of(own)) if found is not None else None

    def _inner(self, names: list[str], path: hir.PathRef) -> PathValue:
        """A function, constant or type of the blocks around."""
        if len(names) == 1:
            for items in reversed(self._inner_items):
                item = items.get(names[0])
                if isinstance(item, hir.Const):
                    return self._names.type_of(item.type)
                if item is not None:
                    params = self._names.params | {each.name for each in item.type_params}
                    return LocalMethod(item, replace(self._names, params=params), {})
        if names[0] in self._names.inner_types:
            args = tuple(self._names.type_of(ref) for ref in path.owner_args)
            return self._of_type(Named(self._names.inner_types[names[0]], args), names[1:])
        return None

    def _of_std(self, full: str) -> Signature | Type | None:
        owner, _, name = full.rpartition("::")
        canonical = self._table.canonical(owner)
        signature = self._table.function(full)
        if signature is not None:
            own_type = self._table.over_params(owner) if canonical is not None else None
            return _as_function(signature, own_type or Parameter("Self"))
        if canonical is not None:
            alias = self._table.alias(canonical)
            kind = alias[1] if alias is not None else Named(canonical)
            if isinstance(kind, Named):
                own = self._table.over_params(kind.path) or kind
                for trait in self._table.traits_with(kind.path, name):
                    return _as_function(self._table.trait_methods(trait)[name], own)
        return None

    def _of_primitive(self, owner: str, name: str) -> Signature | None:
        """`str::len`, `u8::from_str`: primitives have methods, too."""
        signature = self._table.method(owner, name)
        return _as_function(signature, Named(owner)) if signature is not None else None

    def _of_workspace(self, target: ItemTarget, path: hir.PathRef) -> Resolved:
        item = self._names.items.declaration(target.unit, target.module)
        if item is None:
            return Resolved(None)
        there = self._names.elsewhere(target.module, frozenset())
        if isinstance(item.lowered, hir.Fn) and not target.rest:
            params = frozenset(param.name for param in item.lowered.type_params)
            names = self._names.elsewhere(target.module, params)
            return Resolved(LocalMethod(item.lowered, names, {}))
        if isinstance(item.lowered, hir.Const) and not target.rest:
            return Resolved(there.type_of(item.lowered.type))
        key = self._names.items.type_key(target.unit, target.module)
        if key is not None:
            args = tuple(self._names.type_of(ref) for ref in path.owner_args)
            return Resolved(self._of_type(Named(key, args), target.rest))
        if isinstance(item.lowered, hir.Alias) and len(target.rest) == 1:
            aliased = there.type_of(item.lowered.type)
            return Resolved(self._of_type(aliased, target.rest), by_type=True)
        return Resolved(None)

    def _of_type(self, kind: Type, rest: Sequence[str]) -> PathValue:
        """`Type`, `Type::name`."""
        if not rest:
            return constructor(kind, None, self._names)
        if len(rest) != 1 or not isinstance(kind, Named):
            return None
        function = self._methods.local_function(kind, rest[0])
        if function is not None:
            return function
        if self._names.items.type_item(kind.path) is not None:
            return constructor(kind, rest[0], self._names)
        of_std = self._table.method_of(kind, rest[0])
        return _as_function(of_std, kind) if of_std is not None else None


def _as_function(signature: Signature, own: Type) -> Signature:
    """A method as it is called by its path: `File::try_clone(&file)`."""
    params = signature.params
    if signature.receiver is not None:
        by_reference = signature.receiver.startswith("&")
        params = (Reference(own) if by_reference else own, *params)
    bindings: dict[str, Type] = {"Self": own}
    for each in (own, *params, signature.returns):
        bindings |= {name: Parameter(name) for name in parameters(each) if name != "Self"}
    return replace(
        signature,
        receiver=None,
        params=tuple(substitute(param, bindings) for param in params),
        returns=substitute(signature.returns, bindings),
    )
