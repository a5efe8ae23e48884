"""`wasi-lsp check --fix`: judge, fix, and judge again until nothing changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wasi_lsp.analysis.fixes import FixedFiles, apply_fixes
from wasi_lsp.analysis.scan import Progress, Report, check_paths
from wasi_lsp.analysis.settings import Given
from wasi_lsp.cli.replace_files import is_read_only, replace_files
from wasi_lsp.project.problem import Gravity, Problem
from wasi_lsp.project.root import find_root
from wasi_lsp.project.vfs import Vfs, read_file
from wasi_lsp.rules.finding import Applicability, Edit, Finding

#: Fixes that touch each other are made one round after the other.
_MAX_ROUNDS = 20


def fix_paths(
    paths: Sequence[Path],
    given: Given,
    applicabilities: frozenset[Applicability],
    progress: Progress,
) -> tuple[Report, int]:
    """Judge `paths` and write what the applicable fixes make of the files, round by round.

    The report is on what is left then, with what stood in the way; the number is that of the fixes.
    """
    count = 0
    gates = Applicability.MAYBE_INCORRECT in applicabilities
    refused: dict[Path, Problem] = {}
    for _ in range(_MAX_ROUNDS):
        report = check_paths(paths, given, progress, gates=gates)
        editable = _Editable(report, refused)
        fixed = _round(report, editable, applicabilities)
        if not fixed.files and not editable.is_stale:
            break
        problem = replace_files(fixed.files)
        if problem is None:
            count += fixed.count
        elif problem.gravity is Gravity.ERROR:
            refused[problem.path] = problem
    else:
        report = check_paths(paths, given, progress, gates=gates)
    return _with_problems(report, refused), count


def first_round(
    report: Report, applicabilities: frozenset[Applicability]
) -> tuple[FixedFiles, Report]:
    """What the first round of fixes would make of the files, and what stands in its way."""
    refused: dict[Path, Problem] = {}
    fixed = _round(report, _Editable(report, refused), applicabilities)
    return fixed, _with_problems(report, refused)


def _with_problems(report: Report, refused: Mapping[Path, Problem]) -> Report:
    return replace(report, problems=(*report.problems, *refused.values()))


def _round(
    report: Report, editable: _Editable, applicabilities: frozenset[Applicability]
) -> FixedFiles:
    return apply_fixes(_located(report), applicabilities, editable.text)


def _located(report: Report) -> Iterator[tuple[Path, Finding]]:
    """The findings with every path that an edit speaks of as a real one: a file has one name."""
    for file in report.files:
        path = _real(file.path)
        for finding in file.findings:
            fixes = tuple(
                replace(fix, edits=tuple(map(_with_real_path, fix.edits))) for fix in finding.fixes
            )
            yield path, replace(finding, fixes=fixes)


def _with_real_path(edit: Edit) -> Edit:
    return edit if edit.path is None else replace(edit, path=_real(edit.path))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


class _Editable:
    """The texts of the files that may be written in this round, by their real paths."""

    def __init__(self, report: Report, refused: dict[Path, Problem]) -> None:
        """Files in `refused` are not written any more, and get there with the reason."""
        self._judged = {_real(file.path): file for file in report.files}
        self._vfs = Vfs.of(find_root(file.path) for file in report.files)
        self._refused = refused
        self._texts: dict[Path, bytes | None] = {}
        #: Whether a file that was to be fixed is not any more what was judged.
        self.is_stale = False

    def text(self, path: Path) -> bytes | None:
        """The text of a file, if it may be written."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: Path) -> bytes | None:
        if path in self._refused:
            return None
        judged = self._judged.get(path)
        text = read_file(path)
        problem: Problem | None = None
        if isinstance(text, Problem):
            problem = text
        elif self._vfs.root_of(path) is None:
            problem = Problem(path, "not fixed: outside of the project")
        elif is_read_only(path):
            problem = Problem(path, "not fixed: read-only")
        elif not _is_utf8(text):
            problem = Problem(path, "not fixed: not valid UTF-8", gravity=Gravity.NOTE)
        elif judged is not None and judged.text != text:
            self.is_stale = True
            return None
        else:
            return text
        self._refused[path] = replace(problem, path=judged.path if judged is not None else path)
        return None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
