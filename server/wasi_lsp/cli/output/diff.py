"""What fixes would change, as a unified diff."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import diff_bytes, unified_diff
from io import BytesIO
from pathlib import Path

from wasi_lsp.analysis.fixes import FixedFile
from wasi_lsp.cli.output.place import shown
from wasi_lsp.cli.output.visible import visible

_NO_LINE_BREAK = b"\n\\ No newline at end of file\n"


def write_diff(path: Path, file: FixedFile) -> None:
    """Print the change of a file as `git apply` reads it; on a terminal, with nothing it obeys."""
    is_terminal = sys.stdout.isatty()
    sys.stdout.flush()
    for line in _diff(path, file):
        if is_terminal:
            text = visible(line.decode(errors="replace").removesuffix("\n"))
            line = f"{text}\n".encode()
        sys.stdout.buffer.write(line)


def _diff(path: Path, file: FixedFile) -> Iterator[bytes]:
    name = shown(path).encode(errors="surrogateescape")
    # A line ends at `\n` alone, as Git says.
    before, after = BytesIO(file.before).readlines(), BytesIO(file.after).readlines()
    for line in diff_bytes(unified_diff, before, after, b"a/" + name, b"b/" + name):
        yield line if line.endswith(b"\n") else line + _NO_LINE_BREAK
