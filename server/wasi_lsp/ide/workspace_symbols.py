"""Predicates anywhere in the workspace, looked up by a word: `cfg:p2`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.ast import KeyValue, Name, walk
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.syntax.lexical import predicates_in
from wasi_lsp.text.span import Span

#: How a query for predicates begins.
PREFIX = "cfg:"


@dataclass(frozen=True, slots=True)
class PredicateSymbol:
    """A predicate; the name begins like the query, since clients look for that in it."""

    name: str
    span: Span


def asked_word(query: str) -> str | None:
    """The word that a query looks for; None where it asks for other symbols, or for nothing yet."""
    word = query.removeprefix(PREFIX).strip().strip('"').lower()
    return word if query.startswith(PREFIX) and word else None


def predicates_with(word: str, text: bytes) -> Iterator[PredicateSymbol]:
    """The predicates of a file with a name, key or value that begins with `word`."""
    if word.encode() not in text.lower():
        return
    for predicate in predicates_in(text):
        if any(each.lower().startswith(word) for each in _words(predicate)):
            source = text[predicate.span.start : predicate.span.end].decode(errors="replace")
            yield PredicateSymbol(f"{PREFIX}{word} {' '.join(source.split())}", predicate.span)


def _words(predicate: Predicate) -> Iterator[str]:
    for node in walk(predicate.parsed.expr):
        if isinstance(node, Name):
            yield node.name
        elif isinstance(node, KeyValue):
            yield node.key
            yield node.value
