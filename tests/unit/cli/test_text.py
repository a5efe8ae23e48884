"""The text output, block by block."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wasi_lsp.cli.output.sources import Sources
from wasi_lsp.cli.output.text import render_finding
from wasi_lsp.cli.output.visible import visible
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.text.span import Span

PATH = Path("src/main.rs")


def finding(span: Span, **more: object) -> Finding:
    fields: dict[str, object] = {"message": "it panics", "severity": Severity.WARNING, **more}
    return Finding(code="WASI103", name="std-panics", span=span, **fields)  # type: ignore[arg-type]


def block(source: str, marked: str, **more: object) -> str:
    """The text of a finding on the first `marked` in `source`."""
    start = len(source[: source.index(marked)].encode())
    span = Span(start, start + len(marked.encode()))
    return render_finding(finding(span, **more), PATH, Sources({PATH: source.encode()})).plain


def test_a_whole_block() -> None:
    source = "fn main() {\n" * 9 + "    spawn(f);\n}\n"
    assert block(
        source, "spawn", targets=("wasm32-wasip1", "wasm32-wasip2"), help="do it\nat once"
    ) == (
        "warning[WASI103]: it panics\n"
        "  --> src/main.rs:10:5\n"
        "   |\n"
        "10 |     spawn(f);\n"
        "   |     ^^^^^\n"
        "   |\n"
        "   = targets: wasm32-wasip1, wasm32-wasip2\n"
        "   = help: do it\n"
        "           at once\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("source", "marked", "shown"),
    [
        ("\tspawn(\tx);", "spawn", ["    spawn(    x);", "    ^^^^^"]),
        ('"日本" + spawn', "spawn", ['"日本" + spawn', "         ^^^^^"]),
        ("a 日本 b", "日本", ["a 日本 b", "  ^^^^"]),
        ("\x1b[31mspawn\x07", "spawn", ["␛[31mspawn␇", "     ^^^^^"]),
        ("a\u202eb\u2066 spawn \x9b", "spawn", ["a\ufffdb\ufffd spawn \ufffd", "     ^^^^^"]),
        (
            "all(\n    unix,\n)",
            "all(\n    unix,\n)",
            ["all(", "^^^^", "    unix,", "    ^^^^^", ")", "^"],
        ),
    ],
)
def test_the_marked_lines(source: str, marked: str, shown: list[str]) -> None:
    lines = block(source, marked).splitlines()[3:-1]
    assert [line[4:] for line in lines] == shown


def test_the_middle_of_a_long_span_is_left_out() -> None:
    source = "x(\n" + "y,\n" * 20 + ")"
    assert block(source, source) == (
        "warning[WASI103]: it panics\n"
        "  --> src/main.rs:1:1\n"
        "   |\n"
        " 1 | x(\n"
        "   | ^^\n"
        "...\n"
        "22 | )\n"
        "   | ^\n"
        "\n"
    )


@pytest.mark.parametrize("marked", ["spawn", "spawn" * 100])
def test_of_a_long_line_the_part_around_the_marker_is_shown(marked: str) -> None:
    source = "a" * 1_000_000 + marked + "é" * 1_000_000
    _, _, _, line, marker, _ = block(source, marked).split("\n")[:6]
    assert cell_len(line) < 160
    assert "…" in line
    at = marker.index("^")
    assert line[at:].startswith("spawn")


def test_an_empty_span_has_a_marker() -> None:
    assert block("ab", "").splitlines()[4] == "  | ^"


def test_related_places() -> None:
    source, other = "#[cfg(unix)]\nmod a {\n    spawn()\n}\n", "mod main;\n"
    span = Span(source.index("spawn"), source.index("spawn") + 5)
    files = Sources({PATH: source.encode(), Path("src/lib.rs"): other.encode()})
    related = (
        Related(Span(6, 10), "only here"),
        Related(Span(0, 9), "included here", Path("src/lib.rs")),
        Related(Span(0, 9), "not read, so left out", Path("src/gone.rs")),
    )
    assert render_finding(finding(span, related=related), PATH, files).plain == (
        "warning[WASI103]: it panics\n"
        " --> src/main.rs:3:5\n"
        "  |\n"
        "3 |     spawn()\n"
        "  |     ^^^^^\n"
        "note: only here\n"
        " --> src/main.rs:1:7\n"
        "  |\n"
        "1 | #[cfg(unix)]\n"
        "  |       ----\n"
        "note: included here\n"
        " --> src/lib.rs:1:1\n"
        "  |\n"
        "1 | mod main;\n"
        "  | ---------\n"
        "\n"
    )


def test_messages_are_made_safe_too() -> None:
    text = block("x", "x", message="\x1b]0;title\x07", help="a\x1bb", targets=("\x9b",))
    assert not set(text) & {"\x1b", "\x07", "\x9b"}


@given(st.text(max_size=80), st.data())
def test_any_text_and_span(source: str, data: st.DataObject) -> None:
    encoded = source.encode("utf-8", "replace")
    start = data.draw(st.integers(0, len(encoded)))
    end = data.draw(st.integers(start, len(encoded)))
    text = render_finding(finding(Span(start, end)), PATH, Sources({PATH: encoded})).plain
    assert "^" in text
    assert not {char for char in text if char < " " and char != "\n"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a    b"),
        ("\x00\x7f", "␀␡"),
        ("caf\udce9", "caf?"),
        ("naïve → 日本", "naïve → 日本"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
