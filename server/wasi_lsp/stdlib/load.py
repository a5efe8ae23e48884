"""Reading the table of std that ships with the package.

`data/std.tsv` has one line per key, `key<TAB>JSON`: an item under its canonical path, an alias as
the path it stands for, a module's children, and shared values under keys that begin with `@`.
Splitting the file takes about a millisecond; a line is decoded when somebody asks for it.
"""

from __future__ import annotations

from importlib import resources

from wasi_lsp.stdlib.lookup import StdTable


def load_std_table() -> StdTable:
    """Load the shipped table; keep the value, each call reads the file again."""
    file = resources.files("wasi_lsp.stdlib").joinpath("data", "std.tsv")
    return parse_std_table(file.read_text(encoding="utf-8"))


def parse_std_table(text: str) -> StdTable:
    """Make a table of the text of `std.tsv`."""
    return StdTable(dict(line.split("\t", 1) for line in text.split("\n") if line))
