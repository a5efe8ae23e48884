"""Reading the impls of traits in rustdoc JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from devtools.build_std_db.rustdoc import Node
from devtools.build_std_db.types_convert import Bounds, Json, Scope, TypeReader
from wasi_lsp.stdlib.type_match import (
    parameters,
    substitute,
    substitute_bound,
    substitute_function,
)
from wasi_lsp.stdlib.types import UNKNOWN, Bound, Impl, Type


def read_impl(
    types: TypeReader, inner: Json, scope: Scope, names: Mapping[str, Type]
) -> Impl | None:
    """Return the impl of a trait in `scope`; None where nothing can be gained from the trait.

    `names` renames the parameters of the impl.
    """
    bound = scope.bound(inner["trait"])
    if not isinstance(bound, Bound) or not types.matters(bound.trait):
        return None
    # `Add` is `Add<Self>`.
    lacking = types.defaults_to_self(bound.trait)[len(bound.args) :]
    given = (*bound.args, *(scope.self_type if of_self else UNKNOWN for of_self in lacking))
    assoc = []
    for number in inner["items"]:
        item = types.docs.item(Node(scope.crate, number))
        if item is not None and "assoc_type" in item["inner"]:
            assoc.append((item["name"], scope.type(item["inner"]["assoc_type"]["type"])))
    bounds = _telling(scope.bounds(inner["generics"]), scope.self_type, given)
    return Impl(
        bound.trait,
        tuple(substitute(arg, names) for arg in given),
        substitute(scope.self_type, names),
        tuple((name, substitute(kind, names)) for name, kind in assoc),
        tuple(
            (substitute(kind, names), substitute_function(each, names))
            for kind, each in bounds.closures
        ),
        tuple(
            (substitute(kind, names), substitute_bound(each, names)) for kind, each in bounds.others
        ),
    )


def _telling(bounds: Bounds, self_type: Type, args: Iterable[Type]) -> Bounds:
    """Return the bounds on parameters that an impl's type, arguments or other bounds fix."""
    fixed = parameters(self_type).union(*map(parameters, args))
    closures, others = list(bounds.closures), list(bounds.others)
    found = Bounds([], [])
    grown = True
    while grown:
        grown = False
        for function in [each for each in closures if parameters(each[0]) <= fixed]:
            closures.remove(function)
            found.closures.append(function)
            fixed |= parameters(function[1])
            grown = True
        for bound in [each for each in others if parameters(each[0]) <= fixed]:
            others.remove(bound)
            found.others.append(bound)
            fixed = fixed.union(*map(parameters, bound[1].args))
            fixed = fixed.union(*(parameters(kind) for _, kind in bound[1].bindings))
            grown = True
    return found
