"""Completion inside predicates. `$0` is the cursor."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.cfg_strategies import BROKEN_TEXT
from support.completing import after_accepting
from support.cursor import with_cursor
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.predicate_completion import complete_predicate
from wasi_lsp.project.build_script_files import ScriptedCfg, SettingPlace
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values

WASI_FIRST = [
    'target_os = "wasi"',
    'all(target_os = "wasi", target_env = "p2")',
    'all(target_os = "wasi", target_env = "p1")',
]
WASI_ENVS = ['target_env = "p2"', 'target_env = "p1"', 'target_env = "p3"']


def completions(marked: str) -> tuple[Completion, ...]:
    text, offset = with_cursor(marked)
    return complete_predicate(text, offset, features=("std", "net"))


def labels(marked: str) -> list[str]:
    return [item.label for item in completions(marked)]


def accept(marked: str, label: str) -> str:
    """The source after the item `label` is accepted."""
    text, _ = with_cursor(marked)
    (item,) = (item for item in completions(marked) if item.label == label)
    return after_accepting(text, item)


@pytest.mark.parametrize(
    "marked",
    [
        "#[cfg($0)] fn f() {}",
        "#[cfg($0",
        "#![cfg($0)]",
        "# [ cfg ( $0 ) ]",
        "#[cfg_attr($0, inline)]",
        "#[cfg_attr($0",
        "#[cfg_attr(unix, cfg($0))]",
        "#[cfg_attr(docsrs, doc(cfg($0)))]",
        "#[doc(cfg($0))]",
        "fn f() { if cfg!($0) {} }",
        'fn f() { println!("{}", cfg!($0)); }',
        "m! { #[cfg($0)] fn f() {} }",
        "macro_rules! m { ($i:item) => { #[cfg($0)] $i } }",
        "thread_local! { #[cfg($0)] static A: u8 = 1; }",
        "cfg_if! { if #[cfg(unix)] {} else if #[cfg($0)] {} }",
        '#[cfg_attr(target_env = "p1", cfg_attr($0))]',
        "fn f() { if cfg!(any(unix, $0",
        "cfg_select! { $0 => 1, _ => 2 }",
        "cfg_select! { unix => { f(); } $0",
        "cfg_select! { unix => 1, $0",
        "cfg_select! { unix => { #[cfg($0)] fn f() {} } }",
        "cfg_if! { if #[cfg($0)] { mod a; } }",
        "cfg_if::cfg_if! { if #[cfg(unix)] {} else if #[cfg($0",
        "#[cfg(not($0",
        "#[cfg(all(\n    unix,\n    $0\n))]\nfn f() {}",
        "struct S { #[cfg(all(unix, $0)] x: u8 }",
        "match x { #[cfg($0)] A => 1 }",
        "fn f<'a>(s: &'a str) { #[cfg($0)] g(); }",
        'fn f() { g("#[cfg("); #[cfg($0)] h(); }',
        "#[cfg(wa$0)]",
        "#[cfg(all(unix, /* why */ $0))]",
        "macro_rules! m { ($x:meta) => { #[cfg(all($x, $0))] fn f() {} } }",
    ],
)
def test_whole_predicates_come_first(marked: str) -> None:
    assert labels(marked)[:3] == WASI_FIRST


@pytest.mark.parametrize(
    "marked",
    [
        "$0",
        "fn f() { g($0) }",
        "#[$0]",
        "#[derive($0)]",
        "#[cfg_attr(unix, $0)]",
        '#[cfg_attr(unix, doc = "$0")]',
        "#[doc($0)]",
        "#[cfg(unix)] fn f() { $0 }",
        "#[cfg(unix $0)]",
        '#[cfg(target_os = "wasi"$0)]',
        '#[cfg("$0")]',
        "#[cfg(foo($0))]",
        "#[cfg(a::$0)]",
        "#[cfg(unix // $0",
        "#[cfg(unix, /* $0",
        "// #[cfg($0)]",
        "/// #[cfg($0)]",
        "/* #[cfg($0)] */",
        'let s = "#[cfg($0)]";',
        'let s = "#[cfg($0',
        'let s = r#"\n#[cfg($0)]\n"#;',
        "cfg_select! { unix => { $0 } }",
        "cfg_select! { unix => $0 }",
        "cfg_select! { unix => 1, _ => 2 } $0",
        "#[cfg(all(unix,\nfn f() { g($0",
        "#[cfg(unix\npub struct S { $0",
        'let cfg = f("$0");',
        "cfg($0)",
    ],
)
def test_nothing_outside_of_predicates(marked: str) -> None:
    assert labels(marked) == []


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('#[cfg(target_env = "$0")]', ["p2", "p1", "p3"]),
        ('#[cfg(target_env = "$0', ["p2", "p1", "p3"]),
        ("#[cfg(target_env = $0)]", ['"p2"', '"p1"', '"p3"']),
        ("#[cfg(target_env =$0", ['"p2"', '"p1"', '"p3"']),
        ('#[cfg(all(target_os = "wasi", target_env = "$0"))]', ["p2", "p1", "p3"]),
        ('#[cfg(target_os = "$0")]', ["wasi"]),
        ('#[cfg(target_os = r#"$0"#)]', ["wasi"]),
        ('#[cfg(target_family = "$0")]', ["wasm", "unix", "windows"]),
        ('#[cfg(target_arch = "$0")]', ["wasm32"]),
        ('#[cfg(target_feature = "$0")]', ["atomics", "bulk-memory", "simd128"]),
        ('#[cfg(panic = "$0")]', ["abort", "immediate-abort", "unwind"]),
        ('#[cfg(feature = "$0")]', ["std", "net"]),
        ('cfg_select! { unix => 1, target_os = "$0" => 2 }', ["wasi"]),
        ('fn f() { cfg!(target_env = "p$0") }', ["p2", "p1", "p3"]),
        ('#[cfg_attr(target_env = "$0", inline)]', ["p2", "p1", "p3"]),
        ('#[cfg(all(target_os = "wasi", $0))]', WASI_ENVS),
        ('#![cfg(all(target_os = "wasi", $0', WASI_ENVS),
        ('#[cfg_attr(all(\n    target_os = "wasi",\n    $0\n), path = "a.rs")]', WASI_ENVS),
        ('m!(#[cfg(target_env = "$0")]);', ["p2", "p1", "p3"]),
        ('f(cfg!(target_env = "$0"', ["p2", "p1", "p3"]),
        ('#[cfg(any(target_os = "wasi", $0))]', WASI_FIRST),
        ('#[cfg(unix = "$0")]', []),
        ('#[cfg(nonesuch = "$0")]', []),
    ],
)
def test_what_comes_first(marked: str, expected: list[str]) -> None:
    found = labels(marked)
    assert found[: len(expected)] == expected
    assert bool(found) == bool(expected)


@pytest.mark.parametrize(
    ("marked", "label", "expected"),
    [
        ('#[cfg(target_env = "$0', "p2", '#[cfg(target_env = "p2"'),
        ('#[cfg(target_env = "$0")]', "p2", '#[cfg(target_env = "p2")]'),
        ('#[cfg(target_env = "p$01")]', "p2", '#[cfg(target_env = "p2")]'),
        ('#[cfg(target_env = r#"$0', "p2", '#[cfg(target_env = r#"p2"#'),
        ("#[cfg(target_env = p$0)]", '"p2"', '#[cfg(target_env = "p2")]'),
        ("#[cfg(target_env = $0)]", '""', '#[cfg(target_env = "")]'),
        ("#[cfg(al$0", "all(…)", "#[cfg(all($0))]"),
        ("#[cfg(al$0)]", "all(…)", "#[cfg(all($0))]"),
        ("#[cfg(any(unix, no$0)]", "not(…)", "#[cfg(any(unix, not($0)))]"),
        ("#[cfg(any(unix, no$0\nfn f() {}", "not(…)", "#[cfg(any(unix, not($0)))]\nfn f() {}"),
        ("f(cfg!(a$0)", "any(…)", "f(cfg!(any($0))"),
        ("#[cfg(targ$0)]", "target_os", '#[cfg(target_os = "$0")]'),
        ('#[cfg(targ$0et = "wasi")]', "target_os", '#[cfg(target_os = "wasi")]'),
        ("#[cfg(u$0)]", "unix", "#[cfg(unix)]"),
        ("#[cfg($0unix)]", "windows", "#[cfg(windowsunix)]"),
        ("#[cfg(f$0)]", 'feature = "std"', '#[cfg(feature = "std")]'),
        ("cfg_select! { unix => 1, $0 => 2 }", "_", "cfg_select! { unix => 1, _ => 2 }"),
        ("é(); #[cfg(wa$0)]", 'target_os = "wasi"', 'é(); #[cfg(target_os = "wasi")]'),
    ],
)
def test_accepting(marked: str, label: str, expected: str) -> None:
    assert accept(marked, label) == expected


def test_names_and_values_of_the_project() -> None:
    declared = DeclaredCfgs(
        {"loom": Values(bare=True), "backend": Values(strings=frozenset({"wasi", "posix"}))}
    )
    text, offset = with_cursor("#[cfg($0)]")
    kinds = {item.label: item.kind for item in complete_predicate(text, offset, declared=declared)}
    assert kinds["loom"] is CompletionKind.NAME
    assert kinds["backend"] is CompletionKind.KEY
    text, offset = with_cursor('#[cfg(backend = "$0")]')
    assert [item.label for item in complete_predicate(text, offset, declared=declared)] == [
        "posix",
        "wasi",
    ]


def test_names_that_the_build_script_sets() -> None:
    declared = DeclaredCfgs(
        {"wasip2": Values(bare=True), "io": Values(strings=frozenset({"wasi"}))}
    )
    p2 = Region.on(TargetSet.of(["wasm32-wasip2"]))
    sets = ScriptedCfg(p2, (SettingPlace(Path("build.rs"), 7),))
    scripted = {"wasip2": sets, 'io="wasi"': sets}
    for marked, label in (("#[cfg($0)]", "wasip2"), ('#[cfg(io = "$0")]', "wasi")):
        text, offset = with_cursor(marked)
        items = complete_predicate(text, offset, declared=declared, scripted=scripted)
        (item,) = (each for each in items if each.label == label)
        assert item.detail == "set by the build script on 1 target"
        assert item.documentation == "On `wasm32-wasip2`. Set in `build.rs`, line 7."


def test_items_say_what_they_are() -> None:
    (p2,) = (item for item in completions('#[cfg(target_env = "$0")]') if item.label == "p2")
    assert p2.detail == "WASI 0.2 (preview 2), since Rust 1.78, 1 target"
    assert "`wasm32-wasip2`" in p2.documentation
    whole = completions("#[cfg($0)]")[1]
    assert whole.detail == "WASI 0.2 only"


def test_nothing_built_in_is_called_the_project_s_own() -> None:
    offered = {item.label: item.detail for item in completions("#[cfg($0)]")}
    assert "target_object_format" in offered
    assert "a cfg option of this project" not in offered.values()


def test_every_predicate_offered_is_one() -> None:
    offered = completions("#[cfg($0)]")
    assert len(offered) > 20
    for item in offered:
        text = item.insert_text.replace("$0", "unix").encode()
        assert not parse_cfg(text, 0, len(text)).errors, item


def test_items_sort_in_their_order_and_never_have_an_empty_label() -> None:
    for marked in ("#[cfg($0)]", '#[cfg(target_env = "$0")]'):
        items = completions(marked)
        assert [item.sort_text for item in items] == sorted(item.sort_text for item in items)
        assert all(item.label for item in items)
        assert len({item.label for item in items}) == len(items)


@settings(max_examples=300, deadline=None)
@given(BROKEN_TEXT, st.integers(0, 200))
def test_any_text_will_do(text: bytes, at: int) -> None:
    opened = b"#[cfg(" + text
    for item in complete_predicate(opened, min(at, len(opened))):
        assert 0 <= item.span.start <= item.span.end <= len(opened)


def test_a_long_file_costs_no_more() -> None:
    lines = b"".join(
        b'#[cfg(all(unix, feature = "f%d"))]\npub fn f%d(x: &str) -> u8 { x.len() as u8 }\n'
        % (n, n)
        for n in range(5_000)
    )
    typed = lines + b'#[cfg(all(target_os = "wasi", target_env = "'
    assert complete_predicate(typed, len(typed))
    times = []
    for _ in range(5):
        start = time.process_time()
        complete_predicate(typed, len(typed))
        times.append(time.process_time() - start)
    assert min(times) < 0.01
