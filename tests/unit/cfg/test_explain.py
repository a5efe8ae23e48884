from __future__ import annotations

import pytest
from hypothesis import given, settings

from support.cfg_strategies import PARTLY_KNOWN
from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.explain import explain
from wasi_lsp.cfg.parser import parse_cfg


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ('all(target_os = "wasi", target_env = "p2")', "WASI 0.2 only"),
        ('target_os = "wasi"', "WASI only"),
        ("unix", "Unix only"),
        ('any(unix, target_os = "wasi")', "every Unix target and WASI"),
        ('not(any(unix, target_os = "wasi"))', "every target except Unix and WASI"),
        (
            'all(not(target_family = "wasm"), feature = "std")',
            "not on WebAssembly, with feature `std`",
        ),
        (
            'all(target_os = "wasi", any(target_env = "p1", target_env = "p2"))',
            "WASI 0.1 and WASI 0.2",
        ),
        ('all(target_os = "wasi", not(target_env = "p1"))', "on WASI, not on WASI 0.1"),
        ('not(all(target_os = "wasi", target_env = "p2"))', "every target except WASI 0.2"),
        ('any(feature = "a", feature = "b")', "with feature `a` or `b`"),
        ('all(not(feature = "a"), not(feature = "b"))', "without feature `a` or `b`"),
        ('all(feature = "a", feature = "b")', "with features `a` and `b`"),
        ('all(feature = "a", unix, feature = "b")', "with features `a` and `b`, on Unix"),
        ('all(feature = "a", feature = "a")', "with feature `a`"),
        ("all(x, y, not(z))", "with cfgs `x` and `y`, without cfg `z`"),
        ('panic = "abort"', "where panics abort"),
        ('not(panic = "immediate-abort")', "where panics do not abort at once"),
        ("all(test, not(miri))", "in tests, not under Miri"),
        (
            'any(all(unix, feature = "net"), target_env = "p2")',
            "(on Unix and with feature `net`), or on WASI 0.2",
        ),
        (
            'all(any(unix, target_os = "wasi"), feature = "std", not(test))',
            "on Unix or WASI, with feature `std`, outside tests",
        ),
        (
            'all(target_os = "wasi", target_env = "gnu")',
            'never: no target is at once on WASI, where `target_env` is "gnu"',
        ),
        ('all(unix, target_pointer_width = "64")', "on Unix, on 64-bit targets"),
        ('target_env = ""', "where `target_env` is empty"),
        ("tokio_unstable", "with cfg `tokio_unstable`"),
        ("all()", "always"),
        ("true", "always"),
        ("any()", "never"),
        ("not(any(x, not(x)))", "never"),
        ("any(not(unix), not(windows))", "always: not on Unix, or not on Windows"),
        ('version("1.70")', "where `version(…)` of nightly holds"),
        ("all(unix, $x)", "on Unix, if what cannot be read here holds"),
    ],
)
def test_says_it_in_words(predicate: str, expected: str) -> None:
    text = predicate.encode()
    assert explain(parse_cfg(text, 0, len(text)).expr) == expected


def test_long_lists_are_cut() -> None:
    text = ("any(" + ", ".join(f'feature = "f{n}"' for n in range(20)) + ")").encode()
    assert explain(parse_cfg(text, 0, len(text)).expr).endswith("`f6` or 13 more")


@settings(max_examples=200, deadline=None)
@given(PARTLY_KNOWN)
def test_anything_can_be_explained(expr: CfgExpr) -> None:
    said = explain(expr)
    assert said
    assert "\n" not in said
