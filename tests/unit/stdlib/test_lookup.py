"""What the shipped table answers, spot by spot."""

from __future__ import annotations

import pytest

from wasi_lsp.rust_version import RustVersion, VersionRange
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import NEWEST, StdTable, own_gate, support_rows
from wasi_lsp.stdlib.model import Verdict

P1, P2, P3 = "wasm32-wasip1", "wasm32-wasip2", "wasm32-wasip3"
THREADS = "wasm32-wasip1-threads"


@pytest.fixture(scope="module")
def table() -> StdTable:
    return load_std_table()


@pytest.mark.parametrize(
    ("path", "target", "rust", "verdict"),
    [
        ("std::thread::spawn", P1, "1.78", "panics"),
        ("std::thread::spawn", P2, "1.85", "panics"),
        ("std::thread::spawn", P3, "1.96", "panics"),
        ("std::thread::spawn", THREADS, "1.94", "panics"),
        ("std::thread::spawn", THREADS, "1.94.1", "works"),
        ("std::thread::Builder::spawn", P2, "1.96", "unsupported"),
        ("std::thread::available_parallelism", P2, "1.96", "unsupported"),
        ("std::thread::available_parallelism", P2, "1.97", "works"),
        ("std::thread::available_parallelism", P2, "1.120", "works"),
        ("std::thread::park", P2, "1.96", "works_but_differs"),
        ("std::process::Command::spawn", P2, "1.82", "unsupported"),
        ("std::process::Command::output", P1, "1.96", "unsupported"),
        ("std::process::id", P2, "1.96", "panics"),
        ("std::process::abort", P2, "1.96", "works"),
        ("std::env::temp_dir", P2, "1.85", "panics"),
        ("std::env::home_dir", P1, "1.96", "works_but_differs"),
        ("std::env::join_paths", P1, "1.96", "error"),
        ("std::fs::canonicalize", P2, "1.93", "unsupported"),
        ("std::fs::canonicalize", P2, "1.94", "works"),
        ("std::fs::File::lock", P2, "1.96", "unsupported"),
        ("std::net::TcpStream::connect", P1, "1.96", "unsupported"),
        ("std::net::TcpStream::connect", P2, "1.82", "unsupported"),
        ("std::net::TcpStream::connect", P2, "1.83", "works"),
        ("std::net::TcpStream::set_read_timeout", P2, "1.85", "enoprotoopt"),
        ("std::net::TcpStream::set_read_timeout", P2, "1.93", "works"),
        ("std::net::TcpStream::set_read_timeout", P2, "1.93.1", "enoprotoopt"),
        ("std::net::TcpStream::set_read_timeout", P2, "1.94", "works"),
        ("std::net::TcpStream::set_linger", P2, "1.85", "unsupported"),
        ("std::net::TcpStream::set_linger", P2, "1.96", "enoprotoopt"),
        ("std::net::TcpStream::read_vectored", P2, "1.96", "works_but_differs"),
        ("std::net::UdpSocket::set_broadcast", P3, "1.96", "enoprotoopt"),
        ("std::sync::Condvar::wait", P2, "1.96", "panics"),
        ("std::sync::Condvar::wait_timeout", P2, "1.85", "panics"),
        ("std::sync::Condvar::wait_timeout", P2, "1.96", "works"),
        ("std::sync::Mutex::lock", P2, "1.96", "works"),
        ("std::os::unix", P2, "1.78", "compile_error"),
        ("std::os::unix::fs::MetadataExt", P1, "1.96", "compile_error"),
        ("std::os::windows", P3, "1.96", "compile_error"),
        ("std::os::macos", P2, "1.96", "compile_error"),
        ("std::os::wasip2", P1, "1.96", "compile_error"),
        ("std::os::wasip2", P2, "1.96", "works"),
        ("std::os::fd", P2, "1.96", "works"),
        ("std::os::wasi", P3, "1.98", "compile_error"),
        ("std::os::wasi::fs::FileExt::tell", P1, "1.85", "works"),
        ("std::os::wasi::fs::FileExt::tell", P1, "1.94", "absent_in_version"),
        ("std::os::wasi::fs::FileExt::advise", P1, "1.96", "works"),
        ("std::os::wasi::fs::FileExt::advise", P2, "1.96", "compile_error"),
    ],
)
def test_verdict(table: StdTable, path: str, target: str, rust: str, verdict: str) -> None:
    item = table.item(path)
    version = RustVersion.parse(rust)
    assert item is not None
    assert version is not None
    support = table.support(item, target, version)
    assert support is not None
    # An absence is one whether other releases have the item or not.
    absent = {Verdict.COMPILE_ERROR, Verdict.ABSENT_IN_VERSION}
    assert support.verdict == verdict or {support.verdict, verdict} <= absent
    assert support.evidence


