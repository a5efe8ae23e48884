"""Real Emacs in batch, with Eglot and the configuration that users get, against the server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.editors import EDITORS, drive

#: Without the user's settings, but with the packages of the system.
EMACS = ("emacs", "-q", "--batch")
SCRIPT = Path(__file__).parent / "emacs" / "drive.el"


def has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    probe = "(progn (require 'eglot) (require 'rust-mode))"
    return subprocess.run([*EMACS, "--eval", probe], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not has_eglot(), reason="needs Emacs with eglot and rust-mode")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Emacs showed while drive.el worked on the sample."""
    folder = tmp_path_factory.mktemp("emacs")
    return drive(folder, [*EMACS, "-l", SCRIPT], {"WASI_LSP_EMACS": str(EDITORS / "emacs")})


def test_diagnostics_appear_on_what_is_wrong(report: dict[str, Any]) -> None:
    assert [(line, text) for line, text, _ in report["diagnostics"]] == [
        (3, '"wasip2"'),
        (7, "thread::spawn"),
    ]
    assert "not a value of `target_env`" in report["diagnostics"][0][2]


def test_hover_tells_of_std(report: dict[str, Any]) -> None:
    assert "std::thread::spawn" in report["hover"]
    assert "wasm32-wasip2" in report["hover"]


def test_a_quick_fix_corrects_the_value(report: dict[str, Any]) -> None:
    assert report["fixed"] == '#[cfg(all(target_os = "wasi", target_env = "p2"))]'


def test_completion_offers_the_values(report: dict[str, Any]) -> None:
    assert {"p1", "p2", "p3"} <= set(report["completion"])


def test_an_action_shows_what_a_predicate_selects(report: dict[str, Any]) -> None:
    assert report["selected"].startswith('# `all(target_os = "wasi", target_env = "p2")`')


def test_commands_look_up_targets_rules_and_std(report: dict[str, Any]) -> None:
    assert "`wasm32-wasip3`" in report["targets"]
    assert report["explained"].startswith("# WASI103")
    assert "wasm32-wasip1-threads" in report["std"]


def test_a_target_is_installed_only_if_the_user_agrees(report: dict[str, Any]) -> None:
    assert report["question"] == "Run `rustup target add wasm32-wasip2'? "


def test_code_that_is_inactive_on_the_target_in_focus_is_told(report: dict[str, Any]) -> None:
    assert report["dimmed"] == 3


def test_the_server_complains_of_nothing(report: dict[str, Any]) -> None:
    assert report["complaints"] == ""
