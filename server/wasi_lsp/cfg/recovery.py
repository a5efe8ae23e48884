"""What rustc does not have and people write: `!unix`, `a && b`, `key == "value"`.

It is read all the same, to say how it is written in a predicate. The functions are given those of
the grammar for the predicates inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.ast import MAX_DEPTH, CfgExpr, Invalid, KeyValue, Name
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.cursor import IDENTIFIERS, STRINGS, Cursor
from wasi_lsp.cfg.lexer import Token, TokenKind
from wasi_lsp.text.span import Span

_INFIX = {"&&": "all", "&": "all", "and": "all", "||": "any", "|": "any", "or": "any"}


class Listed(NamedTuple):
    """The predicates of a list. `is_open` says that a macro fills in some of them."""

    args: list[CfgExpr]
    is_open: bool


#: Reads one predicate.
ReadOne = Callable[[Cursor], CfgExpr]
#: Reads a list of predicates, up to the close of the bracket that is given.
ReadList = Callable[[Cursor, Token], Listed]


def negated(cursor: Cursor, read_one: ReadOne, read_list: ReadList) -> CfgExpr:
    """`!predicate` or `!(predicate)`."""
    token = cursor.advance()
    return _unwrapped(cursor, token, ("not(", ")"), errors.negation, read_one, read_list)


def grouped(cursor: Cursor, read_one: ReadOne, read_list: ReadList) -> CfgExpr:
    """`(predicate)`."""
    return _unwrapped(cursor, cursor.now, ("", ""), errors.parentheses, read_one, read_list)


def follow(cursor: Cursor, expr: CfgExpr, read_one: ReadOne) -> CfgExpr:
    """What stands after a whole predicate where a comma or the end should."""
    token = cursor.now
    word = cursor.source(token.span)
    start = expr.span.start
    # `k#x` is a reserved prefix of Rust, not a name and what a macro fills in.
    if cursor.at_interpolation() and not (cursor.at(b"#") and token.start == expr.span.end):
        return cursor.reject_silently(start, (expr,))
    if word in _INFIX:
        return _infix(cursor, expr, read_one)
    if isinstance(expr, Name):
        error = _after_name(cursor, expr, read_one)
        if error is not None:
            return cursor.reject(start, error)
    if token.kind in IDENTIFIERS and not (cursor.arm and cursor.depth == 0):
        return expr  # A comma is missing: the list says so, and reads the next predicate.
    if token.kind is TokenKind.UNTERMINATED:
        error = errors.unterminated(token.span, cursor.token_text(token))
        return cursor.reject(start, error, (expr,))
    expected = "`=>`" if cursor.arm and cursor.depth == 0 else "`,` or the end of the list"
    cursor.advance()
    error = errors.unexpected(token.span, f"`{word[:30]}`", expected)
    return cursor.reject(start, error, (expr,))


def _unwrapped(
    cursor: Cursor,
    token: Token,
    around: tuple[str, str],
    make: Callable[[Span, str | None, Span], CfgError],
    read_one: ReadOne,
    read_list: ReadList,
) -> CfgExpr:
    """Read on behind `token`; with the text `around` it, the predicate there is as rustc has it."""
    if cursor.depth >= MAX_DEPTH:
        cursor.errors.append(errors.too_deep(token.span, MAX_DEPTH))
        cursor.skip()
        return Invalid(Span(token.start, cursor.done))
    mark = len(cursor.errors)
    cursor.depth += 1
    if cursor.at(b"("):
        args, is_open = read_list(cursor, cursor.advance())
    else:
        is_open = cursor.at_interpolation()
        args = [] if cursor.at_boundary() else [read_one(cursor)]
    cursor.depth -= 1
    clean = len(cursor.errors) == mark and len(args) == 1
    del cursor.errors[mark:]
    whole = Span(token.start, cursor.done)
    if not is_open:
        before, after = around
        fixed = f"{before}{cursor.source(args[0].span)}{after}" if clean else None
        cursor.errors.append(make(token.span, fixed, whole))
    return Invalid(whole, tuple(args))


def _infix(cursor: Cursor, first: CfgExpr, read_one: ReadOne) -> CfgExpr:
    """`unix && windows`, `target_os = "a" | "b"`: the whole chain."""
    mark = len(cursor.errors)
    where = cursor.now.span
    operands = [cursor.source(first.span)]
    parts = [first]
    operators: list[str] = []
    is_open = False
    while (word := cursor.source(cursor.now.span)) in _INFIX:
        operators.append(_INFIX[word])
        cursor.advance()
        if cursor.now.kind in STRINGS and isinstance(parts[-1], KeyValue):
            key = cursor.source(parts[-1].key_span)
            operands.append(f"{key} = {cursor.source(cursor.advance().span)}")
        elif cursor.at_boundary():
            operands.append("")
        else:
            is_open = is_open or cursor.at_interpolation()
            parts.append(read_one(cursor))
            operands.append(cursor.source(parts[-1].span))
    clean = len(cursor.errors) == mark and cursor.at_boundary() and all(operands)
    del cursor.errors[mark:]
    whole = Span(first.span.start, cursor.done)
    if is_open:
        return cursor.reject_silently(whole.start, tuple(parts))
    fixed = _as_calls(operands, operators) if clean else None
    error = errors.infix(where, cursor.source(where), fixed, whole)
    return cursor.reject(whole.start, error, tuple(parts))


def _as_calls(operands: list[str], operators: list[str]) -> str:
    """`a && b || c` as `any(all(a, b), c)`: `&&` binds closer, as in Rust."""
    groups = [[operands[0]]]
    for operator, operand in zip(operators, operands[1:], strict=True):
        if operator == "all":
            groups[-1].append(operand)
        else:
            groups.append([operand])
    calls = [group[0] if len(group) == 1 else f"all({', '.join(group)})" for group in groups]
    return calls[0] if len(calls) == 1 else f"any({', '.join(calls)})"


def _after_name(cursor: Cursor, expr: Name, read_one: ReadOne) -> CfgError | None:
    """`key == "value"`, `all[…]`, `all!(…)`, `not unix`: what may follow a name by mistake."""
    token = cursor.now
    word = cursor.source(token.span)
    name = cursor.source(expr.span)
    if word in ("==", "=>", "!=", ":") and cursor.ahead is not None:
        return _comparison(cursor, expr, cursor.ahead)
    if word == "!" and cursor.next_is(b"("):
        return errors.macro_call(token.span, name)
    if word in ("[", "{") and name in ("all", "any", "not"):
        cursor.skip_group()
        closing = Span(cursor.done - 1, cursor.done)
        edits = ((token.span, "("), (closing, ")"))
        closed = cursor.source(closing) in ("]", "}")
        return errors.wrong_brackets(token.span, name, edits if closed else None)
    if name in ("all", "any", "not") and token.kind in IDENTIFIERS:
        mark = len(cursor.errors)
        operand = read_one(cursor)
        clean = len(cursor.errors) == mark and cursor.at_boundary()
        del cursor.errors[mark:]
        fixed_call = f"{name}({cursor.source(operand.span)})" if clean else None
        whole = Span(expr.span.start, cursor.done)
        return errors.word_operator(expr.span, name, fixed_call, whole)
    return None


def _comparison(cursor: Cursor, key: Name, value: Token) -> CfgError:
    """`key == value`, `key != value`, `key: value`."""
    sign = cursor.now
    word = cursor.source(sign.span)
    if value.kind not in (*STRINGS, *IDENTIFIERS):
        return errors.unexpected(sign.span, f"`{word}`", "`=`")
    written = cursor.source(value.span)
    quoted = written if value.kind in STRINGS else f'"{written}"'
    fixed = f"{cursor.source(key.span)} = {quoted}"
    cursor.advance()
    cursor.advance()
    whole = Span(key.span.start, value.end)
    return errors.comparison(sign.span, word, f"not({fixed})" if word == "!=" else fixed, whole)
