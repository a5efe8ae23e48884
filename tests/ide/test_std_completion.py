"""Completion of items and methods of std. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.completion import complete
from wasi_lsp.ide.std_completion import std_documentation
from wasi_lsp.project.crate import Crate
from wasi_lsp.rules.base import RuleContext

P1, P2 = "wasm32-wasip1", "wasm32-wasip2"


def context(*targets: str, is_for_wasi: bool = True) -> RuleContext:
    rules = StdRules.ALWAYS if is_for_wasi else StdRules.AUTO
    chosen = Settings(std_rules=rules, targets=targets or None)
    return rule_context(Crate(root=Path()), None, Census(), chosen)


def completions(marked: str, *targets: str) -> dict[str, Completion]:
    text, offset = with_cursor(marked)
    found = complete(RustDocument.open(None, text), offset, context(*targets))
    return {item.label: item for item in found}


@pytest.mark.parametrize(
    "marked",
    [
        "fn f() { std::thread::$0 }",
        "fn f() { std::thread::sp$0 }",
        "fn f() { ::std::thread::sp$0awn(g); }",
        "use std::thread::$0",
        "use std::thread::$0;",
        "use std::{env, thread::$0};",
        "use std::{\n    env,\n    thread::{self, $0},\n};",
        "use std::thread;\n\nfn f() {\n    thread::$0\n    let x = 1;\n}\n",
        "use std::thread as t;\nmod m {\n    use super::*;\n    fn f() { g(t::$0) }\n}\n",
        'fn f() { println!("{}", std::thread::$0) }',
        "fn f() {\n    use std::thread;\n    thread::$0;\n}\n",
        # Brackets that are still to be closed.
        "fn f() { std::thread::sp$0",
        "fn f() {\n    std::thread::$0\n\nfn g() {}\n",
        "use std::thread;\nimpl S {\n    fn f(&self) {\n        g(')', thread::sp$0\n",
    ],
)
def test_what_does_not_work_is_offered_with_what_it_does(marked: str) -> None:
    found = completions(marked, P2)
    assert found["spawn"].mark == "panics on wasip2"
    assert found["spawn"].is_deprecated
    assert "sleep" not in found


@pytest.mark.parametrize(
    "marked",
    [
        "#[cfg(unix)]\nfn f() { std::thread::$0 }",
        "#[cfg(unix)]\nmod m {\n    use std::thread::$0;\n}\n",
        "fn f() { if cfg!(unix) { std::thread::$0 } }",
        "fn f() { #[cfg(windows)] { std::thread::$0; } }",
        "// std::thread::$0",
        "/* std::thread::$0 */",
        'let s = "std::thread::$0";',
        "fn f() { thread::$0 }",
        "fn f() { std::vec::Vec::$0 }",
        "fn f() { g(std::thread::spawn, $0) }",
        "use std::io;\nfn f() { g(a, $0) }",
        "fn f(a: Vec<u8>) { a.$0 }",
        "fn f(a: File) { a.$0 }",
        "fn f(a: std::fs::File) { #[cfg(unix)] { a.$0 } }",
        "// std::process::Command::new(a).$0",
        "fn f() { g(1.$0) }",
        "fn f() { g(1..$0) }",
        "fn f() { $0.a() }",
    ],
)
def test_nothing_elsewhere(marked: str) -> None:
    assert completions(marked, P2) == {}


def test_nothing_in_a_project_that_is_not_for_wasi() -> None:
    text, offset = with_cursor("use std::thread::$0;")
    document = RustDocument.open(None, text)
    assert complete(document, offset, context(is_for_wasi=False)) == ()


@pytest.mark.parametrize(
    "marked",
    [
        "fn f(a: std::fs::File) { a.$0 }",
        "fn f(a: &std::fs::File) {\n    a.set$0\n}",
        "fn f(a: &std::fs::File) {\n    a.set$0_permissions(b);\n}",
        'use std::fs::File;\nfn f() -> R {\n    let a = File::open("a")?;\n    a.$0\n    g()\n}\n',
        "struct S { a: std::fs::File }\nimpl S {\n    fn f(&self) { self.a.$0; }\n}",
        "fn g() {}\nfn f(a: std::fs::File) {\n    if x {\n        g(a.$0\n",
    ],
)
def test_methods_by_the_type_of_the_value(marked: str) -> None:
    found = completions(marked, P2)
    assert found["set_permissions"].mark == "returns Unsupported on wasip2"
    assert found["set_permissions"].std_path == "std::fs::File::set_permissions"
    assert "metadata" not in found
    text, _ = with_cursor(marked)
    span = found["set_permissions"].span
    assert text[span.start : span.end] in (b"", b"set", b"set_permissions")


def test_targets_that_differ_are_told_apart() -> None:
    wasi = completions("use std::os::$0;", P1, P2)["wasi"]
    assert wasi.mark == "works on wasip1; needs nightly (wasip2) on wasip2"
    assert not wasi.is_deprecated
    assert completions("use std::fs::File;\nfn f() { File::$0 }", P2)["set_permissions"].mark


def test_every_module_of_a_system_those_of_wasi_first() -> None:
    found = completions("use std::os::$0;", P2)
    assert list(found)[:2] == ["fd", "raw"]
    assert found["unix"].mark == found["windows"].mark == "absent on wasip2"
    assert found["unix"].is_deprecated
    assert [each.sort_text for each in found.values()] == sorted(
        each.sort_text for each in found.values()
    )
    # Behind what rust-analyzer sorts by: hexadecimal numbers.
    assert all(each.sort_text > "f" for each in found.values())


def test_all_of_the_name_is_replaced() -> None:
    marked = "fn f() { std::thread::sp$0awn(g); }"
    text, _ = with_cursor(marked)
    span = completions(marked, P2)["available_parallelism"].span
    assert text[span.start : span.end] == b"spawn"


def test_more_is_told_when_somebody_looks() -> None:
    path = completions("use std::thread::$0;", P2)["spawn"].std_path
    assert path == "std::thread::spawn"
    told = std_documentation(path, context(P2))
    assert told is not None
    assert "panics" in told
    assert std_documentation("std::nonesuch", context(P2)) is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*" \n:{},;xé.()", "use ", "std::", "os::", "fs::File", "fn f(x: ", '"', "#[cfg("]
        )
    ),
    st.integers(0, 60),
)
def test_any_text_will_do(parts: list[str], at: int) -> None:
    source = "".join(parts).encode()
    offset = min(at, len(source))
    for item in complete(RustDocument.open(None, source), offset, context(P2)):
        assert item.span.touches(offset)
