"""A Neovim of before 0.11, with the lines that the page has for it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.editors import drive, fences

SCRIPT = Path(__file__).parent / "neovim" / "older.lua"


def is_older() -> bool:
    """Whether the system's Neovim is one of those that the page means."""
    if shutil.which("nvim", path="/usr/bin") is None:
        return False
    told = subprocess.run(["/usr/bin/nvim", "--version"], capture_output=True, text=True).stdout
    version = re.match(r"NVIM v0\.(\d+)", told)
    return version is not None and 7 <= int(version[1]) <= 10


pytestmark = pytest.mark.skipif(not is_older(), reason="needs a system's Neovim from 0.7 to 0.10")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Neovim showed while older.lua worked on the sample."""
    folder = tmp_path_factory.mktemp("older")
    init = folder / "init.lua"
    (lines,) = fences("neovim/README.md", "Neovim 0.7 to 0.10")
    init.write_text(lines, encoding="utf-8")
    command: list[str | Path] = [
        "/usr/bin/nvim",
        "--headless",
        "--clean",
        "-n",
        "-u",
        init,
        "-S",
        SCRIPT,
    ]
    return drive(folder, command, {})


def test_findings_hover_and_fix(report: dict[str, Any]) -> None:
    assert report["codes"] == ["WASI001", "WASI103"]
    assert "wasm32-wasip2" in report["hover"]
    assert report["left"] == ["WASI103"]


def test_completion_is_there(report: dict[str, Any]) -> None:
    assert report["omnifunc"] == "v:lua.vim.lsp.omnifunc"


def test_a_manifest_has_the_same_server(report: dict[str, Any]) -> None:
    assert report["clients"] == 1
