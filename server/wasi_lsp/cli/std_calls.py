"""`wasi-lsp std-calls`: every use of a function of std that is resolved, for measuring."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from wasi_lsp.analysis.std_calls import std_calls_below
from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.cli.exit_code import ExitCode
from wasi_lsp.cli.terminal import print_error
from wasi_lsp.text.line_index import LineIndex


def show_std_calls(path: Path, target: str) -> int:
    """Print a JSON line for each use; files are relative to `path`, lines and columns from 1."""
    if target not in all_targets():
        print_error(f"rustc has no target `{target}`")
        return ExitCode.ERROR
    if not path.exists():
        print_error(f"{path}: no such file or folder")
        return ExitCode.ERROR
    base = path if path.is_dir() else path.parent
    for file, text, calls in std_calls_below(path, target):
        index = LineIndex(text)
        for call in calls:
            line, column = index.line_and_column(call.span.start)
            row = {
                "file": file.relative_to(base).as_posix(),
                "line": line,
                "column": column,
                "path": call.path,
            }
            sys.stdout.write(json.dumps(row) + "\n")
    return ExitCode.CLEAN
