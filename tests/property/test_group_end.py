"""Where groups end, whatever is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wasi_lsp.cfg.lexer import TokenKind, tokens
from wasi_lsp.syntax.scan import group_end

PIECES = (
    *("a", "r", "b", "br", "c", "0", "1.5e3", "x'", "'a", "'", '"', "\\", "#", "r#", 'r#"', '"#'),
    *("/", "//", "/*", "*/", "///", "\n", " ", "\r", "é", "\u0308", "\u2028", "😀", "\0"),
    *("(", ")", "[", "]", "{", "}", ",", "::", "=>", "$", "-", "b'", "'('", '")"', "r'"),
)


def by_tokens(text: bytes) -> int:
    """The end of the group that the text begins with, token by token."""
    closing = {b"(": b")", b"[": b"]", b"{": b"}"}
    expected: list[bytes] = []
    for token in tokens(text, 0, len(text)):
        punct = text[token.start : token.end]
        if token.kind is not TokenKind.PUNCT:
            continue
        if punct in closing:
            expected.append(closing[punct])
        elif punct in closing.values():
            if punct != expected.pop():
                break
            if not expected:
                return token.end
    return len(text)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_skipped_holds_no_bracket(inside: str) -> None:
    text = b"{" + inside.encode() + b"}"
    assert group_end(text, 0, len(text)) == by_tokens(text)
