"""Draws docs/images/check.svg: what `wasi-lsp check` prints on a part of the example.

Run it with `python server/devtools/build_images.py`. The pictures of VS Code come from
`npm run screenshots` in vscode-extension/.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

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
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(printed))
    picture = console.export_svg(title=" ".join(COMMAND), theme=DIMMED_MONOKAI)
    # rich names a font on the web; a picture in a README must not load anything.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    path = REPOSITORY / "server" / "docs" / "images" / "check.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
