"""`wasi-lsp cfg`: predicates as users type and paste them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.command import wasi_lsp


def cfg_json(predicate: str) -> tuple[int, dict[str, Any]]:
    result = wasi_lsp("cfg", "--json", predicate)
    assert result.err == ""
    return result.code, json.loads(result.out)


def test_text() -> None:
    result = wasi_lsp("cfg", 'any(all(target_os = "wasi", target_env = "p2"), feature = "net")')
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "can be true on 320 of 320 targets"
    labels = [line[2:13].strip() for line in lines[1:]]
    assert labels == ["WASI", "others", "depends on", "simplified", "in words"]


def test_others_are_listed_or_counted() -> None:
    few = wasi_lsp("cfg", 'target_family = "wasm"').out
    assert "others      wasm32-unknown-emscripten, wasm32-unknown-unknown" in few
    many = wasi_lsp("cfg", "unix").out
    assert "WASI        none\n" in many
    assert ": linux 7" in many
    assert many.rstrip().splitlines()[2].endswith(" of other systems")


@pytest.mark.parametrize(
    "written",
    [
        'target_env = "p2"',
        '#[cfg(target_env = "p2")]',
        ' # ! [ cfg ( target_env = "p2" ) ] ',
        'cfg(target_env = "p2")',
        'cfg!(target_env = "p2")',
    ],
)
def test_a_predicate_alone_and_as_it_stands_in_code(written: str) -> None:
    code, answer = cfg_json(written)
    assert code == 0
    assert answer == {
        "ok": True,
        "errors": [],
        "targets": ["wasm32-wasip2"],
        "simplified": 'target_env = "p2"',
        "explanation": answer["explanation"],
    }
    assert answer["explanation"]


@pytest.mark.parametrize(
    ("predicate", "targets", "simplified"),
    [
        (
            'all(target_os = "wasi", not(target_env = "p1"))',
            ["wasm32-wasip2", "wasm32-wasip3"],
            'all(target_os = "wasi", not(target_env = "p1"))',
        ),
        (
            'all(target_os = "wasi", any(feature = "a", not(feature = "a")))',
            ["wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip2", "wasm32-wasip3"],
            'target_os = "wasi"',
        ),
        ('all(unix, target_os = "wasi")', [], 'all(unix, target_os = "wasi")'),
    ],
)
def test_json(predicate: str, targets: list[str], simplified: str) -> None:
    code, answer = cfg_json(predicate)
    assert (code, answer["targets"], answer["simplified"]) == (0, targets, simplified)


@pytest.mark.parametrize(
    ("predicate", "start", "end"),
    [
        ("target_env = p2", 13, 15),
        ("all(unix", 3, 4),
        ("", 0, 0),
        ("cfg(unix", 0, 3),
        # Offsets count characters of what was typed.
        ('#[cfg(all(feature = "é日", unix windows))]', 31, 38),
    ],
)
def test_malformed(predicate: str, start: int, end: int) -> None:
    code, answer = cfg_json(predicate)
    assert code == 1
    assert answer["ok"] is False
    assert (answer["targets"], answer["simplified"], answer["explanation"]) == ([], None, None)
    first = answer["errors"][0]
    assert first["message"]
    assert (first["start"], first["end"]) == (start, end)


def test_what_only_a_macro_knows_is_malformed_here() -> None:
    code, answer = cfg_json("all(unix, $cfg)")
    assert (code, answer["ok"]) == (1, False)
    assert answer["errors"][0]["message"] == "this is known only where its macro is used"


def test_an_error_shows_its_place() -> None:
    result = wasi_lsp("cfg", "all(unix,\n    target_env = p2)")
    assert result.code == 1
    assert result.out == ""
    assert result.err.splitlines()[:4] == [
        "error: the value of `target_env` must be a string",
        "  |",
        "2 |     target_env = p2)",
        "  |                  ^^",
    ]
    assert '  help: put it in quotes: `target_env = "p2"`' in result.err


@pytest.mark.parametrize("opening", ["(", "not(", "all(", "any(unix, ", "[", '"', "r#"])
def test_deep_and_broken_predicates_end_in_a_message(opening: str) -> None:
    closing = ")" if opening.endswith(("(", " ")) else ""
    code, answer = cfg_json(opening * 10_000 + "unix" + closing * 10_000)
    assert code == 1
    assert answer["errors"]


def test_control_characters_are_shown_as_symbols() -> None:
    result = wasi_lsp("cfg", 'feature = "\x1b[31m" unix')
    assert result.code == 1
    assert "\x1b" not in result.err
    assert "␛" in result.err
