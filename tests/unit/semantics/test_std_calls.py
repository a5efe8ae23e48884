"""Which uses of std are seen in the files of `calls/`.

A comment `//~ Type::name, …` lists the uses on its line, by the ends of their paths; lines without
one must have none.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.projects import write_project
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


WORKSPACE = """\
//- Cargo.toml
[workspace]
members = ["a", "b"]
//- a/Cargo.toml
[package]
name = "a"
edition = "2021"
[features]
default = ["copy"]
copy = ["b/copy"]
off = ["b/off"]
[dependencies]
b = { path = "../b", default-features = false, features = ["read"] }
//- a/src/lib.rs
fn f() {
    b::fs::read("x");
    b::off::read("x");
}
//- b/Cargo.toml
[package]
name = "b"
edition = "2021"
[features]
read = []
copy = []
off = []
//- b/src/lib.rs
#[cfg(feature = "read")]
pub use std::fs;
#[cfg(feature = "off")]
pub use std::fs as off;
#[cfg(feature = "copy")]
fn copy() {
    std::fs::copy("a", "b");
}
#[cfg(not(feature = "copy"))]
fn not_copy() {
    std::fs::rename("a", "b");
}
#[cfg(feature = "off")]
fn off() {
    std::fs::remove_file("a");
}
"""


def test_features_are_on_where_some_member_asks_for_them(tmp_path: Path) -> None:
    write_project(tmp_path, WORKSPACE)
    found = {
        (file.relative_to(tmp_path).parts[0], call.path)
        for file, _, calls in std_calls_below(tmp_path, "wasm32-wasip2")
        for call in calls
    }
    assert found == {("a", "std::fs::read"), ("b", "std::fs::copy")}
