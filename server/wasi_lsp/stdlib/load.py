"""Reading the table of std that ships with the package."""

from __future__ import annotations

from importlib import resources

from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.lookup import StdTable


def load_std_table() -> StdTable:
    """Load the shipped table; keep the value, each call reads the file again.

    The file is read and not decoded: an item is decoded when somebody asks for it.
    """
    file = resources.files("wasi_lsp.stdlib").joinpath("data", "std.tsv")
    return StdTable(SortedLines(file.read_bytes()))
