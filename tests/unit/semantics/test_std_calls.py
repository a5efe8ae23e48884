"""Which uses of std are seen in the files of `calls/`.

A comment `//~ Type::name, …` lists the uses on its line, by the ends of their paths; lines without
one must have none.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from wasi_lsp.analysis.std_calls import std_calls_below
from wasi_lsp.text.line_index import LineIndex

FILES = sorted((Path(__file__).parent / "calls").glob("*.rs"))
MARK = "//~"


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_uses_of_each_line(file: Path) -> None:
    ((_, text, calls),) = std_calls_below(file, "wasm32-wasip2")
    index = LineIndex(text)
    found: dict[int, list[str]] = {}
    for call in calls:
        line, _ = index.line_and_column(call.span.start)
        found.setdefault(line, []).append("::".join(call.path.split("::")[-2:]))
    expected = {
        number: [each.strip() for each in line.partition(MARK)[2].split(",")]
        for number, line in enumerate(text.decode().splitlines(), 1)
        if MARK in line
    }
    assert found == expected
