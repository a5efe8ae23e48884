"""The addresses of pages on items of std, as rustdoc names them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from wasi_lsp.stdlib.doc_url import doc_url, wit_url
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import StdTable

STD = "https://doc.rust-lang.org/std/"


@pytest.fixture(scope="module")
def table() -> StdTable:
    return load_std_table()


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("std::thread", "thread/index.html"),
        ("std::thread::spawn", "thread/fn.spawn.html"),
        ("std::fs::File", "fs/struct.File.html"),
        ("std::fs::File::open", "fs/struct.File.html#method.open"),
        ("std::fs::File::read_vectored", "fs/struct.File.html#method.read_vectored"),
        ("std::io::ErrorKind", "io/enum.ErrorKind.html"),
        ("std::io::Read", "io/trait.Read.html"),
        ("std::io::Read::read_vectored", "io/trait.Read.html"),
        ("std::io::Result", "io/type.Result.html"),
        ("std::println", "macro.println.html"),
        ("std::f64::consts::PI", "f64/consts/constant.PI.html"),
        ("std::os::wasi::ffi::OsStrExt", "os/wasi/ffi/trait.OsStrExt.html"),
        ("std::time::Instant::now", "time/struct.Instant.html#method.now"),
    ],
)
def test_pages(table: StdTable, path: str, page: str) -> None:
    item = table.item(path)
    assert item is not None
    assert doc_url(table, item) == STD + page


@pytest.mark.parametrize(
    "path",
    [
        "std::clone::Clone",
        "std::alloc::Allocator",
        "std::os::wasi::prelude::OwnedFd",
        "std::os::aix",
        "std::sync::atomic::AtomicBool",
    ],
)
def test_what_has_no_page_of_its_path(table: StdTable, path: str) -> None:
    item = table.item(path)
    assert item is not None
    assert doc_url(table, item) is None


def test_functions_of_wasi() -> None:
    root = "https://github.com/WebAssembly/WASI/blob/v0.2.12/proposals/"
    assert wit_url("wasi:clocks/monotonic-clock.now") == f"{root}clocks/wit/monotonic-clock.wit"
    assert wit_url("wasi:cli/stdout.get-stdout") == f"{root}cli/wit/stdio.wit"
    assert wit_url("something else") is None


def _documentation() -> Path | None:
    """The pages that rustup has installed here, if any."""
    try:
        found = subprocess.run(
            ["rustc", "--print", "sysroot"], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    pages = Path(found.stdout.strip()) / "share" / "doc" / "rust" / "html" / "std"
    return pages if pages.is_dir() else None


@pytest.mark.skipif(_documentation() is None, reason="needs the rust-docs component")
def test_every_page_is_there(table: StdTable) -> None:
    pages = _documentation()
    assert pages is not None
    found = {os.path.relpath(path, pages) for path in pages.rglob("*.html")}
    items = (table.item(path) for path in table.paths())
    urls = {url for item in items if item is not None and (url := doc_url(table, item))}
    assert len(urls) > 2_000
    missing = {url.removeprefix(STD).partition("#")[0] for url in urls} - found
    assert not missing
