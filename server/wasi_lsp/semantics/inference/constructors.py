"""What structs and enum variants are made of, as patterns and expressions name them."""

from __future__ import annotations

from wasi_lsp.semantics.inference.fields import local_fields
from wasi_lsp.semantics.inference.methods import Methods
from wasi_lsp.semantics.inference.substitute import substitute
from wasi_lsp.semantics.inference.type_names import TypeNames
from wasi_lsp.stdlib.types import UNKNOWN, Function, Named, Type, Unknown
from wasi_lsp.syntax import hir


def struct_type(path: hir.PathRef, names: TypeNames) -> Type:
    """The type of `path { … }`, where the path is a struct's or a variant's."""
    found = names.type_of(hir.PathType(path))
    if isinstance(found, Unknown) and len(path.segments) > 1:
        owner = hir.PathRef(path.segments[:-1], path.owner_args)
        found = names.type_of(hir.PathType(owner))
    return found


def constructor(kind: Type, variant: str | None, names: TypeNames) -> Type | None:
    """A tuple struct or variant of the workspace as a function, a unit one as a value."""
    if not isinstance(kind, Named):
        return None
    item = names.items.type_item(kind.path)
    if item is None:
        return None
    fields = [each for _, each in local_fields(item, kind, variant or "", names)]
    return Function(tuple(fields), kind) if fields else kind


def positional_fields(path: hir.PathRef, subject: Type, methods: Methods) -> tuple[Type, ...]:
    """The fields of `path(…)` in order, in a value of `subject`."""
    if not isinstance(subject, Named):
        return ()
    name = path.segments[-1].name
    local = methods.names.items.type_item(subject.path)
    if local is not None:
        return tuple(kind for _, kind in local_fields(local, subject, name, methods.names))
    table = methods.names.table
    fields = table.variants(subject.path).get(name, ())
    params = table.type_params(subject.path) or ()
    bindings = dict(zip(params, subject.args, strict=False))
    return tuple(substitute(field, bindings) for field in fields)


def named_field(path: hir.PathRef, subject: Type, name: str, methods: Methods) -> Type:
    """The field `name` of `path { … }`, in a value of `subject`."""
    if isinstance(subject, Named):
        local = methods.names.items.type_item(subject.path)
        if local is not None:
            variant = path.segments[-1].name
            fields = local_fields(local, subject, variant, methods.names, name)
            return dict(fields).get(name, UNKNOWN)
    return methods.fields_of(subject, name)
