"""The parser of cfg predicates: rustc's grammar, with a tree for any input.

A part that rustc rejects becomes `Invalid` beside a `CfgError`; the parts around it are kept. What
a macro fills in (`$cfg` in `macro_rules!`, `#cfg` in `quote!`) is `Invalid` without an error: it is
unknown, not malformed. The measure is the newest known Rust: `cfg(true)` is no error here.

Checked against rustc 1.96, edition 2021. Keywords of some editions only (`async`, `dyn`, `try`,
`gen`) are taken as names, since a predicate alone does not tell its edition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from wasi_lsp.cfg import errors
from wasi_lsp.cfg.ast import All, Any, CfgExpr, Gated, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.errors import CfgError
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.cfg.literal import unquote
from wasi_lsp.text.span import Span

#: How deep operators may nest. rustc has no such limit; in 63,029 predicates of public code nothing
#: is deeper than 7. It lets every reader of the tree recurse.
MAX_DEPTH = 64

#: Words that name no cfg option, not even as `r#…` (`_` and the path keywords).
_NEVER_NAMES = frozenset({"_", "self", "Self", "super", "crate"})
_STRICT_AND_RESERVED = (
    "as break const continue else enum extern fn for if impl in let loop match mod move mut pub "
    "ref return static struct trait type unsafe use where while "
    "abstract become box do final macro override priv typeof unsized virtual yield"
)
#: Keywords of every edition: a name only as `r#…`.
KEYWORDS = frozenset(_STRICT_AND_RESERVED.split())
_INFIX = {"&&": "all", "&": "all", "and": "all", "||": "any", "|": "any", "or": "any"}
_OPEN, _CLOSE = (b"(", b"[", b"{"), (b")", b"]", b"}")
_IDENT = (TokenKind.IDENT, TokenKind.RAW_IDENT)
_STRINGS = (TokenKind.STRING, TokenKind.RAW_STRING)


@dataclass(frozen=True, slots=True)
class ParsedCfg:
    """A predicate and what is wrong with it, in source order.

    With errors, `expr` tells what was meant; `Invalid` stands where that is not known.
    """

    expr: CfgExpr
    errors: tuple[CfgError, ...]
    #: Whether comments may stand between its words.
    has_comments: bool = False


@dataclass(frozen=True, slots=True)
class ParsedCfgAttr:
    """The inside of `cfg_attr(…)`. Errors in the list of attributes are among the predicate's."""

    predicate: ParsedCfg
    attributes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ParsedArm:
    """The head of an arm of `cfg_select!`. `predicate` is None for `_`.

    `end_offset` is where the `=>` begins, or where it was missed.
    """

    predicate: ParsedCfg | None
    end_offset: int


def parse_cfg(text: bytes, start: int, end: int, *, several_are_all: bool = False) -> ParsedCfg:
    """Read `text[start:end]`, what stands between the parentheses of `#[cfg(…)]`.

    With `several_are_all`, predicates in a row must all hold: so the macro `cfg_if!` had it.
    All offsets, given and returned, are UTF-8 byte offsets into `text`. Never raises.
    """
    parser = _Parser(text, start, end)
    listed = parser.list_(None)
    if len(listed.args) == 1 or (listed.open and listed.args):
        expr = listed.args[0] if len(listed.args) == 1 else _whole(listed)
    elif not listed.args:
        expr = Invalid(Span(start, end))
        if not parser.errors:
            parser.errors.append(errors.empty(Span(start, end)))
    elif several_are_all and not parser.errors:
        expr = All(_whole(listed).span, tuple(listed.args))
    else:
        expr = _whole(listed)
        if not parser.errors:
            spans = [arg.span for arg in listed.args]
            sources = [parser.source(span) for span in spans]
            parser.errors.append(errors.several(spans, sources, Span(0, parser.done)))
    return parser.parsed(expr)


