"""Rows, and what they say against the table."""

import pytest

from devtools.build_std_db.build import load_readings
from devtools.probe.rows import Measured, as_row, differences
from devtools.probe.run import Seen
from devtools.probe.source import Probe
from wasi_lsp.stdlib.load import load_std_table

TABLE = load_std_table()
READINGS = load_readings()


def measured(path: str, seen: Seen, control: Seen, target: str = "wasm32-wasip1") -> Measured:
    probe = Probe("x.y", path, "", frozenset(), "ok")
    return Measured(probe, target, "1.96", seen, control, True, ())


OK = Seen("ok", exit_code=0)
PANIC = Seen("panic", message="boom", location="a.rs:1:1", exit_code=134)
UNSUPPORTED = Seen("err", None, "Unsupported", "Some(58)", "Not supported", exit_code=0)


def test_a_row_has_the_shape_of_the_measured_facts() -> None:
    row = as_row(measured("std::fs::File::lock", UNSUPPORTED, OK))
    assert row == {
        "compiles": True,
        "error_kind": "Unsupported",
        "executed": True,
        "exit_code": 0,
        "id": "x.y",
        "linux": "ok",
        "message": "Not supported",
        "outcome": "err",
        "path": "std::fs::File::lock",
        "raw_os_error": "Some(58)",
        "rust_version": "1.96",
        "target": "wasm32-wasip1",
        "verdict": "unsupported",
    }


def test_what_was_not_reached_names_the_step_that_failed() -> None:
    row = as_row(measured("std::net::TcpStream::peek", Seen("setup", message="Os"), OK))
    assert (row["verdict"], row["outcome"], row["setup_step"]) == ("not_reached", "n/a", "Os")
    assert row["executed"] is False


def test_what_does_not_compile_has_the_error() -> None:
    row = as_row(measured("std::os::wasip2", Seen("compile_error", message="E0432 no"), OK))
    assert (row["compiles"], row["error"], "message" in row) == (False, "E0432 no", False)


@pytest.mark.parametrize(
    ("path", "seen", "control", "table"),
    [
        ("std::fs::File::lock", UNSUPPORTED, OK, None),
        ("std::fs::File::lock", OK, OK, "unsupported"),
        ("std::thread::spawn", PANIC, OK, None),
        ("std::thread::spawn", OK, OK, "panics"),
        ("std::net::TcpStream::peek", Seen("setup"), OK, None),
        ("std::sync::Mutex::lock (already held by this thread)", PANIC, Seen("hang"), None),
        ("std::sync::Mutex::lock (already held by this thread)", OK, Seen("hang"), "panics"),
        ("std::sync::Mutex::lock (on a Sunday)", OK, OK, "no such case"),
        ("std::sync::NoSuchThing", OK, OK, "no such item"),
        ("nothing reads this", OK, OK, "cannot read the path"),
        ("std::os::unix::fs::symlink", Seen("compile_error", message="E0433"), OK, None),
    ],
)
def test_differences(path: str, seen: Seen, control: Seen, table: str | None) -> None:
    found = differences([as_row(measured(path, seen, control))], TABLE, READINGS)
    assert [one.table for one in found] == ([table] if table else [])
