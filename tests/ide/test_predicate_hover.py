"""Hover on predicates. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from support.cfg_strategies import BROKEN_TEXT
from support.cursor import with_cursor
from wasi_lsp.cfg.ast import All, CfgExpr, Name
from wasi_lsp.cfg.atoms import undecided_atom
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.project.build_script_files import ScriptedCfg, SettingPlace
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values
from wasi_lsp.text.span import Span


def parsed(predicate: str) -> CfgExpr:
    text = predicate.encode()
    return parse_cfg(text, 0, len(text)).expr


def region(predicate: str) -> Region:
    return Region.of(parsed(predicate))


def hover(marked: str, context: str | None = None) -> str:
    text, offset = with_cursor(marked)
    expr = parse_cfg(text, 0, len(text)).expr
    around = None if context is None else region(context)
    found = hover_predicate(expr, offset, around, text)
    assert found is not None
    return found


def test_a_predicate_for_wasi() -> None:
    assert hover('all(target_os = "wasi", target_env = "p$02")') == (
        "**WASI 0.2 only** (1 of 320 targets)\n\n"
        "`wasm32-wasip2`\n\n"
        "---\n\n"
        "`target_env`: the C library of the target, or the version of WASI\n\n"
        '`"p2"`: WASI 0.2 (preview 2), since Rust 1.78, on `wasm32-wasip2`'
    )


def test_a_predicate_of_one_atom_names_its_targets_once() -> None:
    assert hover('target_os = "$0wasi"').count("wasm32-wasip2") == 1


def test_the_systems_that_rust_supports_best_come_first() -> None:
    lines = [line for line in hover("un$0ix").splitlines() if line.startswith("- ")]
    assert [line.partition(":")[0] for line in lines[:3]] == ["- WASI", "- Linux", "- macOS"]
    assert lines[-1] == "- 101 more on 27 other systems"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('any($0unix, target_os = "wasi")', "- WASI: `wasm32-wasip1`, "),
        ('any($0unix, target_os = "wasi")', "- Linux: `aarch64-unknown-linux-gnu`, "),
        ("un$0ix", "- WASI: none"),
        ("un$0ix", "`unix`: the target is like Unix; WASI is not"),
        ('target_env = "$0p1"', "Before Rust 1.81 `target_env` was empty"),
        ('target_env = "p$03"', "since Rust 1.92"),
        ('target_env = "$0p9"', '`"p9"`: no value that Rust knows'),
        ('target_env = "$0p9"', "**Never: no target has this value**"),
        ('all(unix, feature = "$0std")', 'Depends on `feature = "std"`.'),
        ("$0test", "**In tests** (all 320 targets)"),
        ('any(unix, feature = "$0a")', "whatever is set, it holds on 202 targets."),
        ("all(uni$0x, all(test))", "The same, shorter: `all(unix, test)`"),
        ("overflow$0_checks", "`#![feature(cfg_overflow_checks)]`"),
        ('version("1.$070")', "Only on nightly, with `#![feature(cfg_version)]`"),
        ("tokio_$0unstable", "no name that Rust or Cargo knows"),
        ("tru$0e", "Since Rust 1.88"),
        ("all($0unix, $x)", "**On Unix, if what cannot be read here holds**"),
    ],
)
def test_what_the_part_under_the_cursor_is(marked: str, expected: str) -> None:
    assert expected in hover(marked)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("any(unix, no$0t(windows))", "`not(…)`: every target except Windows (300 of 320 targets)"),
        (
            "not($0any(unix, windows))",
            "`any(…)`: every Unix target and Windows (222 of 320 targets)",
        ),
        ("any(test, all$0(unix, $x))", "`all(…)`: on Unix, if what cannot be read here holds"),
    ],
)
def test_on_an_operator_inside(marked: str, expected: str) -> None:
    assert hover(marked).endswith(f"\n\n---\n\n{expected}")


def test_the_outermost_operator_is_the_whole_predicate() -> None:
    assert "---" not in hover("al$0l(unix, test)")


@pytest.mark.parametrize(
    ("marked", "context", "expected"),
    [
        ("$0unix", 'target_os = "wasi"', "**Here: never.**"),
        ('target_os = "$0wasi"', 'target_env = "p2"', "**Here: always.**"),
        (
            'any(unix, target_os = "$0wasi")',
            "not(unix)",
            "**Here: 4 targets**, given the conditions around it: `wasm32-wasip1`, ",
        ),
    ],
)
def test_in_its_place(marked: str, context: str, expected: str) -> None:
    assert expected in hover(marked, context)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('all(target_os = "wasi", $0unix)', "never.** What stands beside it rules it out."),
        (
            'all(target_os = "$0wasi", target_env = "p2")',
            "always.** What stands beside it asks for it already.",
        ),
        # Also what stands further out must hold.
        (
            'any(windows, all(target_os = "wasi", any(n$0ot(target_env = "p1"), test)))',
            "2 targets**, given what stands beside it: `wasm32-wasip2`, `wasm32-wasip3`",
        ),
    ],
)
def test_beside_the_other_parts_of_its_all(marked: str, expected: str) -> None:
    assert hover(marked).endswith(f"\n\n**In its `all(…)`: {expected}")


@pytest.mark.parametrize(
    "marked",
    [
        # The whole predicate tells the same.
        'all(target_os = "wasi", target_env = "$0p2")',
        'all(target_os = "wasi", feature = "$0net")',
        # No `all(…)`, or nothing holds beside it anyway.
        'any(target_os = "wasi", target_env = "$0p2")',
        'all(unix, windows, target_env = "$0p2")',
    ],
)
def test_nothing_is_said_of_what_stands_beside_it_in_vain(marked: str) -> None:
    assert "In its" not in hover(marked)


def test_wasi_comes_first_in_its_place_too() -> None:
    said = hover("not($0unix)", "not(windows)")
    assert "**, given the conditions around it: `wasm32-wasip1`, `wasm32-wasip1-threads`, " in said


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (DeclaredCfgs({"loom": Values(bare=True)}), "`loom`: a cfg option of this project"),
        (DeclaredCfgs(), "`loom`: no name that Rust or Cargo knows"),
        (DeclaredCfgs(open_ended=True), "knows: the project declares it, or nothing"),
    ],
)
def test_names_of_the_project(declared: DeclaredCfgs, expected: str) -> None:
    text = b"all(unix, loom)"
    said = hover_predicate(
        parse_cfg(text, 0, len(text)).expr, 12, crate=Crate(Path(), declared_cfgs=declared)
    )
    assert said is not None
    assert said.endswith(expected)


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (
            "all(w$0asip2)",
            "`wasip2`: set by the build script on 1 target. On `wasm32-wasip2`. "
            "Set in `build.rs`, line 3.",
        ),
        (
            "any(p$0robed)",
            "`probed`: set by the build script on 4 targets at most. On `wasm32-wasip1`, "
            "`wasm32-wasip1-threads`, `wasm32-wasip2`, `wasm32-wasip3`. Depends on "
            "what the build script finds out. Set in `build.rs`, line 4.",
        ),
        ("not(w$0asip2)", "(319 of 320 targets)"),
        ("all(w$0asip2, windows)", "**Never, by the build script and the features of this crate: "),
        ('all(io = "w$0asi", unix)', "**Never, by the build script"),
        ('io = "w$0asi"', '`"wasi"`: set by the build script on 4 targets. On `wasm32-wasip1`, '),
    ],
)
def test_names_that_the_build_script_sets(predicate: str, expected: str) -> None:
    probe = Name(Span(0, 0), undecided_atom("build.rs", "1"))
    probed = All(Span(0, 0), (parsed('target_os = "wasi"'), probe))
    place = (SettingPlace(Path("build.rs"), 4),)
    crate = Crate(
        Path(),
        set_cfgs={
            "wasip2": ScriptedCfg(
                Region.of(parsed('target_env = "p2"')), (SettingPlace(Path("build.rs"), 3),)
            ),
            "probed": ScriptedCfg(Region.of(probed), place),
            'io="wasi"': ScriptedCfg(Region.of(parsed('target_os = "wasi"')), place),
        },
    )
    text, offset = with_cursor(predicate)
    said = hover_predicate(parsed(text.decode()), offset, None, text, crate)
    assert said is not None
    assert expected in said


def test_nothing_on_what_cannot_be_read() -> None:
    text = b'target_env = "p2'
    assert hover_predicate(parse_cfg(text, 0, len(text)).expr, 3) is None


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
