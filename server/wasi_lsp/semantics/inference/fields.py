"""The fields of the workspace's own structs and enums, with their types."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.semantics.inference.substitute import substitute
from wasi_lsp.semantics.inference.type_names import TypeNames
from wasi_lsp.semantics.local_items import LocalItem
from wasi_lsp.stdlib.types import Named, Type
from wasi_lsp.syntax import hir


def local_fields(
    item: LocalItem, subject: Named, variant: str, around: TypeNames, only: str | None = None
) -> Iterator[tuple[str, Type]]:
    """The fields of a struct, or of one `variant` of an enum, as those of a value of `subject`.

    With `only`, those of that name: behind opposite cfgs there may be several. `around` are the
    names where the value is used.
    """
    lowered = item.lowered
    if isinstance(lowered, hir.Struct):
        fields = lowered.fields
    elif isinstance(lowered, hir.Enum):
        fields = dict(lowered.variants).get(variant, ())
    else:
        return
    params = [param.name for param in lowered.type_params]
    names = around.elsewhere(item.module, frozenset(params), subject, around.inner_types)
    bindings = dict(zip(params, subject.args, strict=False))
    for name, ref in fields:
        if only is None or name == only:
            yield name, substitute(names.type_of(ref), bindings)
