"""The aliases in a call of `cfg_aliases!`, the macro of the crate of that name.

    cfg_aliases! {
        wasi: { target_os = "wasi" },
        server: { all(feature = "net", not(wasi)) },
    }

It runs in a build script and reads what Cargo tells that in environment variables.
"""

from __future__ import annotations

from collections.abc import Mapping

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.atoms import deciding_targets
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.cfg.parser import MAX_DEPTH, parse_cfg
from wasi_lsp.syntax.scan import split_at_commas
from wasi_lsp.text.span import Span

#: Keys that Cargo tells a build script about, beside those that the target decides.
_TOLD_BY_CARGO = frozenset({"feature", "target_feature"})
#: Aliases of aliases can double with each line.
_MAX_NODES = 2000


def cfg_aliases(text: bytes, inside: Span) -> dict[str, CfgExpr]:
    """The condition of each alias, with the aliases before it worked in.

    `inside` are the arguments of the macro, without its brackets; spans count in `text`. What the
    macro cannot know at its time, such as `test`, is `Invalid`.
    """
    aliases: dict[str, CfgExpr] = {}
    for part in split_at_commas(text, inside):
        words = [each for each in tokens(text, *part) if each.kind is not TokenKind.END]
        if len(words) < 4 or words[0].kind is not TokenKind.IDENT:
            continue
        name, colon, opened, *_, closed = words
        if (_of(text, colon), _of(text, opened), _of(text, closed)) == (":", "{", "}"):
            expr = _worked_in(parse_cfg(text, opened.end, closed.start).expr, aliases)
            aliases[_of(text, name)] = expr if _is_small(expr) else Invalid(expr.span)
    return aliases


def _is_small(expr: CfgExpr) -> bool:
    pending = [(expr, 1)]
    for _ in range(_MAX_NODES):
        if not pending:
            return True
        node, depth = pending.pop()
        if depth > MAX_DEPTH:
            return False
        args = node.args if isinstance(node, All | Any) else ()
        pending += ((arg, depth + 1) for arg in args)
        if isinstance(node, Not):
            pending.append((node.arg, depth + 1))
    return not pending


def _of(text: bytes, token: Token) -> str:
    return text[token.start : token.end].decode(errors="replace")


def _worked_in(expr: CfgExpr, aliases: Mapping[str, CfgExpr]) -> CfgExpr:
    match expr:
        case All(span, args):
            return All(span, tuple(_worked_in(arg, aliases) for arg in args))
        case Any(span, args):
            return Any(span, tuple(_worked_in(arg, aliases) for arg in args))
        case Not(span, arg):
            return Not(span, _worked_in(arg, aliases))
        case Name(span, name) if name in aliases:
            return aliases[name]
        # A bare `target_os` only asks whether there is one.
        case Name() if deciding_targets(expr):
            return expr
        case KeyValue(key=key) if key in _TOLD_BY_CARGO or deciding_targets(expr) is not None:
            return expr
        case Lit():
            return expr
    return Invalid(expr.span)