def parse_cfg_attr(text: bytes, start: int, end: int) -> ParsedCfgAttr:
    """Read `text[start:end]`, what stands between the parentheses of `cfg_attr(…)`.

    Each span of `attributes` is one attribute without the space around it (`inline`,
    `cfg(unix)`, `doc = "…"`). Offsets as in `parse_cfg`. Never raises.
    """
    parser = _Parser(text, start, end)
    if parser.at_end() or parser.at(b","):
        expr: CfgExpr = Invalid(Span(start, start))
        parser.errors.append(errors.empty(Span(start, end) if parser.at_end() else parser.now.span))
    else:
        expr = parser.element()
    if not parser.errors and parser.at_end():
        parser.errors.append(errors.attribute_missing(expr.span))
    elif not parser.at_boundary():
        parser.errors.append(errors.missing_comma(parser.now.span, parser.done))
        parser.skip()
    attributes: list[Span] = []
    while parser.at(b",") or parser.at_closer():
        if parser.at_closer():
            parser.stray_close()
            continue
        parser.advance()
        if parser.at_end() and (attributes or not parser.errors):
            break
        attribute = parser.attribute()
        if attribute is not None:
            attributes.append(attribute)
    return ParsedCfgAttr(parser.parsed(expr), tuple(attributes))


def parse_arm_predicate(text: bytes, start: int, end: int) -> ParsedArm:
    """Read the head of the `cfg_select!` arm that begins at `start`, up to its `=>`.

    Reads no further than it must; `end` is where the macro's tokens end. Offsets as in
    `parse_cfg`. Never raises.
    """
    parser = _Parser(text, start, end, arm=True)
    wildcard = parser.now.kind is TokenKind.IDENT and parser.source(parser.now.span) == "_"
    if wildcard and parser.ahead is not None and parser.token_text(parser.ahead) == b"=>":
        parser.advance()
        return ParsedArm(None, parser.now.start)
    if parser.at_end() or parser.at(b"=>"):
        span = parser.now.span
        return ParsedArm(
            ParsedCfg(Invalid(Span(start, span.start)), (errors.empty(span),)), span.start
        )
    expr = parser.element()
    if not parser.at(b"=>") and not parser.errors:
        parser.errors.append(errors.arrow_missing(parser.now.span, parser.found()))
    return ParsedArm(parser.parsed(expr), parser.now.start)


class _List(NamedTuple):
    """The predicates of a list. `open` says that a macro fills in some of them."""

    args: list[CfgExpr]
    open: bool


def _whole(listed: _List) -> Invalid:
    args = tuple(listed.args)
    return Invalid(Span(args[0].span.start, args[-1].span.end), args)


