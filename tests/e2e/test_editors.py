"""Whole sessions with the capabilities of real editors, over stdio."""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import (
    ClientServerConfig,
    LanguageClient,
    client_capabilities,
    make_test_lsp_client,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

TIMEOUT = 20

#: The value is unknown, whatever the project; the fix is `"p2"`.
WRONG = '#[cfg(target_env = "wasip2")]\nfn f() {}\n'
RIGHT = WRONG.replace("wasip2", "p2")


def visual_studio_code_of_today() -> types.ClientCapabilities:
    """The recorded profile is of 1.65, which did not ask for diagnostics yet."""
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document
    assert capabilities.workspace
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities(
        related_information=True
    )
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(
        refresh_support=True
    )
    return capabilities


PROFILES: dict[str, Callable[[], types.ClientCapabilities]] = {
    "visual-studio-code": visual_studio_code_of_today,
    "visual-studio-code-1.65": lambda: client_capabilities("visual-studio-code@v1.65"),
    "neovim-0.11": lambda: client_capabilities("neovim@v0.11"),
    "emacs-29": lambda: client_capabilities("emacs@v29"),
}
ENCODINGS = {
    "visual-studio-code": "utf-16",
    "visual-studio-code-1.65": "utf-16",
    "neovim-0.11": "utf-8",
    "emacs-29": "utf-32",
}
#: Who asks for diagnostics; to the others they are published.
PULLS = {"visual-studio-code", "neovim-0.11"}


NUMBERS = itertools.count()


class Editor:
    """An editor as far as one file goes: what it sends, and what it would show."""

    def __init__(self, client: LanguageClient, profile: str, uri: str) -> None:
        self.client = client
        self.profile = profile
        self.uri = uri
        self.version = 0
        self.text = ""

    # Positions, by our own arithmetic.

    def position(self, offset: int) -> types.Position:
        """The position of a character offset into the text; lines end in `\\n` here."""
        before = self.text[:offset]
        line = before.count("\n")
        return types.Position(line, units(before.rpartition("\n")[2], ENCODINGS[self.profile]))

    def range(self, part: str) -> types.Range:
        start = self.text.index(part)
        return types.Range(self.position(start), self.position(start + len(part)))

    # What a user does.

    async def open(self, text: str, language: str = "rust") -> list[types.Diagnostic]:
        self.text = text
        self.version += 1
        self.client.diagnostics.pop(self.uri, None)
        document = types.TextDocumentItem(self.uri, language, self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return await self.diagnostics()

    async def replace(self, *edits: tuple[str, str]) -> list[types.Diagnostic]:
        """Replace the first occurrence of each, one after another, in one message."""
        changes = []
        for old, new in edits:
            changes.append(types.TextDocumentContentChangePartial(self.range(old), new))
            self.text = self.text.replace(old, new, 1)
        return await self.send(changes)

    async def send(
        self, changes: Sequence[types.TextDocumentContentChangeEvent]
    ) -> list[types.Diagnostic]:
        self.version += 1
        self.client.diagnostics.pop(self.uri, None)
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))
        return await self.diagnostics()

    def close(self) -> None:
        self.client.diagnostics.pop(self.uri, None)
        document = types.TextDocumentIdentifier(self.uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    # What it learns.

    async def diagnostics(self) -> list[types.Diagnostic]:
        if self.profile in PULLS:
            report = await self.pull()
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            return list(report.items)
        return await self.published()

    async def pull(self, previous: str | None = None) -> types.DocumentDiagnosticReport:
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(
                types.TextDocumentIdentifier(self.uri), previous_result_id=previous
            )
        )

    async def published(self) -> list[types.Diagnostic]:
        async with asyncio.timeout(TIMEOUT):
            while self.uri not in self.client.diagnostics:
                await asyncio.sleep(0.002)
        return list(self.client.diagnostics[self.uri])

    async def hover(self, at: str) -> types.Hover | None:
        return await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(self.uri), self.range(at).start)
        )

    async def complete(self, behind: str) -> list[types.CompletionItem]:
        answer = await self.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(self.uri), self.range(behind).end)
        )
        return list(answer.items) if isinstance(answer, types.CompletionList) else []

    async def actions(self, at: str, only: Sequence[str] | None = None) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=only)
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(self.uri), self.range(at), context)
        )
        return [action for action in answer or () if isinstance(action, types.CodeAction)]


