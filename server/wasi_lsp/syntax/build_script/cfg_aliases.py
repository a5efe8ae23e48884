"""The aliases in a call of `cfg_aliases!`, the macro of the crate of that name.

    cfg_aliases! {
        wasi: { target_os = "wasi" },
        server: { all(feature = "net", not(wasi)) },
    }

It runs in a build script, and knows what Cargo tells that in environment variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import NamedTuple

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.atoms import deciding_targets
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.scan import split_at_commas
from wasi_lsp.text.span import Span

#: Keys that Cargo tells a build script about, beside those that the target decides.
_TOLD_BY_CARGO = frozenset({"feature", "target_feature"})


class Alias(NamedTuple):
    """One alias; `span` is that of its name."""

    name: str
    where: Region
    span: Span


def cfg_aliases(text: bytes, inside: Span) -> Iterator[Alias]:
    """The aliases in source order, with those before them worked into each.

    `inside` are the arguments of the macro, without its brackets; spans count in `text`. What the
    macro cannot know at its time, such as `test`, is unknown.
    """
    known: dict[str, Region] = {}
    for part in split_at_commas(text, inside):
        words = [each for each in tokens(text, *part) if each.kind is not TokenKind.END]
        if len(words) < 4 or words[0].kind is not TokenKind.IDENT:
            continue
        name, colon, opened, *_, closed = words
        if (_of(text, colon), _of(text, opened), _of(text, closed)) == (":", "{", "}"):
            where = _region(parse_cfg(text, opened.end, closed.start).expr, known)
            known[_of(text, name)] = where
            yield Alias(_of(text, name), where, name.span)


def _of(text: bytes, token: Token) -> str:
    return text[token.start : token.end].decode(errors="replace")


def _region(expr: CfgExpr, aliases: Mapping[str, Region]) -> Region:
    match expr:
        case All(args=args):
            parts = (_region(arg, aliases) for arg in args)
            return reduce(Region.__and__, parts, Region.everywhere())
        case Any(args=args):
            parts = (_region(arg, aliases) for arg in args)
            return reduce(Region.__or__, parts, Region.nowhere())
        case Not(arg=arg):
            return ~_region(arg, aliases)
        case Name(name=name) if name in aliases:
            return aliases[name]
        # A bare `target_os` only asks whether there is one.
        case Name() if deciding_targets(expr):
            return Region.of(expr)
        case KeyValue(key=key) if key in _TOLD_BY_CARGO or deciding_targets(expr) is not None:
            return Region.of(expr)
        case Lit():
            return Region.of(expr)
    return Region.unknown()
