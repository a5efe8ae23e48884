"""Findings in projects of several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.markdown import Case, cases_of_files
from support.projects import check_project

CASES = cases_of_files(Path(__file__).parent / "projects")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_project(case: Case, tmp_path: Path) -> None:
    check_project(tmp_path, case.source, case.settings)