def units(text: str, encoding: str) -> int:
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    return len(text.encode(codec)) // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]


def make_client() -> LanguageClient:
    client = make_test_lsp_client()
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)(lambda params: None)
    client.feature(types.WORKSPACE_CODE_LENS_REFRESH)(lambda params: None)
    return client


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    scope="module",
    params=list(PROFILES),
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "wasi_lsp", "--stdio"], client_factory=make_client
    ),
)
async def client(
    request: pytest.FixtureRequest, lsp_client: LanguageClient
) -> AsyncIterator[LanguageClient]:
    params = types.InitializeParams(capabilities=PROFILES[request.param]())
    lsp_client.initialize_result = await lsp_client.initialize_session(params)  # type: ignore
    yield lsp_client
    await lsp_client.shutdown_session()
    assert lsp_client._server is not None
    assert lsp_client._server.returncode == 0
    assert lsp_client.messages == []


@pytest.fixture
def editor(client: LanguageClient, request: pytest.FixtureRequest) -> Iterator[Editor]:
    profile = request.node.callspec.params["client"]
    # One of its own, so that what is taken back for the last test is not taken for an answer.
    editor = Editor(client, profile, f"file:///nowhere/{next(NUMBERS)}.rs")
    yield editor
    editor.close()


async def test_what_the_server_offers(client: LanguageClient, editor: Editor) -> None:
    result: types.InitializeResult = client.initialize_result  # type: ignore
    offered = result.capabilities
    assert result.server_info
    assert result.server_info.name == "wasi-lsp"
    assert offered.position_encoding == ENCODINGS[editor.profile]
    assert (offered.diagnostic_provider is not None) == (editor.profile in PULLS)
    assert isinstance(offered.text_document_sync, types.TextDocumentSyncOptions)
    assert offered.text_document_sync.change is types.TextDocumentSyncKind.Incremental
    # What rust-analyzer does better.
    assert offered.rename_provider is None


@pytest.mark.parametrize(
    "prefix", ["", "/* aé€😀👩\u200d🚀 */ ", "// \f \u2028 \u0085 é\n/* 😀 */ "]
)
async def test_a_diagnostic_stands_where_the_editor_counts(editor: Editor, prefix: str) -> None:
    (diagnostic,) = await editor.open(prefix + WRONG)
    assert diagnostic.range == editor.range('"wasip2"')
    assert diagnostic.code == "WASI001"
    assert diagnostic.source == "wasi-lsp"
    assert diagnostic.severity is types.DiagnosticSeverity.Warning
    links = diagnostic.code_description is not None
    assert links == editor.profile.startswith("visual-studio-code")
    assert isinstance(diagnostic.data, dict)
    assert diagnostic.data["name"] == "unknown-cfg-value"


async def test_edits_after_wide_characters_land_where_they_are_meant(editor: Editor) -> None:
    assert await editor.open("/* 😀é */ " + RIGHT) == []
    (diagnostic,) = await editor.replace(("p2", "wasip2"))
    assert diagnostic.range == editor.range('"wasip2"')
    (diagnostic,) = await editor.replace(("/* 😀", "\n\n/* €\f\u2028 "), ("é", "👩\u200d🚀"))
    assert diagnostic.range == editor.range('"wasip2"')
    assert await editor.replace(("wasip2", "p3"), ("p3", "p1")) == []


async def test_a_whole_new_text(editor: Editor) -> None:
    await editor.open(RIGHT)
    editor.text = "\n" + WRONG
    changes = [types.TextDocumentContentChangeWholeDocument(editor.text)]
    (diagnostic,) = await editor.send(changes)
    assert diagnostic.range == editor.range('"wasip2"')


async def test_crlf_and_old_mac_line_ends(editor: Editor) -> None:
    (diagnostic,) = await editor.open("// a\r\n/* b */\r" + WRONG)
    assert diagnostic.range.start == types.Position(2, 19)
    assert diagnostic.range.end == types.Position(2, 27)


async def test_a_closed_file_has_no_diagnostics(editor: Editor) -> None:
    assert await editor.open(WRONG)
    editor.close()
    assert await editor.diagnostics() == []


