"""The codes of rules as completions, in suppression comments."""

from __future__ import annotations

import re

from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.rules.registry import RULES
from wasi_lsp.text.span import Span

#: What stands before the cursor: the comment up to the code that is being typed.
_IN_ALLOW = re.compile(rb"(?://!?|#)\s*wasi-lsp:\s*allow\s*\([^()\n]*?(?P<code>[A-Za-z0-9]*)\Z")
_REST_OF_CODE = re.compile(rb"[A-Za-z0-9]*")


def complete_rules(text: bytes, start: int, offset: int) -> tuple[Completion, ...]:
    """The codes that may stand at the byte `offset`, in the comment that begins at `start`."""
    match = _IN_ALLOW.match(text, start, offset)
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
