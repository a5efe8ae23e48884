"""What an editor can fold: between `«` and `»`."""

from __future__ import annotations

import pytest

from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.ide.folding_range import folding_ranges


@pytest.mark.parametrize(
    "marked",
    [
        "cfg_if! {\n    if #[cfg(unix)] {«\n        fn a() {}\n    »} else {« fn b() {} »}\n}\n",
        "«#[cfg(unix)]\nfn a() {}\n#[cfg(unix)]\nfn b() {}»\nfn c() {}\n",
        "mod é {\n    «#[cfg(not(not(unix)))]\n  fn a() {}\n  #[cfg(unix)]\n  fn b() {}»\n}\n",
        "#[cfg(unix)]\nfn a() {}\n#[cfg(windows)]\nfn b() {}\n",
        "fn a() {}\nfn b() {}\n",
    ],
)
def test_what_can_be_folded(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "").encode()
    spans = list(folding_ranges(RustDocument.open(None, text)))
    for span in sorted(spans, reverse=True):
        inside = "«".encode() + text[span.start : span.end] + "»".encode()
        text = text[: span.start] + inside + text[span.end :]
    assert text.decode() == marked
