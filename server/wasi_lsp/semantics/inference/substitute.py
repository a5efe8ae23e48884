"""Type parameters: putting types in their place, and finding out what they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Function,
    Named,
    Parameter,
    Projection,
    Reference,
    SliceType,
    TraitObject,
    TupleType,
    Type,
    Unknown,
)

Bindings = Mapping[str, Type]


def substitute(kind: Type, bindings: Bindings) -> Type:
    """`kind` with its type parameters replaced; those that nobody knows become unknown."""
    match kind:
        case Parameter(name):
            return bindings.get(name, UNKNOWN)
        case Named(path, args):
            return Named(path, tuple(substitute(arg, bindings) for arg in args))
        case Reference(inner):
            return Reference(substitute(inner, bindings))
        case TupleType(parts):
            return TupleType(tuple(substitute(part, bindings) for part in parts))
        case SliceType(element, is_array):
            return SliceType(substitute(element, bindings), is_array)
        case Projection(subject, trait, name):
            return Projection(substitute(subject, bindings), trait, name)
        case Function(params, returns):
            return Function(
                tuple(substitute(param, bindings) for param in params),
                substitute(returns, bindings),
            )
        case TraitObject(trait, args, named):
            return TraitObject(
                trait,
                tuple(substitute(arg, bindings) for arg in args),
                tuple((name, substitute(bound, bindings)) for name, bound in named),
            )
    return kind


def unify(pattern: Type, actual: Type, bindings: dict[str, Type]) -> None:
    """Note what the parameters in `pattern` stand for, if `actual` is an instance of it."""
    match pattern, actual:
        case Parameter(name), _:
            if not isinstance(actual, Unknown) and isinstance(bindings.get(name, UNKNOWN), Unknown):
                bindings[name] = actual
        case Named(path, args), Named(other, other_args) if path == other:
            for arg, other_arg in zip(args, other_args, strict=False):
                unify(arg, other_arg, bindings)
        case Reference(inner), Reference(other_inner):
            unify(inner, other_inner, bindings)
        case TupleType(parts), TupleType(other_parts):
            for part, other_part in zip(parts, other_parts, strict=False):
                unify(part, other_part, bindings)
        case SliceType(element, _), SliceType(other_element, _):
            unify(element, other_element, bindings)
        case Function(params, returns), Function(other_params, other_returns):
            for param, other_param in zip(params, other_params, strict=False):
                unify(param, other_param, bindings)
            unify(returns, other_returns, bindings)


def merge(known: Type, other: Type) -> Type:
    """The one of two types for the same value that says more."""
    if isinstance(known, Unknown):
        return other
    match known, other:
        case Named(path, args), Named(same, other_args) if path == same:
            if len(args) == len(other_args):
                return Named(path, tuple(map(merge, args, other_args)))
            return known if args else other
        case Reference(inner), Reference(other_inner):
            return Reference(merge(inner, other_inner))
        case TupleType(parts), TupleType(others) if len(parts) == len(others):
            return TupleType(tuple(map(merge, parts, others)))
    return known
