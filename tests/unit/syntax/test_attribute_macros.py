"""Which attributes leave an item as it is."""

from __future__ import annotations

import pytest

from wasi_lsp.syntax.attributes import attribute_macro


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ("#[inline]", None),
        ('#[cfg(target_os = "wasi")]', None),
        ("# [ rustfmt::skip ]", None),
        ('#[rustc_const_stable(feature = "a")]', None),
        ("#[unsafe(no_mangle)]", None),
        ("#[tokio::main]", "tokio"),
        ("#[rustversion::since(1.80)]", "rustversion"),
        ("#[ wasm_bindgen]", "wasm_bindgen"),
        ("#[::a::b]", ""),
    ],
)
def test_attribute(attribute: str, name: str | None) -> None:
    found = attribute_macro(attribute.encode(), 3)
    assert (found.name.name if found is not None else None) == name
    if found is not None:
        start, end = found.name.span.shift(-3)
        assert attribute[start:end] == name
