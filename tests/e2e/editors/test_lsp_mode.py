"""Real Emacs in batch, with lsp-mode and the configuration that users get, against the server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.editors import EDITORS, SAMPLE, drive

#: Without the user's settings, but with the packages of the system.
EMACS = ("emacs", "-q", "--batch")
SCRIPT = Path(__file__).parent / "emacs" / "drive-lsp-mode.el"


def has_lsp_mode() -> bool:
    if shutil.which("emacs") is None:
        return False
    probe = "(progn (require 'lsp-mode) (require 'rust-mode))"
    return subprocess.run([*EMACS, "--eval", probe], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(
    not has_lsp_mode(), reason="needs Emacs with lsp-mode and rust-mode"
)


PROJECT = {
    **SAMPLE,
    "src/main.rs": SAMPLE["src/main.rs"]
    + """
#[cfg(target_env = "p2")]
fn connect() {}

#[cfg(not(target_env = "p2"))]
fn connect() {}
""",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Emacs had while drive-lsp-mode.el worked on the sample, with fixes and a focus."""
    folder = tmp_path_factory.mktemp("lsp-mode")
    variables = {"WASI_LSP_EMACS": str(EDITORS / "emacs")}
    return drive(folder, [*EMACS, "-l", SCRIPT], variables, PROJECT)


def test_what_is_wrong_is_told(report: dict[str, Any]) -> None:
    assert report["diagnostics"] == ["WASI001", "WASI103"]


def test_pages_are_shown(report: dict[str, Any]) -> None:
    assert report["selected"].startswith('# `all(target_os = "wasi", target_env = "wasip2")`')
    assert report["explained"].startswith("# WASI103")


def test_a_lens_leads_to_the_other_version(report: dict[str, Any]) -> None:
    assert report["versions"] == [14]
