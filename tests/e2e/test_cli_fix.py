"""`wasi-lsp check --fix` and `--diff` on real files."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from support.command import Result, wasi_lsp

WRONG = '#[cfg(target_env = "wasip2")]\nfn f() {}\n'
RIGHT = '#[cfg(target_env = "p2")]\nfn f() {}\n'


def fix(*arguments: str | Path, cwd: Path) -> Result:
    return wasi_lsp("check", "--fix", "--unsafe-fixes", *arguments, cwd=cwd)


def test_fixes_are_written_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text(WRONG)
    (tmp_path / "b.rs").write_text(WRONG + "fn id() -> u32 { std::process::id() }\n")
    result = fix("--rule", "WASI1=hint", cwd=tmp_path)
    assert (tmp_path / "a.rs").read_text() == RIGHT
    assert (tmp_path / "b.rs").read_text().startswith(RIGHT)
    assert "2 fixed" in result.err
    assert result.code == 0


def test_what_remains_decides_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text(WRONG + '#[cfg(target_os = "nonesuch")]\nfn g() {}\n')
    result = fix("--format", "json", cwd=tmp_path)
    assert result.code == 1
    assert "1 fixed, 1 warning" in result.err
    assert [each["line"] for each in json.loads(result.out)["findings"]] == [3]


def test_guesses_are_not_written_unless_asked_for(tmp_path: Path) -> None:
    source = '#[cfg(target_os = "linuxx")]\nfn f() {}\n'
    (tmp_path / "a.rs").write_text(source)
    assert wasi_lsp("check", "--fix", cwd=tmp_path).code == 1
    assert (tmp_path / "a.rs").read_text() == source
    assert wasi_lsp("check", "--unsafe-fixes", cwd=tmp_path).code == 2
    assert fix(cwd=tmp_path).code == 0
    assert "linux" in (tmp_path / "a.rs").read_text()


def test_all_other_bytes_stay(tmp_path: Path) -> None:
    source = b"\xef\xbb\xbf// \xc3\xa9\t\r\n" + WRONG.replace("\n", "\r\n").encode() + b"\f// x"
    path = tmp_path / "a.rs"
    path.write_bytes(source)
    path.chmod(0o640)
    fix(cwd=tmp_path)
    assert path.read_bytes() == source.replace(b'"wasip2"', b'"p2"')
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.rs"]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "examples/porting", tmp_path / "porting")
    first = fix(cwd=tmp_path)
    assert " fixed" in first.err
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    second = fix(cwd=tmp_path)
    assert " fixed" not in second.err
    assert (second.code, second.out) == (first.code, first.out)
    assert after == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_two_fixes_at_one_place(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text(
        '#[cfg(all(targt_os = "wasi",, target_env = "wasip2"))]\nfn f() {}\n'
    )
    result = fix(cwd=tmp_path)
    fixed = '#[cfg(all(target_os = "wasi", target_env = "p2"))]\nfn f() {}\n'
    assert (tmp_path / "a.rs").read_text() == fixed
    assert result.code == 0


def test_a_read_only_file_is_left(tmp_path: Path) -> None:
    for name in ("a.rs", "b.rs"):
        (tmp_path / name).write_text(WRONG)
    (tmp_path / "a.rs").chmod(0o444)
    result = fix("--format", "json", cwd=tmp_path)
    assert result.code == 2
    assert (tmp_path / "a.rs").read_text() == WRONG
    assert (tmp_path / "b.rs").read_text() == RIGHT
    document = json.loads(result.out)
    assert document["errors"] == [{"file": "a.rs", "message": "not fixed: read-only"}]
    assert [each["file"] for each in document["findings"]] == ["a.rs"]


def test_a_file_that_is_not_utf8_is_left(tmp_path: Path) -> None:
    source = b"// caf\xe9\n" + WRONG.encode()
    (tmp_path / "a.rs").write_bytes(source)
    result = fix(cwd=tmp_path)
    assert (tmp_path / "a.rs").read_bytes() == source
    assert result.code == 1
    assert "note: a.rs: not fixed: not valid UTF-8" in result.err


def test_a_link_is_kept_and_not_followed_out_of_the_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (project / "Cargo.toml").write_text('[package]\nname = "a"\n')
    (tmp_path / "outside.rs").write_text(WRONG)
    (project / "inside.rs").write_text(WRONG)
    (project / "src/out.rs").symlink_to(tmp_path / "outside.rs")
    (project / "src/in.rs").symlink_to("../inside.rs")
    result = fix("src/out.rs", "src/in.rs", cwd=project)
    assert "src/out.rs: not fixed: outside of the project" in result.err
    assert result.code == 2
    assert (tmp_path / "outside.rs").read_text() == WRONG
    assert (project / "inside.rs").read_text() == RIGHT
    assert (project / "src/in.rs").is_symlink()


def test_many_at_once_do_each_others_work(tmp_path: Path) -> None:
    wrong, right = (
        "".join(text.replace(" f()", f" f{n}()") for n in "abc") for text in (WRONG, RIGHT)
    )
    for number in range(30):
        (tmp_path / f"{number}.rs").write_text(wrong)
    command = [sys.executable, "-m", "wasi_lsp", "check", "--fix", "--unsafe-fixes"]
    running = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert {path.read_text() for path in tmp_path.iterdir()} == {right}


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_diff_can_be_applied_and_writes_nothing(tmp_path: Path, line_break: str) -> None:
    source = (WRONG + "fn no_line_break_at_the_end() {}").replace("\n", line_break).encode()
    (tmp_path / "a.rs").write_bytes(source)
    command = [sys.executable, "-m", "wasi_lsp", "check", "--diff", "--unsafe-fixes"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1
    assert (tmp_path / "a.rs").read_bytes() == source
    subprocess.run(["git", "apply"], cwd=tmp_path, input=done.stdout, check=True)
    assert (tmp_path / "a.rs").read_bytes() == source.replace(b'"wasip2"', b'"p2"')
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_dependency_that_is_not_for_wasi_is_gated(tmp_path: Path) -> None:
    manifest = """\
[package]
name = "server"

[package.metadata.component]
package = "example:server"

[dependencies]
# The runtime.
tokio = { version = "1", features = ["full"] }
url = "2"
"""
    (tmp_path / "Cargo.toml").write_text(manifest)
    assert wasi_lsp("check", cwd=tmp_path).code == 1
    result = fix(cwd=tmp_path)
    assert (result.code, result.out) == (0, "")
    moved = manifest.replace(
        '# The runtime.\ntokio = { version = "1", features = ["full"] }\nurl = "2"\n',
        """\
url = "2"

[target.'cfg(not(target_os = "wasi"))'.dependencies]
# The runtime.
tokio = { version = "1", features = ["full"] }
""",
    )
    assert (tmp_path / "Cargo.toml").read_text() == moved
