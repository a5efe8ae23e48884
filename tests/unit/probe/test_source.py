"""Reading the files of probes."""

import pytest

from devtools.probe.source import Setting, load_probes, read_area

AREA = """//! std::fs

use std::fs;

//@ fs.a = std::fs::a
fn probe() -> Probed {
    value(1)
}

//@ fs.b = std::fs::b (special)
//@ without folder
fn probe() -> Probed {
    value(2)
}

//@ fs.c = std::fs::c
//@ with a read-only file
//@ control err: it is a folder
fn probe() -> Probed {
    value(3)
}
"""


def test_an_area_is_its_shared_part_and_its_sections() -> None:
    first, second, third = read_area(AREA)
    assert (first.id, first.path, first.control) == ("fs.a", "std::fs::a", "ok")
    assert "use std::fs;" in first.code
    assert "value(1)" in first.code
    assert "value(2)" not in first.code
    assert second.path == "std::fs::b (special)"
    assert second.settings == {Setting.WITHOUT_FOLDER}
    assert third.settings == {Setting.READ_ONLY_FILE}
    assert third.control == "err"


def test_a_probe_that_needs_wasi_has_no_control() -> None:
    assert read_area(AREA)[1].control == "n/a"


@pytest.mark.parametrize("line", ["//@ without anything", "//@ control never: no such outcome"])
def test_an_unknown_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="Setting"):
        read_area(AREA.replace("//@ without folder", line))


def test_every_probe_is_one_function_and_known_by_one_id() -> None:
    probes = load_probes()
    assert len(probes) > 400
    assert all(probe.code.count("fn probe() -> Probed {") == 1 for probe in probes)
