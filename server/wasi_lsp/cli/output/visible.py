"""Text without anything that a terminal obeys."""

from __future__ import annotations

#: What a terminal would obey, or would let the text look other than it is: shown as the symbol
#: for a control character, else as U+FFFD. As rustc does.
_REPLACED = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(0x80, 0xA0), "\N{REPLACEMENT CHARACTER}"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}"),
    ord("\t"): "    ",
}


def visible(text: str) -> str:
    """`text` on one line as it can be printed safely; a tab takes four columns."""
    # File names hold bytes that are no UTF-8 as lone surrogates.
    return text.translate(_REPLACED).encode("utf-8", "replace").decode()
