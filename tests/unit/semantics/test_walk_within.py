"""Walking to one place of a file says the same as walking through all of it."""

from __future__ import annotations

import pytest

from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.modules import build_module
from wasi_lsp.semantics.surroundings import walk_surroundings
from wasi_lsp.syntax.extract import extract
from wasi_lsp.text.span import Span

TEXT = b"""\
cfg_if::cfg_if! {
    if #[cfg(unix)] { mod a { fn one() {} } } else { mod a { fn two() {} } }
}
#[cfg(windows)]
mod b { mod a { fn three() {} } }
mod a { fn four() {} }
impl A { #[cfg(test)] fn five() {} fn six() {} }
unknown! { mod a { fn seven() {} } }
mod a { fn eight() {} }
"""


@pytest.mark.parametrize("at", range(len(TEXT)))
def test_to_one_place(at: int) -> None:
    root, place = extract(TEXT), FilePlace()
    module = build_module(root, place.wrapper_macros)
    whole = list(walk_surroundings(root, module, place))
    touching = [each for each in whole if each[0] <= at <= each[0] + each[1].length]
    assert list(walk_surroundings(root, module, place, Span(at, at))) == touching
