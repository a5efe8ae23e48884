"""Which targets Rust code runs Cargo and its kin for; the names in marks are found."""

from __future__ import annotations

import re
import time

import pytest

from wasi_lsp.project.rust_commands import targets_of_commands


@pytest.mark.parametrize(
    "marked",
    [
        'Command::new("cargo").args(["build", "--target", "‹wasm32-wasi›"]).status()?;',
        'Command::new("cargo").args(&["build", "--target=‹wasm32-wasi›", "-q"]);',
        'std::process::Command::new("rustup").arg("target").arg("add").arg("‹wasm32-wasi›");',
        'Command::new(env!("CARGO")).current_dir(dir).arg("--target").arg("‹wasm32-wasi›")',
        'Command::new(var("CARGO").unwrap()).args(vec!["b", "--target", "‹wasm32-wasi›"])',
        'let mut cmd = process::Command::new(cargo);\ncmd.arg("build").env("a", "b");\n'
        'if x { cmd.arg("--target").arg("‹wasm32-wasi›"); }',
        'let mut cmd = Command::new("rustup");\n'
        'cmd.arg("run").arg("stable").arg("cargo").arg("build").arg("--target=‹wasm32-wasi›");',
        'Command::new("cargo").arg("build").env("CARGO_BUILD_TARGET", "‹wasm32-wasi›")',
        'set_var("CARGO_BUILD_TARGET", "‹wasm32-wasi›"); let c: Command;',
        'Command::new("cargo").args(["build"]).arg(format!("a{}", b(c, d))).args(x)\n'
        '  .args(["--target", "‹wasm32-wasi›"])',
        'Command::new("cargo").arg("b").arg("--target-dir=target/‹wasm32-wasi›/a")',
    ],
)
def test_targets_are_found_at_their_places(marked: str) -> None:
    text = re.sub("[‹›]", "", marked).encode()
    found = targets_of_commands(text)
    assert [text[slice(*each.span)].decode() for each in found] == re.findall("‹(.*?)›", marked)
    assert {each.role.value for each in found} <= {"run", "artifact"}


@pytest.mark.parametrize(
    "text",
    [
        'Command::new("clang").arg("--target=wasm32-wasi")',
        'Command::new("cargo").arg("build"); Command::new("zig").args(["--target", "wasm32-wasi"])',
        '// Command::new("cargo").args(["build", "--target", "wasm32-wasi"])',
        '/// Command::new("cargo").args(["build", "--target", "wasm32-wasi"])\nfn a() {}',
        'let text = r#"Command::new("cargo").args(["b", "--target", "wasm32-wasi"])"#;',
        'Command::new("cargo").args(["build", "--target"]).arg(target).arg("wasm32-wasi")',
        'Command::new("cargo").args(["run", "--", "--target", "wasm32-wasi"])',
        'Command::new("cargo").arg("--target").arg(format!("wasm32-wasi"))',
        'let mut a = Command::new("cargo"); a = Command::new("cc"); a.arg("--target=wasm32-wasi");',
        'fn a() { let mut a = Command::new("cargo"); } fn b() { a.arg("--target=wasm32-wasi"); }',
        'assert_eq!(target, "wasm32-wasi"); Command::new("cargo")',
        'set_var("TARGET", "wasm32-wasi"); Command::new("cargo").env("TARGET", "wasm32-wasi")',
        'Command::new("cargo").arg("--target=wasm32\\u{2d}wasi")',
    ],
)
def test_other_strings_are_no_targets(text: str) -> None:
    assert targets_of_commands(text.encode()) == ()


def test_toolchains_that_are_named_beside() -> None:
    text = b'Command::new("cargo").args(["+1.77", "build", "--target", "wasm32-wasi"])'
    (name,) = targets_of_commands(text)
    assert name.channels == {"1.77"}


@pytest.mark.parametrize("part", ['Command::new("cargo"', "a=Command::new(", ".arg(", "[", '"'])
def test_time_grows_with_the_text_alone(part: str) -> None:
    text = (part * 3_000 + '"wasm32-wasi" Command').encode()
    start = time.process_time()
    targets_of_commands(text)
    assert time.process_time() - start < 2
