"""Real Neovim, headless, with the configuration that users get, against the real server."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

import pytest

from support.editors import EDITORS, ENVIRONMENT, SAMPLE, drive

HARNESS = Path(__file__).parent / "neovim"

pytestmark = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="there is no Neovim wheel for this platform",
)

PROJECT = {
    **SAMPLE,
    "Cargo.toml": """\
[package]
name = "sample"
version = "0.1.0"
edition = "2021"

[target.'cfg(target_env = "p2")'.dependencies]

[target.wasm32-wasip4.dependencies]
""",
    "src/lib.rs": "pub fn start() {\n    std::thread::spawn(|| ());\n}\n",
    "other/Cargo.toml": '[package]\nname = "other"\nversion = "0.1.0"\nedition = "2021"\n',
    "other/src/lib.rs": "pub fn start() {\n    std::thread::spawn(|| ());\n}\n",
    "pyproject.toml": '[project]\nname = "sample"\n',
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Neovim showed while drive.lua worked on PROJECT."""
    command: list[str | Path] = [
        *(ENVIRONMENT / "nvim", "--headless", "--clean", "-n"),
        *("-u", HARNESS / "init.lua", "-S", HARNESS / "drive.lua"),
    ]
    folder = tmp_path_factory.mktemp("neovim")
    shown = drive(folder, command, {"WASI_LSP_NEOVIM": str(EDITORS / "neovim")}, PROJECT)
    log = folder / "home" / ".local" / "state" / "nvim" / "lsp.log"
    shown["log"] = log.read_text(encoding="utf-8") if log.exists() else ""
    shown["project"] = folder / "project"
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


def test_a_page_shows_all_that_a_predicate_selects(report: dict[str, Any]) -> None:
    assert 'all(target_os = "wasi", target_env = "wasip2")' in report["selected"]
    assert "It selects no target" in report["selected"]


def test_a_target_is_installed_only_if_the_user_agrees(report: dict[str, Any]) -> None:
    assert report["question"] == "Run `rustup target add wasm32-wasip2`?"
    # Nothing runs in another one.
    assert report["windows"] == 1


def test_an_edit_clears_the_diagnostic(report: dict[str, Any]) -> None:
    assert report["corrected_line"] == '#[cfg(all(target_os = "wasi", target_env = "p2"))]'


def test_code_that_is_inactive_on_the_target_in_focus_is_dimmed(report: dict[str, Any]) -> None:
    assert report["dimmed"] == [[3, 4]]


def test_commands_look_up_targets_rules_and_std(report: dict[str, Any]) -> None:
    assert "`wasm32-wasip3`" in report["targets"]
    assert "- named in .cargo/config.toml:2" in report["targets"]
    assert report["explained_here"].startswith("# WASI103")
    assert "WASI301" in report["codes"]
    assert report["explained"].startswith("# WASI301")
    assert "std::thread::spawn" in report["paths"]
    assert "wasm32-wasip1-threads" in report["std"]


def test_a_command_checks_all_files(report: dict[str, Any]) -> None:
    assert {"src/main.rs", "other/src/lib.rs"} <= set(report["listed"])


def test_a_command_opens_the_log(report: dict[str, Any]) -> None:
    assert report["log_name"] == "lsp.log"


def test_a_restart_keeps_what_commands_have_set(report: dict[str, Any]) -> None:
    assert report["exit_before_restart"] == {"code": 0, "signal": 0}
    assert report["after_restart"]["checkFiles"] == "workspace"


def test_a_file_that_is_not_open_is_judged_too_and_shown_once_when_it_is(
    report: dict[str, Any],
) -> None:
    assert report["while_closed"] == [["WASI103", 2]]
    assert report["once_open"] == report["while_closed"]


def test_a_manifest_is_judged_too(report: dict[str, Any]) -> None:
    assert [(d["code"], d["line"], d["text"]) for d in report["in_manifest"]] == [
        ("WASI302", 8, "wasm32-wasip4")
    ]
    assert "wasm32-wasip2" in report["hover_manifest"]
    assert sorted(report["completion_manifest"][:3]) == ["p1", "p2", "p3"]


def test_the_page_on_a_rule_is_shown(report: dict[str, Any]) -> None:
    assert report["page"].startswith("# WASI302")


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
