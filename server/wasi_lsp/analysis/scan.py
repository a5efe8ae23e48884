"""Checking many files: what `wasi-lsp check` and a workspace scan do, on every core."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self, TypeVar

from wasi_lsp.analysis.engine import check_source
from wasi_lsp.analysis.gates import with_gate_fixes
from wasi_lsp.analysis.processes import Processes
from wasi_lsp.analysis.project import Project
from wasi_lsp.analysis.project_files import check_project_file, problems_in, settings_problems_in
from wasi_lsp.analysis.project_settings import is_left_out, settings_for, settings_problems
from wasi_lsp.analysis.settings import Given
from wasi_lsp.analysis.survey import Survey, survey_files, trees_of
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.problem import Gravity, Problem
from wasi_lsp.project.root import files_to_survey, find_root
from wasi_lsp.project.vfs import read_source, read_text
from wasi_lsp.project.walk import find_files
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.rules.finding import Finding

#: Called with the number of files that are done, and of all.
Progress = Callable[[int, int], None]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_FILES_PER_TASK = 16
#: Starting workers takes a quarter of a second: not worth it for fewer files.
_FILES_WORTH_WORKERS = 64


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: the text that was judged, and what is wrong with it."""

    path: Path
    text: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The files in the order in which they were found, and what could not be read."""

    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """Some files of one project, with all that a worker needs to judge them."""

    paths: tuple[Path, ...]
    #: A file with what `_project` reads: it is the same for hundreds of tasks.
    facts: Path
    given: Given
    gates: bool
    #: The files that the user named one by one.
    named: frozenset[Path]


@dataclass(frozen=True, slots=True)
class _Done:
    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]


def check_paths(
    paths: Sequence[Path], given: Given, progress: Progress, *, gates: bool = False
) -> Report:
    """Judge the files among and below `paths`, each with the project that holds it.

    With `gates` the findings have the fixes of `with_gate_fixes`, too.
    """
    found = find_files(paths)
    total = len(found.files)
    done: dict[Path, FileReport] = {}
    problems: dict[Problem, None] = dict.fromkeys(found.problems)
    with _Workers(total) as workers, TemporaryDirectory(prefix="wasi-lsp-") as folder:
        named = frozenset(paths)
        tasks = list(_tasks(found.files, given, gates, workers, Path(folder), named))
        for result in workers.run(_check, tasks):
            for file in result.files:
                done[file.path] = file
            problems |= dict.fromkeys(result.problems)
            progress(len(done), total)
    return Report(
        tuple(done[path] for path in found.files if path in done),
        tuple(
            sorted(
                _gravest(problems), key=lambda each: (str(each.path), each.line or 0, each.message)
            )
        ),
    )


def _gravest(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Each problem once, though some code depends on the broken file and some does not."""
    by_place: dict[tuple[Path, int | None, str], Problem] = {}
    for problem in problems:
        place = (problem.path.absolute(), problem.line, problem.message)
        if place not in by_place or problem.gravity is Gravity.ERROR:
            by_place[place] = problem
    yield from by_place.values()


def take_survey(root: Path, processes: Processes) -> Survey:
    """Survey a whole project for an editor, which is not to be held up by that."""
    files = find_files([root]).files
    if len(files) < _FILES_WORTH_WORKERS:
        return survey_files(files)
    # In one process: the survey is small and the files are read once, all else is in a hurry.
    return next(processes.map(survey_files, [files]), Survey())


def check_files(
    root: Path, project: Project, files: Sequence[Path], given: Given, processes: Processes
) -> Generator[FileReport, None, None]:
    """Judge files of a project that was surveyed, as they are on disk, for an editor.

    Those that cannot be read, or that the settings leave out, have no report.
    """
    with TemporaryDirectory(prefix="wasi-lsp-") as folder:
        facts = Path(folder) / "project"
        facts.write_bytes(
            pickle.dumps((root, project.census, dict(project.trees), project.targets))
        )
        tasks = [_Task(chunk, facts, given, False, frozenset()) for chunk in _chunks(files)]
        for done in processes.map(_check, tasks):
            yield from done.files


