"""Hover on predicates. `$0` is the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from support.cfg_strategies import BROKEN_TEXT
from support.cursor import with_cursor
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.ide.predicate_hover import hover_predicate


def region(predicate: str) -> Region:
    text = predicate.encode()
    return Region.of(parse_cfg(text, 0, len(text)).expr)


def hover(marked: str, context: str | None = None) -> str:
    text, offset = with_cursor(marked)
    expr = parse_cfg(text, 0, len(text)).expr
    around = None if context is None else region(context)
    found = hover_predicate(expr, offset, around, text)
    assert found is not None
    return found


def test_a_predicate_for_wasi() -> None:
    assert hover('all(target_os = "wasi", target_env = "p$02")') == (
        "`target_env` — the C library of the target, or the version of WASI\n\n"
        '`target_env = "p2"` — WASI 0.2 (preview 2), 1 target, since Rust 1.78. '
        "On `wasm32-wasip2`.\n\n"
        "**WASI 0.2 only**\n\n"
        "1 of 320 targets:\n\n"
        "- WASI: `wasm32-wasip2`"
    )


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('any($0unix, target_os = "wasi")', "- WASI: every target (`wasm32-wasip1`, "),
        ('any($0unix, target_os = "wasi")', "- Linux: `aarch64-unknown-linux-gnu`, "),
        ("un$0ix", "- WASI: none"),
        ("un$0ix", "`unix` — the target is like Unix; WASI is not"),
        ('target_env = "$0p1"', "Before Rust 1.81 `target_env` was empty"),
        ('target_env = "p$03"', "since Rust 1.92"),
        ('target_env = "$0p9"', "no value that Rust knows: true nowhere"),
        ('target_env = "$0p9"', "**Never: no target has this value**"),
        ('feature = "$0std"', 'It depends on `feature = "std"`.'),
        ('any(unix, feature = "$0a")', "Whatever is set, it holds on 202 targets."),
        ("all(uni$0x, all(test))", "The same, shorter: `all(unix, test)`"),
        ("overflow$0_checks", "`#![feature(cfg_overflow_checks)]`"),
        ('version("1.$070")', "Only on nightly, with `#![feature(cfg_version)]`"),
        ("tokio_$0unstable", "no name that Rust or Cargo knows"),
        ("tru$0e", "Since Rust 1.88"),
        ("all($0unix, $x)", "A part of it is not known here."),
    ],
)
def test_says(marked: str, expected: str) -> None:
    assert expected in hover(marked)


@pytest.mark.parametrize(
    ("marked", "context", "expected"),
    [
        ("$0unix", 'target_os = "wasi"', "it never holds."),
        ('target_os = "$0wasi"', 'target_env = "p2"', "it always holds."),
        (
            'any(unix, target_os = "$0wasi")',
            "not(unix)",
            "With the conditions of the code around: `wasm32-wasip1`, ",
        ),
    ],
)
def test_in_its_place(marked: str, context: str, expected: str) -> None:
    assert expected in hover(marked, context)


def test_nothing_outside() -> None:
    text = b"#[cfg(unix)]"
    expr = parse_cfg(text, 6, 10).expr
    assert hover_predicate(expr, 2) is None
    assert hover_predicate(expr, 10) is not None


@settings(max_examples=200, deadline=None)
@given(BROKEN_TEXT)
def test_any_text_will_do(text: bytes) -> None:
    expr = parse_cfg(text, 0, len(text)).expr
    for offset in range(0, len(text) + 1, 3):
        hover_predicate(expr, offset, Region.everywhere(), text)
