"""What the clients name of targets and files is what the server knows."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePath

from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.project.file_kinds import kind_of

REPOSITORY = Path(__file__).parents[3]
INNERMOST = re.compile(r"\{([^{}]*)\}")


def expanded(pattern: str) -> Iterator[str]:
    """The patterns that one with `{a,b}` stands for."""
    braces = INNERMOST.search(pattern)
    if braces is None:
        yield pattern
        return
    for choice in braces[1].split(","):
        yield from expanded(pattern[: braces.start()] + choice + pattern[braces.end() :])


def test_neovim_completes_the_targets_of_wasi() -> None:
    source = (REPOSITORY / "editors/neovim/lsp/wasi_lsp.lua").read_text("utf-8")
    assert re.findall(r"'(wasm32-\S+?)'", source) == list(wasi_targets())


def test_vs_code_sends_files_of_kinds_that_are_judged() -> None:
    source = (REPOSITORY / "vscode-extension/src/session.ts").read_text("utf-8")
    patterns = re.findall(r"'(\*\*/\{.*\})'", source)
    assert len(patterns) == 2
    for pattern in patterns:
        for each in expanded(pattern):
            name = each.replace("**/", "project/").replace("*", "name")
            assert kind_of(PurePath(name)) is not None, each


def test_what_users_copy_starts_the_server() -> None:
    editors = REPOSITORY / "editors"
    kate = json.loads((editors / "kate/settings.json").read_text("utf-8"))["servers"]
    sublime = json.loads((editors / "sublime/LanguageServers.sublime-settings").read_text("utf-8"))
    helix = tomllib.loads((editors / "helix/languages.toml").read_text("utf-8"))
    server = helix["language-server"]["wasi-lsp"]
    command = ["wasi-lsp", "--stdio"]
    assert {language: each["command"] for language, each in kate.items()} == {
        "rust": command,
        "toml": command,
    }
    assert sublime["wasi-lsp"]["command"] == command
    assert [server["command"], *server["args"]] == command
    for language in helix["language"]:
        assert "wasi-lsp" in language["language-servers"]
