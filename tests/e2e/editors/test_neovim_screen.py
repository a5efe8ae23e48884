"""What a user of Neovim sees of each feature: the real one, in a terminal, at work on the example.

With `--pictures`, what is seen is kept in server/docs/images.
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.terminal_picture import terminal_picture
from support.editors import EDITORS, ENVIRONMENT
from support.terminal import Terminal

pytestmark = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="there is no Neovim wheel for this platform",
)

REPOSITORY = EDITORS.parent
IMAGES = REPOSITORY / "server" / "docs" / "images"


class Neovim:
    """Neovim on a copy of the example, with all that wasi-lsp shows switched on."""

    def __init__(self, terminal: Terminal, pictures: bool) -> None:
        self._terminal = terminal
        self._pictures = pictures
        self.press = terminal.press
        self.wait_for = terminal.wait_for

    def command(self, command: str) -> None:
        """Run a command of Neovim."""
        self._terminal.press(f":{command}\r")

    def open(self, path: str, at: str, *shown: str) -> None:
        """Have the cursor on the first occurrence of some text, once all that is shown is there."""
        self.command(f"edit! {path} | call cursor(1, 1)")
        self._terminal.press(f"/\\V{at}\r:nohlsearch | echo\r")
        self._terminal.wait_for(*shown)

    def keep(self, name: str, title: str) -> None:
        """Keep a picture of what is seen, where pictures are asked for."""
        if self._pictures:
            picture = terminal_picture(self._terminal.text(), title, self._terminal.columns)
            (IMAGES / f"neovim-{name}.svg").write_text(picture, encoding="utf-8")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("neovim")
    project = folder / "porting"
    shutil.copytree(REPOSITORY / "examples" / "porting", project)
    command: list[str | Path] = [ENVIRONMENT / "nvim", "--clean", "-n"]
    command += ["-u", Path(__file__).parent / "neovim" / "screen.lua"]
    variables = {
        "HOME": str(folder),
        "PATH": f"{ENVIRONMENT}{os.pathsep}{os.environ['PATH']}",
        "WASI_LSP_NEOVIM": str(EDITORS / "neovim"),
    }
    with Terminal(command, project, variables, columns=110, rows=32) as terminal:
        yield terminal


@pytest.fixture
def neovim(terminal: Terminal, request: pytest.FixtureRequest) -> Neovim:
    neovim = Neovim(terminal, request.config.getoption("--pictures"))
    neovim.press("\x1b")
    neovim.command("silent! %bwipeout! | echo")
    neovim.wait_for("[No Name]")
    return neovim


PLATFORM = "src/platform.rs"
WORKER = "src/worker.rs"


def test_findings_and_versions(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "#[cfg(unix)]", "is not a value", "wasip1 · wasip2 · wasip3")
    neovim.keep("findings", f"{PLATFORM}: findings, and the versions of an item")


def test_hover_on_std(neovim: Neovim) -> None:
    neovim.open(WORKER, "spawn(move", "panics")
    neovim.press("K")
    neovim.wait_for("std::thread::spawn", "Instead run the closure")
    neovim.keep("hover-std", "K on a call of std")


def test_hover_on_a_predicate(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "any(unix", "is not a value")
    neovim.press("K")
    neovim.wait_for("206 of 320 targets")
    neovim.keep("hover-predicate", "K on a predicate")


def test_completion_in_a_predicate(neovim: Neovim) -> None:
    neovim.open(PLATFORM, '"wasip2"', "is not a value")
    neovim.press('ci"')
    neovim.press("\x18\x0f")
    neovim.wait_for("p1", "p2", "p3", "gnu")
    neovim.keep("completion", "CTRL-X CTRL-O between the quotes of target_env")


def test_a_fix(neovim: Neovim) -> None:
    neovim.open(PLATFORM, '"wasip2"', "is not a value")
    neovim.press("gra")
    neovim.wait_for("Code actions", 'Write `"p2"`', "Allow WASI001 here")
    neovim.keep("fixes", "gra on a finding")
    neovim.press("1\r")
    neovim.wait_for('#[cfg(target_env = "p2")]')


def test_hints_behind_predicates(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "#[cfg(unix)]", "is not a value")
    neovim.command("lua vim.lsp.inlay_hint.enable()")
    neovim.wait_for('target_os = "wasi" → wasip2')
    neovim.keep("hints", "Hints behind predicates")
    neovim.command("lua vim.lsp.inlay_hint.enable(false)")


def test_a_target_in_focus(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "#[cfg(unix)]", "is not a value")
    neovim.command("WasiLspFocus wasm32-wasip2")
    neovim.wait_for("not compiled for wasm32-wasip2")
    neovim.keep("focus", ":WasiLspFocus wasm32-wasip2")
    neovim.command("WasiLspFocus")


def test_the_outline_by_targets(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "#[cfg(unix)]", "is not a value")
    neovim.press("gO")
    neovim.wait_for("[Namespace] no WASI", "[Constant] NAME")
    neovim.keep("outline", "gO: items by targets")


def test_predicates_of_the_workspace(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "#[cfg(unix)]", "is not a value")
    neovim.command("lua vim.lsp.buf.workspace_symbol('cfg:wasi')")
    neovim.wait_for("Symbols matching", "cfg:wasi")
    neovim.keep("workspace-symbols", "Predicates of the workspace with wasi: cfg:wasi")


def test_a_manifest(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "#[cfg(unix)]", "is not a value")
    neovim.open(".cargo/config.toml", "wasm32-wasip2]", "wasm32-wasip2")
    neovim.press("K")
    neovim.wait_for("rustup target add")
    neovim.keep("hover-target", "K on a target in .cargo/config.toml")


def test_to_the_alternatives_of_an_item(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "NAME", "is not a value")
    neovim.command("lua vim.lsp.buf.implementation()")
    neovim.wait_for("NAME: &str = std::env::consts::OS")
    neovim.keep("versions", "gri: the versions of an item")


def test_a_lens_lists_the_other_versions(neovim: Neovim) -> None:
    neovim.open(PLATFORM, "NAME", "is not a value", "wasip1 · wasip2 · wasip3")
    neovim.command("lua vim.lsp.codelens.run()")
    neovim.wait_for("Versions for other targets", "NAME: &str = std::env::consts::OS")


def test_what_std_does_is_looked_up(neovim: Neovim) -> None:
    neovim.open(WORKER, "spawn(move", "panics")
    neovim.command("WasiLspStd std::process::Command::output")
    neovim.wait_for("WASI target", "Instead do the work in this program")
    neovim.keep("std", ":WasiLspStd std::process::Command::output")


def test_all_files_are_checked(neovim: Neovim) -> None:
    neovim.open(WORKER, "spawn(move", "panics")
    neovim.command("WasiLspCheck")
    neovim.wait_for("Findings", "src/archive.rs|", "src/worker.rs|")
    neovim.keep("check", ":WasiLspCheck")
