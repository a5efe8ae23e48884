"""No input may hang a check: not by its depth, nor by its length."""

from __future__ import annotations

import time

import pytest

from support.annotations import findings_in

N = 10_000
#: Of work, whatever else the machine does; what is quadratic takes minutes.
SECONDS = 20

HOSTILE = {
    "parentheses in a predicate": f"#[cfg({'not(' * N}unix{')' * N})] fn a() {{}}",
    "open parentheses in a predicate": f"#[cfg({'all(' * N}\nfn a() {{}}",
    "cfg_attr in cfg_attr": f"#[{'cfg_attr(unix, ' * N}inline{')' * N}] fn a() {{}}",
    "expressions": f"fn a() {{ let x = {'(' * N}1{')' * N}; }}",
    "blocks": f"fn a() {'{' * N}std::thread::spawn(f);{'}' * N}",
    "ifs": f"fn a() {{ {'if cfg!(unix) {' * N}{'}' * N} }}",
    "else ifs": f"fn a() {{ {'if cfg!(unix) {} else ' * N} {{}} }}",
    "operators in a condition": f"fn a() {{ if cfg!(unix){' && cfg!(a)' * N} {{}} }}",
    "generics": f"fn a(x: {'Vec<' * N}u8{'>' * N}) {{ x.len(); }}",
    "use trees": f"use {'std::{' * N}fs{'}' * N};",
    "modules": f"{'mod a {' * N}use std::os::unix;{'}' * N}",
    "ifs in a row": f"fn a() {{ {'if cfg!(unix) { f(); } ' * N} }}",
    "gates in a row": f"fn a() {{ {'#[cfg(unix)] { f(); } ' * N} }}",
    "attributes in a row": "#[cfg(unix)]\n" * N + "fn a() {}",
    "arms": f"cfg_select! {{ {'unix => {} ' * 500} }}",
    "contradictions": f"#[cfg(unix)] fn a() {{ {'#[cfg(windows)] { f(); } ' * N} }}",
    "attributes that contradict one": f"#[cfg(unix)]\n{'#[cfg_attr(windows, x)] ' * N} fn a() {{}}",
    "repetition": f"#[cfg(any({', '.join(f'a{n}, all(a{n}, b)' for n in range(99))}))] fn a() {{}}",
    "one name again and again": f"#[cfg(any({'unix, ' * N}))] fn a() {{}}",
    "cfg_if in cfg_if": f"{'cfg_if! { if #[cfg(unix)] { ' * 1000}{'} }' * 1000}",
    "attributes in a line": "#[cfg(unix)] fn a() {} " * 1000,
    "an open brace": "{",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_ends_soon(source: str) -> None:
    start = time.process_time()
    findings_in(source)
    assert time.process_time() - start < SECONDS
