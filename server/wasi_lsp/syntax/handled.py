"""Calls whose error the code around them looks at, to tell whether it is `Unsupported`."""

from __future__ import annotations

from functools import cache

from tree_sitter import Node, Query

from wasi_lsp.syntax.grammar import cursor, language
from wasi_lsp.text.span import Span

#: `ErrorKind::Unsupported`: without this word nobody looks at it.
WORD = b"Unsupported"

_QUERY = """
(match_expression value: (_) @tried body: (_) @handler)
(if_expression condition: (_) @tried consequence: (_) @handler)
(if_expression condition: (_) @tried alternative: (_) @handler)
(call_expression function: (field_expression value: (_) @tried) arguments: (_) @handler)
(let_declaration value: (_) @tried alternative: (_) @handler)
"""


@cache
def _query() -> Query:
    return Query(language(), _QUERY)


def handled_in(node: Node, delta: int) -> list[Span]:
    """What is tried where the error may be `Unsupported`; the node's offsets plus `delta`.

    `match call() { Err(e) if e.kind() == ErrorKind::Unsupported => …, … }` and its kin.
    """
    found: list[Span] = []
    for _, captures in cursor(_query()).matches(node):
        tried, handler = captures["tried"][0], captures["handler"][0]
        if WORD in (handler.text or b"") or WORD in (tried.text or b""):
            found.append(Span(tried.start_byte + delta, tried.end_byte + delta))
    return found
