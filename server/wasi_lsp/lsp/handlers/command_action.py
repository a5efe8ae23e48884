"""Code actions that change nothing in the file, and the commands behind some of them.

What a client does by itself (showing a page, running rustup once the user has agreed) is a command
of the client's; it says which of them it has.
"""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from wasi_lsp.ide.installable_targets import installable_targets
from wasi_lsp.ide.placed_predicates import predicates_in
from wasi_lsp.ide.selected_targets import selected_targets
from wasi_lsp.lsp.convert import to_offset, to_position
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.server import Server
from wasi_lsp.rules.pages import page_uri
from wasi_lsp.rules.registry import RULES
from wasi_lsp.text.span import Span

#: Of the client: URI and position; it asks for `_SELECTED` there and shows the page.
_SHOW_SELECTED = "wasi-lsp.showSelected"
#: Of the client: the triple; it asks the user, then runs `rustup target add`.
_INSTALL = "wasi-lsp.installTarget"
#: Of the server: URI and position; the page as Markdown, null where no predicate stands.
_SELECTED = "wasi-lsp.selectedTargets"
#: Of the server: the code of a rule; it has the client show the page on it.
_SHOW_PAGE = "wasi-lsp.showPage"

_CODES = frozenset(rule.code for rule in RULES)


def register(server: Server) -> None:
    """Answer what a predicate selects."""

    @server.command(_SELECTED)
    def selected(uri: str, position: types.Position) -> str | None:
        file = server.session.files.get(uri)
        if file is None:
            return None
        offset = to_offset(file.index, position, server.client.encoding)
        page = selected_targets(file.document, offset, server.session.context_of(file))
        # A client without the command of its own drops the answer.
        if page is not None and _SHOW_SELECTED not in server.client.commands:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, page))
        return page

    @server.command(_SHOW_PAGE)
    def show_page(code: str) -> None:
        page = page_uri(code) if code in _CODES else None
        if page is None:
            raise JsonRpcInvalidParams(f"there is no page on a rule {code!r}")
        server.window_show_document(types.ShowDocumentParams(page, take_focus=True))


def command_actions(server: Server, file: OpenFile, asked: Span) -> Iterator[types.CodeAction]:
    """What can be shown or installed at a place."""
    if server.client.show_document and not server.client.code_description:
        # Other clients lead to the page from the diagnostic itself.
        for code in dict.fromkeys(each.code for each in server.session.judge_at(file, asked)):
            yield _action(f"Show the page on {code}", _SHOW_PAGE, code)
    commands, context = server.client.commands, server.session.context_of(file)
    for _, _ in predicates_in(file.document, Span(asked.start, asked.start), context):
        at = to_position(file.index, asked.start, server.client.encoding)
        name = _SHOW_SELECTED if _SHOW_SELECTED in commands else _SELECTED
        yield _action("Show what this predicate selects", name, file.uri, at)
        break
    if _INSTALL in commands:
        for triple in installable_targets(file.document, asked):
            yield _action(f"Install {triple} with rustup", _INSTALL, triple)


def _action(title: str, command: str, *arguments: object) -> types.CodeAction:
    return types.CodeAction(
        title=title, command=types.Command(title=title, command=command, arguments=[*arguments])
    )
