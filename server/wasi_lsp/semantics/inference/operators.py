"""What operators make of the types of their operands: `*a`, `a.b`, `a[b]`, `a + b`."""

from __future__ import annotations

from wasi_lsp.semantics.inference.methods import Methods
from wasi_lsp.semantics.inference.type_names import POINTER
from wasi_lsp.stdlib.types import UNIT, UNKNOWN, Named, SliceType, TupleType, Type

_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||"})
#: Arithmetic that types of std have, such as `Instant`.
_TRAITS = {"+": "std::ops::Add", "-": "std::ops::Sub"}
_RANGE = Named("std::ops::Range")
_MAPS = ("::HashMap", "::BTreeMap")


def dereferenced(pointer: Type, methods: Methods) -> Type:
    """The type of `*pointer`, of a raw one, too."""
    if isinstance(pointer, Named) and pointer.path == POINTER:
        return pointer.args[0]
    return methods.deref(pointer) or UNKNOWN


def member(base: Type, name: str, methods: Methods) -> Type:
    """The type of `base.name`, where the name is a field's or a number."""
    if name.isdigit():
        for step in methods.autoderef(base):
            if isinstance(step, TupleType):
                return step.parts[int(name)] if int(name) < len(step.parts) else UNKNOWN
    return methods.fields_of(base, name)


def element(base: Type, index: Type, methods: Methods, *, is_one: bool) -> Type:
    """The type of `base[index]`; `is_one` says that the index is evidently a number."""
    for step in methods.autoderef(base):
        if isinstance(step, SliceType):
            if is_one or index == Named("usize"):
                return step.element
            return SliceType(step.element, is_array=False) if index == _RANGE else UNKNOWN
        if step == Named("str"):
            return step
        if isinstance(step, Named) and step.path.endswith(_MAPS):
            return step.args[1] if len(step.args) > 1 else UNKNOWN
    return UNKNOWN


def binary(operator: str, left: Type, methods: Methods) -> Type:
    """The type of `left operator …`, also of an assignment."""
    if operator in _COMPARISONS:
        return Named("bool")
    if operator.endswith("="):
        return UNIT
    trait = _TRAITS.get(operator)
    if trait is not None and isinstance(left, Named) and "::" in left.path:
        return methods.associated(left, trait, "Output") or UNKNOWN
    return left if isinstance(left, Named) else UNKNOWN
