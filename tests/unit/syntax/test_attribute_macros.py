"""Which attributes leave an item as it is."""

from __future__ import annotations

import pytest

from wasi_lsp.syntax.attributes import may_be_macro


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("#[inline]", False),
        ('#[cfg(target_os = "wasi")]', False),
        ("# [ rustfmt::skip ]", False),
        ('#[rustc_const_stable(feature = "a")]', False),
        ("#[unsafe(no_mangle)]", False),
        ("#[tokio::main]", True),
        ("#[rustversion::since(1.80)]", True),
        ("#[wasm_bindgen]", True),
        ("#[::a::b]", True),
    ],
)
def test_attribute(attribute: str, expected: bool) -> None:
    assert may_be_macro(attribute.encode()) is expected
