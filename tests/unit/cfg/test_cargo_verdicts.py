"""Cargo's predicates and rustc's specifications are rejected exactly where the tools do.

`cargo_verdicts.jsonl` is what Cargo 1.96 said of `[target.'cfg(TEXT)'.dependencies]`,
`spec_verdicts.jsonl` what rustc 1.96 (edition 2021) said of `--cfg TEXT` and `--check-cfg TEXT`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wasi_lsp.cfg.cargo_parser import parse_cargo_cfg
from wasi_lsp.cfg.cfg_spec import cfg_flag_error, check_cfg_error
from wasi_lsp.text.located import Located
from wasi_lsp.text.span import Span

#: Keywords since edition 2018, which a specification alone does not tell.
BY_EDITION = {"cfg(async)", "async"}


def rows(name: str) -> list[Any]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def located(text: str) -> Located:
    ends = [len(text[:end].encode()) for end in range(len(text) + 1)]
    return Located(text, tuple(ends))


@pytest.mark.parametrize("row", rows("cargo_verdicts.jsonl"), ids=lambda row: repr(row["text"]))
def test_agrees_with_cargo(row: Any) -> None:
    text = row["text"]
    parsed = parse_cargo_cfg(located(text))
    assert (not parsed.errors) == row["ok"]
    for error in parsed.errors:
        assert Span(0, len(text.encode())).covers(error.span)


@pytest.mark.parametrize("row", rows("spec_verdicts.jsonl"), ids=lambda row: repr(row["text"]))
def test_specifications(row: Any) -> None:
    read = check_cfg_error if row["kind"] == "check-cfg" else cfg_flag_error
    error = read(located(row["text"]))
    assert (error is None) == (row["ok"] or row["text"] in BY_EDITION)
