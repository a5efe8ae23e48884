"""`wasi-lsp check` as a user runs it: files in, text or JSON and an exit code out."""

from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from support.command import Result, wasi_lsp

EXAMPLES = Path(__file__).parents[2] / "examples"

SPAWN = "fn main() {\n    std::thread::spawn(|| ());\n}\n"


def check_json(*arguments: str | Path, cwd: Path) -> tuple[Result, dict[str, Any]]:
    result = wasi_lsp("check", "--format", "json", *arguments, cwd=cwd)
    return result, json.loads(result.out)


def codes(document: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in document["findings"]]


def test_the_example_shows_what_there_is_to_port() -> None:
    result, document = check_json("porting", cwd=EXAMPLES)
    assert result.code == 1
    assert document["errors"] == []
    assert {"WASI001", "WASI002", "WASI004", "WASI101", "WASI102", "WASI103", "WASI105"} <= set(
        codes(document)
    )


def test_the_ported_example_is_clean() -> None:
    result = wasi_lsp("check", "ported", cwd=EXAMPLES)
    assert (result.code, result.out) == (0, "")
    assert "13 files checked in" in result.err
    assert "nothing to report" in result.err


def test_text_output(tmp_path: Path) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    result = wasi_lsp("check", cwd=tmp_path)
    assert result.code == 1
    lines = result.out.splitlines()
    assert lines[0].startswith("warning[WASI103]: ")
    assert lines[1:5] == [
        " --> main.rs:2:5",
        "  |",
        "2 |     std::thread::spawn(|| ());",
        "  |     ^^^^^^^^^^^^^^^^^^",
    ]
    assert "\x1b" not in result.out
    assert result.err.startswith("1 file checked in ")
    assert result.err.endswith(" s: 1 warning\n")


def test_json_output(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.rs").write_text("/* é日 */ fn main() { std::thread::spawn(|| ()); }")
    result, document = check_json(cwd=tmp_path)
    assert result.code == 1
    assert set(document) == {"version", "findings", "errors"}
    (finding,) = document["findings"]
    assert isinstance(finding.pop("message"), str)
    assert isinstance(finding.pop("help"), str)
    assert finding == {
        "file": "src/main.rs",
        "line": 1,
        "column": 22,
        "end_line": 1,
        "end_column": 40,
        "code": "WASI103",
        "name": "std-panics",
        "severity": "warning",
        "targets": ["wasm32-wasip2"],
        "fixes": [],
        "related": [],
    }


def test_a_fix_in_json_says_what_to_replace(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text('#[cfg(target_env = "wasip2")]\nfn f() {}\n')
    _, document = check_json(cwd=tmp_path)
    (finding,) = document["findings"]
    assert finding["targets"] == []
    edits = [edit for fix in finding["fixes"] for edit in fix["edits"]]
    assert {
        "line": 1, "column": 20, "end_line": 1, "end_column": 28, "text": '"p2"'
    } in edits  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "severities"),
    [
        ((), 1, ["warning"]),
        (("--exit-zero",), 0, ["warning"]),
        (("--rule", "WASI103=off"), 0, []),
        (("--rule", "wasi1=off"), 0, []),
        (("--rule", "WASI1=off", "--rule", "WASI103=error"), 1, ["error"]),
        (("--rule", "WASI103=hint"), 0, ["hint"]),
        (("--target", "wasm32-wasip1-threads"), 0, []),
        (("--target", "wasm32-wasip2", "--target", "wasm32-wasip1"), 1, ["warning"]),
    ],
)
def test_options_decide_severities_and_the_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, severities: list[str]
) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    result, document = check_json(*arguments, cwd=tmp_path)
    assert result.code == code
    assert [finding["severity"] for finding in document["findings"]] == severities


def test_targets_are_sorted_and_named(tmp_path: Path) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    _, document = check_json("--target", "wasm32-wasip3", "--target", "wasm32-wasip1", cwd=tmp_path)
    assert document["findings"][0]["targets"] == ["wasm32-wasip1", "wasm32-wasip3"]


def test_the_projects_targets_count(tmp_path: Path) -> None:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text('build.target = "wasm32-wasip1"')
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\n')
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.rs").write_text(SPAWN)
    _, document = check_json("src/main.rs", cwd=tmp_path)
    assert document["findings"][0]["targets"] == ["wasm32-wasip1", "wasm32-wasip2"]


def test_rust_version_decides(tmp_path: Path) -> None:
    # https://github.com/rust-lang/rust/pull/149864: canonicalize works on WASI from 1.94 on.
    (tmp_path / "main.rs").write_text('fn main() { let _ = std::fs::canonicalize("."); }')
    assert check_json("--rust-version", "1.96", cwd=tmp_path)[1]["findings"] == []
    _, document = check_json("--rust-version", "1.90", cwd=tmp_path)
    assert codes(document) == ["WASI102"]


