"""What `impl` blocks without a trait are for."""

from __future__ import annotations

import pytest

from wasi_lsp.syntax.inherent_impl import impl_words, inherent_type


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("impl Stream {}", ("Stream",)),
        ("#[cfg(unix)]\nimpl crate::net::Stream {}", ("crate", "net", "Stream")),
        (
            "impl<'a, T: Iterator<Item = u8>, const N: usize> List<'a, T, N> where T: Copy {}",
            ("List",),
        ),
        ("impl Text<'_> {}", ("Text",)),
        ("impl<T> List<T, T> {}", None),
        ("impl List<u8> {}", None),
        ("impl Array<4> {}", None),
        ("impl<T> List<Vec<T>> {}", None),
        ("impl<T> Clone for List<T> {}", None),
        ("impl dyn Any {}", None),
        ("impl [u8] {}", None),
        ("impl <", None),
        ("", None),
    ],
)
def test_the_type_that_a_block_is_for(header: str, path: tuple[str, ...] | None) -> None:
    assert inherent_type(header.encode()) == path


def test_the_words_of_heads_and_members() -> None:
    words = impl_words(
        b"struct A;\nimpl<T: for<'a> F<'a>> a::B<T> { fn f() {} const G: u8 = 1; }\n"
        b"impl Clone for A { fn clone() {} }\n"
    )
    assert {b"B", b"T"} <= words.in_heads
    assert not {b"A", b"Clone"} & words.in_heads
    assert {b"f", b"G"} <= words.members
    assert words.types == {b"A"}


def test_text_with_no_end_of_heads() -> None:
    assert impl_words(b"impl " * 100_000).in_heads == frozenset()
