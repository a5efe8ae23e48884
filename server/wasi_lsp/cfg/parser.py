"""The parser of cfg predicates: rustc's grammar, with a tree for any input.

A part that rustc rejects becomes `Invalid` beside a `CfgError`; the parts around it are kept. What
a macro fills in (`$cfg` in `macro_rules!`, `#cfg` in `quote!`) is `Invalid` without an error: it is
unknown, not malformed. The measure is the newest known Rust: `cfg(true)` is no error here.

Checked against rustc 1.96, edition 2021. Keywords of some editions only (`async`, `dyn`, `try`,
`gen`) are taken as names, since a predicate alone does not tell its edition.
"""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.ast import All, CfgExpr, Invalid
from wasi_lsp.cfg.cursor import Cursor
from wasi_lsp.cfg.grammar import attribute, element, predicates, stray_close
from wasi_lsp.cfg.lexer import TokenKind
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.recovery import Listed
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class ParsedCfgAttr:
    """The inside of `cfg_attr(…)`. Errors in the list of attributes are among the predicate's."""

    predicate: ParsedCfg
    attributes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ParsedArm:
    """The head of an arm of `cfg_select!`. `predicate` is None for `_`.

    `end_offset` is where the `=>` begins, or where it was missed.
    """

    predicate: ParsedCfg | None
    end_offset: int


def parse_cfg(text: bytes, start: int, end: int, *, several_are_all: bool = False) -> ParsedCfg:
    """Read `text[start:end]`, what stands between the parentheses of `#[cfg(…)]`.

    With `several_are_all`, predicates in a row must all hold: so the macro `cfg_if!` had it.
    All offsets, given and returned, are UTF-8 byte offsets into `text`. Never raises.
    """
    cursor = Cursor(text, start, end)
    listed = predicates(cursor, None)
    if len(listed.args) == 1 or (listed.is_open and listed.args):
        expr = listed.args[0] if len(listed.args) == 1 else _whole(listed)
    elif not listed.args:
        expr = Invalid(Span(start, end))
        if not cursor.errors:
            cursor.errors.append(errors.empty(Span(start, end)))
    elif several_are_all and not cursor.errors:
        expr = All(_whole(listed).span, tuple(listed.args))
    else:
        expr = _whole(listed)
        if not cursor.errors:
            spans = [arg.span for arg in listed.args]
            sources = [cursor.source(span) for span in spans]
            cursor.errors.append(errors.several(spans, sources, Span(0, cursor.done)))
    return _parsed(cursor, expr)


def parse_cfg_attr(text: bytes, start: int, end: int) -> ParsedCfgAttr:
    """Read `text[start:end]`, what stands between the parentheses of `cfg_attr(…)`.

    Each span of `attributes` is one attribute without the space around it (`inline`,
    `cfg(unix)`, `doc = "…"`). Offsets as in `parse_cfg`. Never raises.
    """
    cursor = Cursor(text, start, end)
    if cursor.at_end() or cursor.at(b","):
        expr: CfgExpr = Invalid(Span(start, start))
        cursor.errors.append(errors.empty(Span(start, end) if cursor.at_end() else cursor.now.span))
    else:
        expr = element(cursor)
    if not cursor.errors and cursor.at_end():
        cursor.errors.append(errors.attribute_missing(expr.span))
    elif not cursor.at_boundary():
        cursor.errors.append(errors.missing_comma(cursor.now.span, cursor.done))
        cursor.skip()
    attributes: list[Span] = []
    while cursor.at(b",") or cursor.at_closer():
        if cursor.at_closer():
            stray_close(cursor)
            continue
        cursor.advance()
        if cursor.at_end() and (attributes or not cursor.errors):
            break
        found = attribute(cursor)
        if found is not None:
            attributes.append(found)
    return ParsedCfgAttr(_parsed(cursor, expr), tuple(attributes))


def parse_arm_predicate(text: bytes, start: int, end: int) -> ParsedArm:
    """Read the head of the `cfg_select!` arm that begins at `start`, up to its `=>`.

    Reads no further than it must; `end` is where the macro's tokens end. Offsets as in
    `parse_cfg`. Never raises.
    """
    cursor = Cursor(text, start, end, arm=True)
    wildcard = cursor.now.kind is TokenKind.IDENT and cursor.source(cursor.now.span) == "_"
    if wildcard and cursor.ahead is not None and cursor.token_text(cursor.ahead) == b"=>":
        cursor.advance()
        return ParsedArm(None, cursor.now.start)
    if cursor.at_end() or cursor.at(b"=>"):
        span = cursor.now.span
        return ParsedArm(
            ParsedCfg(Invalid(Span(start, span.start)), (errors.empty(span),)), span.start
        )
    expr = element(cursor)
    if not cursor.at(b"=>") and not cursor.errors:
        cursor.errors.append(errors.arrow_missing(cursor.now.span, cursor.found()))
    return ParsedArm(_parsed(cursor, expr), cursor.now.start)


def _parsed(cursor: Cursor, expr: CfgExpr) -> ParsedCfg:
    found = tuple(sorted(cursor.errors, key=lambda error: error.span))
    words = cursor.text[expr.span.start : expr.span.end]
    return ParsedCfg(expr, found, b"//" in words or b"/*" in words)


def _whole(listed: Listed) -> Invalid:
    args = tuple(listed.args)
    return Invalid(Span(args[0].span.start, args[-1].span.end), args)
