"""Hover on the code of a rule: what it reports, in short."""

from __future__ import annotations

from wasi_lsp.rules.registry import RULES


def hover_rule(code: str) -> str | None:
    """Markdown on the rule `code`; None if there is no such rule."""
    for rule in RULES:
        if rule.code == code:
            title = rule.docs.partition("\n\n")[0]
            return f"**{code} {rule.name}**: {title}\n\nMore: `wasi-lsp explain {code}`"
    return None
