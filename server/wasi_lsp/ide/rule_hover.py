"""Hover on the code of a rule: what it reports, in short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wasi_lsp.ide.answers import Hover
from wasi_lsp.rules.pages import page_uri
from wasi_lsp.rules.registry import RULES
from wasi_lsp.syntax.facts import Allow
from wasi_lsp.text.span import Span

_CODE = re.compile(rb"[A-Z]+[0-9]+")


def hover_allow(allows: Iterable[Allow], text: bytes, offset: int) -> Hover | None:
    """On a code in one of the suppression comments `allows` of `text`."""
    for span, code in codes_in(allows, text):
        markdown = hover_rule(code) if span.touches(offset) else None
        if markdown is not None:
            return Hover(span, markdown)
    return None


def codes_in(allows: Iterable[Allow], text: bytes) -> Iterator[tuple[Span, str]]:
    """What looks like the code of a rule in suppression comments of `text`, each at its place."""
    for allow in allows:
        for match in _CODE.finditer(text, *allow.span):
            yield Span(*match.span()), match[0].decode()


def hover_rule(code: str) -> str | None:
    """Markdown on the rule `code`; None if there is no such rule."""
    for rule in RULES:
        if rule.code == code:
            title = rule.docs.partition("\n\n")[0]
            page = page_uri(code)
            more = f"[more]({page}), " if page is not None else "more: "
            return f"**{code} {rule.name}**: {title}\n\n{more}`wasi-lsp explain {code}`"
    return None
