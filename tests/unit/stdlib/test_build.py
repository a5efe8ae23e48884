"""How evidence becomes the table: reading probes, merging, contradictions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devtools.build_std_db.measured import Reading, read_path
from devtools.build_std_db.merge import Merge
from devtools.build_std_db.notes import Note, load_notes
from devtools.build_std_db.paths import expand
from wasi_lsp.rust_version import RustVersion, VersionRange
from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.model import Evidence, EvidenceKind, Verdict

P1, P2 = "wasm32-wasip1", "wasm32-wasip2"
FN = {"path": "std::fs::f", "kind": "fn", "origin": "std", "since": "1.0"}


@pytest.mark.parametrize(
    ("path", "verdict", "reading"),
    [
        ("std::fs::read", "works", Reading(("std::fs::read",))),
        ("println!", "works", Reading(("std::println",))),
        ("std::io::{empty,sink}", "works", Reading(("std::io::empty", "std::io::sink"))),
        ("std::io::{a,b}", "error", Reading(on="std::io", when="one of std::io::{a,b}")),
        ("std::process::exit(2)", "works", Reading(on="std::process::exit", when="2")),
        ("std::fs::read (no file)", "error", Reading(on="std::fs::read", when="no file")),
        ("std::a::b (c) then d", "error", Reading(on="std::a::b", when="c then d")),
        ("std::a::b with c", "error", Reading(on="std::a::b", when="with c")),
        ("listed", "works", Reading(("std::x",))),
        ("prose about nothing", "works", None),
    ],
)
def test_read_path(path: str, verdict: str, reading: Reading | None) -> None:
    assert read_path(path, verdict, {"listed": {"items": ["std::x"]}}) == reading


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("std::a", ["std::a"]),
        ("std::{a,b}::c", ["std::a::c", "std::b::c"]),
        ("{a, b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("a{}", ["a"]),
    ],
)
def test_braces_stand_for_several_paths(pattern: str, paths: list[str]) -> None:
    assert expand(pattern) == paths


def measured(verdict: str, rust: str = "1.96", target: str = P2) -> tuple[Reading, dict[str, Any]]:
    row = {
        "id": f"probe.{verdict}", "path": FN["path"], "target": target, "rust_version": rust,
        "verdict": verdict, "linux": "ok", "outcome": "ok",
    }  # fmt: skip
    return Reading((FN["path"],)), row


def note(verdict: Verdict, rust: str, path: str = FN["path"], exact: bool = True) -> Note:
    return Note(
        path=path, exact=exact, target=P2, rust=VersionRange.parse(rust), verdict=verdict,
        feature=None, message=None, why=None, instead=None, when=None,
        evidence=Evidence(EvidenceKind.SOURCE, f"says {verdict}"), exceptions=frozenset(),
        file="x.toml",
    )  # fmt: skip


def present(*releases: str) -> dict[RustVersion, dict[str, dict[str, str]]]:
    versions = [RustVersion.parse(release) for release in releases]
    return {v: {FN["path"]: {"path": FN["path"], "all": "present"}} for v in versions if v}


def support(merge: Merge, target: str = P2) -> list[tuple[str, str]]:
    rows = merge.support(FN["path"], FN)
    return [(str(row.rust), str(row.verdict)) for row in rows if row.target == target]


def test_equal_measurements_reach_over_what_lies_between() -> None:
    merge = Merge([measured("works", "1.85"), measured("works", "1.96")], {}, [])
    assert support(merge) == [("1.85..", "works")]
    (row,) = merge.support(FN["path"], FN)
    assert EvidenceKind.DERIVED in {piece.kind for piece in row.evidence}


def test_unequal_measurements_leave_a_gap() -> None:
    merge = Merge([measured("panics", "1.85"), measured("works", "1.96")], {}, [])
    assert support(merge) == [("1.85..1.85", "panics"), ("1.96..", "works")]


def test_a_note_dates_the_change() -> None:
    notes = [note(Verdict.PANICS, "1.63..1.93"), note(Verdict.WORKS, "1.94..")]
    merge = Merge([measured("panics", "1.85"), measured("works", "1.96")], {}, notes)
    assert support(merge) == [("1.78..1.93", "panics"), ("1.94..", "works")]
    assert merge.contradictions == []


def test_a_patch_release_within_a_release() -> None:
    notes = [note(Verdict.WORKS, "1.93.."), note(Verdict.ERROR, "1.93.1..1.93.1")]
    assert support(Merge([], {}, notes)) == [
        ("1.93..1.93", "works"),
        ("1.93.1..1.93.1", "error"),
        ("1.94..", "works"),
    ]


def test_a_measurement_against_a_note_is_shown_with_both() -> None:
    merge = Merge([measured("works")], {}, [note(Verdict.PANICS, "1.90..")])
    support(merge)
    (contradiction,) = merge.contradictions
    assert contradiction == (
        f"std::fs::f on {P2} in 1.96: measured (probe.works): works and "
        "noted (x.toml: says panics): panics"
    )


def test_a_measurement_against_the_compiler_is_shown_with_both() -> None:
    existence = present("1.96")
    existence[RustVersion(1, 96)][FN["path"]]["all"] = "absent E0432"
    merge = Merge([measured("works")], existence, [])
    support(merge)
    assert "measured (probe.works): works and compiled (absent E0432)" in merge.contradictions[0]


def test_two_measurements_that_disagree_are_shown() -> None:
    merge = Merge([measured("works"), measured("panics")], {}, [])
    assert "measured works (probe.works) and panics (probe.panics)" in merge.contradictions[0]


def test_two_notes_that_disagree_are_shown() -> None:
    merge = Merge([], {}, [note(Verdict.PANICS, "1.90.."), note(Verdict.WORKS, "1.90..")])
    support(merge)
    assert "says panics" in merge.contradictions[0]
    assert "says works" in merge.contradictions[0]


def test_a_note_on_the_item_goes_before_one_on_its_module() -> None:
    notes = [
        note(Verdict.PANICS, "1.90.."),
        note(Verdict.WORKS, "1.90..", path="std::fs", exact=False),
    ]
    merge = Merge([], present("1.85", "1.96"), notes)
    assert support(merge)[-1] == ("1.90..", "panics")
    assert merge.contradictions == []


def test_a_note_on_a_module_says_nothing_of_what_is_absent() -> None:
    existence = present("1.85", "1.96")
    existence[RustVersion(1, 85)][FN["path"]]["all"] = "absent E0432"
    surface = {**FN, "since": "1.90"}
    merge = Merge([], existence, [note(Verdict.WORKS, "1.80..", path="std::fs", exact=False)])
    rows = merge.support(FN["path"], surface)
    assert [(str(row.rust), row.verdict) for row in rows if row.target == P2] == [
        ("1.85..1.85", Verdict.ABSENT_IN_VERSION),
        ("1.90..", Verdict.WORKS),
    ]


def test_existence_alone_says_nothing_of_behaviour() -> None:
    assert support(Merge([], present("1.96"), [])) == [("1.96..", "unknown")]


def test_a_function_about_threads_is_not_copied_to_wasip1_threads() -> None:
    rows = [(Reading((path,)), measured("works", target=P1)[1])
            for path in ("std::fs::f", "std::thread::f")]  # fmt: skip
    merge = Merge(rows, {}, [])
    for path, targets in (("std::fs::f", {P1, f"{P1}-threads"}), ("std::thread::f", {P1})):
        found = {row.target for row in merge.support(path, {**FN, "path": path})}
        assert found == targets


def test_a_note_with_a_wrong_key_names_its_file(tmp_path: Any) -> None:
    (tmp_path / "a.toml").write_text('[[note]]\nitmes = ["std::a"]\n')
    with pytest.raises(ValueError, match=r"a\.toml, note 1: unknown keys \['itmes'\]"):
        load_notes(tmp_path)


@given(
    st.dictionaries(st.from_regex(r"[@a-z:]{1,6}", fullmatch=True), st.text("xy\tü", max_size=5))
)
def test_sorted_lines_find_what_a_dict_finds(lines: dict[str, str]) -> None:
    text = "".join(f"{key}\t{value}\n" for key, value in lines.items())
    found = SortedLines("".join(sorted(text.splitlines(keepends=True))).encode())
    for key, value in lines.items():
        assert found.get(key) == value.split("\t")
        assert found.get(key + "!") is None
    assert found.get("") is None
    assert dict(found) == {key: value.split("\t") for key, value in lines.items()}
