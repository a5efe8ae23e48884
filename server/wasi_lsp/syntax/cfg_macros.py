"""The arms of `cfg_if!` and `cfg_select!`: each excludes what the earlier ones took."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.cfg.ast import All, CfgExpr, Not
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.parser import parse_arm_predicate, parse_cfg
from wasi_lsp.syntax.facts import Predicate, PredicateKind
from wasi_lsp.syntax.scan import Place, PlaceKind, group_end, is_compile_error, places
from wasi_lsp.text.span import Span


class Arm(NamedTuple):
    """One arm. `body` is its code without braces; `is_block` tells whether it had them."""

    condition: CfgExpr
    body: Span
    is_block: bool


class Arms(NamedTuple):
    """The arms of one macro call and the predicates that choose among them."""

    arms: tuple[Arm, ...]
    predicates: tuple[Predicate, ...]


def parse_arms(text: bytes, place: Place) -> Arms:
    """Read the inside of a `cfg_if!` or `cfg_select!`; what cannot be read ends the list."""
    found = _cfg_if(text, place) if place.kind is PlaceKind.CFG_IF else _cfg_select(text, place)
    kind = PredicateKind.CFG_IF if place.kind is PlaceKind.CFG_IF else PredicateKind.CFG_SELECT
    arms: list[Arm] = []
    predicates: list[Predicate] = []
    earlier: list[CfgExpr] = []
    # Where the arm before ends.
    before: int | None = None
    for parsed, body, is_block, end in found:
        own: tuple[CfgExpr, ...] = ()
        if parsed is not None:
            forbids = body is not None and is_compile_error(text, body.start)
            arm = Span(before, end) if before is not None and body is not None else None
            predicates.append(Predicate(kind, parsed.expr.span, parsed, forbids=forbids, arm=arm))
            own = (parsed.expr,)
        before = end
        excluded = tuple(Not(other.span, other) for other in earlier)
        if body is not None:
            arms.append(Arm(All(body, own + excluded), body, is_block))
        earlier += own
    return Arms(tuple(arms), tuple(predicates))


class _FoundArm(NamedTuple):
    """An arm as it is written, up to `end`: its closing brace, or the comma behind it."""

    parsed: ParsedCfg | None
    body: Span | None
    is_block: bool
    end: int


def _cfg_if(text: bytes, place: Place) -> list[_FoundArm]:
    found: list[_FoundArm] = []
    pos, end = place.inside
    while True:
        token = _next(text, pos, end)
        word = text[token.start : token.end]
        parsed = None
        if word == b"else":
            pos = token.end
            continue
        if word == b"if":
            attribute = next(places(text, token.end, end), None)
            if attribute is None or attribute.kind is not PlaceKind.ATTRIBUTE:
                return found
            parsed = _predicate_of_cfg(text, attribute.inside)
            token = _next(text, attribute.end, end)
        elif word != b"{":
            return found
        if text[token.start : token.end] != b"{":
            found.append(_FoundArm(parsed, None, False, end))
            return found
        body, pos = _block(text, token, end)
        found.append(_FoundArm(parsed, body, True, pos))


def _predicate_of_cfg(text: bytes, attribute: Span) -> ParsedCfg:
    """The predicate of the `cfg(…)` in an attribute's brackets.

    `cfg_if!` before 1.0, and many a copy of it, take several.
    """
    opened = text.find(b"(", *attribute)
    if opened < 0:
        return parse_cfg(text, attribute.end, attribute.end)
    trimmed = attribute.start + len(text[attribute.start : attribute.end].rstrip())
    end = _inside_end(text, trimmed, b")")
    return parse_cfg(text, opened + 1, end, several_are_all=True)


def _cfg_select(text: bytes, place: Place) -> list[_FoundArm]:
    found: list[_FoundArm] = []
    pos, end = place.inside
    while (start := _next(text, pos, end)).kind is not TokenKind.END:
        arm = parse_arm_predicate(text, pos, end)
        first = _next(text, arm.end_offset, end)
        if text[start.start : start.end] == b"$" and text[first.start : first.end] != b"=>":
            # `cfg_select! { $($arms)* }` in the definition of a macro.
            return found
        if text[first.start : first.end] == b"=>":
            first = _next(text, first.end, end)
        if arm.end_offset <= pos or first.kind is TokenKind.END:
            found.append(_FoundArm(arm.predicate, None, False, end))
            return found
        is_block = text[first.start : first.end] == b"{"
        if is_block:
            body, pos = _block(text, first, end)
        else:
            pos = _comma(text, first.start, end)
            body = Span(first.start, pos)
        comma = _next(text, pos, end)
        if text[comma.start : comma.end] == b",":
            pos = comma.end
        found.append(_FoundArm(arm.predicate, body, is_block, pos))
    return found


def _next(text: bytes, pos: int, end: int) -> Token:
    return next(tokens(text, pos, end))


def _block(text: bytes, brace: Token, end: int) -> tuple[Span, int]:
    close = group_end(text, brace.start, end)
    return Span(brace.end, max(brace.end, _inside_end(text, close, b"}"))), close


def _inside_end(text: bytes, close: int, bracket: bytes) -> int:
    return close - 1 if text[close - 1 : close] == bracket else close


def _comma(text: bytes, start: int, end: int) -> int:
    depth = 0
    for token in tokens(text, start, end):
        punct = text[token.start : token.end] if token.kind is TokenKind.PUNCT else b""
        if punct == b"," and depth == 0:
            return token.start
        depth += (punct in (b"(", b"[", b"{")) - (punct in (b")", b"]", b"}"))
    return end
