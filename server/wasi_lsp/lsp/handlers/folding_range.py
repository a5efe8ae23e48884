"""textDocument/foldingRange."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.folding_range import folding_ranges
from wasi_lsp.lsp.convert import to_range
from wasi_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Say what can be folded by its condition."""

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding_range(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        file = server.session.files.get(params.text_document.uri)
        if file is None:
            return None
        encoding = server.client.encoding
        ranges = (to_range(file.index, span, encoding) for span in folding_ranges(file.document))
        return [
            types.FoldingRange(
                start_line=each.start.line,
                end_line=each.end.line,
                kind=types.FoldingRangeKind.Region,
            )
            for each in ranges
            if each.start.line < each.end.line
        ]
