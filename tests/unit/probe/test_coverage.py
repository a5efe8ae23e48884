"""What of the table the probes measure."""

import pytest

from devtools.build_std_db.build import FACTS, load_readings, load_surface
from devtools.build_std_db.measured import load_rows, read_path
from devtools.probe.source import load_probes
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import NEWEST
from wasi_lsp.stdlib.model import Verdict

TARGETS = ("wasm32-wasip1", "wasm32-wasip2", "wasm32-wasip3")
TABLE = load_std_table()
READINGS = load_readings()
#: What needs no probe: the kit names every path in a program that the compiler checks.
NAMED = {Verdict.COMPILE_ERROR, Verdict.ABSENT_IN_VERSION}
#: What is asked of nothing.
SILENT = {Verdict.WORKS, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE}

#: What people call most, and what works: it has to be seen when it stops.
COMMON = [
    "std::env::args",
    "std::env::var",
    "std::env::vars",
    "std::env::current_dir",
    "std::env::set_var",
    "std::fs::File::create",
    "std::fs::File::open",
    "std::fs::File::read",
    "std::fs::File::write",
    "std::fs::File::seek",
    "std::fs::File::sync_all",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::write",
    "std::fs::copy",
    "std::fs::rename",
    "std::fs::remove_file",
    "std::fs::metadata",
    "std::fs::create_dir",
    "std::fs::create_dir_all",
    "std::fs::remove_dir",
    "std::fs::remove_dir_all",
    "std::fs::read_dir",
    "std::fs::canonicalize",
    "std::fs::exists",
    "std::fs::hard_link",
    "std::io::Stdin::read_line",
    "std::io::Stdout::write",
    "std::io::Stderr::write",
    "std::io::copy",
    "std::net::TcpListener::bind",
    "std::net::TcpListener::accept",
    "std::net::TcpStream::connect",
    "std::net::TcpStream::set_nonblocking",
    "std::net::UdpSocket::bind",
    "std::net::UdpSocket::send_to",
    "std::path::Path::exists",
    "std::path::absolute",
    "std::process::exit",
    "std::process::abort",
    "std::sync::Mutex::lock",
    "std::sync::RwLock::read",
    "std::sync::RwLock::write",
    "std::sync::OnceLock::get_or_init",
    "std::thread::sleep",
    "std::thread::yield_now",
    "std::thread::current",
    "std::time::Instant::now",
    "std::time::SystemTime::now",
]


def probed() -> set[str]:
    """The canonical paths of the items that a probe calls."""
    found = set()
    for probe in load_probes():
        reading = read_path(probe.path, "works", READINGS)
        assert reading is not None, probe.path
        found |= {*reading.items, *filter(None, [reading.on])}
    return {item.path for path in found if (item := TABLE.item(path)) is not None}


PROBED = probed()


def test_every_item_that_does_not_plainly_work_has_a_probe() -> None:
    missing = []
    for path in TABLE.paths():
        item = TABLE.item(path)
        assert item is not None
        rows = [TABLE.support(item, target, NEWEST) for target in TARGETS]
        verdicts = {row.verdict for row in rows if row is not None}
        if verdicts - NAMED - SILENT and path not in PROBED:
            missing.append(path)
    assert missing == []


def test_every_absent_item_is_named() -> None:
    surface = {row["path"] for row in load_surface()}
    absent = set()
    for path in TABLE.paths():
        item = TABLE.item(path)
        if item and any(row.verdict in NAMED for row in item.support):
            absent.add(path)
    assert absent
    assert absent <= surface


@pytest.mark.parametrize("path", COMMON)
def test_what_people_call_most_has_a_probe(path: str) -> None:
    item = TABLE.item(path)
    assert item is not None
    assert item.path in PROBED


#: What was measured and is no longer.
EXPLAINED = {
    # Waits for an address outside of this machine.
    "std::net::TcpStream::connect_timeout (blackhole 10.255.255.1)",
    # Says nothing of std.
    "cfg!(unix)",
    # Now std::process::ChildStdin::write.
    "std::process::ChildStdin: Write type-check",
}


def test_every_measured_item_is_measured_again() -> None:
    """A path that the facts measured by running it is the path of a probe, or of its name."""
    paths = {probe.path for probe in load_probes()}
    missing = {
        row["path"]
        for row in load_rows(FACTS / "measured")
        if row["path"] not in paths
        and row["verdict"] not in NAMED
        and not row["id"].startswith("net.rawfd.Tcp")
    }
    assert missing == EXPLAINED
