"""Code that the editor dims while wasm32-wasip2 is in focus: between `«` and `»`."""

from __future__ import annotations

from pathlib import Path

import pytest

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.inactive_code import inactive_code
from wasi_lsp.project.crate import Crate


def dimmed(source: str) -> str:
    """The source with marks around what is dimmed."""
    text = source.encode()
    document = RustDocument.open(None, text)
    context = rule_context(Crate(Path(".")), None, Census(), Settings())
    for span in reversed(list(inactive_code(document, context, "wasm32-wasip2"))):
        inside = text[span.start : span.end]
        text = text[: span.start] + "«".encode() + inside + "»".encode() + text[span.end :]
    return text.decode()


@pytest.mark.parametrize(
    "marked",
    [
        "«#[cfg(unix)]\nfn a() {}»\nfn b() {}\n",
        '«#[cfg(not(target_env = "p2"))]\nmod a {\n    #[cfg(unix)]\n    fn b() {}\n}»\n',
        "fn a() {\n    «#[cfg(windows)]\n    b();»\n    c();\n}\n",
        "fn a() {\n    «#[cfg(windows)]\n    {\n        #[cfg(unix)]\n        b();\n    }»\n}\n",
        "«#![cfg(unix)]\nfn a() {}\n»",
        'cfg_if! {\n    if #[cfg(target_os = "wasi")] { fn a() {} } else {« fn a() {} »}\n}\n',
        "struct A {\n    «#[cfg(unix)]\n    b: u8»,\n    c: u8,\n}\n",
        # Compiled, or not known.
        '#[cfg(target_os = "wasi")]\nfn a() {}\n',
        '#[cfg(feature = "a")]\nfn a() {}\n',
        "#[cfg(not(feature = «\nfn a() {}\n".replace("«", ""),
        "fn a() {\n    if cfg!(unix) {\n        b();\n    }\n}\n",
    ],
)
def test_what_is_dimmed(marked: str) -> None:
    source = marked.replace("«", "").replace("»", "")
    assert dimmed(source) == marked
