"""What the predicates of a whole project say about WASI: the targets they name, and signs of it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from wasi_lsp.cfg.ast import compared_in
from wasi_lsp.project.wasi_names import triple_of_env
from wasi_lsp.syntax.facts import Unit
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
    parsed = (predicate.parsed.expr for predicate in predicates_in(text))
    return _count({(each.key, each.value) for expr in parsed for each in compared_in(expr)})


def census_of_unit(root: Unit) -> Census:
    """What one file says, where its facts are at hand."""
    return _count(root.compared)


def _count(compared: Set[tuple[str, str]]) -> Census:
    """What predicates say that compare these keys with these values."""
    named = {triple_of_env(value) for key, value in compared if key == "target_env"}
    signs = sorted(
        (key, value)
        for key, value in compared
        if (key, value) in _SIGNS or (key == "target_env" and triple_of_env(value) is not None)
    )
    sign = next((f'a predicate has {key} = "{value}"' for key, value in signs), None)
    names_wasi = any(key != "target_family" for key, _ in signs)
    return Census(frozenset(filter(None, named)), sign, names_wasi)


_SIGNS = frozenset({("target_os", "wasi"), ("target_family", "wasm")})
