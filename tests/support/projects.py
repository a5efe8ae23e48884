"""Projects written in one text: `//- path` begins a file, as in rust-analyzer's fixtures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from support.annotations import compare, expected_in
from wasi_lsp.analysis.scan import check_paths
from wasi_lsp.analysis.settings import Given, Settings, StdRules
from wasi_lsp.project.problem import Gravity
from wasi_lsp.rules.finding import Finding

_FILE = re.compile(r"^//- (\S+)\n", re.MULTILINE)


def write_project(folder: Path, text: str) -> dict[Path, str]:
    """Write the files of a fixture below `folder`; their paths and texts."""
    parts = _FILE.split(text)
    assert not parts[0].strip(), "a fixture begins with `//- path`"
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    return write_files(folder, dict(zip(parts[1::2], parts[2::2], strict=True)))


def write_files(folder: Path, files: Mapping[str, str]) -> dict[Path, str]:
    """Write files below `folder`, given by their relative paths; the whole paths, and texts."""
    written = {folder / name: text for name, text in files.items()}
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return written


def check_project(
    folder: Path, text: str, settings: Settings, default_code: str | None = None
) -> None:
    """Fail unless the findings in each file of the fixture are exactly its annotations.

    Annotations without a code are about `default_code`.
    """
    files = write_project(folder, text)
    found = findings_of_project(folder, settings)
    assert {path for path in folder.rglob("*") if path.is_file()} == files.keys()
    for path, body in files.items():
        compare(body, found.get(path, ()), expected_in(body, default_code))


def findings_of_project(folder: Path, settings: Settings) -> dict[Path, tuple[Finding, ...]]:
    """What the product says of the files in a folder."""
    settings = replace(settings, std_rules=StdRules.ALWAYS)
    report = check_paths([folder], Given.of(settings), lambda done, total: None)
    assert not [each for each in report.problems if each.gravity is Gravity.ERROR]
    return {file.path: file.findings for file in report.files}
