"""The cfg names and features of a project: which one stands at a place, where each is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.cfg.ast import CfgExpr, KeyValue, Name, walk
from wasi_lsp.cfg.atoms import atom_of, feature_atom, feature_of
from wasi_lsp.cfg.well_known import is_known_name
from wasi_lsp.ide.placed_predicates import all_predicates, predicates_in
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.toml_facts import toml_facts
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.syntax import lexical
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.text.span import Span

_WORD = re.compile(r"\w+")
#: `dep:name` and `name/feature` are no features of the package itself.
_OF_OTHERS = re.compile(r"[:/]")


def atom_at(document: Document, offset: int, context: RuleContext) -> str | None:
    """The name or feature of the project at the byte `offset`, as `atom_of` writes it.

    In a predicate, or in a manifest's table of features. None for what is built in.
    """
    for start, use in predicates_in(document, Span(offset, offset), context):
        for leaf in _leaves(use.predicate.parsed.expr):
            if leaf.span.shift(start).touches(offset):
                atom = atom_of(leaf)
                is_own = feature_of(atom) is not None or not is_known_name(name_of(atom))
                return atom if is_own else None
    if isinstance(document, ProjectDocument) and document.kind is FileKind.MANIFEST:
        return _feature_at(document, offset)
    return None


def name_of(atom: str) -> str:
    """The name or key of an atom."""
    return atom.partition("=")[0]


def uses_in_document(atom: str, document: Document) -> Iterator[Span]:
    """Where the predicates of an open file ask for an atom."""
    yield from _uses_in(atom, all_predicates(document))


def uses_in_text(atom: str, text: bytes, kind: FileKind) -> Iterator[Span]:
    """Where the predicates of a Rust file, or one of Cargo, ask for an atom."""
    if not all(word.encode() in text for word in _WORD.findall(atom)):
        return
    is_rust = kind is FileKind.RUST
    found = lexical.predicates_in(text) if is_rust else toml_facts(text, kind).predicates
    yield from _uses_in(atom, ((0, predicate) for predicate in found))


def _uses_in(atom: str, predicates: Iterable[tuple[int, Predicate]]) -> Iterator[Span]:
    for offset, predicate in predicates:
        for leaf in _leaves(predicate.parsed.expr):
            if atom_of(leaf) == atom:
                yield leaf.span.shift(offset)


def _leaves(expr: CfgExpr) -> Iterator[Name | KeyValue]:
    return (node for node in walk(expr) if isinstance(node, Name | KeyValue))


def _feature_at(document: ProjectDocument, offset: int) -> str | None:
    for entry in document.facts.features:
        for word in (entry.name, *entry.items):
            if word.span.touches(offset):
                return None if _OF_OTHERS.search(word.text) else feature_atom(word.text)
    return None
