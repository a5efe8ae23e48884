"""The parser on any input: a tree whose spans nest, and errors that lie inside."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from support.cfg_strategies import BROKEN_TEXT, EXACT
from wasi_lsp.cfg.ast import All, Any, CfgExpr, Gated, Invalid, KeyValue, Lit, Name, Not, walk
from wasi_lsp.cfg.lexer import TokenKind, tokens
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.parser import parse_arm_predicate, parse_cfg, parse_cfg_attr
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.text.span import Span


def children(expr: CfgExpr) -> tuple[CfgExpr, ...]:
    if isinstance(expr, All | Any):
        return expr.args
    if isinstance(expr, Not):
        return (expr.arg,)
    return expr.parts if isinstance(expr, Invalid) else ()


def check(parsed: ParsedCfg, start: int, end: int) -> None:
    whole = Span(start, end)
    for node in walk(parsed.expr):
        assert node.span.start <= node.span.end
        assert whole.covers(node.span)
        previous = node.span.start
        for child in children(node):
            assert node.span.covers(child.span)
            assert previous <= child.span.start
            previous = child.span.end
        if isinstance(node, KeyValue):
            assert node.span.covers(node.key_span)
            assert node.span.covers(node.value_span)
    for error in parsed.errors:
        assert whole.covers(error.span), error
        for span, _ in error.replacement or ():
            assert whole.covers(span), error
    Region.of(parsed.expr)
    simplify(parsed.expr)


@settings(max_examples=500, deadline=None)
@given(BROKEN_TEXT, st.integers(0, 5), st.integers(0, 5))
def test_any_input_gives_a_tree(text: bytes, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(before, len(text) - after)
    end = max(start, min(end, len(text)))
    check(parse_cfg(text, start, end), start, end)
    arm = parse_arm_predicate(text, start, end)
    assert start <= arm.end_offset <= end
    if arm.predicate is not None:
        check(arm.predicate, start, end)
    attr = parse_cfg_attr(text, start, end)
    check(attr.predicate, start, end)
    previous = start
    for span in attr.attributes:
        assert previous <= span.start < span.end <= end
        previous = span.end


@settings(max_examples=300, deadline=None)
@given(BROKEN_TEXT)
def test_tokens_cover_the_text_in_order(text: bytes) -> None:
    previous = 0
    for token in tokens(text, 0, len(text)):
        assert previous <= token.start
        assert token.kind is TokenKind.END or token.start < token.suffix <= token.end
        previous = token.end
    assert previous == len(text)


@settings(max_examples=500, deadline=None)
@given(BROKEN_TEXT)
def test_mending_removes_the_error(text: bytes) -> None:
    """One replacement at a time leads to fewer errors, or to the next one further on."""
    parsed = parse_cfg(text, 0, len(text))
    for _ in range(40):
        error = next((error for error in parsed.errors if error.replacement), None)
        if error is None or error.replacement is None:
            return
        for span, new in sorted(error.replacement, reverse=True):
            text = text[: span.start] + new.encode() + text[span.end :]
        again = parse_cfg(text, 0, len(text))
        assert error not in again.errors or len(again.errors) < len(parsed.errors)
        parsed = again


SPAN = Span(0, 0)


def without_spans(expr: CfgExpr) -> CfgExpr:
    if isinstance(expr, All | Any):
        return replace(expr, span=SPAN, args=tuple(without_spans(arg) for arg in expr.args))
    if isinstance(expr, Not):
        return replace(expr, span=SPAN, arg=without_spans(expr.arg))
    if isinstance(expr, KeyValue):
        return replace(expr, span=SPAN, key_span=SPAN, value_span=SPAN)
    assert isinstance(expr, Name | Lit | Gated)
    return replace(expr, span=SPAN)


@settings(max_examples=300, deadline=None)
@given(EXACT)
def test_what_is_rendered_reads_back(expr: CfgExpr) -> None:
    text = render(expr).encode()
    parsed = parse_cfg(text, 0, len(text))
    assert parsed.errors == ()
    assert without_spans(parsed.expr) == expr


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20))
def test_any_value_survives_quoting(value: str) -> None:
    expr = KeyValue(SPAN, "feature", value, SPAN, SPAN)
    text = render(expr).encode("utf-8", "replace")
    parsed = parse_cfg(text, 0, len(text))
    assert parsed.errors == ()
    assert without_spans(parsed.expr) == replace(
        expr, value=value.encode("utf-8", "replace").decode()
    )
