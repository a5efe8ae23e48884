"""Real Vim with ALE and the configuration that users get, against the server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.editors import EDITORS, SAMPLE, drive

#: Without the user's settings; `-es` takes commands and shows nothing.
VIM = ("vim", "-es", "-N", "-u", "NONE", "-i", "NONE")
SCRIPT = Path(__file__).parent / "vim" / "drive.vim"


def has_ale() -> bool:
    if shutil.which("vim") is None:
        return False
    probe = "try | packadd ale | catch | cquit | endtry | quit"
    return subprocess.run([*VIM, "-c", probe], stdin=subprocess.DEVNULL).returncode == 0


pytestmark = pytest.mark.skipif(not has_ale(), reason="needs Vim with ALE")


PROJECT = {
    **SAMPLE,
    "Cargo.toml": SAMPLE["Cargo.toml"] + "\n[target.wasm32-wasip4.dependencies]\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Vim showed while drive.vim worked on the sample."""
    folder = tmp_path_factory.mktemp("vim")
    return drive(folder, [*VIM, "-S", SCRIPT], {"WASI_LSP_VIM": str(EDITORS / "vim")}, PROJECT)


def test_diagnostics_appear_on_what_is_wrong(report: dict[str, Any]) -> None:
    # The script has made the second one an error, by a setting.
    assert [each[:4] for each in report["diagnostics"]] == [
        [3, 44, "W", "WASI001"],
        [7, 5, "E", "WASI103"],
    ]


def test_hover_tells_of_std(report: dict[str, Any]) -> None:
    assert "std::thread::spawn" in report["hover"]
    assert "wasm32-wasip2" in report["hover"]


def test_an_edit_clears_the_diagnostic(report: dict[str, Any]) -> None:
    assert [each[3] for each in report["left"]] == ["WASI103"]


def test_settings_count_when_they_change(report: dict[str, Any]) -> None:
    line, _, _, code, text = report["inactive"]
    assert (line, code) == (3, "inactive-code")
    assert "not compiled for wasm32-wasip1" in text


def test_a_manifest_is_judged_too(report: dict[str, Any]) -> None:
    assert [each[3] for each in report["manifest"]] == ["WASI302"]
