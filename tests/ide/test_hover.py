"""Hover on what stands at the cursor, `$0`, of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.cfg_strategies import BROKEN_TEXT
from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.hover import hover
from wasi_lsp.project.crate import Crate
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.semantics.file_place import FilePlace

NEVER = "**Here: never.**"
ALWAYS = "**Here: always.**"


def context(**values: object) -> RuleContext:
    chosen = Settings(**{"std_rules": StdRules.ALWAYS, **values})  # type: ignore[arg-type]
    return rule_context(Crate(root=Path()), None, Census(), chosen)


def hover_at(marked: str, **values: object) -> tuple[str, Hover] | None:
    """The text that the hover is on, and the hover."""
    text, offset = with_cursor(marked)
    found = hover(RustDocument.open(None, text), offset, context(**values))
    if found is None:
        return None
    assert found.span.touches(offset)
    return text[found.span.start : found.span.end].decode(), found


def markdown(marked: str, **values: object) -> str:
    found = hover_at(marked, **values)
    assert found is not None
    return found[1].markdown


# Predicates


@pytest.mark.parametrize(
    ("predicate", "said"),
    [
        ('any(un$0ix, target_env = "p2")', NEVER),
        ('any(unix, target_$0os = "wasi")', ALWAYS),
        ('all(feature = "a", n$0ot(target_env = "p1"))', "**Here: 2 targets**, given"),
    ],
)
def test_a_part_is_told_about_given_the_conditions_around(predicate: str, said: str) -> None:
    text = f'#[cfg(target_os = "wasi")]\nmod m {{\n    #[cfg({predicate})]\n    fn f() {{}}\n}}\n'
    _, part = markdown(text).split("---")
    assert said in part


@pytest.mark.parametrize(
    "marked",
    [
        '#[cfg(target_os = "wa$0si")] fn f() {}',
        '#![cfg(target_os = "wa$0si")]',
        'mod a { impl S { #[cfg(target_os = "wa$0si")] fn f() {} } }',
        'fn é() {} fn f() { #[cfg(target_os = "wa$0si")] g(); }',
        'fn f() { if cfg!(target_os = "wa$0si") {} }',
        'fn f() { println!("{}", cfg!(target_os = "wa$0si")) }',
        '#[cfg_attr(target_os = "wa$0si", inline)] fn f() {}',
        '#[cfg_attr(unix, cfg(target_os = "wa$0si"))] fn f() {}',
        '#[doc(cfg(target_os = "wa$0si"))] fn f() {}',
        'cfg_if! { if #[cfg(target_os = "wa$0si")] { fn f() {} } }',
        'cfg_select! { target_os = "wa$0si" => { fn f() {} } }',
        'fn f() -> u8 { cfg_select! { target_os = "wa$0si" => 1, _ => 2 } }',
        'macro_rules! m { () => { #[cfg(target_os = "wa$0si")] fn f() {} } }',
        'match x { #[cfg(target_os = "wa$0si")] A => 1 }',
        'struct S { #[cfg(target_os = "wa$0si")] x: u8 }',
        '#[cfg(target_os = "wa$0si")\nfn f() {}\n',
    ],
)
def test_on_a_predicate_wherever_it_stands(marked: str) -> None:
    found = hover_at(marked)
    assert found is not None
    assert found[0] == 'target_os = "wasi"'
    assert "**WASI only**" in found[1].markdown


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("#[cfg(unix)] mod a { #[cfg(w$0indows)] fn f() {} }", NEVER),
        ("#[cfg(unix)] mod a { #[cfg(u$0nix)] fn f() {} }", ALWAYS),
        ("#![cfg(unix)]\n#[cfg(w$0indows)] fn f() {}", NEVER),
        ("#[cfg(unix)] fn f() { #[cfg(w$0indows)] g(); }", NEVER),
        ("fn f() { #[cfg(unix)] { #[cfg(w$0indows)] g(); } }", NEVER),
        ("#[cfg(unix)] fn f() { cfg!(w$0indows) }", NEVER),
        ("fn f() { if cfg!(unix) { cfg!(w$0indows) } }", NEVER),
        ("#[cfg(unix)] #[cfg_attr(w$0indows, inline)] fn f() {}", NEVER),
        ("cfg_if! { if #[cfg(unix)] { #[cfg(w$0indows)] fn f() {} } }", NEVER),
        ("cfg_if! { if #[cfg(unix)] {} else { #[cfg(u$0nix)] fn f() {} } }", NEVER),
        ("cfg_if! { if #[cfg(unix)] {} else if #[cfg(u$0nix)] {} }", NEVER),
        ("cfg_select! { unix => {} u$0nix => {} }", NEVER),
        ("fn f() { cfg_select! { unix => 1, u$0nix => 2, _ => 3 } }", NEVER),
        ("fn f() { cfg_select! { unix => 1, windows => 2, not(u$0nix) => 3 } }", ALWAYS),
    ],
)
def test_on_a_predicate_in_its_place(marked: str, expected: str) -> None:
    assert expected in markdown(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "#[cfg(u$0nix)] fn f() {}",
        "#![cfg(u$0nix)]",
        "fn f() { #[cfg(u$0nix)] g(); }",
        "fn f() { if cfg!(u$0nix) { g() } }",
        '#[cfg_attr(u$0nix, cfg(feature = "x"))] fn f() {}',
        '#[cfg_attr(feature = "x", cfg(u$0nix))] fn f() {}',
        "cfg_if! { if #[cfg(u$0nix)] {} else if #[cfg(windows)] {} }",
        "cfg_select! { u$0nix => {} windows => {} }",
        "fn f() { if cfg!(windows) { #[cfg(u$0nix)] g(); } }",
        "#[cfg(unix)] fn a() {} #[cfg(u$0nix)] fn b() {}",
    ],
)
def test_a_predicate_is_not_its_own_condition(marked: str) -> None:
    assert "Here" not in markdown(marked)


def test_on_a_predicate_where_the_crate_has_the_file() -> None:
    text, offset = with_cursor("#[cfg(w$0indows)] fn f() {}")
    unix = parse_cfg(b"unix", 0, 4).expr
    place = FilePlace(where=Region.of(unix))
    judged = rule_context(Crate(root=Path()), None, Census(), Settings(), place)
    found = hover(RustDocument.open(None, text), offset, judged)
    assert found is not None
    assert NEVER in found.markdown


def test_on_a_predicate_in_a_macro_that_wraps_items() -> None:
    text, offset = with_cursor("wrap! { #[cfg(w$0indows)] fn g() {} }")
    place = FilePlace(wrapper_macros={"wrap": parse_cfg(b"unix", 0, 4).expr})
    judged = rule_context(Crate(root=Path()), None, Census(), Settings(), place)
    found = hover(RustDocument.open(None, text), offset, judged)
    assert found is not None
    assert NEVER in found.markdown


# std


@pytest.mark.parametrize(
    ("marked", "on", "item"),
    [
        ("fn f() { std::thread::sp$0awn(g); }", "spawn", "std::thread::spawn"),
        ("fn f() { std::thr$0ead::spawn(g); }", "thread", "std::thread"),
        ("fn f() { $0std::thread::spawn(g); }", "std", "std"),
        ("fn f() { ::std::thr$0ead::spawn(g); }", "thread", "std::thread"),
        ("use std::os::wa$0si::fs;", "wasi", "std::os::wasi"),
        ("use std::o$0s::wasi::fs;", "os", "std::os"),
        ("use std::fs::re$0ad as r;", "read", "std::fs::read"),
        ("use std::{fs::{self, re$0ad}, net};", "read", "std::fs::read"),
        ("use std::{f$0s::{self, read}, net};", "fs", "std::fs"),
        ("use std::fs::{se$0lf, read};", "self", "std::fs"),
        ("use std::f$0s::*;", "fs", "std::fs"),
        ("fn f() { use std::f$0s::read; }", "fs", "std::fs"),
        ("fn f() { use std::{fs, net$0 as n}; n::x(); }", "net", "std::net"),
        ("fn f() { use std::{fs, net as n}; n$0::x(); }", "n", "std::net"),
        ("use std::net::TcpListener; fn f() { TcpListener::bi$0nd(a); }", "bind", None),
        ("use std::net::TcpListener as L; fn f() { L$0::bind(a); }", "L", "std::net::TcpListener"),
        ("use std::fs; fn f() { f$0s::read(p); }", "fs", "std::fs"),
        ("use std::fs; fn f() { self::fs::re$0ad(p); }", "read", "std::fs::read"),
        ("use std::fs as files; fn f() { fi$0les::read(p); }", "files", "std::fs"),
        ("use std::fs::*; fn f() { re$0ad(p); }", "read", "std::fs::read"),
        ('fn f() { println!("{}", std::env::var$0(x)); }', "var", "std::env::var"),
        ("cfg_if! { if #[cfg(unix)] { use std::os::un$0ix::fs; } }", "unix", "std::os::unix"),
        ("fn f(a: std::net::TcpLi$0stener) {}", "TcpListener", "std::net::TcpListener"),
        ("use core::time::Dur$0ation;", "Duration", "std::time::Duration"),
    ],
)
def test_on_a_path_into_std(marked: str, on: str, item: str | None) -> None:
    found = hover_at(marked)
    assert found is not None
    assert found[0] == on
    assert f"`{item or 'std::net::TcpListener::bind'}`" in found[1].markdown.splitlines()[0]


@pytest.mark.parametrize(
    ("marked", "on", "item"),
    [
        ("fn f(s: std::net::TcpStream) { s.pe$0ek(b); }", "peek", "std::net::TcpStream::peek"),
        (
            'use std::process::Command;\nfn f() { Command::new("a").arg("b").$0spawn(); }',
            "spawn",
            "std::process::Command::spawn",
        ),
        (
            "use std::fs::File;\nimpl A { fn f() { let f = File::open(p)?; f.try_clone$0()?; } }",
            "try_clone",
            "std::fs::File::try_clone",
        ),
    ],
)
def test_on_a_method_that_does_not_plainly_work(marked: str, on: str, item: str) -> None:
    found = hover_at(marked)
    assert found is not None
    assert found[0] == on
    assert f"`{item}`" in found[1].markdown.splitlines()[0]
    assert "wasm32-wasip2" in found[1].markdown


def test_no_newer_rust_is_advised_where_none_helps() -> None:
    source = "fn f(s: std::net::TcpStream) { s.%s; }"
    old = {"rust_version": RustVersion(1, 82), "targets": ("wasm32-wasip2",)}
    assert "**Instead** read through" in markdown(source % "pe$0ek(b)", **old)
    assert "**Instead** Rust 1.83 or newer" in markdown(source % "set_no$0delay(true)", **old)


@pytest.mark.parametrize(
    "marked",
    [
        "$0",
        "fn f$0() {}",
        "fn f(s: String) { s.pu$0sh(c); }",
        "fn f(s: Stream) { s.pe$0ek(b); }",
        "fn f(s: std::net::TcpStream) { s.peek(b$0); }",
        "fn f() { g$0(); }",
        "fn f() { thread::sp$0awn(g); }",
        "mod thread { pub fn spawn() {} } fn f() { thread::sp$0awn(); }",
        "use std::fs; fn f() { se$0lf::fs::read(p); }",
        "mod m { pub use std::fs; } fn f() { $0m::fs::read(p); }",
        "mod m { pub use std::fs::read; } fn f() { $0m::read(p); }",
        "// std::thread::sp$0awn",
        'fn f() { "std::thread::sp$0awn"; }',
        "use tokio::fs::re$0ad;",
        "#[derive(De$0bug)] struct S;",
        "#[cfg$0(unix)] fn f() {}",
    ],
)
def test_nothing_elsewhere(marked: str) -> None:
    assert hover_at(marked) is None


def test_the_targets_that_one_cares_about_come_first() -> None:
    marked = "fn f() { std::net::TcpListener::bi$0nd(a); }"
    p2 = markdown(marked, targets=("wasm32-wasip2",))
    assert p2.index("wasm32-wasip2") < p2.index("wasm32-wasip1")
    assert "**Why**" not in p2
    p1 = markdown(marked, targets=("wasm32-wasip1",))
    assert p1.index("wasm32-wasip1") < p1.index("wasm32-wasip2")
    assert "**Why** WASI preview 1 cannot open sockets." in p1


def test_every_target_where_none_is_cared_about() -> None:
    text = markdown("fn f() { std::thread::sp$0awn(g); }", std_rules=StdRules.NEVER)
    for triple in ("wasm32-wasip1", "wasm32-wasip2", "wasm32-wasip3"):
        assert triple in text


def test_one_name_for_two_items() -> None:
    both = markdown(
        "#[cfg(unix)] use std::os::unix as os;\n"
        "#[cfg(not(unix))] use std::os::wasi as os;\n"
        "fn f() { o$0s::fs::g(); }"
    )
    assert "`std::os::unix`" in both
    assert "`std::os::wasi`" in both


# Suppression comments


@pytest.mark.parametrize(
    ("marked", "on", "name"),
    [
        ("// wasi-lsp: allow(WASI$0103)\nfn f() {}", "WASI103", "std-panics"),
        ("//! wasi-lsp: allow(WASI001, WASI10$02)\n", "WASI102", "std-always-fails"),
        ("fn f() { g(); } // wasi-lsp: allow($0WASI001)", "WASI001", "unknown-cfg-value"),
    ],
)
def test_on_the_code_of_a_rule(marked: str, on: str, name: str) -> None:
    found = hover_at(marked)
    assert found is not None
    assert found[0] == on
    assert found[1].markdown.startswith(f"**{on} {name}**: ")


@pytest.mark.parametrize(
    "marked",
    [
        "// wasi-lsp: allow(WASI9$099)\nfn f() {}",
        "// wasi-$0lsp: allow(WASI103)\nfn f() {}",
        "// WASI10$03\nfn f() {}",
    ],
)
def test_nothing_on_other_comments(marked: str) -> None:
    assert hover_at(marked) is None


@settings(max_examples=150, deadline=None)
@given(BROKEN_TEXT, st.integers(0, 200))
def test_any_text_will_do(text: bytes, at: int) -> None:
    source = b"use std::fs; #[cfg(" + text + b"\nfn f() { fs::read(p); }"
    hover(RustDocument.open(None, source), min(at, len(source)), context())
