"""By which settings a file is judged: those of the user, and those in the files of its project."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

from wasi_lsp.analysis.settings import Given, Settings, settings_of
from wasi_lsp.analysis.settings_reader import read_settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.written_settings import WrittenSettings


def settings_for(crate: Crate, given: Given) -> Settings:
    """What the user chose counts most; then the files of the project, the nearest one first."""
    written = (read_settings(each.values)[0] for each in crate.settings)
    return settings_of(given.defaults, *written, given.chosen)


def settings_problems(written: Iterable[WrittenSettings]) -> list[Problem]:
    """What is wrong with the settings in files, each at its line."""
    return [
        Problem(each.path, problem.message, each.lines.get(problem.name or ""))
        for each in written
        for problem in read_settings(each.values)[1]
    ]


def is_left_out(path: Path, root: Path, settings: Settings) -> bool:
    """Whether the settings keep a file of the project in `root` from being judged."""
    if not settings.exclude and not settings.include:
        return False
    try:
        name = path.absolute().relative_to(root.absolute()).as_posix()
    except ValueError:
        return False
    if settings.include and not _spec(settings.include).match_file(name):
        return True
    return _spec(settings.exclude).match_file(name)


@lru_cache(maxsize=16)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(patterns)
