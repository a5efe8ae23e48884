"""Inlay hints on predicates. `«…»` is what the editor shows there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import InlayHints, Settings
from wasi_lsp.ide.inlay_hints import inlay_hint_tooltip, inlay_hints
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.text.span import Span

ALL = ("wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip2", "wasm32-wasip3")


def context_for(*targets: str) -> RuleContext:
    settings = Settings(targets=targets or ALL)
    return rule_context(Crate(Path(".")), None, Census(), settings)


def with_hints(source: str, wanted: InlayHints, context: RuleContext) -> str:
    """The source as an editor shows it."""
    text = source.encode()
    document = open_document(FileKind.RUST, None, text)
    hints = list(inlay_hints(document, Span(0, len(text)), context, wanted))
    for hint in reversed(hints):
        text = text[: hint.offset] + f"«{hint.label}»".encode() + text[hint.offset :]
    return text.decode()


@pytest.mark.parametrize(
    "shown",
    [
        "#[cfg(not(unix)«→ wasip1, wasip2, wasip3»)]\nfn a() {}",
        '#[cfg(all(target_os = "wasi", not(target_env = "p1"))«→ wasip2, wasip3»)]\nfn a() {}',
        '#[cfg(target_os = "wasi")]\nmod a {\n#[cfg(not(any(target_env = "p1", target_env = "p2"))'
        "«→ wasip3»)]\nfn a() {}\n}",
        'fn a() { if cfg!(not(target_os = "linux")«→ wasip1, wasip2, wasip3») {} }',
        'cfg_if! { if #[cfg(unix)] {} else if #[cfg(not(target_env = "p2")«→ wasip1, wasip3»)] '
        "{} }",
        # The predicate says it itself, or nothing of WASI.
        '#[cfg(target_os = "wasi")]\nfn a() {}',
        '#[cfg(all(target_os = "wasi", target_env = "p2"))]\nfn a() {}',
        '#[cfg(any(unix, target_os = "wasi"))]\nfn a() {}',
        '#[cfg(target_family = "wasm")]\nfn a() {}',
        '#[cfg(not(target_os = "wasi"))]\nfn a() {}',
        "#[cfg(unix)]\nfn a() {}",
        '#[cfg(feature = "net")]\nfn a() {}',
        "#[cfg(all(unix,)]\nfn a() {}",
    ],
)
def test_where_the_predicate_does_not_say_it(shown: str) -> None:
    source = re.sub("«.*?»", "", shown)
    assert with_hints(source, InlayHints.AUTO, context_for()) == shown
    assert with_hints(source, InlayHints.OFF, context_for()) == source


def test_behind_every_predicate_on_targets() -> None:
    shown = '#[cfg(unix«→ no WASI»)]\n#[cfg(target_os = "wasi"«→ no WASI»)]\nfn a() {}'
    shown += '\n#[cfg(target_env = "p2"«→ wasip2»)]\n#[cfg(test)]\nfn b() {}'
    source = re.sub("«.*?»", "", shown)
    assert with_hints(source, InlayHints.ALL, context_for()) == shown


def test_only_targets_that_the_project_cares_for() -> None:
    source = "#[cfg(not(unix))]\nfn a() {}"
    shown = with_hints(source, InlayHints.AUTO, context_for("wasm32-wasip2"))
    assert shown == "#[cfg(not(unix)«→ wasip2»)]\nfn a() {}"


def test_only_what_is_asked_for() -> None:
    text = b"#[cfg(not(unix))]\nfn a() {}\n" * 3
    document = open_document(FileKind.RUST, None, text)
    (hint,) = inlay_hints(document, Span(30, 40), context_for(), InlayHints.AUTO)
    assert text[hint.predicate.start : hint.offset] == b"not(unix)"
    assert hint.predicate.start > 27


def test_the_tooltip_is_the_hover() -> None:
    document = open_document(FileKind.RUST, None, b"#[cfg(not(unix))]\nfn a() {}")
    context = context_for()
    (hint,) = inlay_hints(document, Span(0, 20), context, InlayHints.AUTO)
    told = inlay_hint_tooltip(document, hint.predicate, context)
    assert told is not None
    assert "`wasm32-wasip2`" in told
    assert inlay_hint_tooltip(document, Span(1, 5), context) is None


def test_in_the_tables_of_a_manifest() -> None:
    text = b"[target.'cfg(not(unix))'.dependencies]\n[target.'cfg(unix)'.dependencies]\n"
    document = open_document(FileKind.MANIFEST, Path("Cargo.toml"), text)
    (hint,) = inlay_hints(document, Span(0, len(text)), context_for(), InlayHints.AUTO)
    assert (text[slice(*hint.predicate)], hint.label) == (
        b"not(unix)",
        "→ wasip1, wasip2, wasip3",
    )
    told = inlay_hint_tooltip(document, hint.predicate, context_for())
    assert told is not None
    assert "`wasm32-wasip2`" in told
