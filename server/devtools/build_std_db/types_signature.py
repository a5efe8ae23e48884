"""Reading the signatures of functions and methods in rustdoc JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from devtools.build_std_db.signature import receiver
from devtools.build_std_db.types_convert import Json, Scope, type_parameters
from wasi_lsp.stdlib.type_match import (
    parameters,
    substitute,
    substitute_bound,
    substitute_function,
)
from wasi_lsp.stdlib.type_syntax import write_signature, write_type
from wasi_lsp.stdlib.types import Parameter, Signature, Type


def signature_text(
    path: str,
    function: Json,
    scope: Scope,
    names: Mapping[str, Type],
    known: Iterable[str],
    special: Type | None = None,
) -> str:
    """Write the signature of a function in `scope`, which is that of its impl or trait.

    `names` renames the parameters of its impl; `known` are those of its type or trait, which its
    own are not to be mixed up with. `special` is its type where that is a special case.
    """
    own: list[str] = []
    anonymous: list[tuple[str, list[Json]]] = []

    def anonymously(bounds: list[Json]) -> Type:
        anonymous.append((f"Impl{len(anonymous)}", bounds))
        return Parameter(anonymous[-1][0])

    inside = scope.with_anonymous(anonymously)
    inputs = function["sig"]["inputs"]
    takes = receiver(function["sig"])
    if takes is not None:
        if takes == "self: _":
            takes = f"self:{write_type(substitute(scope.type(inputs[0][1]), names))}"
        inputs = inputs[1:]
    renamed = dict(names)
    for parameter in type_parameters(function["generics"]):
        name = parameter["name"]
        own.append(f"{name}_" if name in known else name)
        renamed[name] = Parameter(own[-1])
    params = tuple(substitute(inside.type(kind), renamed) for _, kind in inputs)
    bounds = scope.bounds(function["generics"])
    for name, listed in anonymous:
        scope.add_bounds(bounds, Parameter(name), listed)
        own.append(name)
    signature = Signature(
        path,
        tuple(own),
        takes,
        params,
        substitute(scope.type(function["sig"]["output"]), renamed),
        tuple(
            (subject.name, substitute_function(each, renamed))
            for kind, each in bounds.closures
            if isinstance(subject := substitute(kind, renamed), Parameter)
        ),
        tuple(
            (subject.name, substitute_bound(each, renamed))
            for kind, each in bounds.others
            if isinstance(subject := substitute(kind, renamed), Parameter)
        ),
        special,
    )
    return write_signature(signature)


def with_parameters_of(impl: Json, function: Json, scope: Scope) -> Json:
    """Return `function` with those parameters of its impl that its type is not known to have.

    The second of `LazyLock<T, F = fn() -> T>` is such a one: to `new` it is a parameter of its own.
    """
    signature = function["sig"]
    kinds = [signature["output"], *(kind for _, kind in signature["inputs"])]
    said = set().union(*(parameters(scope.type(kind)) for kind in kinds))
    lacking = [
        parameter
        for parameter in type_parameters(impl["generics"])
        if parameter["name"] in said - parameters(scope.self_type)
    ]
    if not lacking:
        return function
    subjects = [{"generic": parameter["name"]} for parameter in lacking]
    clauses = [
        clause
        for clause in impl["generics"]["where_predicates"]
        if clause.get("bound_predicate", {}).get("type") in subjects
    ]
    own = function["generics"]
    generics = {
        "params": own["params"] + lacking,
        "where_predicates": clauses + own["where_predicates"],
    }
    return function | {"generics": generics}
