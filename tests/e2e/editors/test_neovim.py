"""Real Neovim, headless, with the configuration that users get, against the real server."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[3]
HARNESS = Path(__file__).parent / "neovim"
ENVIRONMENT = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="there is no Neovim wheel for this platform",
)

PROJECT = {
    "Cargo.toml": """\
[package]
name = "sample"
version = "0.1.0"
edition = "2021"

[target.'cfg(target_env = "p2")'.dependencies]

[target.wasm32-wasip4.dependencies]
""",
    "pyproject.toml": '[project]\nname = "sample"\n',
    ".cargo/config.toml": '[build]\ntarget = "wasm32-wasip2"\n',
    "src/main.rs": """\
use std::thread;

#[cfg(all(target_os = "wasi", target_env = "wasip2"))]
fn greet() {}

fn main() {
    thread::spawn(|| println!("größer")).join().unwrap();
}
""",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Neovim showed while drive.lua worked on PROJECT."""
    home = tmp_path_factory.mktemp("home")
    project = tmp_path_factory.mktemp("project")
    for name, text in PROJECT.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report_path = home / "report.json"
    neovim = subprocess.run(
        [
            *(ENVIRONMENT / "nvim", "--headless", "--clean", "-n"),
            *("-u", HARNESS / "init.lua", "-S", HARNESS / "drive.lua"),
        ],
        cwd=project,
        env={
            "HOME": str(home),
            "PATH": f"{ENVIRONMENT}{os.pathsep}{os.environ['PATH']}",
            "WASI_LSP_NEOVIM": str(REPOSITORY / "editors" / "neovim"),
            "WASI_LSP_REPORT": str(report_path),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert report_path.exists(), neovim.stderr
    shown: dict[str, Any] = json.loads(report_path.read_text(encoding="utf-8"))
    log = home / ".local" / "state" / "nvim" / "lsp.log"
    shown["log"] = log.read_text(encoding="utf-8") if log.exists() else ""
    shown["project"] = project
    assert neovim.returncode == 0, f"{shown}\n{neovim.stderr}"
    return shown


def test_diagnostics_appear_on_what_is_wrong(report: dict[str, Any]) -> None:
    assert [(d["source"], d["code"], d["line"], d["text"]) for d in report["diagnostics"]] == [
        ("wasi-lsp", "WASI001", 3, '"wasip2"'),
        ("wasi-lsp", "WASI103", 7, "thread::spawn"),
    ]


def test_the_server_starts_at_the_root_of_the_crate(report: dict[str, Any]) -> None:
    assert Path(report["root_dir"]) == report["project"]


def test_hover_on_a_predicate_names_the_targets(report: dict[str, Any]) -> None:
    assert "wasm32-wasip2" in report["hover_predicate"]


def test_hover_on_a_std_path_tells_its_support(report: dict[str, Any]) -> None:
    assert "std::thread::spawn" in report["hover_std"]
    assert "wasm32-wasip2" in report["hover_std"]


def test_completion_offers_the_values_of_wasi_first(report: dict[str, Any]) -> None:
    assert sorted(report["completion"][:3]) == ["p1", "p2", "p3"]


def test_an_edit_clears_the_diagnostic(report: dict[str, Any]) -> None:
    assert report["corrected_line"] == '#[cfg(all(target_os = "wasi", target_env = "p2"))]'


def test_code_that_is_inactive_on_the_target_in_focus_is_dimmed(report: dict[str, Any]) -> None:
    assert report["dimmed"] == [[3, 4]]


def test_a_manifest_is_judged_too(report: dict[str, Any]) -> None:
    assert [(d["code"], d["line"], d["text"]) for d in report["in_manifest"]] == [
        ("WASI302", 8, "wasm32-wasip4")
    ]
    assert "wasm32-wasip2" in report["hover_manifest"]
    assert sorted(report["completion_manifest"][:3]) == ["p1", "p2", "p3"]


def test_a_fix_in_a_manifest_leaves_the_rest_as_it_is(report: dict[str, Any]) -> None:
    before = PROJECT["Cargo.toml"].rstrip().replace("p2", "p1")
    start, _, rest = before.partition("wasm32-wasip4")
    assert report["manifest"].startswith(start + "wasm32-wasip")
    assert report["manifest"].endswith(rest)
    assert "wasip4" not in report["manifest"]


def test_one_server_for_a_project_and_none_for_others(report: dict[str, Any]) -> None:
    assert report["clients"] == 1
    assert report["in_python"] == 0


def test_the_server_ends_cleanly_and_complains_of_nothing(report: dict[str, Any]) -> None:
    assert report["exit"] == {"code": 0, "signal": 0}
    assert "[ERROR]" not in report["log"]
