"""Hover on the code of a rule: what it reports, in short."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wasi_lsp.ide.answers import Hover
from wasi_lsp.rules.registry import RULES
from wasi_lsp.syntax.facts import Allow
from wasi_lsp.text.span import Span

_CODE = re.compile(rb"[A-Z]+[0-9]+")


def hover_allow(allows: Iterable[Allow], text: bytes, offset: int) -> Hover | None:
    """On a code in one of the suppression comments `allows` of `text`."""
    for allow in allows:
        if not allow.span.touches(offset):
            continue
        for match in _CODE.finditer(text, *allow.span):
            markdown = hover_rule(match[0].decode())
            if match.start() <= offset <= match.end() and markdown is not None:
                return Hover(Span(*match.span()), markdown)
    return None


def hover_rule(code: str) -> str | None:
    """Markdown on the rule `code`; None if there is no such rule."""
    for rule in RULES:
        if rule.code == code:
            title = rule.docs.partition("\n\n")[0]
            return f"**{code} {rule.name}**: {title}\n\nMore: `wasi-lsp explain {code}`"
    return None
