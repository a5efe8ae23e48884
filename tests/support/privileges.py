"""Tests run by root, to whom no file is locked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Of `nobody`.
_NOBODY = 65534


@contextmanager
def as_nobody(tmp_path: Path) -> Iterator[None]:
    """Without the rights of root, but for reading in `tmp_path`."""
    user = os.geteuid()
    if user == 0:
        for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            folder.chmod(0o755)
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
