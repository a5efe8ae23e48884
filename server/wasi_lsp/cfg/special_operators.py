"""Operators beside `all`, `any` and `not`: those behind a gate, and those that do not exist."""

from __future__ import annotations

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.ast import CfgExpr, Gated, Invalid
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.cursor import IDENTIFIERS, STRINGS, Cursor
from wasi_lsp.cfg.lexer import Token, tokens
from wasi_lsp.text.span import Span


def special_operator(cursor: Cursor, token: Token, name: str) -> CfgExpr:
    """`name(…)` that is none of `all`, `any`, `not`."""
    opening = cursor.now
    interpolated = cursor.skip_group()
    span = Span(token.start, cursor.done)
    if interpolated:
        return Invalid(span)
    inside = Span(opening.end, max(cursor.done - 1, opening.end))
    if name in ("version", "target"):
        problem = _gated_problem(cursor.text, name, token, inside)
        if problem is None:
            return Gated(span, name)
        cursor.errors.append(problem)
    elif name == "cfg":
        source = cursor.source(inside).strip()
        cursor.errors.append(errors.nested_cfg(token.span, source, span))
    else:
        only = _only_string(cursor.text, inside)
        error = errors.unknown_operator(
            token.span, name, span, cursor.source(only) if only else None
        )
        cursor.errors.append(error)
    return Invalid(span)


def _only_string(text: bytes, inside: Span) -> Span | None:
    """The one string literal that stands in `inside`, if nothing else does."""
    first, *rest = tokens(text, *inside)
    return first.span if first.kind in STRINGS and len(rest) == 1 else None


def _gated_problem(text: bytes, name: str, token: Token, inside: Span) -> CfgError | None:
    """What rustc says of the arguments of `version(…)` or `target(…)` besides their gate."""
    found = list(tokens(text, *inside))
    shape = "".join(
        "s" if t.kind in STRINGS else "i" if t.kind in IDENTIFIERS else chr(text[t.start])
        for t in found[:-1]
    )
    if name == "version":
        return None if shape in ("s", "s,") else errors.version_argument(token.span)
    listed = shape if not shape or shape.endswith(",") else shape + ","
    is_list = listed == "i=s," * listed.count(",")
    return None if is_list else errors.target_argument(token.span)
