"""What a pattern binds: the variables in it, with the types they get from the value."""

from __future__ import annotations

from collections.abc import Sequence

from wasi_lsp.semantics.inference.constructors import named_field, positional_fields, struct_type
from wasi_lsp.semantics.inference.methods import Methods
from wasi_lsp.semantics.inference.values import through_references
from wasi_lsp.semantics.inference.variables import Variables
from wasi_lsp.stdlib.types import UNKNOWN, Reference, SliceType, TupleType, Type, Unknown
from wasi_lsp.syntax import hir


def bind(pattern: hir.Pattern, kind: Type, variables: Variables, methods: Methods) -> None:
    """Declare the names of a pattern that takes a value of type `kind`.

    Through a reference they are references, as "match ergonomics" has it.
    """
    _Binding(variables, methods).bind(pattern, kind)


class _Binding:
    def __init__(self, variables: Variables, methods: Methods) -> None:
        self._variables = variables
        self._methods = methods

    def bind(self, pattern: hir.Pattern, kind: Type) -> None:
        kind = self._methods.normalize(kind)
        match pattern:
            case hir.Bind(name, sub):
                self._variables.bind(name, kind)
                if sub is not None:
                    self.bind(sub, kind)
            case hir.RefPattern(inner):
                self.bind(inner, kind.inner if isinstance(kind, Reference) else UNKNOWN)
            case hir.OrPattern(choices):
                for choice in choices:
                    self.bind(choice, kind)
            case hir.OtherPattern(inside):
                for part in inside:
                    self.bind(part, UNKNOWN)
            case hir.SlicePattern(parts):
                subject, by_reference = through_references(kind)
                element = subject.element if isinstance(subject, SliceType) else UNKNOWN
                self._parts(parts, None, (element,) * len(parts), by_reference)
            case hir.TuplePattern(parts, rest):
                subject, by_reference = through_references(kind)
                types = subject.parts if isinstance(subject, TupleType) else ()
                self._parts(parts, rest, types, by_reference)
            case hir.TupleStructPattern(path, parts, rest):
                subject, by_reference = through_references(kind)
                types = positional_fields(path, subject, self._methods)
                self._parts(parts, rest, types, by_reference)
            case hir.StructPattern(path, fields):
                subject, by_reference = through_references(kind)
                if isinstance(subject, Unknown):
                    subject = struct_type(path, self._methods.names)
                for name, part in fields:
                    found = named_field(path, subject, name, self._methods)
                    self.bind(part, Reference(found) if by_reference else found)

    def _parts(
        self,
        parts: tuple[hir.Pattern, ...],
        rest: int | None,
        types: Sequence[Type],
        by_reference: bool,
    ) -> None:
        """The parts of a tuple or slice; `rest` is the number of those before its `..`."""
        for index, part in enumerate(parts):
            place = index
            if rest is not None and index >= rest:
                place = len(types) - (len(parts) - index)
            found = types[place] if 0 <= place < len(types) else UNKNOWN
            if by_reference and not isinstance(found, Unknown):
                found = Reference(found)
            self.bind(part, found)
