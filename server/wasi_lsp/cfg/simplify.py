"""The same predicate in fewer words.

Boolean algebra only: what the table of targets implies is never used. The recommended
`all(target_os = "wasi", target_env = "p2")` stays whole, although p2 exists on WASI alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Lit, Name, Not, walk
from wasi_lsp.cfg.render import render
from wasi_lsp.text.span import Span

#: What two predicates share exactly if they say the same in the same words, in any order.
Key = tuple[object, ...]

_TRUE: Key = ("true",)
_FALSE: Key = ("false",)

#: Comparing every two parts of a list pays for short lists only.
_MAX_COMPARED = 64


class _Part(NamedTuple):
    expr: CfgExpr
    key: Key


def simplify(expr: CfgExpr) -> CfgExpr:
    """A predicate that is true exactly where `expr` is, and no longer.

    Flattens, removes repetition, double negation, what another part makes superfluous, and what
    can never matter. Atoms keep the order of the source; new nodes have the span of what they
    replace. What is always true or never becomes `all()` or `any()`, which every Rust takes, or
    `true` or `false` where the predicate already writes one of them.
    """
    part = _simplify(expr)
    if part.key not in (_TRUE, _FALSE):
        return part.expr
    if any(isinstance(node, Lit) for node in walk(expr)):
        return Lit(expr.span, part.key == _TRUE)
    return All(expr.span, ()) if part.key == _TRUE else Any(expr.span, ())


def _simplify(expr: CfgExpr) -> _Part:
    if isinstance(expr, All | Any):
        return _shorter_dual(_join(type(expr), expr.span, [_simplify(arg) for arg in expr.args]))
    if isinstance(expr, Not):
        return _shorter_dual(_negate(_simplify(expr.arg), expr.span))
    if isinstance(expr, Lit):
        return _constant(expr.span, expr.value)
    if isinstance(expr, Name):
        return _Part(expr, ("atom", expr.name))
    if isinstance(expr, KeyValue):
        return _Part(expr, ("atom", expr.key, expr.value))
    # Unknown: equal only to itself.
    return _Part(expr, ("unknown", *expr.span))


def _constant(span: Span, value: bool) -> _Part:
    return _Part(All(span, ()), _TRUE) if value else _Part(Any(span, ()), _FALSE)


def _key(kind: type[All] | type[Any], keys: Iterable[Key]) -> Key:
    return ("all" if kind is All else "any", frozenset(keys))


def _opposite(key: Key) -> Key:
    """The key of the negation."""
    if key[0] == "not":
        return key[1]  # type: ignore[return-value]
    return ("not", key)


def _join(kind: type[All] | type[Any], span: Span, parts: list[_Part]) -> _Part:
    """`all(parts)` or `any(parts)`. The words are those of `all`; for `any` all is the dual."""
    neutral, absorbing = (_TRUE, _FALSE) if kind is All else (_FALSE, _TRUE)
    kept: dict[Key, _Part] = {}
    for part in _flatten(kind, parts):
        if part.key == absorbing or _opposite(part.key) in kept:
            return _constant(span, absorbing == _TRUE)
        if part.key != neutral:
            kept.setdefault(part.key, part)
    reduced = _reduce_inner(kind, list(kept.values()))
    if reduced is not None:
        return _join(kind, span, reduced)
    left = _without_weaker(kind, list(kept.values()))
    if not left:
        return _constant(span, neutral == _TRUE)
    if len(left) == 1:
        return left[0]
    args = tuple(part.expr for part in left)
    return _Part(kind(span, args), _key(kind, (part.key for part in left)))


def _flatten(kind: type[All] | type[Any], parts: list[_Part]) -> Iterable[_Part]:
    for part in parts:
        if isinstance(part.expr, kind):
            yield from _parts(part.expr)
        else:
            yield part


def _parts(expr: CfgExpr) -> list[_Part]:
    """The parts of a simplified list; simplifying them again changes nothing."""
    return [_Part(arg, _key_of(arg)) for arg in expr.args] if isinstance(expr, All | Any) else []


def _key_of(expr: CfgExpr) -> Key:
    if isinstance(expr, All | Any):
        if not expr.args:
            return _TRUE if isinstance(expr, All) else _FALSE
        return _key(type(expr), (_key_of(arg) for arg in expr.args))
    if isinstance(expr, Not):
        return ("not", _key_of(expr.arg))
    return _simplify(expr).key


def _reduce_inner(kind: type[All] | type[Any], parts: list[_Part]) -> list[_Part] | None:
    """`all(a, any(not(a), b))` to `all(a, b)`; None where nothing changes."""
    dual: type[All] | type[Any] = Any if kind is All else All
    opposites = {_opposite(part.key) for part in parts}
    changed = False
    result = []
    for part in parts:
        if isinstance(part.expr, dual):
            inner = _parts(part.expr)
            left = [arg for arg in inner if arg.key not in opposites]
            if len(left) < len(inner):
                changed = True
                part = _join(dual, part.expr.span, left)
        result.append(part)
    return result if changed else None


def _without_weaker(kind: type[All] | type[Any], parts: list[_Part]) -> list[_Part]:
    """Without what another part implies: `all(a, any(a, b))` is `a`."""
    dual: type[All] | type[Any] = Any if kind is All else All
    alternatives = [
        frozenset(arg.key for arg in _parts(part.expr))
        if isinstance(part.expr, dual)
        else frozenset((part.key,))
        for part in parts
    ]
    if len(parts) > _MAX_COMPARED:
        singles = {
            part.key for part, keys in zip(parts, alternatives, strict=True) if len(keys) == 1
        }
        return [
            part
            for part, keys in zip(parts, alternatives, strict=True)
            if len(keys) == 1 or not keys & singles
        ]
    return [
        part
        for part, keys in zip(parts, alternatives, strict=True)
        if not any(other < keys for other in alternatives)
    ]


def _negate(part: _Part, span: Span) -> _Part:
    if part.key in (_TRUE, _FALSE):
        return _constant(span, part.key == _FALSE)
    if isinstance(part.expr, Not):
        return _Part(part.expr.arg, part.key[1])  # type: ignore[arg-type]
    return _Part(Not(span, part.expr), ("not", part.key))


def _shorter_dual(part: _Part) -> _Part:
    """By De Morgan's laws, where that is shorter: `all(not(a), not(b))` is `not(any(a, b))`.

    A list is negated only if everything in it is: `all(a, not(b), not(c))` reads better as it is.
    """
    expr = part.expr
    negated = isinstance(expr, Not)
    inner = expr.arg if isinstance(expr, Not) else expr
    if not isinstance(inner, All | Any):
        return part
    negations = sum(isinstance(arg, Not) for arg in inner.args)
    if not negations or (not negated and negations < len(inner.args)):
        return part
    dual: type[All] | type[Any] = Any if isinstance(inner, All) else All
    args = [_shorter_dual(_negate(arg, arg.expr.span)) for arg in _parts(inner)]
    other = _join(dual, inner.span, args)
    if not negated:
        other = _negate(other, expr.span)
    return other if len(render(other.expr)) < len(render(expr)) else part
