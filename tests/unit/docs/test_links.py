"""The pages for people: what they point at is there, and what they say to run is what is run."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from support.command import wasi_lsp
from wasi_lsp.analysis.settings_schema import SETTINGS
from wasi_lsp.rules.registry import RULES

REPOSITORY = Path(__file__).parents[3]


def _tracked_pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    ).stdout.split()
    if listed:
        return [REPOSITORY / name for name in listed]
    # A source archive has no Git.
    folders = [REPOSITORY, *(REPOSITORY / name for name in ("server", "editors", "examples"))]
    return [page for folder in folders for page in folder.glob("*.md")]


PAGES = [page for page in _tracked_pages() if page.exists()]


def _anchor(heading: str) -> str:
    """As GitHub makes it."""
    words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return words.strip().replace(" ", "-")


def _prose(text: str) -> str:
    return re.sub(r"^( *)(```|~~~).*?^ *\2", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", _prose(page.read_text("utf-8"))):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, link


def test_ci_runs_what_the_readme_says() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    script = (REPOSITORY / ".ci" / "run").read_text("utf-8")
    commands = [line for line in script.splitlines() if line.startswith((".ci", "python3"))]
    assert commands
    for command in commands:
        assert command in readme


def test_the_readme_links_every_rule_and_setting() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    for rule in RULES:
        assert f"](server/docs/rules/{rule.code}.md)" in readme
    for setting in SETTINGS:
        assert f"(server/docs/configuration.md#{setting.name.lower()})" in readme


@pytest.mark.parametrize("client", ["vscode-extension", "editors/neovim"])
def test_each_client_tells_of_every_setting(client: str) -> None:
    readme = (REPOSITORY / client / "README.md").read_text("utf-8")
    assert [setting.name for setting in SETTINGS if setting.name not in readme] == []


def test_the_json_page_names_every_field() -> None:
    page = (REPOSITORY / "server" / "docs" / "json.md").read_text("utf-8")
    example = str(REPOSITORY / "examples" / "porting")
    checked = json.loads(wasi_lsp("check", "--format", "json", example).out)
    fixed = next(finding for finding in checked["findings"] if finding["fixes"])
    fix = fixed["fixes"][0]
    std = json.loads(wasi_lsp("std", "--json", "std::env::temp_dir").out)
    row = std["support"][0]
    cfg = json.loads(wasi_lsp("cfg", "--json", "unix unix").out)
    calls = wasi_lsp("std-calls", "--target", "wasm32-wasip2", example).out.splitlines()
    call = json.loads(calls[0])
    for shown in (checked, fixed, fix, fix["edits"][0], std, row, row["evidence"][0], cfg, call):
        for field in shown:
            assert re.search(rf"[`\"]{field}[`\"]", page), field


def test_the_architecture_page_knows_every_package() -> None:
    text = (REPOSITORY / "server" / "ARCHITECTURE.md").read_text("utf-8")
    packages = {page.parent.name for page in (REPOSITORY / "server/wasi_lsp").glob("*/__init__.py")}
    missing = {name for name in packages if f"`{name}/`" not in text and f"`{name}`" not in text}
    assert missing == set()
