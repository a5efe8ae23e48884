"""Draws what a terminal shows as SVG that loads nothing from elsewhere."""

from __future__ import annotations

import io
import re

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text


def terminal_picture(shown: Text, title: str, columns: int) -> str:
    """The SVG of a terminal that is `columns` cells wide."""
    console = Console(record=True, width=columns, file=io.StringIO())
    console.print(shown)
    picture = console.export_svg(title=title, theme=DIMMED_MONOKAI)
    # rich names a font on the web; a picture in a README must not load anything.
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
