"""What the predicates of a whole project say about WASI: the targets they name, and signs of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wasi_lsp.cfg.ast import KeyValue, walk
from wasi_lsp.project.wasi_names import triple_of_env
from wasi_lsp.syntax.facts import Predicate, Unit, walk_units
from wasi_lsp.syntax.lexical import predicates_in

#: Without one of these words in a file no predicate in it can say anything about WASI.
_WORDS = (b"target_env", b"wasi", b"wasm")


@dataclass(frozen=True, slots=True)
class Census:
    """The sum over some files."""

    #: Triples that a `target_env` value names.
    named_targets: frozenset[str] = frozenset()
    #: A predicate about WASI or WebAssembly, as written; None where there is none.
    wasi_sign: str | None = None
    #: Whether a predicate is about WASI, not about WebAssembly as such.
    names_wasi: bool = False

    def __or__(self, other: Census) -> Census:
        return Census(
            self.named_targets | other.named_targets,
            self.wasi_sign or other.wasi_sign,
            self.names_wasi or other.names_wasi,
        )


def census_of_text(text: bytes) -> Census:
    """What one file says."""
    if not any(word in text for word in _WORDS):
        return Census()
    return _count(predicates_in(text))


def census_of_unit(root: Unit) -> Census:
    """What one file says, where its facts are at hand."""
    return _count(predicate for _, unit in walk_units(root) for predicate in unit.predicates)


def _count(predicates: Iterable[Predicate]) -> Census:
    named: set[str] = set()
    sign: str | None = None
    names_wasi = False
    for predicate in predicates:
        for node in walk(predicate.parsed.expr):
            if not isinstance(node, KeyValue):
                continue
            triple = triple_of_env(node.value) if node.key == "target_env" else None
            if triple is not None:
                named.add(triple)
            if triple is not None or (node.key, node.value) in _SIGNS:
                sign = sign or f'a predicate has {node.key} = "{node.value}"'
                names_wasi = names_wasi or node.key != "target_family"
    return Census(frozenset(named), sign, names_wasi)


_SIGNS = frozenset({("target_os", "wasi"), ("target_family", "wasm")})