@pytest.mark.parametrize(
    ("path", "target", "feature", "own"),
    [
        ("std::os::wasi", P1, None, None),
        ("std::os::wasi", P2, "wasip2", "wasip2"),
        ("std::os::wasi", P3, None, None),
        ("std::os::wasi::fs::FileExt", P1, "wasi_ext", None),
        ("std::os::wasi::fs::FileExt", P2, "wasi_ext,wasip2", "wasip2"),
        ("std::thread::sleep_until", P2, "thread_sleep_until", None),
        ("std::fs::read", P2, None, None),
    ],
)
def test_gate(
    table: StdTable, path: str, target: str, feature: str | None, own: str | None
) -> None:
    item = table.item(path)
    assert item is not None
    support = table.support(item, target, NEWEST)
    assert support is not None
    assert support.feature == feature
    assert own_gate(item, support) == own


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("std::fs::read", "std::fs::read"),
        ("std::collections::hash_map::HashMap::get", "std::collections::HashMap::get"),
        ("core::option::Option", "std::option::Option"),
        ("core::sync::atomic::AtomicU32", "std::sync::atomic::AtomicU32"),
        ("alloc::fmt::Display", "std::fmt::Display"),
        ("alloc::vec::Vec::push", "std::vec::Vec::push"),
        ("std::io::prelude::Read", "std::io::Read"),
        ("core::sync::Mutex", None),
        ("core::vec::Vec", None),
        ("std::os::unix::io::OwnedFd", "std::os::unix::io::OwnedFd"),
        ("std::nothing", None),
        ("std", "std"),
        ("", None),
        ("@e0", None),
        ("::".join(["std"] * 100_000), None),
    ],
)
def test_item(table: StdTable, asked: str, canonical: str | None) -> None:
    item = table.item(asked)
    assert (item.path if item else None) == canonical


def test_modules_and_their_names(table: StdTable) -> None:
    assert table.is_module("std::fs")
    assert table.is_module("std::os::unix")
    assert not table.is_module("std::fs::File")
    assert not table.is_module("std::nothing")
    assert {"read", "write", "File", "Metadata"} <= set(table.names_in("std::fs"))
    assert {"Read", "Write", "BufRead", "Seek"} == set(table.names_in("std::io::prelude"))
    assert {"Ok", "Err"} == set(table.names_in("std::result::Result"))
    assert {"unix", "wasi", "macos", "fd"} <= set(table.names_in("std::os"))
    assert table.names_in("std::fs::read") == ()


def test_signatures(table: StdTable) -> None:
    read = table.item("std::net::TcpStream::read_vectored")
    assert read is not None
    assert (read.kind, read.receiver, read.trait) == ("method", "&mut self", "std::io::Read")
    assert read.returns == "std::io::Result<usize>"
    metadata = table.item("std::fs::metadata")
    assert metadata is not None
    assert metadata.returns == "std::io::Result<std::fs::Metadata>"
    assert metadata.wit[0].startswith("wasi:filesystem/")


def test_conditions_are_not_support(table: StdTable) -> None:
    lock = table.item("std::sync::Mutex::lock")
    assert lock is not None
    held = [case for case in lock.conditions if case.when == "already held by this thread"]
    assert {case.target for case in held} == {P1, P2, P3}
    assert {case.verdict for case in held} == {Verdict.PANICS}


def test_rows_for_json(table: StdTable) -> None:
    item = table.item("std::fs::canonicalize")
    assert item is not None
    rows = [row for row in support_rows(item) if row["target"] == P2]
    assert [(row["rust"], row["verdict"]) for row in rows] == [
        ("1.78..1.93", "unsupported"),
        ("1.94..", "works"),
    ]
    assert rows[0]["feature"] is None
    assert {"kind", "rust", "text"} == set(rows[0]["evidence"][0])


def test_unknown_before_the_oldest_evidence(table: StdTable) -> None:
    item = table.item("std::thread::spawn")
    assert item is not None
    assert table.support(item, P1, RustVersion(1, 40)) is None
    assert table.support(item, "wasm32-unknown-unknown", NEWEST) is None


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("1.80..1.85", "1.85..1.90", True),
        ("1.80..1.84", "1.85..1.90", False),
        ("..", "1.85..1.85", True),
        ("1.93..1.93", "1.93.1..1.93.1", True),
        ("1.94..", "..1.93", False),
        ("..1.80", "..1.70", True),
    ],
)
def test_ranges_overlap(one: str, other: str, overlap: bool) -> None:
    ranges = VersionRange.parse(one), VersionRange.parse(other)
    assert ranges[0].overlaps(ranges[1]) is overlap
    assert ranges[1].overlaps(ranges[0]) is overlap
