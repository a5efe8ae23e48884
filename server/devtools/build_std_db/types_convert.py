"""Reading the types of rustdoc JSON as the types that inference works with.

Left out: lifetimes, constants, `?Sized`, the defaulted parameters of structs and enums (allocators,
hashers), bounds on traits that give neither methods nor types. Aliases are written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from devtools.build_std_db.rustdoc import Docs, Node
from wasi_lsp.stdlib.type_match import substitute
from wasi_lsp.stdlib.types import (
    UNIT,
    UNKNOWN,
    Bound,
    Function,
    Named,
    Never,
    Parameter,
    Projection,
    Reference,
    SliceType,
    TraitObject,
    TupleType,
    Type,
)

Json = dict[str, Any]

_CLOSURES = ("std::ops::Fn", "std::ops::FnMut", "std::ops::FnOnce")

#: For an `impl Trait` in the place of a parameter's type: gives it a name and notes its bounds.
Anonymous = Callable[[list[Json]], Type]


class Bounds(NamedTuple):
    """What a where-clause says, by the type it is on."""

    closures: list[tuple[Type, Function]]
    others: list[tuple[Type, Bound]]


class Scope:
    """Where a type stands: the crate whose document it is in, and what `Self` is there."""

    def __init__(
        self, types: TypeReader, crate: str, self_type: Type, anonymous: Anonymous | None = None
    ) -> None:
        self._types = types
        self.crate = crate
        self.self_type = self_type
        self._anonymous = anonymous

    def with_anonymous(self, anonymous: Anonymous) -> Scope:
        """Return the same scope, in which `impl Trait` stands for a parameter of its own."""
        return Scope(self._types, self.crate, self.self_type, anonymous)

    def type(self, kind: Json | None) -> Type:
        """Return the type that `kind` means; unknown for raw pointers and private types."""
        if kind is None:
            return UNIT
        tag, value = next(iter(kind.items()))
        match tag:
            case "resolved_path":
                return self._named(value)
            case "generic":
                return self.self_type if value == "Self" else Parameter(value)
            case "primitive":
                return Never() if value == "never" else Named(value)
            case "tuple":
                return TupleType(tuple(map(self.type, value)))
            case "slice":
                return SliceType(self.type(value), is_array=False)
            case "array":
                return SliceType(self.type(value["type"]), is_array=True)
            case "borrowed_ref":
                return Reference(self.type(value["type"]))
            case "function_pointer":
                inputs = tuple(self.type(each) for _, each in value["sig"]["inputs"])
                return Function(inputs, self.type(value["sig"]["output"]))
            case "qualified_path" if value["trait"] is not None:
                trait = self._types.path(self.crate, value["trait"]["id"])
                if trait is not None:
                    return Projection(self.type(value["self_type"]), trait, value["name"])
            case "impl_trait":
                return self._anonymous(value) if self._anonymous else self._object(value)
            case "dyn_trait":
                return self._object([{"trait_bound": each} for each in value["traits"]])
        return UNKNOWN

    def bounds(self, generics: Json) -> Bounds:
        """Return what the parameters and the where-clause of an item say."""
        found = Bounds([], [])
        for parameter in type_parameters(generics):
            subject = Parameter(parameter["name"])
            self.add_bounds(found, subject, parameter["kind"]["type"]["bounds"])
        for predicate in generics["where_predicates"]:
            if "bound_predicate" in predicate:
                clause = predicate["bound_predicate"]
                self.add_bounds(found, self.type(clause["type"]), clause["bounds"])
        return found

    def add_bounds(self, found: Bounds, subject: Type, bounds: list[Json]) -> None:
        """Add to `found` what `bounds` say about `subject`."""
        for each in bounds:
            trait = each.get("trait_bound", {"modifier": "maybe"})
            if trait["modifier"] == "maybe":
                continue
            match self.bound(trait["trait"]):
                case Function() as function:
                    found.closures.append((subject, function))
                case Bound() as bound:
                    if self._types.matters(bound.trait):
                        found.others.append((subject, bound))
                    for name, nested in self._nested(trait["trait"]):
                        self.add_bounds(found, Projection(subject, bound.trait, name), nested)

    def bound(self, trait: Json) -> Bound | Function | None:
        """Return a trait with its arguments; a function for `Fn(A) -> R`, None if private."""
        path = self._types.path(self.crate, trait["id"])
        if path is None:
            return None
        arguments = trait["args"] or {}
        if "parenthesized" in arguments:
            inputs = tuple(map(self.type, arguments["parenthesized"]["inputs"]))
            output = self.type(arguments["parenthesized"]["output"])
            return Function(inputs, output) if path in _CLOSURES else None
        listed = arguments.get("angle_bracketed") or {"args": [], "constraints": []}
        args = tuple(self.type(each["type"]) for each in listed["args"] if "type" in each)
        bindings = []
        for constraint in listed["constraints"]:
            term = constraint["binding"].get("equality", {}).get("type")
            if term is not None:
                bindings.append((constraint["name"], self.type(term)))
        return Bound(path, args, tuple(bindings))

    def _nested(self, trait: Json) -> Iterator[tuple[str, list[Json]]]:
        """Yield the associated types that are bound themselves: `Iterator<Item: Display>`."""
        listed = (trait["args"] or {}).get("angle_bracketed") or {"constraints": []}
        for constraint in listed["constraints"]:
            if "constraint" in constraint["binding"]:
                yield constraint["name"], constraint["binding"]["constraint"]

    def _object(self, bounds: list[Json]) -> Type:
        """Return the type that is known by a trait alone: by its first that matters."""
        traits = [
            bound["trait"] if "trait" in bound else bound["trait_bound"]["trait"]
            for each in bounds
            if (bound := each.get("trait_bound")) is not None
        ]
        found = [bound for bound in map(self.bound, traits) if bound is not None]
        for bound in found:
            if isinstance(bound, Function):
                return bound
        named = [bound for bound in found if isinstance(bound, Bound)]
        for bound in sorted(named, key=lambda bound: not self._types.matters(bound.trait)):
            return TraitObject(bound.trait, bound.args, bound.bindings)
        return UNKNOWN

    def _named(self, value: Json) -> Type:
        node = self._types.docs.resolve(self.crate, value["id"])
        item = self._types.docs.item(node) if node is not None else None
        if node is None or item is None:
            return UNKNOWN
        listed = (value.get("args") or {}).get("angle_bracketed") or {"args": []}
        given = [self.type(each["type"]) for each in listed["args"] if "type" in each]
        kind = next(iter(item["inner"]))
        if kind == "type_alias":
            alias = item["inner"]["type_alias"]
            inside = Scope(self._types, node.crate, UNKNOWN)
            values: dict[str, Type] = {}
            for number, parameter in enumerate(type_parameters(alias["generics"])):
                default = parameter["kind"]["type"]["default"]
                if number < len(given):
                    values[parameter["name"]] = given[number]
                else:
                    values[parameter["name"]] = inside.type(default) if default else UNKNOWN
            return substitute(inside.type(alias["type"]), values)
        path = self._types.canonical.get(node)
        if path is None or kind not in ("struct", "enum", "union"):
            return UNKNOWN
        kept = type_names(item["inner"][kind]["generics"])
        given += [UNKNOWN] * (len(kept) - len(given))
        return Named(path, tuple(given[: len(kept)]))


class TypeReader:
    """What all scopes share: the documents and the public path of each item."""

    def __init__(self, docs: Docs, canonical: Mapping[Node, str]) -> None:
        self.docs = docs
        self.canonical = canonical
        self._matters: dict[str, bool] = {}
        self._defaults: dict[str, tuple[bool, ...]] = {}
        for node, path in canonical.items():
            item = docs.item(node)
            if item is not None and "trait" in item["inner"]:
                self._matters[path] = self._gives_something(node, item)
                self._defaults[path] = tuple(
                    parameter["kind"]["type"]["default"] == {"generic": "Self"}
                    for parameter in type_parameters(item["inner"]["trait"]["generics"])
                )

    def scope(self, crate: str, self_type: Type) -> Scope:
        """Return a scope in the document of `crate`."""
        return Scope(self, crate, self_type)

    def path(self, crate: str, number: int) -> str | None:
        """Return the public path of an item; None where it has none."""
        node = self.docs.resolve(crate, number)
        return self.canonical.get(node) if node is not None else None

    def matters(self, trait: str) -> bool:
        """Tell whether the trait has methods or associated types, itself or from a supertrait."""
        return self._matters.get(trait, False)

    def defaults_to_self(self, trait: str) -> tuple[bool, ...]:
        """Tell for each parameter of a trait whether its default is `Self`, as in `Add<Rhs>`."""
        return self._defaults[trait]

    def _gives_something(self, node: Node, item: Json) -> bool:
        trait = item["inner"]["trait"]
        members = (self.docs.item(Node(node.crate, number)) for number in trait["items"])
        return any(
            member is not None and {"function", "assoc_type"} & member["inner"].keys()
            for member in members
        )


def type_parameters(generics: Json) -> list[Json]:
    """Return the type parameters; without the ones that stand for an `impl Trait`."""
    return [
        parameter
        for parameter in generics["params"]
        if "type" in parameter["kind"] and not parameter["kind"]["type"]["is_synthetic"]
    ]


def type_names(generics: Json) -> tuple[str, ...]:
    """Return the names of the type parameters that have no default."""
    return tuple(
        parameter["name"]
        for parameter in type_parameters(generics)
        if parameter["kind"]["type"]["default"] is None
    )
