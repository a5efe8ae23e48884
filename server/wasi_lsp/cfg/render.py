"""Predicates as source text."""

from __future__ import annotations

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Gated, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.keywords import KEYWORDS
from wasi_lsp.cfg.literal import quote


def render(expr: CfgExpr, text: bytes = b"") -> str:
    """`expr` in the usual spelling, on one line; it reads back as the same tree.

    `text` is what `expr` was parsed from: what is no tree (`Invalid`, `Gated`) is copied from it.
    """
    match expr:
        case All(args=args):
            return f"all({', '.join(render(arg, text) for arg in args)})"
        case Any(args=args):
            return f"any({', '.join(render(arg, text) for arg in args)})"
        case Not(arg=arg):
            return f"not({render(arg, text)})"
        case Name(name=name):
            return identifier(name)
        case KeyValue(key=key, value=value):
            return f"{identifier(key)} = {quote(value)}"
        case Lit(value=value):
            return "true" if value else "false"
        case Gated(span=span) | Invalid(span=span):
            return " ".join(text[span.start : span.end].decode("utf-8", "replace").split()) or "…"


def identifier(name: str) -> str:
    """`name` as an identifier: `r#name` for a keyword."""
    return f"r#{name}" if name in KEYWORDS or name in ("true", "false") else name
