"""The codes of rules as completions, in suppression comments."""

from __future__ import annotations

import re

from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.rules.registry import RULES
from wasi_lsp.syntax.allows import MARKER
from wasi_lsp.text.span import Span

#: What stands before the cursor on its line: the comment up to the code that is being typed.
_IN_ALLOW = re.compile(rb"(?://!?|#)\s*wasi-lsp:\s*allow\s*\([^()]*?(?P<code>[A-Za-z0-9]*)\Z")
_REST_OF_CODE = re.compile(rb"[A-Za-z0-9]*")


def complete_rules(text: bytes, offset: int) -> tuple[Completion, ...]:
    """The codes that may stand at the byte `offset` of `text`; none outside of such comments."""
    marker = text.rfind(MARKER, text.rfind(b"\n", 0, offset) + 1, offset)
    start = max(text.rfind(b"//", 0, marker), text.rfind(b"#", 0, marker)) if marker >= 0 else -1
    match = _IN_ALLOW.match(text, start, offset) if start >= 0 else None
    rest = _REST_OF_CODE.match(text, offset)
    if match is None or rest is None:
        return ()
    return tuple(
        Completion(
            label=rule.code,
            kind=CompletionKind.RULE,
            span=Span(match.start("code"), rest.end()),
            insert_text=rule.code,
            is_snippet=False,
            detail=rule.name,
            documentation=rule.docs.partition("\n\n")[0],
            sort_text=rule.code,
            filter_text=f"{rule.code} {rule.name}",
        )
        for rule in RULES
    )
