"""textDocument/inlayHint and inlayHint/resolve."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.analysis.settings import InlayHints
from wasi_lsp.ide.file_hint import file_hint
from wasi_lsp.ide.inlay_hints import inlay_hint_tooltip, inlay_hints
from wasi_lsp.lsp.convert import to_position, to_span
from wasi_lsp.lsp.server import Server
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.text.span import Span

_OPTIONS = types.InlayHintOptions(resolve_provider=True)


def register(server: Server) -> None:
    """Show what predicates select."""

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT, _OPTIONS)
    def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        session, client = server.session, server.client
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        asked = to_span(file.index, params.range, client.encoding)
        context = session.context_of(file)
        wanted = session.settings_of(file).inlay_hints
        at_top = [] if wanted is InlayHints.OFF or asked.start > 0 else _file_hint(server, context)
        return at_top + [
            types.InlayHint(
                position=to_position(file.index, hint.offset, client.encoding),
                label=hint.label,
                padding_left=True,
                data=[file.uri, file.version, *hint.predicate],
            )
            for hint in inlay_hints(file.document, asked, context, wanted)
        ]

    @server.feature(types.INLAY_HINT_RESOLVE)
    def resolve(hint: types.InlayHint) -> types.InlayHint:
        match hint.data:
            case [str(uri), int(version), int(start), int(end)]:
                file = server.session.files.get(uri)
                if file is not None and file.version == version:
                    context = server.session.context_of(file)
                    told = inlay_hint_tooltip(file.document, Span(start, end), context)
                    if told is not None:
                        hint.tooltip = types.MarkupContent(types.MarkupKind.Markdown, told)
        return hint


def _file_hint(server: Server, context: RuleContext) -> list[types.InlayHint]:
    """What stands over the first line, with a link to the `mod` that brings the file in."""
    hint = file_hint(context)
    declaring = server.session.locate(hint.path) if hint is not None else None
    if hint is None or declaring is None:
        return []
    at = to_position(declaring.index, hint.offset, server.client.encoding)
    text = f"{hint.text}, by {hint.declaring}:{at.line + 1}"
    location = types.Location(declaring.uri, types.Range(at, at))
    label = [types.InlayHintLabelPart(text, location=location)]
    return [types.InlayHint(position=types.Position(0, 0), label=label, padding_right=True)]
