"""Where a project begins, for files that are named on the command line."""

from __future__ import annotations

import os
from pathlib import Path

from wasi_lsp.project.project_files import PROJECT_FILES


def find_root(path: Path) -> Path:
    """The folder of the project that holds `path`: nothing above it concerns the project.

    The repository, where there is one; else the outermost folder upward with a manifest, Cargo
    configuration or toolchain file; else the folder of the file itself.
    """
    start = Path(os.path.abspath(path))
    if not start.is_dir():
        start = start.parent
    root = start
    for folder in (start, *start.parents):
        if (folder / ".git").exists():
            return folder
        # Cargo's own configuration is found in the home folder, too; it makes that no project.
        if folder != Path.home() and any((folder / name).is_file() for name in PROJECT_FILES):
            root = folder
    return root
