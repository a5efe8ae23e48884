"""Whether a predicate holds on one target, under one choice of the free atoms."""

from __future__ import annotations

from collections.abc import Container, Iterable

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Gated, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.atoms import atom_of, deciding_targets


def evaluate(expr: CfgExpr, triple: str, atoms: Container[str] = ()) -> bool | None:
    """Whether `expr` is true on `triple` with exactly the free atoms in `atoms` set.

    Atoms are written as `atom_of` does: `test`, `feature="std"`. None where it depends on what is
    not known (`Invalid`, `Gated`).
    """
    match expr:
        case All(args=args):
            return _all(evaluate(arg, triple, atoms) for arg in args)
        case Any(args=args):
            return _not(_all(_not(evaluate(arg, triple, atoms)) for arg in args))
        case Not(arg=arg):
            return _not(evaluate(arg, triple, atoms))
        case Lit(value=value):
            return value
        case Name() | KeyValue():
            targets = deciding_targets(expr)
            return atom_of(expr) in atoms if targets is None else triple in targets
        case Gated() | Invalid():
            return None


def _all(values: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
