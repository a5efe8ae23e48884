"""What is wrong with the value of a key that is no string: `target_os = wasi`."""

from __future__ import annotations

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.cursor import IDENTIFIERS, STRINGS, Cursor
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.text.span import Span


def value_error(cursor: Cursor, token: Token, key: str) -> CfgError:
    """What is wrong with a value that is no string; moves past what it judges."""
    value = cursor.now
    if cursor.at_boundary() and not cursor.at(b"{"):
        return errors.value_missing(Span(token.start, cursor.done), key)
    if value.kind is TokenKind.UNTERMINATED:
        cursor.advance()
        return errors.unterminated(value.span, cursor.token_text(value))
    if cursor.at(b"["):
        cursor.skip_group()
        values = _strings(cursor.text, Span(value.end, max(cursor.done - 1, value.end)))
        if values:
            whole = Span(token.start, cursor.done)
            name = cursor.source(token.span)
            return errors.value_list(Span(value.start, cursor.done), name, values, whole)
        return errors.value_other(Span(value.start, cursor.done), key, None)
    if value.kind is TokenKind.OTHER_LITERAL:
        return _literal(cursor, key)
    if value.kind in IDENTIFIERS:
        return _word(cursor, key)
    return errors.value_other(value.span, key, None)


def _literal(cursor: Cursor, key: str) -> CfgError:
    """A literal that is no string."""
    value = cursor.advance()
    source = cursor.token_text(value)
    if source[:1] == b"'":
        return errors.value_other(value.span, key, "a string has double quotes", "E0539")
    if b'"' in source:
        kind = "byte string" if source[:1] == b"b" else "C string"
        return errors.value_prefixed(value.span, key, Span(value.start, value.start + 1), kind)
    if source[:1] == b"b":
        return errors.value_other(value.span, key, None, "E0539")
    return errors.value_unquoted(value.span, key, source.decode())


def _word(cursor: Cursor, key: str) -> CfgError:
    """A value without quotes: also `my-feature`, `x86_64-v3`, as far as no space parts it."""
    value = cursor.advance()
    if cursor.at(b"!"):
        return errors.value_other(value.span, key, "a macro is not expanded here: write it out")
    end = value.end
    while cursor.now.start == end and not cursor.at_boundary() and not cursor.at(b"("):
        end = cursor.advance().end
    span = Span(value.start, end)
    return errors.value_unquoted(span, key, cursor.source(span))


def _strings(text: bytes, inside: Span) -> list[str] | None:
    """The string literals of a list that holds nothing else."""
    found: list[str] = []
    for token in tokens(text, *inside):
        if token.kind in STRINGS:
            found.append(text[token.start : token.end].decode("utf-8", "replace"))
        elif token.kind is not TokenKind.END and text[token.start : token.end] != b",":
            return None
    return found
