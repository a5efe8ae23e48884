from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from support.cursor import with_cursor
from support.markdown import Case, cases_in
from wasi_lsp.ide.cfg_if_to_cfg_select import cfg_if_to_cfg_select
from wasi_lsp.text.edits import apply_edits
from wasi_lsp.text.span import Span

_FILE = Path(__file__).parent / "cfg_if_to_cfg_select.md"
_CASES = cases_in(_FILE.read_text("utf-8"), _FILE.name)
CASES = [list(cases) for _, cases in groupby(_CASES, lambda case: case.heading)]


@pytest.mark.parametrize("cases", CASES, ids=lambda cases: cases[0].heading)
def test_rewriting(cases: list[Case]) -> None:
    text, offset = with_cursor(cases[0].source)
    found = cfg_if_to_cfg_select(text, Span(offset, offset))
    if len(cases) == 1:
        assert found is None
        return
    assert found is not None
    after = apply_edits(text, [(edit.span, edit.text.encode()) for edit in found.edits])
    assert after is not None
    assert after.decode() == cases[1].source
    assert cfg_if_to_cfg_select(after, Span(offset, offset)) is None
