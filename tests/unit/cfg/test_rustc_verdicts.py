"""The parser rejects what rustc 1.96 rejects as malformed, and nothing else.

`rustc_verdicts.jsonl` holds what rustc said, one input a line. `form` tells which of our functions
reads `inside`; null where the case is about what surrounds a predicate. Feature gates (E0658) and
warnings count as accepted: they are other rules.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.parser import parse_arm_predicate, parse_cfg, parse_cfg_attr

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("rustc_verdicts.jsonl").read_text("utf-8").split("\n")
    if line
]

#: Keywords of edition 2018 and later; a predicate alone does not tell its edition.
BY_EDITION = {"await", "async", "dyn", "try"}
#: What a macro fills in; the parser does not know whether it stands in one.
INTERPOLATED = {"$x", "target_os = $x", "#x", "feature = #x"}


def parse(form: str, inside: str) -> ParsedCfg | None:
    text = inside.encode()
    if form == "cfg":
        return parse_cfg(text, 0, len(text))
    if form == "cfg_attr":
        return parse_cfg_attr(text, 0, len(text)).predicate
    return parse_arm_predicate(text, 0, len(text)).predicate


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{case['form']}: {case['inside']!r}")
        for case in CASES
        if case["form"]
    ],
)
def test_agrees_with_rustc(case: dict[str, Any]) -> None:
    parsed = parse(case["form"], case["inside"])
    accepted = parsed is None or not parsed.errors
    if case["inside"] in BY_EDITION | INTERPOLATED:
        assert accepted
    else:
        assert accepted == case["accepted"], case["rustc"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["inside"])
        for case in CASES
        if case["form"] == "cfg" and "error[E05" in case["rustc"] and "E0554" not in case["rustc"]
    ],
)
def test_codes_are_those_of_rustc(case: dict[str, Any]) -> None:
    parsed = parse(case["form"], case["inside"])
    assert parsed is not None
    codes = [error.code for error in parsed.errors if error.code]
    assert all(f"error[{code}]" in case["rustc"] for code in codes), (codes, case["rustc"])


def test_carries_every_case() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES)
    assert len([case for case in CASES if case["form"]]) > 400
