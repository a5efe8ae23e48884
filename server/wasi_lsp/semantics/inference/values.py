"""What the language makes of the types of values: references, `?`, `async`, branches."""

from __future__ import annotations

from wasi_lsp.semantics.inference.substitute import merge
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Named,
    Never,
    Reference,
    TraitObject,
    TupleType,
    Type,
    Unknown,
)

FUTURE = "std::future::Future"
_RESULT_AND_OPTION = ("std::result::Result", "std::option::Option")


def through_references(kind: Type) -> tuple[Type, bool]:
    """What any number of references lead to, and whether there was one."""
    by_reference = False
    while isinstance(kind, Reference):
        kind, by_reference = kind.inner, True
    return kind, by_reference


def is_result_or_option(kind: Named) -> bool:
    """Whether `?` can be put behind a value of the type."""
    return kind.path in _RESULT_AND_OPTION


def success(kind: Type) -> Type:
    """What `?` and `unwrap` leave of a Result or Option."""
    if isinstance(kind, Named) and is_result_or_option(kind) and kind.args:
        return kind.args[0]
    return UNKNOWN


def future(output: Type) -> Type:
    """What `async` makes of code with a value."""
    return TraitObject(FUTURE, (), (("Output", output),))


def join(one: Type, other: Type) -> Type:
    """The type of a value that comes from one of two branches."""
    if isinstance(one, Never | Unknown):
        return other
    if isinstance(other, Never):
        return one
    return merge(one, other) if isinstance(one, Named | Reference | TupleType) else one
