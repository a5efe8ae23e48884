"""Where a project begins, and which files are part of it, for files named on the command line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from wasi_lsp.project.project_files import PROJECT_FILES
from wasi_lsp.project.walk import find_files


def find_root(path: Path) -> Path:
    """The folder of the project that holds `path`: nothing above it concerns the project.

    The repository, where there is one; else the outermost folder upward with a manifest, Cargo
    configuration or toolchain file; else the folder of the file itself.
    """
    start = Path(os.path.abspath(path))
    if not os.path.isdir(start):
        start = start.parent
    # Cargo's own configuration lies in the home folder, too; it makes that no project.
    home = Path(os.path.expanduser("~"))
    root = start
    # os.path says no, where Path raises for a folder that cannot be looked into.
    for folder in (start, *start.parents):
        if _is_repository(folder):
            return folder
        if folder != home and _has_project_file(folder):
            root = folder
    return root


def is_project(root: Path) -> bool:
    """Whether `find_root` found a project here, not just the folder of a lone file."""
    return _is_repository(root) or _has_project_file(root)


def files_to_survey(root: Path, members: Sequence[Path]) -> Sequence[Path]:
    """The files that tell about `members`, for which `find_root` found `root`.

    What a project says counts for each of its files, whichever of them are asked for; the
    neighbours of a lone file say nothing about it.
    """
    return find_files([root, *members]).files if is_project(root) else members


def _is_repository(folder: Path) -> bool:
    return os.path.exists(folder / ".git")


def _has_project_file(folder: Path) -> bool:
    return any(os.path.isfile(folder / name) for name in PROJECT_FILES)