def test_build_scripts_run_on_the_host(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\n')
    (tmp_path / "build.rs").write_text(SPAWN)
    assert wasi_lsp("check", cwd=tmp_path).code == 0


def test_an_allow_comment_silences(tmp_path: Path) -> None:
    source = SPAWN.replace("    std", "    // wasi-lsp: allow(WASI103)\n    std")
    (tmp_path / "main.rs").write_text(source)
    assert wasi_lsp("check", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("a.rs", b"", 0, "note: a.rs: an empty file"),
        ("a.rs", b"\x7fELF\0\0", 0, "note: a.rs: a binary file, not Rust source"),
        ("a.rs", b"// caf\xe9\nfn f() {}", 0, "note: a.rs:1: not valid UTF-8, which rustc rejects"),
        ("a.rs", b"\xef\xbb\xbffn f() {}", 0, "1 file checked"),
        ("a.rs", b"this is no Rust at all } ) ] ' \"", 0, "1 file checked"),
        ("a.txt", b"# Rust", 0, "note: a.txt: not a Rust file (.rs)"),
        ("run", b"cargo build --target wasm32-wasi", 0, "note: run: not a Rust file (.rs)"),
        ("Cargo.toml", b"[package]\n# \xe9", 0, "note: Cargo.toml:2: not valid UTF-8, which Cargo"),
        ("rust-toolchain", b"\xff\xfe1\0", 0, "note: rust-toolchain: a binary file, not checked"),
        ("a.sh", b"# \xe9 wasm", 0, "1 file checked"),
        ("a.sh", b"x" * 1024 * 1025, 0, "note: a.sh: larger than 1 MiB, and not checked"),
        ("missing.rs", None, 2, "error: missing.rs: no such file or directory"),
    ],
)
def test_a_named_file(
    tmp_path: Path, name: str, data: bytes | None, code: int, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result, document = check_json(name, cwd=tmp_path)
    assert result.code == code
    assert message in result.err
    assert document["findings"] == []
    assert [error["file"] for error in document["errors"]] == ([name] if code == 2 else [])


def test_what_lies_about_in_folders_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a/Cargo.toml").mkdir(parents=True)
    (tmp_path / "a/b.rs").mkdir()
    (tmp_path / "a/loop").symlink_to("loop")
    (tmp_path / "a/around").symlink_to("..")
    (tmp_path / "a/gone.rs").symlink_to("nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "a/pipe.rs")
    (tmp_path / "ci.yml").write_text("jobs:\n\ta: cargo build --target wasm32-wasi\n")
    (tmp_path / "package.json").write_text('{"scripts": {"a": "cargo test --target wasm32-')
    (tmp_path / "flake.nix").write_bytes(b"'' rust-bin targets = [ \"wasm32-\xff")
    (tmp_path / "c.rs").write_bytes(b"\xef\xbb\xbf#[cfg(unx)]\r\nfn f() {}\r\n")
    result, document = check_json(cwd=tmp_path)
    assert result.code == 1
    assert codes(document) == ["WASI002"]
    assert (document["findings"][0]["line"], document["findings"][0]["column"]) == (1, 7)
    assert document["errors"] == []


def test_findings_beside_an_invalid_character_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_bytes(b"// \xe9\n" + SPAWN.encode())
    result, document = check_json(cwd=tmp_path)
    assert result.code == 1
    assert document["findings"][0]["line"] == 3


@pytest.mark.parametrize("name", ["folder", "folder/empty"])
def test_a_folder_without_rust(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder/empty").mkdir(parents=True)
    (tmp_path / "folder/a.txt").write_text("")
    result = wasi_lsp("check", name, cwd=tmp_path)
    assert (result.code, result.out) == (0, "")
    assert f"note: {name}: no Rust files here" in result.err


def test_a_pipe_and_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.rs")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.rs")
        result = wasi_lsp("check", "pipe.rs", "socket.rs", "/dev/null")
    assert result.code == 2
    assert "error: pipe.rs: a named pipe, not a file" in result.err
    assert "error: socket.rs: a socket, not a file" in result.err
    assert "not a Rust file (.rs)" in result.err or "a device, not a file" in result.err


def test_errors_stand_beside_findings(tmp_path: Path) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    result, document = check_json("main.rs", "missing.rs", cwd=tmp_path)
    assert result.code == 2
    assert codes(document) == ["WASI103"]
    assert document["errors"] == [{"file": "missing.rs", "message": "no such file or directory"}]


def test_a_broken_manifest_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a\n')
    (tmp_path / "main.rs").write_text(SPAWN)
    result, document = check_json(cwd=tmp_path)
    assert result.code == 2
    assert codes(document) == ["WASI103"]
    (error,) = document["errors"]
    assert error["file"] == "Cargo.toml"
    assert error["message"].startswith("line 2: not valid TOML")


def test_a_broken_manifest_that_no_code_is_judged_by_is_a_note(tmp_path: Path) -> None:
    """Such as the test data of a tool that reads manifests."""
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\n')
    (tmp_path / "lib.rs").write_text("")
    fixture = tmp_path / "tests" / "broken"
    fixture.mkdir(parents=True)
    (fixture / "Cargo.toml").write_text('[package]\nname = "a\n')
    result, document = check_json(cwd=tmp_path)
    assert (result.code, document["errors"]) == (0, [])
    assert "tests/broken/Cargo.toml:2: not valid TOML" in result.err.replace("\\", "/")
    # Who asks for it is told that it could not be done.
    result, document = check_json("tests/broken/Cargo.toml", cwd=tmp_path)
    assert result.code == 2
    assert len(document["errors"]) == 1
    # Its own code is judged by it.
    (fixture / "lib.rs").write_text("")
    result, document = check_json(cwd=tmp_path)
    assert result.code == 2
    assert [error["file"] for error in document["errors"]] == ["tests/broken/Cargo.toml"]


def test_a_file_of_5_megabytes(tmp_path: Path) -> None:
    line = f"/// {'words ' * 30}\npub const C: u32 = 1;\n"
    body = line * (5_100_000 // len(line))
    (tmp_path / "big.rs").write_text(f"{body}{SPAWN}")
    assert (tmp_path / "big.rs").stat().st_size > 5_000_000
    result, document = check_json(cwd=tmp_path)
    assert result.code == 1
    assert [finding["line"] for finding in document["findings"]] == [body.count("\n") + 2]


@pytest.mark.parametrize(
    "source",
    [
        f"#[cfg({'not(' * 10_000}unix{')' * 10_000})]\nfn f() {{}}",
        f"#[cfg({'all(' * 10_000}",
        f"fn f() {{ {'(' * 10_000}1{')' * 10_000}; }}",
        f"fn f() {'{' * 10_000}",
        f"use a::{'{' * 10_000}b{'}' * 10_000};",
        f"type T = {'Vec<' * 10_000}u8{'>' * 10_000};",
        "mod a { " * 10_000,
        "#[cfg(unix)]\n" * 10_000 + "fn f() {}",
    ],
    ids=["not", "half", "parentheses", "braces", "use", "type", "mod", "attributes"],
)
def test_deep_nesting(tmp_path: Path, source: str) -> None:
    (tmp_path / "deep.rs").write_text(f"{SPAWN}{source}\n")
    result, document = check_json(cwd=tmp_path)
    assert result.code == 1
    assert "WASI103" in codes(document)


def test_escape_sequences_in_source_do_not_reach_the_terminal(tmp_path: Path) -> None:
    name = "\x1b[31m.rs"
    (tmp_path / name).write_text(SPAWN.replace("|| ()", '|| "\x1b]0;x\x07"'))
    result = wasi_lsp("check", cwd=tmp_path)
    assert result.code == 1
    assert not {"\x1b", "\x07"} & set(result.out + result.err)


def test_colours_where_they_are_wanted(tmp_path: Path) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    assert "\x1b[" in wasi_lsp("check", cwd=tmp_path, NO_COLOR="", FORCE_COLOR="1").out


def test_ignored_files_are_skipped_unless_named(tmp_path: Path) -> None:
    (tmp_path / "gen.rs").write_text(SPAWN)
    (tmp_path / ".gitignore").write_text("gen.rs\n")
    assert "no Rust files here" in wasi_lsp("check", cwd=tmp_path).err
    assert wasi_lsp("check", "gen.rs", cwd=tmp_path).code == 1


def test_the_neighbours_of_a_lone_file_tell_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    (tmp_path / "other.rs").write_text('#[cfg(target_env = "p1")]\nfn f() {}\n')
    _, lone = check_json("main.rs", cwd=tmp_path)
    assert lone["findings"][0]["targets"] == ["wasm32-wasip2"]
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "p"\n')
    _, together = check_json("main.rs", cwd=tmp_path)
    assert together["findings"][0]["targets"] == ["wasm32-wasip1", "wasm32-wasip2"]


def test_many_files_are_judged_as_few_are(tmp_path: Path) -> None:
    (tmp_path / "main.rs").write_text(SPAWN)
    alone, _ = check_json("--exit-zero", cwd=tmp_path)
    assert alone.code == 0
    for number in range(80):
        shutil.copy(tmp_path / "main.rs", tmp_path / f"copy{number:03}.rs")
    result, document = check_json(cwd=tmp_path)
    assert result.code == 1
    files = [finding["file"] for finding in document["findings"]]
    assert files == [*(f"copy{number:03}.rs" for number in range(80)), "main.rs"]
