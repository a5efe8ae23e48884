"""Putting types for parameters, and finding which ones were put."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from wasi_lsp.stdlib.type_syntax import FLOATS, INTEGERS
from wasi_lsp.stdlib.types import (
    Bound,
    Function,
    Named,
    Parameter,
    Projection,
    Reference,
    Signature,
    SliceType,
    TraitObject,
    TupleType,
    Type,
    Unknown,
)


def substitute(kind: Type, values: Mapping[str, Type]) -> Type:
    """Return `kind` with the parameters replaced that `values` names."""
    if not values:
        return kind
    match kind:
        case Parameter(name):
            return values.get(name, kind)
        case Named(path, args) if args:
            return Named(path, _all(args, values))
        case Reference(inner):
            return Reference(substitute(inner, values))
        case TupleType(parts) if parts:
            return TupleType(_all(parts, values))
        case SliceType(element, is_array):
            return SliceType(substitute(element, values), is_array)
        case Projection(subject, trait, name):
            return Projection(substitute(subject, values), trait, name)
        case Function():
            return substitute_function(kind, values)
        case TraitObject(trait, args, bindings) if args or bindings:
            return TraitObject(trait, _all(args, values), _bindings(bindings, values))
    return kind


def substitute_function(function: Function, values: Mapping[str, Type]) -> Function:
    """Return `function` with the parameters replaced that `values` names."""
    return Function(_all(function.params, values), substitute(function.returns, values))


def substitute_bound(bound: Bound, values: Mapping[str, Type]) -> Bound:
    """Return `bound` with the parameters replaced that `values` names."""
    return Bound(bound.trait, _all(bound.args, values), _bindings(bound.bindings, values))


def substitute_signature(signature: Signature, values: Mapping[str, Type]) -> Signature:
    """Return `signature` with the parameters replaced that `values` names.

    What the signature's own parameters are called may be replaced, too: their bounds then go.
    """
    if not values:
        return signature
    return Signature(
        signature.path,
        tuple(name for name in signature.generics if name not in values),
        signature.receiver,
        _all(signature.params, values),
        substitute(signature.returns, values),
        tuple(
            (name, substitute_function(function, values)) for name, function in signature.closures
        ),
        tuple((name, substitute_bound(bound, values)) for name, bound in signature.bounds),
        substitute(signature.self_type, values) if signature.self_type is not None else None,
    )


def parts_of(kind: Type) -> tuple[Type, ...]:
    """Return the types that `kind` is made of."""
    match kind:
        case Named(_, parts) | TupleType(parts):
            return parts
        case Reference(part) | SliceType(part) | Projection(part):
            return (part,)
        case Function(params, returns):
            return (*params, returns)
        case TraitObject(_, args, bindings):
            return (*args, *(part for _, part in bindings))
    return ()


def parameters(kind: Type) -> set[str]:
    """Return the names of the parameters in `kind`."""
    found: set[str] = set()
    todo = [kind]
    while todo:
        part = todo.pop()
        if isinstance(part, Parameter):
            found.add(part.name)
        todo += parts_of(part)
    return found


def weight(kind: Type, max_depth: int) -> float:
    """Return of how many types `kind` is made, itself included; infinity if nested too deep."""
    count = 0
    todo = [(kind, 0)]
    while todo:
        part, depth = todo.pop()
        count += 1
        if depth > max_depth or count > 10_000:
            return inf
        todo += ((each, depth + 1) for each in parts_of(part))
    return count


def match_type(pattern: Type, kind: Type, values: dict[str, Type]) -> bool:
    """Tell whether `kind` is an instance of `pattern`; note in `values` what its parameters are.

    Unknown matches everything. Each call goes as deep as the pattern, which comes from our data.
    A projection in the pattern matches everything and says nothing.
    """
    match pattern:
        case Parameter(name):
            known = values.get(name)
            if known is None or isinstance(known, Unknown):
                values[name] = kind
                return True
            return isinstance(kind, Unknown) or known == kind
        case Unknown() | Projection():
            return True
    if isinstance(kind, Unknown):
        return True
    match pattern, kind:
        case Named(path, args), Named(other, others):
            if path != other:
                return _is_number(path, other)
            return _match_all(args, others, values)
        case Reference(inner), Reference(other_inner):
            return match_type(inner, other_inner, values)
        case TupleType(parts), TupleType(other_parts):
            return len(parts) == len(other_parts) and _match_all(parts, other_parts, values)
        case SliceType(element, is_array), SliceType(other_element, other_is_array):
            return is_array == other_is_array and match_type(element, other_element, values)
        case Function(params, returns), Function(other_params, other_returns):
            return (
                len(params) == len(other_params)
                and _match_all(params, other_params, values)
                and match_type(returns, other_returns, values)
            )
        case TraitObject(trait, args), TraitObject(other_trait, others):
            return trait == other_trait and _match_all(args, others, values)
    return pattern == kind


def _match_all(
    patterns: tuple[Type, ...], kinds: tuple[Type, ...], values: dict[str, Type]
) -> bool:
    """Match as many as both have: what one side leaves out is unknown."""
    return all(
        match_type(pattern, kind, values) for pattern, kind in zip(patterns, kinds, strict=False)
    )


def _is_number(path: str, other: str) -> bool:
    """Tell whether one of two different primitives is a literal's type that can be the other."""
    for literal, types in (("{integer}", INTEGERS), ("{float}", FLOATS)):
        if literal in (path, other) and (path in types or other in types):
            return True
    return False


def _all(kinds: tuple[Type, ...], values: Mapping[str, Type]) -> tuple[Type, ...]:
    return tuple(substitute(kind, values) for kind in kinds)


def _bindings(
    bindings: tuple[tuple[str, Type], ...], values: Mapping[str, Type]
) -> tuple[tuple[str, Type], ...]:
    return tuple((name, substitute(kind, values)) for name, kind in bindings)
