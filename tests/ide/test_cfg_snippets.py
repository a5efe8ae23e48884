"""Completion of attributes and macros that hold predicates. `$0` is the cursor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.completing import after_accepting
from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.cfg.well_known import stable_since
from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.completion import complete
from wasi_lsp.project.crate import Crate
from wasi_lsp.rust_version import RustVersion

ATTRIBUTES = [
    'cfg(target_os = "wasi")',
    'cfg(all(target_os = "wasi", target_env = "p2"))',
    'cfg(not(target_os = "wasi"))',
]
#: The first release with `cfg_select!`, and the one before.
NEW, OLD = RustVersion(1, 95), RustVersion(1, 94)


def completions(
    marked: str,
    rust: RustVersion = NEW,
    crates: tuple[str, ...] = ("cfg_if",),
    std_rules: StdRules = StdRules.ALWAYS,
) -> tuple[Completion, ...]:
    text, offset = with_cursor(marked)
    crate = Crate(root=Path(), dependency_names=frozenset(crates))
    context = rule_context(crate, None, Census(), Settings(std_rules=std_rules))
    return complete(RustDocument.open(None, text), offset, replace(context, rust_version=rust))


def labels(marked: str, **values: object) -> list[str]:
    return [item.label for item in completions(marked, **values)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("marked", "accepted"),
    [
        ("#[$0", '#[cfg(target_os = "wasi")]'),
        ("#[c$0\nfn f() {}", '#[cfg(target_os = "wasi")]\nfn f() {}'),
        ("#[cfg$0]\nfn f() {}", '#[cfg(target_os = "wasi")]\nfn f() {}'),
        ("#![cf$0]", '#![cfg(target_os = "wasi")]'),
        ("fn f() {\n    #[cf$0] g();\n}", 'fn f() {\n    #[cfg(target_os = "wasi")] g();\n}'),
        ("m! { #[c$0] fn f() {} }", 'm! { #[cfg(target_os = "wasi")] fn f() {} }'),
    ],
)
def test_attributes(marked: str, accepted: str) -> None:
    text, _ = with_cursor(marked)
    found = completions(marked)
    assert [item.label for item in found] == ATTRIBUTES
    assert after_accepting(text, found[0]) == accepted


@pytest.mark.parametrize("marked", ["cf$0", "fn f() {\n    cfg_$0\n}\n", "f(); c$0", "mod m { c$0"])
def test_macros(marked: str) -> None:
    assert labels(marked) == ["cfg_select!", "cfg_if!"]
    assert labels(marked, crates=()) == ["cfg_select!"]
    assert labels(marked, rust=OLD) == ["cfg_if!"]
    assert all("$0" in item.insert_text and item.is_snippet for item in completions(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "#[cfg$0(unix)]",
        "#[derive$0]",
        "#[derive($0)]",
        "// #[c$0]",
        'let s = "#[c$0";',
        "let x = c$0;",
        "x.c$0",
        "cfg_select$0! {}",
        "let$0",
        "$0",
        "// c$0",
    ],
)
def test_nothing_elsewhere(marked: str) -> None:
    assert labels(marked) == []


def test_it_stands_behind_what_rust_analyzer_offers() -> None:
    for marked in ("c$0", "#[c$0]"):
        assert min(item.sort_text for item in completions(marked)) > "f"


def test_nothing_unasked_where_nothing_is_for_wasi() -> None:
    assert labels("#[$0]", std_rules=StdRules.AUTO) == []
    assert labels("#[c$0]", std_rules=StdRules.AUTO) == ATTRIBUTES


def test_the_release_is_that_of_the_table() -> None:
    stable = stable_since("cfg_select!")
    assert stable is not None
    assert stable.since == NEW