class _Workers:
    """Runs functions over many values, in processes where that pays."""

    def __init__(self, files: int) -> None:
        cores = os.cpu_count() or 1
        self._pool = (
            ProcessPoolExecutor(cores, mp_context=get_context("spawn"))
            if files >= _FILES_WORTH_WORKERS and cores > 1
            else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, function: Callable[[_In], _Out], values: Sequence[_In]) -> Iterator[_Out]:
        """The results, in the order in which they are ready."""
        if self._pool is None:
            yield from map(function, values)
            return
        futures = [self._pool.submit(function, value) for value in values]
        for future in as_completed(futures):
            yield future.result()


def _tasks(
    files: Iterable[Path],
    given: Given,
    gates: bool,
    workers: _Workers,
    folder: Path,
    named: frozenset[Path],
) -> Iterator[_Task]:
    projects: dict[Path, list[Path]] = {}
    roots: dict[Path, Path] = {}
    for file in files:
        if file.parent not in roots:
            roots[file.parent] = find_root(file)
        projects.setdefault(roots[file.parent], []).append(file)
    for number, (root, members) in enumerate(projects.items()):
        telling = _chunks(files_to_survey(root, members))
        survey = reduce(Survey.__or__, workers.run(survey_files, telling), Survey())
        trees = trees_of(survey, Workspace.load([root]))
        facts = folder / str(number)
        facts.write_bytes(pickle.dumps((root, survey.census, trees, survey.targets)))
        for chunk in _chunks(members):
            yield _Task(chunk, facts, given, gates, named.intersection(chunk))


def _chunks(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    return [
        tuple(files[start : start + _FILES_PER_TASK])
        for start in range(0, len(files), _FILES_PER_TASK)
    ]


@lru_cache(maxsize=1)
def _project(facts: Path) -> tuple[Path, Project]:
    """The project whose facts this very scan has written, and its root."""
    root, census, trees, targets = pickle.loads(facts.read_bytes())
    return root, Project(Workspace.load([root]), census, trees, targets)


def _check(task: _Task) -> _Done:
    """Judge the files of a task; runs in a worker, which keeps the project's files it has read."""
    root, project = _project(task.facts)
    files: list[FileReport] = []
    problems: list[Problem] = []
    for path in task.paths:
        crate = project.workspace.crate_of(path)
        settings = settings_for(crate, task.given)
        if path not in task.named and is_left_out(path, root, settings):
            continue
        kind = kind_of(path.absolute()) or FileKind.RUST
        source = read_source(path) if kind is FileKind.RUST else read_text(path)
        problems += source.problems
        if source.text is None:
            continue
        try:
            context = project.context(path, settings)
            if kind is FileKind.RUST:
                problems += (*crate.problems, *settings_problems(crate.settings))
                findings = check_source(source.text, context, settings)
            else:
                # Only code that is judged by it, or who names it, is at a loss where it is broken:
                # a tool's own test data may well be.
                gravity = Gravity.ERROR if path in task.named else Gravity.NOTE
                broken = problems_in(source.text, kind, path)
                problems += (replace(problem, gravity=gravity) for problem in broken)
                problems += settings_problems_in(source.text, kind, path)
                findings = check_project_file(source.text, kind, context, settings)
            if task.gates:
                findings = with_gate_fixes(source.text, findings, context)
        except Exception as error:  # One file must not take the findings of all others along.
            message = f"could not be checked: this is a bug in wasi-lsp ({_name_of(error)})"
            problems.append(Problem(path, message))
            continue
        files.append(FileReport(path, source.text, findings))
    return _Done(tuple(files), tuple(problems))


def _name_of(error: Exception) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