async def test_an_untitled_text_is_judged_alone(client: LanguageClient, editor: Editor) -> None:
    untitled = Editor(client, editor.profile, "untitled:Untitled-1")
    (diagnostic,) = await untitled.open(WRONG)
    assert diagnostic.code == "WASI001"
    assert await untitled.hover("target_env") is not None
    untitled.close()


async def test_other_languages_are_left_alone(client: LanguageClient, editor: Editor) -> None:
    other = Editor(client, editor.profile, "file:///nowhere/README.txt")
    if editor.profile in PULLS:
        assert await other.open(WRONG, "plaintext") == []
    else:
        document = types.TextDocumentItem(other.uri, "plaintext", 1, WRONG)
        client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    assert await editor.open(RIGHT) == []
    assert other.uri not in client.diagnostics


async def test_published_or_pulled_never_both(client: LanguageClient, editor: Editor) -> None:
    await editor.open(WRONG)
    await editor.replace(("wasip2", "p2"))
    if editor.profile in PULLS:
        assert client.diagnostics == {}
    else:
        with pytest.raises(Exception, match="textDocument/diagnostic"):
            await editor.pull()


async def test_an_unchanged_report_is_said_to_be_so(editor: Editor) -> None:
    if editor.profile not in PULLS:
        pytest.skip("diagnostics are published")
    await editor.open(WRONG)
    first = await editor.pull()
    again = await editor.pull(first.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == first.result_id
    # A change that moves nothing leaves it unchanged, one that moves the finding does not.
    await editor.replace(("fn f() {}", "fn g() {}"))
    assert isinstance(
        await editor.pull(first.result_id), types.RelatedUnchangedDocumentDiagnosticReport
    )
    await editor.replace(("#[cfg", "\n#[cfg"))
    moved = await editor.pull(first.result_id)
    assert isinstance(moved, types.RelatedFullDocumentDiagnosticReport)
    assert moved.items[0].range == editor.range('"wasip2"')


async def test_a_quick_fix_clears_its_finding(client: LanguageClient, editor: Editor) -> None:
    (diagnostic,) = await editor.open("/* 😀 */ " + WRONG)
    action, _in_full, *_allowing = await editor.actions("wasip2")
    assert action.kind == types.CodeActionKind.QuickFix
    assert list(action.diagnostics or ()) == [diagnostic]
    assert action.edit
    if action.edit.document_changes:
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == editor.version
        edits = list(change.edits)
    else:
        assert action.edit.changes
        edits = list(action.edit.changes[editor.uri])
    (edit,) = edits
    assert isinstance(edit, types.TextEdit)
    assert edit.range == editor.range('"wasip2"')
    editor.text = editor.text.replace('"wasip2"', edit.new_text)
    assert await editor.send(
        [types.TextDocumentContentChangePartial(edit.range, edit.new_text)]
    ) == []  # fmt: skip
    assert await editor.actions("p2") == []


async def test_quick_fixes_only_where_they_are_asked_for(editor: Editor) -> None:
    await editor.open(WRONG)
    assert len(await editor.actions("wasip2", ["quickfix"])) == 4
    *fixes, all_fixes = await editor.actions("wasip2", [""])
    assert len(fixes) == 4
    assert [all_fixes] == await editor.actions("wasip2", ["source.fixAll"])
    assert await editor.actions("wasip2", ["refactor"]) == []
    assert await editor.actions("wasip2", ["quickfix.other"]) == []
    assert await editor.actions("fn f") == []


async def test_hover_on_a_predicate(editor: Editor) -> None:
    await editor.open("/* 😀 */ " + RIGHT)
    hover = await editor.hover("target_env")
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind is types.MarkupKind.Markdown
    assert "wasm32-wasip2" in hover.contents.value
    assert hover.range is not None
    assert hover.range.start.line == 0
    assert await editor.hover("f()") is None


async def test_hover_on_a_std_path(editor: Editor) -> None:
    await editor.open("/* 😀 */ fn f() { std::thread::spawn(g); }\n")
    hover = await editor.hover("spawn")
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "std::thread::spawn" in hover.contents.value
    assert hover.range == editor.range("spawn")


async def test_completion_of_a_value(editor: Editor) -> None:
    await editor.open('/* 😀 */ #[cfg(all(target_os = "wasi", target_env = "p"))]\nfn f() {}\n')
    items = await editor.complete('target_env = "p')
    assert [item.label for item in items][:3] == ["p2", "p1", "p3"]
    assert items == sorted(items, key=lambda item: item.sort_text or "")
    edit = items[0].text_edit
    assert isinstance(edit, types.TextEdit)
    editor.text = editor.text.replace('"p"', f'"{edit.new_text}"')
    assert await editor.send(
        [types.TextDocumentContentChangePartial(edit.range, edit.new_text)]
    ) == []  # fmt: skip


async def test_completion_in_half_typed_code(editor: Editor) -> None:
    await editor.open("/* 😀 */ #[cfg(")
    items = {item.label: item for item in await editor.complete("#[cfg(")}
    assert 'all(target_os = "wasi", target_env = "p2")' in items
    snippets = editor.profile != "emacs-29"
    for item in items.values():
        edit = item.text_edit
        assert isinstance(edit, types.TextEdit)
        assert edit.range.end == editor.range("#[cfg(").end
        assert snippets or item.insert_text_format in (None, types.InsertTextFormat.PlainText)
        assert snippets or "$" not in edit.new_text
        plain = isinstance(item.documentation, str | None)
        assert plain or editor.profile != "emacs-29"


async def test_no_completion_outside_predicates(editor: Editor) -> None:
    await editor.open(RIGHT)
    assert await editor.complete("fn f") == []


async def test_positions_beyond_the_text_are_clamped(editor: Editor) -> None:
    await editor.open(RIGHT)
    for position in (types.Position(0, 2**31 - 1), types.Position(2**31 - 1, 0)):
        await editor.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(editor.uri), position)
        )
    editor.text += WRONG
    end = types.Position(2**31 - 1, 2**31 - 1)
    change = types.TextDocumentContentChangePartial(types.Range(end, end), WRONG)
    (diagnostic,) = await editor.send([change])
    assert diagnostic.range == editor.range('"wasip2"')


