"""Predicates anywhere in the workspace, looked up by a word: `cfg:p2`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from wasi_lsp.analysis.document import Document
from wasi_lsp.cfg.ast import KeyValue, Name, walk
from wasi_lsp.ide.placed_predicates import all_predicates
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


@dataclass(frozen=True, slots=True)
class _Known:
    """A predicate of a file: its names, keys and values in lower case, and how it is written."""

    words: frozenset[str]
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class _KnownFile:
    """The predicates of a file as it was at `stamp`, and all words in them."""

    stamp: object
    predicates: tuple[_Known, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, stamp: object, predicates: Iterable[_Known]) -> Self:
        known = tuple(predicates)
        return cls(stamp, known, frozenset().union(*(each.words for each in known)))


def asked_word(query: str) -> str | None:
    """The word that a query looks for; None where it asks for other symbols, or for nothing yet."""
    word = query.removeprefix(PREFIX).strip().strip('"').lower()
    return word if query.startswith(PREFIX) and word else None


@dataclass(slots=True)
class PredicateIndex:
    """The predicates of files, each read when it is asked for and again when it has changed."""

    _files: dict[Path, _KnownFile] = field(default_factory=dict)

    def predicates_with(
        self, word: str, path: Path, stamp: object, read: Callable[[Path], Document | bytes | None]
    ) -> Iterator[PredicateSymbol]:
        """The predicates of a file with a name, key or value that begins with `word`.

        `stamp` is another one when the file is another one. `read` gives an open file as its
        document, which knows its predicates.
        """
        known = self._files.get(path)
        if known is None or known.stamp != stamp:
            known = self._files[path] = _KnownFile.of(stamp, _predicates(read(path) or b""))
        words = {one for one in known.words if one.startswith(word)}
        for each in known.predicates if words else ():
            if not words.isdisjoint(each.words):
                yield PredicateSymbol(f"{PREFIX}{word} {each.source}", each.span)


def _predicates(file: Document | bytes) -> Iterator[_Known]:
    placed: Iterable[tuple[int, Predicate]]
    if isinstance(file, bytes):
        text, placed = file, ((0, predicate) for predicate in predicates_in(file))
    else:
        text, placed = file.text, all_predicates(file)
    for offset, predicate in placed:
        span = predicate.span.shift(offset)
        source = text[span.start : span.end].decode(errors="replace")
        words = frozenset(word.lower() for word in _words(predicate))
        yield _Known(words, " ".join(source.split()), span)


def _words(predicate: Predicate) -> Iterator[str]:
    for node in walk(predicate.parsed.expr):
        if isinstance(node, Name):
            yield node.name
        elif isinstance(node, KeyValue):
            yield node.key
            yield node.value
