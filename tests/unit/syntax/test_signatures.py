"""The signatures of functions, as they are compared."""

from __future__ import annotations

import pytest

from wasi_lsp.syntax.signatures import Signature, signature_of


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("fn a()", Signature(False, False, (), "", 0)),
        (
            "pub fn a(&mut self, x: u8) -> u8;",
            Signature(False, True, ("&mut self", "u8"), "u8", 0),
        ),
        (
            "pub(crate) async unsafe fn a<'a, T: Read, const N: usize>(x: &'a [T; N])",
            Signature(True, True, ("&[T;N]",), "", 2),
        ),
        (
            "fn a(x: std :: collections::HashMap<K,\n  V,>) -> std::io::Result< ( ) >",
            Signature(False, False, ("HashMap<K,V>",), "Result<()>", 0),
        ),
        ("fn a(x: Cow<'_, str>, y: &'static dyn a::B)", None),
    ],
)
def test_signature(declaration: str, expected: Signature | None) -> None:
    signature = signature_of(declaration.encode())
    if expected is None:
        assert signature is not None
        assert signature.parameters == ("Cow<str>", "&dyn B")
    else:
        assert signature == expected


@pytest.mark.parametrize("declaration", ["const A: u8", "fn a(#[cfg(unix)] x: u8)", "fn (", ""])
def test_there_is_none(declaration: str) -> None:
    assert signature_of(declaration.encode()) is None
