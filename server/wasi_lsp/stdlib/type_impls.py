"""Which std types implement which traits, and what the associated types are then.

A light trait solver: it matches a type against the impls of std, and takes from their bounds what
fixes a parameter (`Map<I,F>` is an iterator of what `F` returns). Answers are None where the impls
do not say, or say several things. Types of the workspace have no impls here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import repeat

from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.type_match import (
    match_type,
    parameters,
    parts_of,
    substitute,
    substitute_bound,
    weight,
)
from wasi_lsp.stdlib.type_syntax import FLOATS, INTEGERS, PRIMITIVES, parse_impl
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Bound,
    Function,
    Impl,
    Named,
    Never,
    Parameter,
    Projection,
    Reference,
    SliceType,
    TraitObject,
    TupleType,
    Type,
    Unknown,
)

FN_TRAITS = frozenset(("std::ops::Fn", "std::ops::FnMut", "std::ops::FnOnce"))

#: Larger or deeper types are not looked into: real ones are far smaller.
_MAX_DEPTH = 24
_MAX_NODES = 400
#: How many impls and bounds a proof may go through, one in the other.
_FUEL = 48


def head(kind: Type) -> str | None:
    """Return the key under which the impls of `kind` are listed; None where there are none.

    `std::vec::Vec`, `u8`, `slice`, `array`, `()` for tuples, `fn`, `dyn` and the trait, `_` for a
    parameter; with `&` before it for references.
    """
    borrows = 0
    while isinstance(kind, Reference):
        kind = kind.inner
        borrows += 1
    name: str | None = None
    match kind:
        case Named(path):
            name = path
        case SliceType(_, is_array):
            name = "array" if is_array else "slice"
        case TupleType():
            name = "()"
        case Function():
            name = "fn"
        case TraitObject(trait):
            name = f"dyn {trait}"
        case Parameter():
            name = "_"
        case Never():
            name = "!"
    return None if name is None else "&" * borrows + name


def over_parameters(path: str, names: tuple[str, ...]) -> Type:
    """Return the type at `path` over its own parameters; `slice` and `array` are paths, too."""
    if path in ("slice", "array"):
        return SliceType(Parameter(names[0]), path == "array")
    return Named(path, tuple(map(Parameter, names)))


def generic_number(path: str) -> str | None:
    """Return `{integer}` or `{float}` for a primitive number: where its group's lines are."""
    return "{integer}" if path in INTEGERS else "{float}" if path in FLOATS else None


def _open(bound: Bound, values: Mapping[str, Type]) -> Bound:
    """Return `bound` with `values` put in, and unknown for the parameters that have none."""
    names = set().union(*map(parameters, bound.args))
    return substitute_bound(bound, {name: values.get(name, UNKNOWN) for name in names})