class _Parser:
    """A cursor over the tokens: `now` and `ahead`, and the errors so far."""

    def __init__(self, text: bytes, start: int, end: int, *, arm: bool = False) -> None:
        self.text = text
        self.stream = tokens(text, start, end)
        self.arm = arm
        self.now: Token = next(self.stream)
        self.ahead: Token | None = next(self.stream, None)
        #: Where the token before `now` ends.
        self.done = start
        self.depth = 0
        self.errors: list[CfgError] = []

    # The cursor

    def advance(self) -> Token:
        token = self.now
        if self.ahead is not None:
            self.done = token.end
            self.now, self.ahead = self.ahead, next(self.stream, None)
        return token

    def token_text(self, token: Token) -> bytes:
        return self.text[token.start : token.end]

    def source(self, span: Span) -> str:
        return self.text[span.start : span.end].decode("utf-8", "replace")

    def at(self, punct: bytes) -> bool:
        return self.now.kind is TokenKind.PUNCT and self.token_text(self.now) == punct

    def next_is(self, punct: bytes) -> bool:
        ahead = self.ahead
        return (
            ahead is not None and ahead.kind is TokenKind.PUNCT and self.token_text(ahead) == punct
        )

    def at_end(self) -> bool:
        return self.now.kind is TokenKind.END

    def at_closer(self) -> bool:
        return self.now.kind is TokenKind.PUNCT and self.token_text(self.now) in _CLOSE

    def at_boundary(self) -> bool:
        """Whether a predicate may end before `now`."""
        if self.at_end() or self.at_closer():
            return True
        if self.arm and self.depth == 0:
            return self.at(b"=>") or self.at(b"{")
        return self.at(b",")

    def at_interpolation(self) -> bool:
        """`$x`, `$(…)`, `#x`, `#(…)`: something that a macro fills in."""
        ahead = self.ahead
        if ahead is None or not (self.at(b"$") or self.at(b"#")):
            return False
        is_word = ahead.kind in _IDENT or self.token_text(ahead) == b"("
        return is_word and (ahead.start == self.now.end or self.at(b"$"))

    def found(self) -> str:
        if self.at_end():
            return "the end"
        word = self.source(self.now.span)
        return f"`{word if len(word) <= 30 else word[:29] + '…'}`"

    def parsed(self, expr: CfgExpr) -> ParsedCfg:
        errors = tuple(sorted(self.errors, key=lambda error: error.span))
        words = self.text[expr.span.start : expr.span.end]
        return ParsedCfg(expr, errors, b"//" in words or b"/*" in words)

    # Skipping

    def skip(self) -> bool:
        """Go to where this predicate may end; whether a macro fills in something on the way."""
        interpolated = False
        depth = 0
        while not self.at_end():
            if depth == 0 and self.at_boundary():
                break
            if self.now.kind is TokenKind.PUNCT:
                word = self.token_text(self.now)
                if word in _OPEN:
                    depth += 1
                elif word in _CLOSE:
                    depth -= 1
                elif self.at_interpolation():
                    interpolated = True
                    self.skip_interpolation()
                    continue
            self.advance()
        return interpolated

    def skip_group(self) -> bool:
        """Pass the bracket at `now` and all up to its close; whether a macro fills in a part."""
        interpolated = False
        depth = 0
        while not self.at_end():
            interpolated = interpolated or self.at_interpolation()
            word = self.token_text(self.advance())
            if word in _OPEN:
                depth += 1
            elif word in _CLOSE:
                depth -= 1
                if depth == 0:
                    break
        return interpolated

    def skip_interpolation(self) -> None:
        """Pass `$x`, or `$(…)` with its separator and its `*`, `+` or `?`."""
        self.advance()
        if not self.at(b"("):
            self.advance()
            return
        self.skip_group()
        if self.next_is(b"*") or self.next_is(b"+"):
            self.advance()
        if self.at(b"*") or self.at(b"+") or self.at(b"?"):
            self.advance()

    def reject(self, start: int, error: CfgError, parts: tuple[CfgExpr, ...] = ()) -> Invalid:
        """Give up the predicate that begins at `start`, unless a macro completes it."""
        if not self.skip():
            self.errors.append(error)
        return Invalid(Span(start, max(self.done, start)), parts)

    # The grammar

    def list_(self, opening: Token | None) -> _List:
        """Predicates separated by commas, up to the `)` of `opening` or to the end."""
        args: list[CfgExpr] = []
        is_open = False
        while not self.at_end():
            if self.at_closer():
                if opening is not None:
                    if not self.at(b")"):
                        self.errors.append(errors.wrong_close(self.now.span, self.found()))
                    self.advance()
                    return _List(args, is_open)
                self.stray_close()
            elif self.at(b","):
                self.errors.append(errors.stray_comma(self.now.span))
                self.advance()
            else:
                is_open = is_open or self.at_interpolation()
                args.append(self.element())
                if self.at(b","):
                    self.advance()
                elif not (self.at_end() or self.at_closer()):
                    self.errors.append(errors.missing_comma(self.now.span, self.done))
        if opening is not None:
            self.errors.append(errors.unclosed(opening.span, self.done))
        return _List(args, is_open)

    def stray_close(self) -> None:
        self.errors.append(errors.stray_close(self.now.span, self.source(self.now.span)))
        self.advance()

    def element(self) -> CfgExpr:
        """One predicate with what follows it up to a comma, or up to the next predicate."""
        mark = len(self.errors)
        start = self.now.start
        expr = self.predicate()
        if self.at_boundary() or len(self.errors) > mark:
            if not self.at_boundary():
                self.skip()
            return expr
        if isinstance(expr, Invalid):
            self.skip()
            return Invalid(Span(start, self.done))
        return self.follow(expr)

    def predicate(self) -> CfgExpr:
        token = self.now
        if self.at_interpolation():
            self.skip_interpolation()
            self.skip()
            return Invalid(Span(token.start, self.done))
        if token.kind in _IDENT:
            return self.named()
        if self.at(b"!"):
            return self.negated()
        if self.at(b"("):
            return self.grouped()
        if self.at(b"::"):
            return self.path(token)
        if token.kind is TokenKind.UNTERMINATED:
            error = errors.unterminated(token.span, self.token_text(token))
        elif token.kind in _STRINGS:
            value, _ = unquote(self.text[token.start : token.suffix], token.start)
            name = value if value.isidentifier() and value not in KEYWORDS else None
            error = errors.literal_predicate(token.span, self.source(token.span), name)
        elif token.kind is TokenKind.OTHER_LITERAL:
            error = errors.literal_predicate(token.span, self.source(token.span), None)
        else:
            error = errors.unexpected(token.span, self.found(), "a predicate")
        if self.at(b"=>") or not self.at_boundary():
            self.advance()
        return self.reject(token.start, error)

    def named(self) -> CfgExpr:
        token = self.advance()
        word = self.source(token.span)
        raw = token.kind is TokenKind.RAW_IDENT
        name = word[2:] if raw else word
        if self.at(b"::"):
            return self.path(token)
        if name in _NEVER_NAMES:
            error = errors.raw_keyword if raw else errors.keyword
            return self.reject(token.start, error(token.span, name))
        if not raw and name in KEYWORDS:
            return self.reject(token.start, errors.keyword(token.span, name))
        if not raw and name in ("true", "false"):
            return Lit(token.span, name == "true")
        if self.at(b"("):
            return self.operator(token, name)
        if self.at(b"="):
            return self.key_value(token, name)
        return Name(token.span, name)

    def path(self, first: Token) -> CfgExpr:
        while self.at(b"::"):
            self.advance()
            if self.now.kind in _IDENT:
                self.advance()
        span = Span(first.start, self.done)
        error = errors.path(span, self.source(span), self.at(b"("))
        return self.reject(first.start, error)

    def operator(self, token: Token, name: str) -> CfgExpr:
        if name not in ("all", "any", "not"):
            return self.special_operator(token, name)
        if self.depth >= MAX_DEPTH:
            self.skip_group()
            self.errors.append(errors.too_deep(token.span, MAX_DEPTH))
            return Invalid(Span(token.start, self.done))
        mark = len(self.errors)
        opening = self.advance()
        self.depth += 1
        args, is_open = self.list_(opening)
        self.depth -= 1
        span = Span(token.start, self.done)
        if name == "all":
            return All(span, tuple(args))
        if name == "any":
            return Any(span, tuple(args))
        if len(args) == 1:
            return Not(span, args[0])
        if not is_open and len(self.errors) == mark:
            inner = Span(args[0].span.start, args[-1].span.end) if args else None
            joined = ", ".join(self.source(arg.span) for arg in args)
            self.errors.append(errors.not_arity(token.span, len(args), inner, joined))
        return Invalid(span, tuple(args))

    def special_operator(self, token: Token, name: str) -> CfgExpr:
        """`name(…)` that is none of `all`, `any`, `not`."""
        opening = self.now
        interpolated = self.skip_group()
        span = Span(token.start, self.done)
        if interpolated:
            return Invalid(span)
        inside = Span(opening.end, max(self.done - 1, opening.end))
        if name in ("version", "target"):
            problem = _gated_problem(self.text, name, token, inside)
            if problem is None:
                return Gated(span, name)
            self.errors.append(problem)
        elif name == "cfg":
            source = self.source(inside).strip()
            self.errors.append(errors.nested_cfg(token.span, source, span))
        else:
            only = _only_string(self.text, inside)
            error = errors.unknown_operator(
                token.span, name, span, self.source(only) if only else None
            )
            self.errors.append(error)
        return Invalid(span)

    def key_value(self, token: Token, key: str) -> CfgExpr:
        self.advance()
        value = self.now
        if value.kind in _STRINGS:
            self.advance()
            text, problem = unquote(self.text[value.start : value.suffix], value.start)
            span = Span(token.start, value.end)
            if value.suffix != value.end:
                suffix = Span(value.suffix, value.end)
                self.errors.append(errors.suffix(suffix, self.source(suffix)))
                return Invalid(span)
            if problem is not None:
                self.errors.append(errors.escape(*problem))
                return Invalid(span)
            return KeyValue(span, key, text, token.span, value.span)
        error = self.value_error(token, key)
        return self.reject(token.start, error)

    def value_error(self, token: Token, key: str) -> CfgError:
        """What is wrong with a value that is no string; moves past what it judges."""
        value = self.now
        if self.at_boundary() and not self.at(b"{"):
            return errors.value_missing(Span(token.start, self.done), key)
        if value.kind is TokenKind.UNTERMINATED:
            self.advance()
            return errors.unterminated(value.span, self.token_text(value))
        if self.at(b"["):
            self.skip_group()
            values = _strings(self.text, Span(value.end, max(self.done - 1, value.end)))
            if values:
                whole = Span(token.start, self.done)
                name = self.source(token.span)
                return errors.value_list(Span(value.start, self.done), name, values, whole)
            return errors.value_other(Span(value.start, self.done), key, None)
        if value.kind is TokenKind.OTHER_LITERAL:
            return self.value_literal(key)
        if value.kind in _IDENT:
            return self.value_word(key)
        return errors.value_other(value.span, key, None)

    def value_literal(self, key: str) -> CfgError:
        value = self.advance()
        source = self.token_text(value)
        if source[:1] == b"'":
            return errors.value_other(value.span, key, "a string has double quotes", "E0539")
        if b'"' in source:
            kind = "byte string" if source[:1] == b"b" else "C string"
            return errors.value_prefixed(value.span, key, Span(value.start, value.start + 1), kind)
        if source[:1] == b"b":
            return errors.value_other(value.span, key, None, "E0539")
        return errors.value_unquoted(value.span, key, source.decode())

    def value_word(self, key: str) -> CfgError:
        """A value without quotes: also `my-feature`, `x86_64-v3`, as far as no space parts it."""
        value = self.advance()
        if self.at(b"!"):
            return errors.value_other(value.span, key, "a macro is not expanded here: write it out")
        end = value.end
        while self.now.start == end and not self.at_boundary() and not self.at(b"("):
            end = self.advance().end
        span = Span(value.start, end)
        return errors.value_unquoted(span, key, self.source(span))

    # What rustc does not have, and people write

    def negated(self) -> CfgExpr:
        """`!predicate` or `!(predicate)`."""
        token = self.advance()
        return self.unwrapped(token, "not(", ")", errors.negation)

    def grouped(self) -> CfgExpr:
        """`(predicate)`."""
        return self.unwrapped(self.now, "", "", errors.parentheses)

    def unwrapped(
        self,
        token: Token,
        before: str,
        after: str,
        make: Callable[[Span, str | None, Span], CfgError],
    ) -> CfgExpr:
        """Read on behind `token`, to say how it is written in a cfg."""
        if self.depth >= MAX_DEPTH:
            self.errors.append(errors.too_deep(token.span, MAX_DEPTH))
            self.skip()
            return Invalid(Span(token.start, self.done))
        mark = len(self.errors)
        self.depth += 1
        if self.at(b"("):
            args, is_open = self.list_(self.advance())
        else:
            is_open = self.at_interpolation()
            args = [] if self.at_boundary() else [self.predicate()]
        self.depth -= 1
        clean = len(self.errors) == mark and len(args) == 1
        del self.errors[mark:]
        whole = Span(token.start, self.done)
        if not is_open:
            fixed = before + self.source(args[0].span) + after if clean else None
            self.errors.append(make(token.span, fixed, whole))
        return Invalid(whole, tuple(args))

    def follow(self, expr: CfgExpr) -> CfgExpr:
        """What stands after a whole predicate where a comma or the end should."""
        token = self.now
        word = self.source(token.span)
        start = expr.span.start
        # `k#x` is a reserved prefix of Rust, not a name and what a macro fills in.
        if self.at_interpolation() and not (self.at(b"#") and token.start == expr.span.end):
            return self.reject_silently(start, (expr,))
        if word in _INFIX:
            return self.infix(expr)
        if isinstance(expr, Name):
            error = self.after_name(expr, token, word)
            if error is not None:
                return self.reject(start, error)
        if token.kind in _IDENT and not (self.arm and self.depth == 0):
            return expr  # A comma is missing: the list says so, and reads the next predicate.
        if token.kind is TokenKind.UNTERMINATED:
            error = errors.unterminated(token.span, self.token_text(token))
            return self.reject(start, error, (expr,))
        expected = "`=>`" if self.arm and self.depth == 0 else "`,` or the end of the list"
        self.advance()
        return self.reject(
            start, errors.unexpected(token.span, f"`{word[:30]}`", expected), (expr,)
        )

    def after_name(self, expr: Name, token: Token, word: str) -> CfgError | None:
        """`key == "value"`, `all[…]`, `all!(…)`, `not unix`: what may follow a name by mistake."""
        name = self.source(expr.span)
        if word in ("==", "=>", "!=", ":") and self.ahead is not None:
            if word == "!" or self.ahead.kind not in (*_STRINGS, *_IDENT):
                return errors.unexpected(token.span, f"`{word}`", "`=`")
            value = self.source(self.ahead.span)
            quoted = value if self.ahead.kind in _STRINGS else f'"{value}"'
            fixed = f"{name} = {quoted}"
            whole = Span(expr.span.start, self.ahead.end)
            self.advance()
            self.advance()
            return errors.comparison(
                token.span, word, f"not({fixed})" if word == "!=" else fixed, whole
            )
        if word == "!" and self.next_is(b"("):
            return errors.macro_call(token.span, name)
        if word in ("[", "{") and name in ("all", "any", "not"):
            self.skip_group()
            closing = Span(self.done - 1, self.done)
            edits = ((token.span, "("), (closing, ")"))
            closed = self.source(closing) in ("]", "}")
            return errors.wrong_brackets(token.span, name, edits if closed else None)
        if name in ("all", "any", "not") and token.kind in _IDENT:
            mark = len(self.errors)
            operand = self.predicate()
            clean = len(self.errors) == mark and self.at_boundary()
            del self.errors[mark:]
            fixed_call = f"{name}({self.source(operand.span)})" if clean else None
            whole = Span(expr.span.start, self.done)
            return errors.word_operator(expr.span, name, fixed_call, whole)
        return None

    def infix(self, first: CfgExpr) -> CfgExpr:
        """`unix && windows`, `target_os = "a" | "b"`: read the chain, to say how it is written."""
        mark = len(self.errors)
        where = self.now.span
        operands = [self.source(first.span)]
        parts = [first]
        operators: list[str] = []
        is_open = False
        while (word := self.source(self.now.span)) in _INFIX:
            operators.append(_INFIX[word])
            self.advance()
            if self.now.kind in _STRINGS and isinstance(parts[-1], KeyValue):
                key = self.source(parts[-1].key_span)
                operands.append(f"{key} = {self.source(self.advance().span)}")
            elif self.at_boundary():
                operands.append("")
            else:
                is_open = is_open or self.at_interpolation()
                parts.append(self.predicate())
                operands.append(self.source(parts[-1].span))
        clean = len(self.errors) == mark and self.at_boundary() and all(operands)
        del self.errors[mark:]
        whole = Span(first.span.start, self.done)
        if is_open:
            return self.reject_silently(whole.start, tuple(parts))
        fixed = _as_calls(operands, operators) if clean else None
        error = errors.infix(where, self.source(where), fixed, whole)
        return self.reject(whole.start, error, tuple(parts))

    def reject_silently(self, start: int, parts: tuple[CfgExpr, ...]) -> Invalid:
        self.skip()
        return Invalid(Span(start, self.done), parts)

    def attribute(self) -> Span | None:
        """One attribute of `cfg_attr(…)`, up to its comma; None where none stands."""
        start = self.now.start
        if self.at(b","):
            self.errors.append(errors.stray_comma(self.now.span))
            return None
        if self.at_end() or self.at_closer():
            return None
        is_path = self.now.kind in _IDENT or self.at(b"::") or self.at_interpolation()
        if not is_path:
            self.errors.append(errors.attribute_malformed(self.now.span, self.found()))
        self.skip()
        return Span(start, self.done)


