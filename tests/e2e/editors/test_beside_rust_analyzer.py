"""Neovim with wasi-lsp and the real rust-analyzer: nothing appears twice."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.editors import EDITORS, ENVIRONMENT, drive

HARNESS = Path(__file__).parent / "neovim"


def rust_analyzer() -> Path | None:
    """One that works: rustup leaves a proxy on PATH for components that are not installed."""
    for folder in os.environ["PATH"].split(os.pathsep):
        program = Path(folder, "rust-analyzer")
        if program.is_file():
            asked = subprocess.run([program, "--version"], capture_output=True, check=False)
            if asked.returncode == 0:
                return program
    return None


RUST_ANALYZER = rust_analyzer()

pytestmark = [
    pytest.mark.skipif(
        (platform.system(), platform.machine()) != ("Linux", "x86_64"),
        reason="there is no Neovim wheel for this platform",
    ),
    pytest.mark.skipif(
        RUST_ANALYZER is None or shutil.which("cargo") is None,
        reason="needs rust-analyzer, and cargo for it",
    ),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Who answered what."""
    command: list[str | Path] = [
        *(ENVIRONMENT / "nvim", "--headless", "--clean", "-n"),
        *("-u", HARNESS / "init.lua", "-S", HARNESS / "beside_rust_analyzer.lua"),
    ]
    folder = tmp_path_factory.mktemp("beside")
    variables = {
        "WASI_LSP_NEOVIM": str(EDITORS / "neovim"),
        "WASI_LSP_RUST_ANALYZER": str(RUST_ANALYZER),
        # The home of the test is an empty folder, in which rustup would find no toolchain.
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
    }
    shown = drive(folder, command, variables)
    if not shown["rust_analyzer_works"]:
        pytest.skip("rust-analyzer does not load the sample here: it needs a working cargo")
    return shown


def test_both_servers_show_what_only_they_know(report: dict[str, Any]) -> None:
    assert "wasi-lsp WASI103" in report["codes"]
    assert "wasi-lsp WASI001" in report["codes"]


def test_each_place_has_one_answer(report: dict[str, Any]) -> None:
    assert report["answers"] == {
        "main textDocument/definition": ["rust_analyzer"],
        "main textDocument/references": ["rust_analyzer"],
        "main textDocument/hover": ["rust_analyzer"],
        "target_env textDocument/hover": ["wasi_lsp"],
    }
