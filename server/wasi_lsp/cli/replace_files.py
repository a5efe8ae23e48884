"""Writing files in place of what they were, all of some or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wasi_lsp.analysis.fixes import FixedFile
from wasi_lsp.project.problem import Gravity, Problem
from wasi_lsp.project.vfs import read_file


def is_read_only(path: Path) -> bool:
    """Whether nobody is to write the file: an administrator could all the same."""
    try:
        return not os.stat(path).st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return True


def replace_files(files: Mapping[Path, FixedFile]) -> Problem | None:
    """Write what the files are to be; where there is a problem, all are what they were.

    The paths have no links in them. A file is replaced by a new one with its mode, so nobody ever
    sees half of it. One that somebody else has just changed is left alone: only a note.
    """
    prepared: dict[Path, Path] = {}
    replaced: list[Path] = []
    path = Path()
    try:
        for path, file in files.items():
            prepared[path] = _write_beside(path, file.after)
        for path, file in files.items():
            if read_file(path) != file.before:
                return Problem(path, "changed while it was being fixed", gravity=Gravity.NOTE)
        for path in files:
            os.replace(prepared[path], path)
            replaced.append(path)
    except OSError as error:
        for undone in replaced:
            with contextlib.suppress(OSError):
                os.replace(_write_beside(undone, files[undone].before), undone)
        return Problem(path, f"cannot be written: {(error.strerror or str(error)).lower()}")
    finally:
        for left in prepared.values():
            left.unlink(missing_ok=True)
    return None


def _write_beside(path: Path, text: bytes) -> Path:
    """A new file in the folder of `path`, with its mode."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
    except OSError:
        os.unlink(name)
        raise
    return Path(name)