def _as_calls(operands: list[str], operators: list[str]) -> str:
    """`a && b || c` as `any(all(a, b), c)`: `&&` binds closer, as in Rust."""
    groups = [[operands[0]]]
    for operator, operand in zip(operators, operands[1:], strict=True):
        if operator == "all":
            groups[-1].append(operand)
        else:
            groups.append([operand])
    calls = [group[0] if len(group) == 1 else f"all({', '.join(group)})" for group in groups]
    return calls[0] if len(calls) == 1 else f"any({', '.join(calls)})"


def _strings(text: bytes, inside: Span) -> list[str] | None:
    """The string literals of a list that holds nothing else."""
    found: list[str] = []
    for token in tokens(text, *inside):
        if token.kind in _STRINGS:
            found.append(text[token.start : token.end].decode("utf-8", "replace"))
        elif token.kind is not TokenKind.END and text[token.start : token.end] != b",":
            return None
    return found


def _only_string(text: bytes, inside: Span) -> Span | None:
    """The one string literal that stands in `inside`, if nothing else does."""
    first, *rest = tokens(text, *inside)
    return first.span if first.kind in _STRINGS and len(rest) == 1 else None


def _gated_problem(text: bytes, name: str, token: Token, inside: Span) -> CfgError | None:
    """What rustc says of the arguments of `version(…)` or `target(…)` besides their gate."""
    found = list(tokens(text, *inside))
    shape = "".join(
        "s" if t.kind in _STRINGS else "i" if t.kind in _IDENT else chr(text[t.start])
        for t in found[:-1]
    )
    if name == "version":
        return None if shape in ("s", "s,") else errors.version_argument(token.span)
    listed = shape if not shape or shape.endswith(",") else shape + ","
    is_list = listed == "i=s," * listed.count(",")
    return None if is_list else errors.target_argument(token.span)
