"""The command line itself: options, help, exit codes, and what is imported for them."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from support.command import wasi_lsp

EXAMPLE = Path(__file__).parents[2] / "examples" / "porting"


def test_version() -> None:
    result = wasi_lsp("--version")
    assert (result.code, result.out) == (0, f"wasi-lsp {version('wasi-lsp')}\n")


def test_help_names_everything() -> None:
    result = wasi_lsp("--help")
    assert result.code == 0
    for word in ("--stdio", "--tcp", "--version", "check", "cfg", "std", "explain", "exit codes"):
        assert word in result.out
    for command in ("check", "cfg", "std", "explain"):
        assert "examples:" in wasi_lsp(command, "--help").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "usage: wasi-lsp"),
        (("chek",), "wasi-lsp: argument COMMAND: invalid choice: 'chek'"),
        (("--tcp", "localhost"), "expected HOST:PORT such as 127.0.0.1:9257, not 'localhost'"),
        (("--tcp", "localhost:99999"), "expected HOST:PORT"),
        (("--stdio", "check"), "leave out `check`"),
        (("--stdio", "--tcp", "localhost:1"), "not allowed with argument --stdio"),
        (("check", "--frobnicate"), "unrecognized arguments: --frobnicate"),
        (("check", "--format", "xml"), "invalid choice: 'xml'"),
        (("check", "--rule", "WASI102"), "expected CODE=SEVERITY such as WASI104=off"),
        (("check", "--rule", "WASI102=loud"), "severities: error, warning, info, hint, off"),
        (("check", "--rule", "WASI9=off"), "unknown rule `WASI9`"),
        (("check", "--rust-version", "new"), "expected a Rust release such as 1.85, not 'new'"),
        (("check", "--target", "wasm32-wasi-p2"), "did you mean `wasm32-wasip2`?"),
        (("check", "--target", "p"), "choose from wasm32-wasip1,"),
        (
            ("check", "--target", "x86_64-unknown-linux-gnu"),
            "`x86_64-unknown-linux-gnu` is no WASI target",
        ),
        (("explain", "WASI1O3"), "did you mean `WASI103`?"),
        (("explain", "std-panic"), "did you mean `std-panics`?"),
        (("explain", "qqqq"), "`wasi-lsp explain` lists all rules"),
        (("cfg",), "the following arguments are required: PREDICATE"),
        (("std",), "the following arguments are required: PATH"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], message: str) -> None:
    result = wasi_lsp(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert message in result.err


def imported_by(*arguments: str) -> set[str]:
    """The top-level packages that are loaded once the command has run."""
    program = (
        "import json, sys; from wasi_lsp.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    modules: list[str] = json.loads(done.stderr.splitlines()[-1])
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", str(EXAMPLE)),
        ("check", "--format", "json", str(EXAMPLE)),
        ("cfg", "unix"),
        ("std", "std::fs::read"),
        ("explain", "WASI103"),
    ],
)
def test_no_command_imports_the_servers_libraries(arguments: tuple[str, ...]) -> None:
    assert not imported_by(*arguments) & {"pygls", "lsprotocol", "asyncio"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_an_answer_at_once_imports_next_to_nothing(option: str) -> None:
    assert not imported_by(option) & {"rich", "tree_sitter", "rapidfuzz", "pathspec", "pygls"}


def test_explain_shows_the_documentation() -> None:
    result = wasi_lsp("explain", "wasi103")
    assert result.code == 0
    assert result.out.startswith("# WASI103: std-panics\n")
    assert "## Use instead" in result.out
    assert wasi_lsp("explain", "std-panics").out == result.out


def test_explain_without_a_code_lists_the_rules() -> None:
    result = wasi_lsp("explain")
    assert result.code == 0
    codes = [line.split()[0] for line in result.out.splitlines()]
    assert codes == sorted(codes)
    assert {"WASI001", "WASI101", "WASI103"} <= set(codes)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -m wasi_lsp check --exit-zero {EXAMPLE}"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} 2>&1 | head -1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_output_survives_an_ascii_terminal() -> None:
    result = wasi_lsp("cfg", 'feature = "naïve→"', PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert 'feature = "na?ve?"' in result.out