class Impls:
    """The impls of std."""

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._parsed: dict[tuple[str, str], tuple[Impl, ...]] = {}
        self._solved: dict[tuple[Type, str, str, tuple[Type, ...] | None], Type | None] = {}

    def traits(self, key: str) -> frozenset[str]:
        """Return the traits with an impl for just that head."""
        return frozenset(text.partition(" for ")[0].partition("<")[0] for text in self._texts(key))

    @cached_property
    def blanket(self) -> tuple[Impl, ...]:
        """The impls for every type that meets their bounds."""
        return tuple(map(parse_impl, self._texts("_")))

    def implements(self, kind: Type, trait: str) -> bool:
        """Tell whether std's impls show that `kind` implements `trait`."""
        return weight(kind, _MAX_DEPTH) <= _MAX_NODES and self._implements(
            kind, Bound(trait), _FUEL
        )

    def project(
        self, kind: Type, trait: str, name: str, args: tuple[Type, ...] | None = None
    ) -> Type | None:
        """Return `<kind as trait<args>>::name`; None where std's impls do not say.

        Without `args` all impls of the trait must agree.
        """
        if weight(kind, _MAX_DEPTH) > _MAX_NODES:
            return None
        return self._project(kind, trait, name, args, _FUEL)

    def normalise(self, kind: Type) -> Type:
        """Return `kind` with the projections solved that std's impls solve."""
        if weight(kind, _MAX_DEPTH) > _MAX_NODES:
            return UNKNOWN
        return self._normalise(kind, _FUEL)

    def _texts(self, key: str) -> list[str]:
        texts = self._lines.get(f"@impl {key}") or []
        bare = key.lstrip("&")
        group = generic_number(bare)
        if group is None:
            return texts
        shared = self._lines.get(f"@impl {key.replace(bare, group)}") or []
        return texts + [text.replace(group, bare) for text in shared]

    def _of(self, key: str, trait: str) -> tuple[Impl, ...]:
        found = self._parsed.get((key, trait))
        if found is None:
            starts = (f"{trait} ", f"{trait}<")
            found = tuple(parse_impl(text) for text in self._texts(key) if text.startswith(starts))
            self._parsed[key, trait] = found
        return found

    def _candidates(self, kind: Type, trait: str) -> Iterator[tuple[Impl, bool]]:
        """Yield the impls that can be for `kind`, and whether they are for any type."""
        key = head(kind)
        if key is None or key.lstrip("&") == "_":
            return
        for impl in self._of(key, trait):
            yield impl, False
        if isinstance(kind, Reference):
            for impl in self._of("&_", trait):
                yield impl, True
        for impl in self._of("_", trait):
            yield impl, True

    def _implements(self, kind: Type, bound: Bound, fuel: int) -> bool:
        if fuel <= 0:
            return False
        if isinstance(kind, TraitObject) and bound.trait in self._with_supertraits(kind.trait):
            return True
        if isinstance(kind, Function) and bound.trait in FN_TRAITS:
            return True
        return any(
            self._applies(impl, kind, bound.args, blanket, fuel) is not None
            for impl, blanket in self._candidates(kind, bound.trait)
        )

    def _applies(
        self, impl: Impl, kind: Type, args: tuple[Type, ...], blanket: bool, fuel: int
    ) -> dict[str, Type] | None:
        """Return what the parameters of `impl` are if it is for `kind` and has these arguments.

        An impl for every type with certain traits applies where std's impls show them; one for a
        type applies unless they show that a bound on a type of std does not hold.
        """
        values: dict[str, Type] = {}
        if not match_type(impl.self_type, kind, values):
            return None
        if not all(
            match_type(pattern, arg, values) for pattern, arg in zip(impl.args, args, strict=False)
        ):
            return None
        for subject, bound in impl.bounds:
            if parameters(subject) - values.keys():
                continue
            concrete = substitute(subject, values)
            unproved = blanket or self._is_known(concrete)
            if unproved and not self._implements(concrete, _open(bound, values), fuel - 1):
                return None
        if blanket and not all(
            isinstance(substitute(subject, values), Function) for subject, _ in impl.closures
        ):
            return None
        return values

    def _is_known(self, kind: Type) -> bool:
        """Tell whether all impls for `kind` are std's: no type of the workspace is in it."""
        todo = [kind]
        while todo:
            part = todo.pop()
            if isinstance(part, Named):
                if part.path not in PRIMITIVES and self._lines.get(part.path) is None:
                    return False
            elif not isinstance(part, (Reference, SliceType, TupleType)):
                return False
            todo += parts_of(part)
        return True

    def _with_supertraits(self, trait: str) -> set[str]:
        found: set[str] = set()
        todo = [trait]
        while todo:
            path = todo.pop()
            if path not in found:
                found.add(path)
                columns = self._lines.get(path) or []
                todo += columns[2].split() if columns[:1] == ["trait"] and len(columns) > 2 else []
        return found

    def _project(
        self, kind: Type, trait: str, name: str, args: tuple[Type, ...] | None, fuel: int
    ) -> Type | None:
        match kind:
            case TraitObject(path, _, bindings) if trait in self._with_supertraits(path):
                return dict(bindings).get(name)
            case Function(_, returns) if trait in FN_TRAITS and name == "Output":
                return returns
        query = (kind, trait, name, args)
        if query in self._solved:
            return self._solved[query]
        if fuel <= 0:
            return None
        if len(self._solved) > 20_000:
            self._solved.clear()
        self._solved[query] = None
        found: set[Type] = set()
        for impl, blanket in self._candidates(kind, trait):
            if blanket and found:
                break
            values = self._applies(impl, kind, args or (), blanket, fuel)
            if values is None:
                continue
            target = dict(impl.assoc).get(name)
            if target is None:
                return None
            self._infer(impl, values, fuel)
            for parameter in parameters(target):
                values.setdefault(parameter, UNKNOWN)
            found.add(self._normalise(substitute(target, values), fuel - 1))
        # `u8: Add<&u8>` says that its output is that of `u8: Add<u8>`.
        found.discard(Projection(kind, trait, name))
        result = found.pop() if len(found) == 1 else None
        self._solved[query] = result
        return result

    def _infer(self, impl: Impl, values: dict[str, Type], fuel: int) -> None:
        """Add to `values` what the bounds of `impl` say of parameters that `Self` leaves open."""
        for subject, function in impl.closures:
            concrete = self._normalise(substitute(subject, values), fuel - 1)
            if isinstance(concrete, Function):
                match_type(function.returns, concrete.returns, values)
            elif isinstance(function.returns, Parameter):
                output = Projection(concrete, "std::ops::FnOnce", "Output")
                values.setdefault(function.returns.name, output)
        for subject, bound in impl.bounds:
            if parameters(subject) - values.keys():
                continue
            concrete = self._normalise(substitute(subject, values), fuel - 1)
            self._infer_args(concrete, bound, values, fuel)
            for name, pattern in bound.bindings:
                found = self._project(concrete, bound.trait, name, None, fuel - 1)
                if found is not None:
                    match_type(pattern, found, values)

    def _infer_args(self, kind: Type, bound: Bound, values: dict[str, Type], fuel: int) -> None:
        """Add to `values` the open arguments of a bound that just one impl for `kind` meets."""
        if not any(parameters(arg) - values.keys() for arg in bound.args):
            return
        found = []
        for impl, blanket in self._candidates(kind, bound.trait):
            inner = self._applies(impl, kind, _open(bound, values).args, blanket, fuel - 1)
            if inner is not None:
                found.append(tuple(substitute(arg, inner) for arg in impl.args))
        attempts = []
        for args in found:
            attempt = dict(values)
            if all(map(match_type, bound.args, args, repeat(attempt))):
                attempts.append(attempt)
        if len(attempts) == 1:
            values.update(attempts[0])

    def _normalise(self, kind: Type, fuel: int) -> Type:
        match kind:
            case Projection(subject, trait, name):
                subject = self._normalise(subject, fuel)
                if isinstance(subject, Unknown):
                    return UNKNOWN
                found = self._project(subject, trait, name, None, fuel)
                return found if found is not None else Projection(subject, trait, name)
            case Named(path, args) if args:
                return Named(path, self._normalise_all(args, fuel))
            case Reference(inner):
                return Reference(self._normalise(inner, fuel))
            case TupleType(parts) if parts:
                return TupleType(self._normalise_all(parts, fuel))
            case SliceType(element, is_array):
                return SliceType(self._normalise(element, fuel), is_array)
            case Function(params, returns):
                return Function(self._normalise_all(params, fuel), self._normalise(returns, fuel))
            case TraitObject(trait, args, bindings) if args or bindings:
                solved = tuple((name, self._normalise(each, fuel)) for name, each in bindings)
                return TraitObject(trait, self._normalise_all(args, fuel), solved)
        return kind

    def _normalise_all(self, kinds: tuple[Type, ...], fuel: int) -> tuple[Type, ...]:
        return tuple(self._normalise(kind, fuel) for kind in kinds)
