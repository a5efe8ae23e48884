"""What the hover on a std path says."""

from __future__ import annotations

import pytest

from wasi_lsp.ide.std_hover import hover_std
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import StdTable

TARGETS = ("wasm32-wasip1", "wasm32-wasip2", "wasm32-wasip3")


@pytest.fixture(scope="module")
def table() -> StdTable:
    return load_std_table()


def hover(
    table: StdTable, path: str, rust: str = "1.96", targets: tuple[str, ...] = TARGETS
) -> str:
    item = table.item(path)
    version = RustVersion.parse(rust)
    assert item is not None
    assert version is not None
    return hover_std(table, item, targets, dict.fromkeys(targets, version))


def test_a_function_that_panics(table: StdTable) -> None:
    text = hover(table, "std::thread::spawn")
    assert text.startswith(
        "[`std::thread::spawn`](https://doc.rust-lang.org/std/thread/fn.spawn.html): "
        "function, since Rust 1.0\n\n| WASI target |"
    )
    row = next(line for line in text.splitlines() if "wasm32-wasip2" in line)
    assert "| 1.96 | panics: failed to spawn thread: Os {" in row
    assert "\n\n**Why** This target has no threads" in text
    assert "\n\n**Instead** run the closure on the current thread" in text
    assert "*Evidence:* measured with Rust 1.96; " in text


def test_what_differs_between_targets_and_releases(table: StdTable) -> None:
    text = hover(table, "std::net::TcpStream::set_read_timeout")
    assert "wasm32-wasip1 | 1.96 | cannot be reached |" in text
    assert "1.83..1.92, 1.93.1: returns OS error 50" in text
    assert "**Why** Nothing hands out a socket there: `connect` and `bind` fail" in text


def test_the_release_judged_by(table: StdTable) -> None:
    text = hover(table, "std::fs::canonicalize", "1.90")
    assert "wasm32-wasip2 | 1.90 | returns `Unsupported` | 1.94..: works |" in text


def test_a_gate(table: StdTable) -> None:
    text = hover(table, "std::os::wasi::ffi::OsStrExt")
    assert "| wasm32-wasip1 | 1.96 | works |" in text
    assert "| wasm32-wasip2 | 1.96 | needs nightly (`wasip2`) |" in text


def test_special_cases(table: StdTable) -> None:
    text = hover(table, "std::sync::Mutex::lock")
    assert "**Special case** already held by this thread: panics" in text


def test_what_lies_beneath(table: StdTable) -> None:
    text = hover(table, "std::time::Instant::now", targets=("wasm32-wasip2",))
    assert "**Calls** [`wasi:clocks/monotonic-clock.now`](https://github.com/" in text
    assert "monotonic-clock.wit) (WASI 0.2)" in text
    assert "**Why**" not in text


def test_nothing_known(table: StdTable) -> None:
    text = hover(table, "std::thread::spawn", "1.40")
    assert "| wasm32-wasip1, wasm32-wasip2 | 1.40 | unknown | " in text
    assert "Evidence" not in text


def test_every_hover_is_one_sentence_or_a_table_with_equal_rows(table: StdTable) -> None:
    for path in list(table.paths())[::7]:
        text = hover(table, path)
        rows = [line for line in text.splitlines() if line.startswith("| ")]
        if "\n\nWorks on wasm32-wasip1, wasm32-wasip2, wasm32-wasip3 (Rust 1.96)." in text:
            assert rows == []
            continue
        assert len({line.replace("\\|", "").count("|") for line in rows}) == 1, path


def test_the_other_targets_are_in_the_table_alone(table: StdTable) -> None:
    item = table.item("std::net::TcpListener::bind")
    assert item is not None
    version = RustVersion(1, 96)
    text = hover_std(table, item, ("wasm32-wasip2",), dict.fromkeys(TARGETS, version))
    rows = [line for line in text.splitlines() if line.startswith("| wasm32")]
    assert rows[0].startswith("| wasm32-wasip2 | 1.96 | works |")
    assert rows[1].startswith("| wasm32-wasip1 | 1.96 | returns `Unsupported` |")
    assert "**Why**" not in text


def test_issues_are_links(table: StdTable) -> None:
    text = hover(table, "std::os::wasi")
    assert "[rust-lang/rust#130323](https://github.com/rust-lang/rust/issues/130323)" in text
