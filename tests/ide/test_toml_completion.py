"""Completion in the files of Cargo and rustup. `$0` is the cursor."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.completing import after_accepting
from support.cursor import with_cursor
from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.toml_completion import complete_toml
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values
from wasi_lsp.project.file_kinds import FileKind

MANIFEST, CONFIG, TOOLCHAIN = FileKind.MANIFEST, FileKind.CARGO_CONFIG, FileKind.TOOLCHAIN
WASI = ["wasm32-wasip2", "wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip3"]
KEYS = ['cfg(target_os = "wasi")', 'cfg(all(target_os = "wasi", target_env = "p2"))']
TABLES = ["target.'cfg(target_os = \"wasi\")'.dependencies"]
RELEASES = ["1.96", "1.92"]
CHANNELS = ["stable", "beta", "nightly", "1.96"]
ENVS = ["p2", "p1", "p3"]
DEPENDENCIES = ["dependencies", "dev-dependencies", "build-dependencies"]
SPECS = ["cfg(name)", 'cfg(name, values("…"))', "cfg(name, values(any()))"]
CHECK_CFG = "[lints.rust.unexpected_cfgs]\ncheck-cfg = ["
OPERATORS = ['target_os = "wasi"']


def completions(kind: FileKind, marked: str) -> tuple[Completion, ...]:
    text, offset = with_cursor(marked)
    return complete_toml(text, kind, offset, Crate(Path()))


def accept(kind: FileKind, marked: str, label: str) -> str:
    """The file after the item `label` is accepted."""
    text, _ = with_cursor(marked)
    (item,) = (item for item in completions(kind, marked) if item.label == label)
    return after_accepting(text, item)


@pytest.mark.parametrize(
    ("kind", "marked", "first"),
    [
        # Behind `[target.`.
        (MANIFEST, "[target.$0]", KEYS),
        (MANIFEST, "[target.$0", KEYS),
        (MANIFEST, "[target.'$0", KEYS),
        (MANIFEST, "[target.'$0']", KEYS),
        (MANIFEST, "[ target . $0 ]", KEYS),
        (MANIFEST, "[target.wasm$0.dependencies]", KEYS),
        (MANIFEST, "[target]\n$0", KEYS),
        (CONFIG, "[build]\nrustflags = [\n  '-C',\n[target.$0", KEYS),
        # In a predicate.
        (MANIFEST, "[target.'cfg($0", OPERATORS),
        (MANIFEST, "[target.'cfg($0)'.dependencies]", OPERATORS),
        (MANIFEST, "[target.'cfg(not($0))'.dependencies]", OPERATORS),
        (MANIFEST, "[target.'cfg(target_env = \"$0\")'.dependencies]", ENVS),
        (MANIFEST, "[target.'cfg(target_env = \"$0", ENVS),
        (CONFIG, "[target.'cfg(all(unix, target_env = \"p$0\"))']", ENVS),
        (MANIFEST, "# it's\n[target.'cfg(target_env = \"$0", ENVS),
        (MANIFEST, '[target."cfg($0)"]', OPERATORS),
        (MANIFEST, r'[target."cfg(target_env = \"$0\")"]', ENVS),
        (MANIFEST, r'[target."cfg(all(target_os = \"wasi\", target_env = \"p$0', ENVS),
        (MANIFEST, r'target = { "cfg(target_env = \"p$0\")" = {} }', ENVS),
        # In `check-cfg`.
        (MANIFEST, "[lints.rust]\nunexpected_cfgs = { check-cfg = ['$0'] }", SPECS),
        (MANIFEST, "[lints.rust]\nunexpected_cfgs = { check-cfg = [$0] }", SPECS),
        (MANIFEST, "[lints.rust.unexpected_cfgs]\ncheck-cfg = ['c$0", SPECS),
        (MANIFEST, f"{CHECK_CFG}'cfg(a, $0)']", ["values(…)", "values(any())"]),
        (MANIFEST, f"{CHECK_CFG}'cfg(a, b, values($0))']", ["any()", "none()"]),
        (MANIFEST, f'{CHECK_CFG}"cfg(panic, values($0))"]', ['"abort"', '"immediate-abort"']),
        (MANIFEST, f'{CHECK_CFG}\'cfg(target_os, values("x", "$0"))\']', ['"aix"']),
        # What cargo-component reads.
        (MANIFEST, "[package.metadata.component]\n$0", ["package", "target", "adapter", "proxy"]),
        (MANIFEST, "[package.metadata]\ncomponent = { $0 }", ["package", "target"]),
        (MANIFEST, "[package.metadata.component.target]\n$0", ["path", "world", "package"]),
        (
            MANIFEST,
            "[package.metadata.component.dependencies]\n'a:b' = { $0",
            ["version", "package", "registry", "path"],
        ),
        (MANIFEST, "[package.metadata.component.target.dependencies.'a:b']\n$0", ["version"]),
        (MANIFEST, "[package.metadata.component.bindings]\n$0", ["ownership"]),
        (MANIFEST, "[package.metadata.component.bindings]\nownership = $0", ["owning"]),
        (MANIFEST, "[package.metadata.component.$0]", ["target", "target.dependencies"]),
        (MANIFEST, "[package.metadata.$0]", ["component", "component.target"]),
        # Lists of targets.
        (CONFIG, '[build]\ntarget = "$0"', WASI),
        (CONFIG, "[build]\ntarget = $0", WASI),
        (CONFIG, "build.target = '$0", WASI),
        (CONFIG, "build = { target = ['wasm32-wasip1', '$0", WASI),
        (CONFIG, '[build]\ntarget = [\n  "wasm32-wasip1", # why\n  "$0"\n]\n', WASI),
        (TOOLCHAIN, '[toolchain]\ntargets = ["$0"]', WASI[:3]),
        (MANIFEST, '[package.metadata.docs.rs]\ntargets = ["$0"]', WASI),
        # Releases.
        (MANIFEST, '[package]\nrust-version = "$0"', RELEASES),
        (MANIFEST, '[workspace.package]\nrust-version = "1.$0"', RELEASES),
        (TOOLCHAIN, '[toolchain]\nchannel = "$0"', CHANNELS),
        # Tables and keys.
        (MANIFEST, "[package]\n\n[$0", TABLES),
        (MANIFEST, "[package]\n\n[ta$0]", TABLES),
        (MANIFEST, "[target.'cfg(unix)'.$0]", DEPENDENCIES),
        (MANIFEST, "[target.wasm32-wasip2.dev$0]", DEPENDENCIES),
        (MANIFEST, "[lints.rust]\n$0", ["unexpected_cfgs"]),
        (MANIFEST, "[workspace.lints]\nrust.unex$0", ["unexpected_cfgs"]),
    ],
)
def test_what_comes_first(kind: FileKind, marked: str, first: list[str]) -> None:
    assert [item.label for item in completions(kind, marked)][: len(first)] == first


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (MANIFEST, "$0"),
        (MANIFEST, "[package]\n$0"),
        (MANIFEST, '[package]\nname = "$0"'),
        (MANIFEST, "[dependencies.$0]"),
        (MANIFEST, "[target.'cfg(unix)'.dependencies]\n$0"),
        (MANIFEST, "[target.'cfg(unix)$0'.dependencies]"),
        (MANIFEST, "[target.'cfg(unix)']$0"),
        (MANIFEST, "[package.metadata.target.$0]"),
        (MANIFEST, "# [target.$0"),
        (MANIFEST, "# allow($0"),
        (MANIFEST, "[package.metadata.component.dependencies]\n$0"),
        (MANIFEST, "[package.metadata.component.registries]\n$0"),
        (MANIFEST, "[package.metadata.component]\nadapter = '$0'"),
        (CONFIG, "[package.metadata.component]\n$0"),
        (CONFIG, "[lints.rust.unexpected_cfgs]\ncheck-cfg = ['$0']"),
        (MANIFEST, "[lints.clippy.unexpected_cfgs]\ncheck-cfg = ['$0']"),
        (MANIFEST, f"{CHECK_CFG}'cfg(a, values(any($0))']"),
        (MANIFEST, f"{CHECK_CFG}'cfg(a) $0']"),
        (MANIFEST, r'[target."cfg(\q target_env = \"$0\")"]'),
        (FileKind.SCRIPT, "[target.$0"),
        (MANIFEST, 'description = """\n[target.$0\n"""'),
        (MANIFEST, "[build]\ntarget = '$0'"),
        (CONFIG, "[build]\ntarget-dir = '$0'"),
        (CONFIG, "[build]\ntarget = 'wasm32-wasip2'\nrustc = '$0'"),
    ],
)
def test_what_others_complete_is_left_to_them(kind: FileKind, marked: str) -> None:
    assert completions(kind, marked) == ()


@pytest.mark.parametrize(
    ("kind", "marked", "label", "expected"),
    [
        (MANIFEST, "[target.$0]", KEYS[0], "[target.'cfg(target_os = \"wasi\")']"),
        (MANIFEST, "[target.'cf$0", KEYS[0], "[target.'cfg(target_os = \"wasi\")'"),
        (MANIFEST, "[target.'cf$0']", "cfg(…)", "[target.'cfg($0)']"),
        (MANIFEST, "[target.$0]", WASI[0], "[target.wasm32-wasip2]"),
        (MANIFEST, "[target.wasm32-w$0asi.x]", WASI[0], "[target.wasm32-wasip2.x]"),
        (
            MANIFEST,
            "[target.'cfg(target_env = \"p$0",
            "p2",
            '[target.\'cfg(target_env = "p2"',
        ),
        (MANIFEST, "[target.'cfg(any($0", "unix", "[target.'cfg(any(unix"),
        (
            CONFIG,
            '[build]\ntarget = "wasm32-wasi$0p1"',
            WASI[0],
            '[build]\ntarget = "wasm32-wasip2"',
        ),
        (CONFIG, "[build]\ntarget = $0", WASI[0], '[build]\ntarget = "wasm32-wasip2"'),
        (CONFIG, "[build]\ntarget = ['$0", WASI[0], "[build]\ntarget = ['wasm32-wasip2'"),
        (
            MANIFEST,
            r'[target."cfg(target_env = \"p$0',
            "p2",
            r'[target."cfg(target_env = \"p2\"',
        ),
        (
            MANIFEST,
            r'[target."cfg(all(unix, é, target_env = \"p$0x\"))".dependencies]',
            "p2",
            r'[target."cfg(all(unix, é, target_env = \"p2\"))".dependencies]',
        ),
        (
            MANIFEST,
            '[target."cfg($0)".dependencies]',
            'target_os = "wasi"',
            r'[target."cfg(target_os = \"wasi\")".dependencies]',
        ),
        # A snippet, where each backslash has one before it.
        (
            MANIFEST,
            '[target."cfg($0)"]',
            "target_env",
            r'[target."cfg(target_env = \\"$0\\")"]',
        ),
        (
            MANIFEST,
            f"{CHECK_CFG}'cfg(target_os, values(\"wa$0']",
            '"wasi"',
            f"{CHECK_CFG}'cfg(target_os, values(\"wasi\"']",
        ),
        (
            MANIFEST,
            f'{CHECK_CFG}"cfg(target_os, values($0))"]',
            '"wasi"',
            f'{CHECK_CFG}"cfg(target_os, values(\\"wasi\\"))"]',
        ),
        (
            MANIFEST,
            f"{CHECK_CFG}$0]",
            "cfg(name, values(any()))",
            f"{CHECK_CFG}'cfg(${{1:name}}, values(any()))$0']",
        ),
        (
            MANIFEST,
            "[package.metadata.component]\nta$0",
            "target",
            '[package.metadata.component]\ntarget = "${1:wasi}:${2:cli}/${3:command}@${4:0.2.0}"$0',
        ),
        (
            MANIFEST,
            '[package.metadata.component]\nta$0 = "a:b@1.0.0"',
            "target",
            '[package.metadata.component]\ntarget = "a:b@1.0.0"',
        ),
        (
            MANIFEST,
            "[$0]",
            TABLES[0],
            "[target.'cfg(target_os = \"wasi\")'.dependencies]",
        ),
    ],
)
def test_what_is_accepted(kind: FileKind, marked: str, label: str, expected: str) -> None:
    assert accept(kind, marked, label) == expected


def test_names_that_the_project_sets_are_declared_with_their_values() -> None:
    declared = DeclaredCfgs.of(
        [("wasip2", Values(bare=True)), ("net", Values(True, frozenset(["std", "none"])))]
    )
    text, offset = with_cursor(f"{CHECK_CFG}'$0']")
    crate = Crate(Path(), declared_cfgs=declared)
    labels = [item.label for item in complete_toml(text, MANIFEST, offset, crate)]
    assert labels == ['cfg(net, values(none(), "none", "std"))', "cfg(wasip2)", *SPECS]
    text, offset = with_cursor(f"{CHECK_CFG}'cfg(net, values(\"$0\"))']")
    labels = [item.label for item in complete_toml(text, MANIFEST, offset, crate)]
    assert labels == ['"none"', '"std"']


def test_a_predicate_of_cargo_is_not_offered_what_cargo_does_not_look_at() -> None:
    offered = {item.label for item in completions(MANIFEST, "[target.'cfg($0)'.dependencies]")}
    assert {"target_os", "unix"} <= offered
    assert offered.isdisjoint({"feature", "test", "debug_assertions", "proc_macro"})


def test_a_target_comes_with_what_one_must_know_to_choose() -> None:
    (item, *_) = completions(CONFIG, "[build]\ntarget = '$0'")
    assert item.detail == "tier 2, since Rust 1.82"
    assert "rustup target add wasm32-wasip2" in item.documentation


@pytest.mark.parametrize(
    "part", ["[", "{a=", "a.", "a=[", "[a]", '"', "\n[", '"' * 3, "'" * 3, "a=[\n[", "#", "'cfg("]
)
def test_time_grows_with_the_text_alone(part: str) -> None:
    start = time.process_time()
    completions(MANIFEST, part * 20_000 + "$0")
    assert time.process_time() - start < 2


TOML = st.lists(
    st.sampled_from(
        [
            *("[", "]", "{", "}", "target", ".", "'", '"', "cfg(", ")", "=", ",", "\n", "#", '"""'),
            *("é", "\\", "lints.rust.unexpected_cfgs.check-cfg", "values(", "package.metadata"),
            ".component",
        ]
    )
).map("".join)


@given(st.sampled_from(FileKind), TOML, st.data())
def test_no_text_is_too_broken(kind: FileKind, text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    at = len(text[:offset].encode())
    for item in complete_toml(text.encode(), kind, at, Crate(Path())):
        assert 0 <= item.span.start <= at <= item.span.end <= len(text.encode())
