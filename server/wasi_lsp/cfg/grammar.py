"""The grammar of predicates, as rustc has it; `recovery` has what people write beside it.

Each function reads on at the cursor's place, and leaves the cursor behind what it has read. What
is wrong is among the cursor's errors.
"""

from __future__ import annotations

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.ast import MAX_DEPTH, All, Any, CfgExpr, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.cursor import IDENTIFIERS, STRINGS, Cursor
from wasi_lsp.cfg.keywords import KEYWORDS, NEVER_NAMES
from wasi_lsp.cfg.lexer import Token, TokenKind
from wasi_lsp.cfg.literal import unquote
from wasi_lsp.cfg.recovery import Listed, follow, grouped, negated
from wasi_lsp.cfg.special_operators import special_operator
from wasi_lsp.cfg.value_errors import value_error
from wasi_lsp.text.span import Span


def predicates(cursor: Cursor, opening: Token | None) -> Listed:
    """Predicates separated by commas, up to the `)` of `opening` or to the end."""
    args: list[CfgExpr] = []
    is_open = False
    while not cursor.at_end():
        if cursor.at_closer():
            if opening is not None:
                if not cursor.at(b")"):
                    cursor.errors.append(errors.wrong_close(cursor.now.span, cursor.found()))
                cursor.advance()
                return Listed(args, is_open)
            stray_close(cursor)
        elif cursor.at(b","):
            cursor.errors.append(errors.stray_comma(cursor.now.span))
            cursor.advance()
        else:
            is_open = is_open or cursor.at_interpolation()
            args.append(element(cursor))
            if cursor.at(b","):
                cursor.advance()
            elif not (cursor.at_end() or cursor.at_closer()):
                cursor.errors.append(errors.missing_comma(cursor.now.span, cursor.done))
    if opening is not None:
        cursor.errors.append(errors.unclosed(opening.span, cursor.done))
    return Listed(args, is_open)


def element(cursor: Cursor) -> CfgExpr:
    """One predicate with what follows it up to a comma, or up to the next predicate."""
    mark = len(cursor.errors)
    start = cursor.now.start
    expr = predicate(cursor)
    if cursor.at_boundary() or len(cursor.errors) > mark:
        if not cursor.at_boundary():
            cursor.skip()
        return expr
    if isinstance(expr, Invalid):
        cursor.skip()
        return Invalid(Span(start, cursor.done))
    return follow(cursor, expr, predicate)


def predicate(cursor: Cursor) -> CfgExpr:
    """One predicate."""
    token = cursor.now
    if cursor.at_interpolation():
        cursor.skip_interpolation()
        cursor.skip()
        return Invalid(Span(token.start, cursor.done))
    if token.kind in IDENTIFIERS:
        return _named(cursor)
    if cursor.at(b"!"):
        return negated(cursor, predicate, predicates)
    if cursor.at(b"("):
        return grouped(cursor, predicate, predicates)
    if cursor.at(b"::"):
        return _path(cursor, token)
    if token.kind is TokenKind.UNTERMINATED:
        error = errors.unterminated(token.span, cursor.token_text(token))
    elif token.kind in STRINGS:
        value, _ = unquote(cursor.text[token.start : token.suffix], token.start)
        name = value if value.isidentifier() and value not in KEYWORDS else None
        error = errors.literal_predicate(token.span, cursor.source(token.span), name)
    elif token.kind is TokenKind.OTHER_LITERAL:
        error = errors.literal_predicate(token.span, cursor.source(token.span), None)
    else:
        error = errors.unexpected(token.span, cursor.found(), "a predicate")
    if cursor.at(b"=>") or not cursor.at_boundary():
        cursor.advance()
    return cursor.reject(token.start, error)


def attribute(cursor: Cursor) -> Span | None:
    """One attribute of `cfg_attr(…)`, up to its comma; None where none stands."""
    start = cursor.now.start
    if cursor.at(b","):
        cursor.errors.append(errors.stray_comma(cursor.now.span))
        return None
    if cursor.at_end() or cursor.at_closer():
        return None
    is_path = cursor.now.kind in IDENTIFIERS or cursor.at(b"::") or cursor.at_interpolation()
    if not is_path:
        cursor.errors.append(errors.attribute_malformed(cursor.now.span, cursor.found()))
    cursor.skip()
    return Span(start, cursor.done)


def stray_close(cursor: Cursor) -> None:
    """Pass a bracket that closes nothing."""
    cursor.errors.append(errors.stray_close(cursor.now.span, cursor.source(cursor.now.span)))
    cursor.advance()


def _named(cursor: Cursor) -> CfgExpr:
    """What begins with a name: an option, an operator, a key with its value."""
    token = cursor.advance()
    word = cursor.source(token.span)
    raw = token.kind is TokenKind.RAW_IDENT
    name = word[2:] if raw else word
    if cursor.at(b"::"):
        return _path(cursor, token)
    if name in NEVER_NAMES:
        error = errors.raw_keyword if raw else errors.keyword
        return cursor.reject(token.start, error(token.span, name))
    if not raw and name in KEYWORDS:
        return cursor.reject(token.start, errors.keyword(token.span, name))
    if not raw and name in ("true", "false"):
        return Lit(token.span, name == "true")
    if cursor.at(b"("):
        return _operator(cursor, token, name)
    if cursor.at(b"="):
        return _key_value(cursor, token, name)
    return Name(token.span, name)


def _path(cursor: Cursor, first: Token) -> CfgExpr:
    """`a::b`, which is no option."""
    while cursor.at(b"::"):
        cursor.advance()
        if cursor.now.kind in IDENTIFIERS:
            cursor.advance()
    span = Span(first.start, cursor.done)
    error = errors.path(span, cursor.source(span), cursor.at(b"("))
    return cursor.reject(first.start, error)


def _operator(cursor: Cursor, token: Token, name: str) -> CfgExpr:
    """`name(…)`."""
    if name not in ("all", "any", "not"):
        return special_operator(cursor, token, name)
    if cursor.depth >= MAX_DEPTH:
        cursor.skip_group()
        cursor.errors.append(errors.too_deep(token.span, MAX_DEPTH))
        return Invalid(Span(token.start, cursor.done))
    mark = len(cursor.errors)
    opening = cursor.advance()
    cursor.depth += 1
    args, is_open = predicates(cursor, opening)
    cursor.depth -= 1
    span = Span(token.start, cursor.done)
    if name == "all":
        return All(span, tuple(args))
    if name == "any":
        return Any(span, tuple(args))
    if len(args) == 1:
        return Not(span, args[0])
    if not is_open and len(cursor.errors) == mark:
        inner = Span(args[0].span.start, args[-1].span.end) if args else None
        joined = ", ".join(cursor.source(arg.span) for arg in args)
        cursor.errors.append(errors.not_arity(token.span, len(args), inner, joined))
    return Invalid(span, tuple(args))


def _key_value(cursor: Cursor, token: Token, key: str) -> CfgExpr:
    """`key = "value"`."""
    cursor.advance()
    value = cursor.now
    if value.kind not in STRINGS:
        return cursor.reject(token.start, value_error(cursor, token, key))
    cursor.advance()
    text, problem = unquote(cursor.text[value.start : value.suffix], value.start)
    span = Span(token.start, value.end)
    if value.suffix != value.end:
        suffix = Span(value.suffix, value.end)
        cursor.errors.append(errors.suffix(suffix, cursor.source(suffix)))
        return Invalid(span)
    if problem is not None:
        cursor.errors.append(errors.escape(*problem))
        return Invalid(span)
    return KeyValue(span, key, text, token.span, value.span)
