"""Draws docs/images/check.svg: what `wasi-lsp check` prints on a part of the example.

Run it with `python -m devtools.build_images` in `server/`. Tests take the pictures of editors.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.text import Text

from devtools.terminal_picture import terminal_picture

REPOSITORY = Path(__file__).parents[2]
COMMAND = ("wasi-lsp", "check", "src/platform.rs", "src/worker.rs")
COLUMNS = 100


def main() -> None:
    """Write the picture."""
    printed = subprocess.run(
        [sys.executable, "-m", "wasi_lsp", *COMMAND[1:]],
        cwd=REPOSITORY / "examples" / "porting",
        env=os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    ).stdout
    picture = terminal_picture(Text.from_ansi(printed), " ".join(COMMAND), COLUMNS)
    path = REPOSITORY / "server" / "docs" / "images" / "check.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
