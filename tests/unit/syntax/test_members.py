"""The fields and variants of types."""

from __future__ import annotations

import pytest

from wasi_lsp.syntax.members import members_of


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("#[a]\npub struct A { pub x: u8, #[cfg(unix)] r#type: B<C> }", ["x", "r#type"]),
        ("union A { x: u8, y: u16 }", ["x", "y"]),
        ("enum A { X { y: u8 }, Y(u8), Z = 3 }", ["X", "Y", "Z"]),
        ("struct A(u8, u16);", []),
        ("struct A;", []),
        ("fn f() {}", []),
    ],
)
def test_members(source: str, names: list[str]) -> None:
    members = members_of(source.encode())
    assert [each.name for each in members] == [name.removeprefix("r#") for name in names]
    assert [source[each.span.start : each.span.end] for each in members] == names
