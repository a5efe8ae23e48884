"""Checking many files: what `wasi-lsp check` and a workspace scan do, on every core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from wasi_lsp.analysis.census import Census, take_census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.engine import check_source
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.root import find_root
from wasi_lsp.project.vfs import read_source
from wasi_lsp.project.walk import find_rust_files
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.rules.finding import Finding

#: Called with the number of files that are done, and of all.
Progress = Callable[[int, int], None]

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

    root: Path
    paths: tuple[Path, ...]
    census: Census
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Done:
    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]


def check_paths(paths: Sequence[Path], settings: Settings, progress: Progress) -> Report:
    """Judge the Rust files among and below `paths`, each with the project that holds it."""
    found = find_rust_files(paths)
    total = len(found.files)
    tasks = list(_tasks(found.files, settings))
    done: dict[Path, FileReport] = {}
    problems: dict[Problem, None] = dict.fromkeys(found.problems)
    for result in _run(tasks, total):
        for file in result.files:
            done[file.path] = file
        problems |= dict.fromkeys(result.problems)
        progress(len(done), total)
    return Report(
        tuple(done[path] for path in found.files if path in done),
        tuple(sorted(problems, key=lambda each: (str(each.path), each.line or 0, each.message))),
    )


def _tasks(files: Iterable[Path], settings: Settings) -> Iterator[_Task]:
    projects: dict[Path, list[Path]] = {}
    roots: dict[Path, Path] = {}
    for file in files:
        folder = file.parent
        if folder not in roots:
            roots[folder] = find_root(file)
        projects.setdefault(roots[folder], []).append(file)
    for root, members in projects.items():
        # The targets that a project names count for each of its files, whichever are asked for.
        census = take_census([root, *members]) if settings.targets is None else Census()
        for start in range(0, len(members), _FILES_PER_TASK):
            yield _Task(root, tuple(members[start : start + _FILES_PER_TASK]), census, settings)


def _run(tasks: Sequence[_Task], total: int) -> Iterator[_Done]:
    workers = min(len(tasks), os.cpu_count() or 1)
    if total < _FILES_WORTH_WORKERS or workers < 2:
        yield from map(_check, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_check, task) for task in tasks]
        for future in as_completed(futures):
            yield future.result()


@cache
def _workspace(root: Path) -> Workspace:
    return Workspace.load([root])


def _check(task: _Task) -> _Done:
    """Judge the files of a task; runs in a worker, which keeps the project's files it has read."""
    workspace = _workspace(task.root)
    files: list[FileReport] = []
    problems: list[Problem] = []
    for path in task.paths:
        source = read_source(path)
        problems += source.problems
        if source.text is None:
            continue
        crate = workspace.crate_of(path)
        problems += crate.problems
        context = rule_context(crate, path, task.census, task.settings)
        findings = check_source(source.text, context, task.settings)
        files.append(FileReport(path, source.text, findings))
    return _Done(tuple(files), tuple(problems))
