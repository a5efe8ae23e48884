"""Where things stand, in the terms of the output: paths, lines and columns for people."""

from __future__ import annotations

import os
from pathlib import Path


def shown(path: Path) -> str:
    """`path` as the output names it: relative to the working directory, with `/`."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # Another drive, on Windows.
        return path.as_posix()
    return Path(relative).as_posix()
