"""The local variables of a body and their types."""

from __future__ import annotations

from wasi_lsp.semantics.inference.substitute import merge
from wasi_lsp.stdlib.types import Reference, Type
from wasi_lsp.syntax import hir


class Variables:
    """The variables that are visible at one place; scopes are entered and left around it."""

    def __init__(self) -> None:
        self._scopes: list[dict[str, Type]] = [{}]

    def enter(self) -> None:
        """Begin a scope."""
        self._scopes.append({})

    def leave(self) -> None:
        """End the innermost scope, with its variables."""
        self._scopes.pop()

    def bind(self, name: str, kind: Type) -> None:
        """Declare a variable in the innermost scope."""
        self._scopes[-1][name] = kind

    def find(self, name: str) -> Type | None:
        """The type of a variable; None where no variable has the name."""
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return None

    def refine(self, expr: hir.Expr, kind: Type) -> None:
        """A variable turns out to be of a type that says more than what was known."""
        if isinstance(expr, hir.Borrow):
            if isinstance(kind, Reference):
                self.refine(expr.inner, kind.inner)
            return
        if not isinstance(expr, hir.Path) or len(expr.path.segments) != 1:
            return
        name = expr.path.segments[0].name
        for scope in reversed(self._scopes):
            if name in scope:
                scope[name] = merge(scope[name], kind)
                return
