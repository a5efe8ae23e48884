"""Running `wasi-lsp` as a user does: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


def wasi_lsp(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Result:
    """Run the command with `arguments`; a run of over a minute fails the test."""
    done = subprocess.run(
        [sys.executable, "-m", "wasi_lsp", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())
