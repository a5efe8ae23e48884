from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lsprotocol import types

from wasi_lsp.lsp.capabilities import Client
from wasi_lsp.lsp.convert import to_bytes, to_code_actions, to_diagnostics, to_path, to_span
from wasi_lsp.lsp.open_file import FileText, OpenFile
from wasi_lsp.lsp.session import Session
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Related, Severity
from wasi_lsp.text.line_index import Encoding, LineIndex
from wasi_lsp.text.span import Span

PLAIN = Client.of(types.ClientCapabilities())
TEXT = "// 😀\nmod a;\n"
OTHER = Path("/project/src/a.rs")
FINDING = Finding(
    "WASI201",
    "some-rule",
    Severity.INFO,
    Span(8, 14),
    "it is so",
    targets=("wasm32-wasip2",),
    help="do that",
    related=(
        Related(Span(3, 7), "here"),
        Related(Span(0, 3), "there", OTHER),
        Related(Span(0, 1), "nowhere", Path("/unreadable.rs")),
    ),
    fixes=(
        Fix("sure", (Edit(Span(8, 11), "use"),), Applicability.MACHINE_APPLICABLE),
        Fix("maybe", (Edit(Span(8, 8), "pub "),), Applicability.MAYBE_INCORRECT),
    ),
)


@pytest.fixture
def file() -> OpenFile:
    return Session().open("file:///project/src/lib.rs", 7, None, FileKind.RUST, TEXT.encode())


def locate(path: Path) -> FileText | None:
    return FileText(path.as_uri(), None, LineIndex(b"x\ny")) if path == OTHER else None


def range_(*places: int) -> types.Range:
    start_line, start, end_line, end = places
    return types.Range(types.Position(start_line, start), types.Position(end_line, end))


def test_a_diagnostic_says_what_the_finding_says(file: OpenFile) -> None:
    (diagnostic,) = to_diagnostics(file, [FINDING], PLAIN, locate)
    assert diagnostic == types.Diagnostic(
        range=range_(1, 0, 1, 6),
        severity=types.DiagnosticSeverity.Information,
        code="WASI201",
        source="wasi-lsp",
        message="it is so\nhelp: do that",
        data={"name": "some-rule", "targets": ["wasm32-wasip2"]},
    )


@pytest.mark.parametrize("code", ["WASI000", "WASI004", "WASI006", "WASI007"])
def test_what_does_nothing_is_faded_out(file: OpenFile, code: str) -> None:
    (diagnostic,) = to_diagnostics(file, [replace(FINDING, code=code)], PLAIN, locate)
    assert diagnostic.tags == [types.DiagnosticTag.Unnecessary]


def test_a_link_to_the_page_of_the_rule(file: OpenFile) -> None:
    client = replace(PLAIN, code_description=True)
    known, unknown = to_diagnostics(
        file, [FINDING, replace(FINDING, code="WASI999")], client, locate
    )
    assert known.code_description is not None
    page = to_path(known.code_description.href)
    assert page is not None
    assert "# WASI201: " in page.read_text("utf-8")
    assert unknown.code_description is None


def test_related_places_in_this_file_and_in_others(file: OpenFile) -> None:
    client = replace(PLAIN, related_information=True)
    (diagnostic,) = to_diagnostics(file, [FINDING], client, locate)
    assert [
        (related.location.uri, related.location.range, related.message)
        for related in diagnostic.related_information or ()
    ] == [
        (file.uri, range_(0, 3, 0, 5), "here"),
        ("file:///project/src/a.rs", range_(0, 0, 1, 1), "there"),
    ]


def test_columns_are_in_the_units_of_the_client(file: OpenFile) -> None:
    finding = replace(FINDING, span=Span(3, 7))
    for encoding, end in ((Encoding.UTF8, 7), (Encoding.UTF16, 5), (Encoding.UTF32, 4)):
        client = replace(PLAIN, encoding=encoding)
        (diagnostic,) = to_diagnostics(file, [finding], client, locate)
        assert diagnostic.range == range_(0, 3, 0, end)


def test_fixes_for_a_client_that_knows_versions(file: OpenFile) -> None:
    client = replace(PLAIN, document_changes=True, is_preferred=True)
    sure, maybe = to_code_actions(file, FINDING, client, locate)
    assert (sure.title, sure.is_preferred) == ("sure", True)
    assert (maybe.title, maybe.is_preferred) == ("maybe", None)
    assert sure.edit == types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(file.uri, 7),
                [types.TextEdit(range_(1, 0, 1, 3), "use")],
            )
        ]
    )


def test_fixes_for_a_client_that_does_not(file: OpenFile) -> None:
    sure, maybe = to_code_actions(file, FINDING, PLAIN, locate)
    assert sure.is_preferred is None
    assert maybe.edit == types.WorkspaceEdit(
        changes={file.uri: [types.TextEdit(range_(1, 0, 1, 0), "pub ")]}
    )


def test_a_fix_of_several_files(file: OpenFile) -> None:
    """The file that is not open has no version."""
    edits = (Edit(Span(8, 11), "use"), Edit(Span(2, 3), "z", OTHER), Edit(Span(0, 1), "w", OTHER))
    finding = replace(FINDING, fixes=(Fix("all", edits, Applicability.MACHINE_APPLICABLE),))
    here = [types.TextEdit(range_(1, 0, 1, 3), "use")]
    there = [types.TextEdit(range_(1, 0, 1, 1), "z"), types.TextEdit(range_(0, 0, 0, 1), "w")]
    (action,) = to_code_actions(file, finding, replace(PLAIN, document_changes=True), locate)
    assert action.edit == types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, version), changes
            )
            for uri, version, changes in ((file.uri, 7, here), (OTHER.as_uri(), None, there))
        ]
    )
    (action,) = to_code_actions(file, finding, PLAIN, locate)
    assert action.edit == types.WorkspaceEdit(changes={file.uri: here, OTHER.as_uri(): there})


def test_a_fix_that_would_be_made_in_part_is_not_offered(file: OpenFile) -> None:
    edits = (Edit(Span(8, 11), "use"), Edit(Span(0, 1), "z", Path("/unreadable.rs")))
    finding = replace(FINDING, fixes=(Fix("all", edits, Applicability.MACHINE_APPLICABLE),))
    assert list(to_code_actions(file, finding, PLAIN, locate)) == []


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b%20c/%C3%A9.rs", Path("/a/b c/é.rs")),
        ("untitled:Untitled-1", None),
        ("git:/a/b.rs?ref", None),
        ("file:///a%00b.rs", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_files_have_a_path(uri: str, path: Path | None) -> None:
    assert to_path(uri) == path


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("é😀", "é😀".encode()),
        ("a\ud83db", "a\ufffdb".encode()),
        ("\udc00", "\ufffd".encode()),
        ("\ud83d\ude00", "😀".encode()),
    ],
)
def test_half_a_surrogate_pair_becomes_the_replacement_character(text: str, data: bytes) -> None:
    assert to_bytes(text) == data


def test_a_range_that_is_written_backwards_is_turned_round() -> None:
    index = LineIndex(b"ab\ncd")
    assert to_span(index, range_(1, 1, 0, 1), Encoding.UTF16) == Span(1, 4)
