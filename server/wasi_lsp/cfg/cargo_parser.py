"""The predicates of Cargo: what stands in the parentheses of `[target.'cfg(…)']`.

Cargo has a grammar of its own (`CfgExpr` in its crate cargo-platform), smaller than rustc's:
between tokens there are blanks only, strings have no escapes, a comma may end a list in `all` and
`any` alone, and names are made of ASCII letters, keywords among them. Checked against Cargo 1.96.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.ast import MAX_DEPTH, All, Any, CfgExpr, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.text.located import Located
from wasi_lsp.text.span import Span

_TOKEN = re.compile(
    r"""
    \ * (?:
      (?P<punct> [(),=] )
    | " (?P<string> [^"]* ) "
    | (?P<ident> (?:r\#)? [A-Za-z_][A-Za-z0-9_]* )
    | (?P<end> \Z )
    )
    """,
    re.VERBOSE,
)
_SPACES = re.compile(" *")


class _Token(NamedTuple):
    #: The punctuation itself, or `string`, `ident`, `end`.
    kind: str
    text: str
    start: int
    end: int


class _RefusedError(Exception):
    def __init__(self, error: CfgError) -> None:
        self.error = error


def parse_cargo_cfg(inside: Located) -> ParsedCfg:
    """Read what stands between the parentheses; spans are those in the file. Never raises.

    Cargo stops at its first error, and so does this; nothing is known then.
    """
    parser = _Parser(inside)
    try:
        return ParsedCfg(parser.whole(), ())
    except _RefusedError as refused:
        return ParsedCfg(Invalid(inside.span(0, len(inside.text))), (refused.error,))


class _Parser:
    """A cursor over the tokens: `at` is where the next one begins, or the spaces before it."""

    def __init__(self, inside: Located) -> None:
        self.inside = inside
        self.at = 0
        self.depth = 0

    def whole(self) -> CfgExpr:
        expr = self.expr()
        start = self.skip_spaces()
        if start < len(self.inside.text):
            self.refuse_rest(start)
        return expr

    def expr(self) -> CfgExpr:
        first = self.peek()
        if first.kind != "ident" or first.text not in ("all", "any", "not"):
            return self.option()
        self.advance()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _RefusedError(errors.too_deep(self.span(first), MAX_DEPTH))
        opened = self.eat("(", f"`{first.text}` takes its predicates in parentheses")
        if first.text == "not":
            arg = self.expr()
            closed = self.eat(")", "`not` takes one predicate, and Cargo no comma behind it")
            expr: CfgExpr = Not(self.inside.span(first.start, closed.end), arg)
        else:
            expr = self.list_(first, opened)
        self.depth -= 1
        return expr

    def list_(self, operator: _Token, closed: _Token) -> CfgExpr:
        args: list[CfgExpr] = []
        while self.peek().kind != ")":
            args.append(self.expr())
            if self.peek().kind != ",":
                break
            self.advance()
        closed = self.eat(")", "predicates are separated by `,`")
        span = self.inside.span(operator.start, closed.end)
        return All(span, tuple(args)) if operator.text == "all" else Any(span, tuple(args))

    def option(self) -> CfgExpr:
        name = self.advance()
        if name.kind == "end":
            self.refuse(name, "a predicate is missing", 'such as `target_os = "wasi"`')
        if name.kind != "ident":
            self.refuse(name, f"expected a predicate, found {self.named(name)}")
        text = name.text.removeprefix("r#")
        if self.peek().kind != "=":
            span = self.span(name)
            return Lit(span, text == "true") if text in ("true", "false") else Name(span, text)
        self.advance()
        value = self.advance()
        if value.kind != "string":
            self.refuse(
                value,
                f"the value of `{text}` must be a string",
                f'write `{text} = "…"`: Cargo takes no other strings',
            )
        return KeyValue(
            self.inside.span(name.start, value.end),
            text,
            value.text,
            self.span(name),
            self.span(value),
        )

    # The cursor

    def peek(self) -> _Token:
        match = _TOKEN.match(self.inside.text, self.at)
        if match is None:
            self.refuse_character()
        kind = match.lastgroup or ""
        text = match[kind]
        start = match.end() - len(text) - (2 if kind == "string" else 0)
        return _Token(text if kind == "punct" else kind, text, start, match.end())

    def advance(self) -> _Token:
        token = self.peek()
        self.at = token.end
        return token

    def eat(self, kind: str, help: str) -> _Token:
        token = self.advance()
        if token.kind != kind:
            self.refuse(token, f"expected `{kind}`, found {self.named(token)}", help)
        return token

    def skip_spaces(self) -> int:
        match = _SPACES.match(self.inside.text, self.at)
        return match.end() if match is not None else self.at

    # What is refused

    def refuse(self, token: _Token, message: str, help: str | None = None) -> NoReturn:
        raise _RefusedError(CfgError(self.span(token), message, help))

    def refuse_character(self) -> NoReturn:
        start = self.skip_spaces()
        char = self.inside.text[start]
        span = self.inside.span(start, start + 1)
        if char == '"':
            span = self.inside.span(start, len(self.inside.text))
            raise _RefusedError(CfgError(span, "the string is not closed", 'close it with `"`'))
        if char.isspace():
            message, help = "Cargo takes no white space but blanks in a predicate", "use blanks"
        else:
            message, help = f"a predicate in a file of Cargo has no `{char}`", None
        raise _RefusedError(CfgError(span, message, help))

    def refuse_rest(self, start: int) -> NoReturn:
        text = self.inside.text
        rest = self.inside.span(start, len(text))
        if text[start:].strip(" ") == ",":
            comma = self.inside.span(start, start + 1)
            help = "Cargo takes a comma at the end in `all(…)` and `any(…)` alone: remove it"
            raise _RefusedError(
                CfgError(comma, "nothing follows this comma", help, None, ((comma, ""),))
            )
        if text[start] == "(":
            help = "a predicate is built with `all(…)`, `any(…)` and `not(…)`"
            raise _RefusedError(CfgError(rest, "Cargo has no such predicate", help))
        help = "join several predicates by `all(…)` or `any(…)`"
        raise _RefusedError(CfgError(rest, "only one predicate is allowed here", help))

    def span(self, token: _Token) -> Span:
        return self.inside.span(token.start, token.end)

    def named(self, token: _Token) -> str:
        return (
            "the end" if token.kind == "end" else f"`{self.inside.text[token.start : token.end]}`"
        )
