"""The pages for people: what they point at is there, and what they say to run is what is run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

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


def test_the_architecture_page_knows_every_package() -> None:
    text = (REPOSITORY / "server" / "ARCHITECTURE.md").read_text("utf-8")
    packages = {page.parent.name for page in (REPOSITORY / "server/wasi_lsp").glob("*/__init__.py")}
    missing = {name for name in packages if f"`{name}/`" not in text and f"`{name}`" not in text}
    assert missing == set()
