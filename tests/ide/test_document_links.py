"""Links in comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from wasi_lsp.analysis.document import open_document
from wasi_lsp.ide.document_links import document_links
from wasi_lsp.project.file_kinds import FileKind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            FileKind.RUST,
            "fn é() {}\nmod m {\n    // wasi-lsp: allow(WASI103, WASI102)\n    fn f() {}\n}\n",
        ),
        (FileKind.MANIFEST, "[package]\n# wasi-lsp: allow(WASI103, WASI102)\nname = 'a'\n"),
    ],
)
def test_the_codes_of_rules_lead_to_their_pages(kind: FileKind, text: str) -> None:
    source = text.encode()
    links = list(document_links(open_document(kind, Path("x"), source)))
    assert [source[link.span.start : link.span.end] for link in links] == [b"WASI103", b"WASI102"]
    assert [link.page.name for link in links] == ["WASI103.md", "WASI102.md"]
    assert all(link.page.is_file() for link in links)


def test_no_links_in_code_nor_on_unknown_codes() -> None:
    text = b"// WASI103\n// wasi-lsp: allow(WASI999)\nfn f() { std::thread::spawn(g); }\n"
    assert list(document_links(open_document(FileKind.RUST, None, text))) == []
