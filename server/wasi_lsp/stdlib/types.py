"""Types, as far as inference needs them. Frozen values; unknown is one of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A struct, enum, union, primitive or alias with its type arguments.

    `path` is the canonical path in std (`std::net::TcpStream`, `std::option::Option`), a bare name
    for primitives (`u8`, `str`, `bool`), or whatever key names a type of the workspace.
    """

    path: str
    args: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """`&T`, `&mut T`; raw pointers are `Unknown`."""

    inner: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    """`(A, B)`; the unit type has no parts."""

    parts: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class SliceType:
    """`[T]` and `[T; N]`."""

    element: Type
    is_array: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A type parameter by its name (`T`, `Self`), to be substituted."""

    name: str


@dataclass(frozen=True, slots=True)
class Projection:
    """`<T as Trait>::Name`, `I::Item`: to be looked up once `subject` is known."""

    subject: Type
    trait: str
    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function, function pointer, closure, or `Fn(A) -> R` bound."""

    params: tuple[Type, ...]
    returns: Type


@dataclass(frozen=True, slots=True)
class TraitObject:
    """`dyn Trait`, `impl Trait`; `bindings` are the associated types it names (`Item = T`)."""

    trait: str
    args: tuple[Type, ...] = ()
    bindings: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Never:
    """`!`: of code that does not go on."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known, so nothing is concluded."""


Type = (
    Named
    | Reference
    | TupleType
    | SliceType
    | Parameter
    | Projection
    | Function
    | TraitObject
    | Never
    | Unknown
)

UNKNOWN = Unknown()
UNIT = TupleType(())


@dataclass(frozen=True, slots=True)
class Bound:
    """`T: Trait<A, Item = B>`; for `Fn(A) -> R` bounds see `Signature.closures`."""

    trait: str
    args: tuple[Type, ...] = ()
    bindings: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method, with types over its own and its type's parameters."""

    #: The path that names it: of the type for inherent methods, of the trait for trait methods.
    path: str
    #: Its own type parameters, without those of the type or trait.
    generics: tuple[str, ...]
    #: `self`, `&self`, `&mut self`, or another type of it; None for functions without.
    receiver: str | None
    #: Without the receiver.
    params: tuple[Type, ...]
    returns: Type
    #: By type parameter: the `Fn`-like bound on it.
    closures: tuple[tuple[str, Function], ...] = ()
    #: By type parameter: other bounds.
    bounds: tuple[tuple[str, Bound], ...] = ()
    #: The type it belongs to, where that is a special case of its type: `Option<&T>` for
    #: `copied`. None where it is the type over all its parameters, or a trait's `Self`.
    self_type: Type | None = None


@dataclass(frozen=True, slots=True)
class Impl:
    """`impl Trait<args> for self_type`, over the parameters that occur in it."""

    trait: str
    args: tuple[Type, ...]
    self_type: Type
    #: The associated types that it sets.
    assoc: tuple[tuple[str, Type], ...] = ()
    #: By the type they are on: the `Fn`-like bounds.
    closures: tuple[tuple[Type, Function], ...] = ()
    #: By the type they are on: other bounds.
    bounds: tuple[tuple[Type, Bound], ...] = ()
