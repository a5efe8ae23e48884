"""`wasi-lsp std`: what std items do on WASI, for people and programs."""

from __future__ import annotations

import json

from support.command import wasi_lsp


def test_json_is_one_line_for_each_path() -> None:
    result = wasi_lsp("std", "--json", "std::thread::spawn", "std::no::such", "std::os::unix")
    assert result.code == 1
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert [row["path"] for row in rows] == [
        "std::thread::spawn",
        "std::no::such",
        "std::os::unix",
    ]
    assert rows[1] == {"path": "std::no::such", "kind": None, "support": []}
    assert rows[0]["kind"] == "fn"
    assert rows[2]["kind"] == "mod"
    p2 = [row for row in rows[0]["support"] if row["target"] == "wasm32-wasip2"]
    assert {row["verdict"] for row in p2} == {"panics"}
    keys = {"target", "rust", "verdict", "feature", "message", "evidence"}
    assert all(keys <= set(row) and row["evidence"] for row in p2)


def test_text_names_targets_reasons_and_evidence() -> None:
    result = wasi_lsp("std", "std::env::temp_dir")
    assert result.code == 0
    assert result.out.startswith("std::env::temp_dir  fn, since Rust 1.0\n")
    assert "wasm32-wasip2" in result.out
    assert "    panics" in result.out
    assert "    why: " in result.out
    assert "    source" in result.out


def test_an_item_of_core_goes_by_its_name_in_std() -> None:
    assert wasi_lsp("std", "core::mem::swap").out.startswith("std::mem::swap  fn")


def test_an_unknown_path_has_a_suggestion() -> None:
    result = wasi_lsp("std", "std::thread::spwan")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "error: std has no `std::thread::spwan`\n  help: did you mean `std::thread::spawn`?\n"
    )


def test_the_end_of_a_path_is_enough_to_be_offered_the_whole() -> None:
    one = wasi_lsp("std", "temp_dir", "env::current_exe")
    assert one.code == 1
    assert "help: did you mean `std::env::temp_dir`?" in one.err
    assert "help: did you mean `std::env::current_exe`?" in one.err
    many = wasi_lsp("std", "try_clone").err
    assert "`std::fs::File::try_clone`, " in many
    assert " more?" in many
