"""Which method a call means: autoderef, inherent methods, the traits of std that a type has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wasi_lsp.semantics.inference.fields import local_fields
from wasi_lsp.semantics.inference.substitute import substitute, unify
from wasi_lsp.semantics.inference.type_names import TypeNames
from wasi_lsp.semantics.local_items import LocalImpl, LocalTrait, is_local
from wasi_lsp.stdlib.type_match import parameters
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Bound,
    Named,
    Parameter,
    Projection,
    Reference,
    Signature,
    SliceType,
    TraitObject,
    Type,
    Unknown,
)
from wasi_lsp.syntax import hir

_MAX_STEPS = 10
#: A type without the traits that a pointer passes on.
_TRAITLESS = Named("std::marker::PhantomPinned")


@dataclass(frozen=True, slots=True)
class StdMethod:
    """A method of std and the type on which it was found."""

    signature: Signature
    receiver: Type
    #: What the parameters of the receiver's type, and `Self`, stand for.
    bindings: Mapping[str, Type]
    #: `std::net::TcpStream`, where the method is found on a type of std.
    type_path: str | None


@dataclass(frozen=True, slots=True)
class LocalMethod:
    """A method that the file writes itself."""

    function: hir.Fn
    names: TypeNames
    bindings: Mapping[str, Type]


class Methods:
    """Finds methods; one for each place where names or bounds differ."""

    def __init__(self, names: TypeNames, bounds: Mapping[str, tuple[Bound, ...]]) -> None:
        self._table = names.table
        self._items = names.items
        self.names = names
        self._bounds = bounds

    def find(self, receiver: Type, name: str) -> StdMethod | LocalMethod | None:
        """The method `name` of a value of type `receiver`; None where that is not known."""
        for step in self.autoderef(receiver):
            found = self._on(step, name)
            if found is not None:
                return found
        return None

    def autoderef(self, receiver: Type) -> Iterator[Type]:
        """The types that a method call tries, the receiver's own first."""
        current: Type | None = self.normalize(receiver)
        for _ in range(_MAX_STEPS):
            if current is None or isinstance(current, Unknown):
                return
            yield current
            current = self.deref(current)

    def deref(self, kind: Type) -> Type | None:
        """What `*value` is; None for what cannot be dereferenced."""
        match kind:
            case Reference(inner):
                return self.normalize(inner)
            case SliceType(element, is_array=True):
                return SliceType(element, is_array=False)
            case Named(path):
                if self._items.type_item(path) is not None:
                    return self._local_associated(kind, "std::ops::Deref", "Target")
                return self._table.deref_of(kind)
        return None

    def normalize(self, kind: Type) -> Type:
        """`kind` with its associated types looked up."""
        if not isinstance(kind, Projection):
            return self._table.normalise(kind)
        found = self.associated(self.normalize(kind.subject), kind.trait, kind.name)
        return found if found is not None else UNKNOWN

    def associated(self, subject: Type, trait: str, name: str) -> Type | None:
        """`<subject as trait>::name`."""
        if isinstance(subject, TraitObject):
            return dict(subject.bindings).get(name)
        if isinstance(subject, Parameter):
            for bound in self._bounds.get(subject.name, ()):
                if name in dict(bound.bindings):
                    return dict(bound.bindings)[name]
            return None
        if isinstance(subject, Named) and self._items.type_item(subject.path) is not None:
            return self._local_associated(subject, trait, name)
        return self._table.assoc_of(subject, trait, name)

    def item_of(self, iterable: Type) -> Type:
        """What a `for` loop over a value gives."""
        kind = self.normalize(iterable)
        for trait in ("std::iter::IntoIterator", "std::iter::Iterator"):
            found = self.associated(kind, trait, "Item")
            if found is not None:
                return self.normalize(found)
        if isinstance(kind, Reference):
            found = self.associated(self.normalize(kind.inner), "std::iter::Iterator", "Item")
            if found is not None:
                return self.normalize(found)
        return UNKNOWN

    def _on(self, kind: Type, name: str) -> StdMethod | LocalMethod | None:
        match kind:
            case Named(path, args):
                if self._items.type_item(path) is not None:
                    return self._local(kind, name)
                found = self._of_std(path, kind, self._params_of(path, args), name)
                return found if found is not None else self._local(kind, name)
            case SliceType(element, is_array):
                params = {"T": element}
                return self._of_std("array" if is_array else "slice", kind, params, name)
            case Reference(Named(path) as inner) if self._items.type_item(path) is not None:
                # `impl Read for &Type` gives way to what the type has itself.
                return None if self._local(inner, name) else self._local(kind, name)
            case Reference(inner) if isinstance(inner, Named):
                for trait in self._table.traits_of_ref(inner.path):
                    found = self._of_trait(trait, kind, {}, name, inner.path)
                    if found is not None and self._table.method(inner.path, name) is None:
                        return found
            case Parameter(parameter):
                return self._of_bounds(self._bounds.get(parameter, ()), kind, name)
            case TraitObject(trait, args):
                return self._of_trait(trait, kind, self._params_of(trait, args), name, None)
        return None

    def _of_bounds(
        self, bounds: tuple[Bound, ...], kind: Type, name: str
    ) -> StdMethod | LocalMethod | None:
        for bound in bounds:
            # With `P: AsRef<Path> + AsRef<OsStr>` nobody knows which one is meant.
            is_one = sum(each.trait == bound.trait for each in bounds) == 1
            params = self._params_of(bound.trait, bound.args) if is_one else {}
            found = self._of_trait(bound.trait, kind, params, name, None)
            if found is not None:
                return found
        return None

    def _of_std(
        self, path: str, kind: Type, params: Mapping[str, Type], name: str
    ) -> StdMethod | LocalMethod | None:
        inherent = self._table.method_of(kind, name)
        if inherent is not None and inherent.receiver is not None:
            if not self._is_stable(inherent):
                # What is unstable gives way to what is not, as it does in rustc.
                found = self._of_traits(path, kind, params, name)
                if found is not None:
                    return found
            plain = self._table.method(path, name)
            # The general form can still tell what the type's parameters are.
            if plain is not None and UNKNOWN in params.values():
                return StdMethod(plain, kind, {**params, "Self": kind}, path)
            # It is over the arguments already; type parameters in them stand for themselves.
            own = {each: Parameter(each) for each in parameters(kind)}
            return StdMethod(inherent, kind, {**own, "Self": kind}, path)
        return self._of_traits(path, kind, params, name)

    def _of_traits(
        self, path: str, kind: Type, params: Mapping[str, Type], name: str
    ) -> StdMethod | LocalMethod | None:
        traits = [
            trait for trait in self._table.traits_with(path, name) if self._may_have(kind, trait)
        ]
        if len(traits) > 1:
            traits = [trait for trait in traits if self._is_in_scope(trait)]
        if len(traits) == 1:
            return self._of_trait(traits[0], kind, params, name, path)
        return None

    def _is_stable(self, signature: Signature) -> bool:
        item = self.names.names.table.item(signature.path)
        return item is None or item.feature is None

    def _may_have(self, kind: Type, trait: str) -> bool:
        """Whether a type has a trait, or may have it: type arguments need not be known."""
        if not isinstance(kind, Named) or not kind.args:
            return True
        known = all(isinstance(arg, Named) and not is_local(arg) for arg in kind.args)
        if not known and self._table.deref_of(kind) == kind.args[0]:
            # What a pointer has because its target has it is found on the target.
            return self._table.implements(Named(kind.path, (_TRAITLESS,)), trait)
        if not known or self._table.implements(kind, trait):
            return True
        # What the arguments hold in turn hardly decides: `Arc<RwLock<_>>` is no `Read`.
        filled = Named(kind.path, tuple(_filled(arg) for arg in kind.args))
        return self._table.implements(filled, trait)

    def _is_in_scope(self, trait: str) -> bool:
        name = trait.rpartition("::")[2]
        return self.names.std_path([name]) == trait

    def _of_trait(
        self, trait: str, kind: Type, params: Mapping[str, Type], name: str, path: str | None
    ) -> StdMethod | LocalMethod | None:
        pending, seen = [trait], {trait}
        while pending:
            current = pending.pop()
            local = self._items.trait(current)
            if local is not None:
                names = self._in_trait(local, kind)
                function = self._items.member(local, name)
                if isinstance(function, hir.Fn) and function.receiver is not None:
                    return LocalMethod(function, names, {})
                supertraits = [each.trait for each in names.trait_bounds(local.header.supertraits)]
            else:
                signature = self._table.trait_methods(current).get(name)
                if signature is not None and signature.receiver is not None:
                    return StdMethod(signature, kind, {**params, "Self": kind}, path)
                supertraits = list(self._table.supertraits(current))
            further = [each for each in supertraits if each not in seen]
            seen.update(further)
            pending += further
        return None

    def _in_trait(self, trait: LocalTrait, kind: Type) -> TypeNames:
        """The names within a trait, for a value of type `kind`."""
        params = frozenset(param.name for param in trait.header.type_params)
        return self.names.elsewhere(trait.module, params, kind)

    def _params_of(self, path: str, args: tuple[Type, ...]) -> dict[str, Type]:
        names = self._table.type_params(path) or ()
        return dict(zip(names, args, strict=False))

    def _impls_of(
        self, kind: Named | Reference
    ) -> Iterator[tuple[LocalImpl, TypeNames, dict[str, Type]]]:
        path = _path_of(kind)
        for block in self._items.impls(path) if path is not None else ():
            params = frozenset(param.name for param in block.header.type_params)
            names = self.names.elsewhere(block.module, params, UNKNOWN, block.inner_types)
            subject = self._items.subject(block, names.type_of)
            if type(subject) is type(kind) and _path_of(subject) == path:
                bindings: dict[str, Type] = {}
                unify(subject, kind, bindings)
                yield block, replace(names, self_type=subject), bindings

    def _local(self, kind: Named | Reference, name: str) -> StdMethod | LocalMethod | None:
        traits: list[str] = []
        for block, names, bindings in self._impls_of(kind):
            implemented = block.header.trait
            trait = names.trait_path(implemented) if implemented is not None else None
            if trait is not None:
                traits.append(trait)
            function = self._items.member(block, name)
            if isinstance(function, hir.Fn) and function.receiver is not None:
                # What it writes for a trait of std goes by the trait.
                of_std = self._of_trait(trait, kind, {}, name, None) if trait is not None else None
                is_of_std = isinstance(of_std, StdMethod)
                return of_std if is_of_std else LocalMethod(function, names, bindings)
        for trait in traits:
            found = self._of_trait(trait, kind, {}, name, None)
            if found is not None:
                return found
        return None

    def local_function(self, kind: Named, name: str) -> LocalMethod | None:
        """The associated function `Type::name` of a local type, with or without a receiver."""
        for block, names, bindings in self._impls_of(kind):
            function = self._items.member(block, name)
            if isinstance(function, hir.Fn):
                return LocalMethod(function, names, bindings)
        return None

    def _local_associated(self, kind: Named, trait: str, name: str) -> Type | None:
        for block, names, bindings in self._impls_of(kind):
            implemented = block.header.trait
            if implemented is None or names.trait_path(implemented) != trait:
                continue
            target = self._items.member(block, name)
            if isinstance(target, hir.Alias):
                return substitute(names.type_of(target.type), bindings)
        return None

    def fields_of(self, kind: Type, name: str) -> Type:
        """The type of `value.name`, through references and smart pointers."""
        for step in self.autoderef(kind):
            found = self._field(step, name)
            if found is not None:
                return self.normalize(found)
        return UNKNOWN

    def _field(self, kind: Type, name: str) -> Type | None:
        if not isinstance(kind, Named):
            return None
        local = self._items.type_item(kind.path)
        if local is not None:
            fields = local_fields(local, kind, "", self.names, name)
            return next((found for _, found in fields), None)
        found = self._table.fields(kind.path).get(name)
        return None if found is None else substitute(found, self._params_of(kind.path, kind.args))


def _path_of(kind: Type) -> str | None:
    """The path of `Type` and of `&Type`."""
    named = kind.inner if isinstance(kind, Reference) else kind
    return named.path if isinstance(named, Named) else None


def _filled(kind: Type) -> Type:
    """A type with something in the place of what is not known in it."""
    match kind:
        case Named(path, args):
            return Named(path, tuple(_filled(arg) for arg in args))
        case Unknown() | Parameter():
            return Named("i32")
    return kind