async def test_half_a_surrogate_pair_does_no_harm(editor: Editor) -> None:
    """JSON can carry it; UTF-8 cannot, and takes U+FFFD for it."""
    (diagnostic,) = await editor.open("/* \ud83d */ " + WRONG)
    assert diagnostic.range.start.line == 0
    editor.text = editor.text.replace("\ud83d", "\ufffd")
    assert diagnostic.range == editor.range('"wasip2"')
    assert await editor.replace(("wasip2", "p2")) == []


async def test_many_random_edits_leave_the_text_that_the_editor_has(editor: Editor) -> None:
    """In a comment, so that what stands behind it is found wherever the edits have put it."""
    chance = random.Random(2)
    pieces = ["\n", "\n", "😀", "é", "€", "x", " ", "\f", "\u2028", "\x85", "#[cfg(", '"']
    await editor.open("/**/" + WRONG)
    for _ in range(100):
        changes = []
        for _ in range(chance.randrange(1, 4)):
            end_of_comment = editor.text.index("*/")
            start = chance.randrange(2, end_of_comment + 1)
            end = min(start + chance.choice([0, 0, 1, 5]), end_of_comment)
            new = "".join(chance.choices(pieces, k=chance.randrange(4)))
            range_ = types.Range(editor.position(start), editor.position(end))
            changes.append(types.TextDocumentContentChangePartial(range_, new))
            editor.text = editor.text[:start] + new + editor.text[end:]
        (diagnostic,) = await editor.send(changes)
        assert diagnostic.range == editor.range('"wasip2"')


async def test_a_burst_is_judged_by_its_last_state(editor: Editor) -> None:
    await editor.open(RIGHT)
    document = types.VersionedTextDocumentIdentifier(0, editor.uri)
    for _ in range(50):
        for old, new in (("p2", "wasip2"), ("wasip2", "p2")):
            change = types.TextDocumentContentChangePartial(editor.range(old), new)
            editor.text = editor.text.replace(old, new)
            document.version += 1
            editor.client.text_document_did_change(
                types.DidChangeTextDocumentParams(document, [change])
            )
    diagnostics = await editor.replace(("p2", "wasip2"))
    async with asyncio.timeout(TIMEOUT):
        while not diagnostics:  # published for a state before
            await asyncio.sleep(0.002)
            diagnostics = await editor.published()
    assert [diagnostic.range for diagnostic in diagnostics] == [editor.range('"wasip2"')]
