"""What is installed for users, beside the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from wasi_lsp.rules.registry import RULES

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_every_rule_has_its_page(installed: Path) -> None:
    program = (
        "from wasi_lsp.rules.pages import page_of\n"
        "from wasi_lsp.rules.registry import RULES\n"
        "print(*(page_of(rule.code) for rule in RULES), sep='\\n')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    shown = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    pages = [Path(line) for line in shown.stdout.splitlines()]
    assert [page.stem for page in pages] == [rule.code for rule in RULES]
    for page in pages:
        assert page.is_relative_to(installed)
        text = page.read_text("utf-8")
        assert text.count(f"# {page.stem}: ") == 1
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert (page.parent / link).is_file()
