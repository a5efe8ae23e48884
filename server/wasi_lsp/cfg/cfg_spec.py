"""What rustc rejects in the specifications of `--cfg` and `--check-cfg`.

rustc reads both as the inside of an attribute; see `parse_cfg` and `parse_check_cfg` in its crate
rustc_interface, whose checks these are, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.keywords import KEYWORDS
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.text.located import Located
from wasi_lsp.text.span import Span

_STRINGS = (TokenKind.STRING, TokenKind.RAW_STRING)
_PATH_KEYWORDS = frozenset({"self", "Self", "super", "crate", "_"})
#: No flag sets these, though `check-cfg` may list `true` and `false`.
_NEVER_SET = _PATH_KEYWORDS | {"true", "false"}
_FORM = 'write `cfg(name)` or `cfg(name, values("a", "b"))`'
#: `cfg(name, values(any()))` has three; what is deeper is wrong anyway.
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class _Argument:
    """A name, a name with a list behind it, or a literal (`name` is empty); bytes of the text."""

    span: Span
    name: str = ""
    args: tuple[_Argument, ...] | None = None
    is_string: bool = False


class _MalformedError(Exception):
    def __init__(self, span: Span, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.span = span
        self.message = message
        self.help = help


def check_cfg_error(spec: Located) -> CfgError | None:
    """Why rustc rejects a specification of `--check-cfg`; None if it takes it."""
    try:
        _check(_Parser(spec.text.encode(errors="replace")).whole())
    except _MalformedError as error:
        return _located(error, spec)
    return None


def cfg_flag_error(spec: Located) -> CfgError | None:
    """Why rustc rejects what follows on `--cfg`; None if it takes it."""
    text = spec.text.encode(errors="replace")
    found = [token for token in tokens(text, 0, len(text)) if token.kind is not TokenKind.END]
    name = _name(found[0], text) if found else None
    is_key = len(found) == 3 and text[found[1].start : found[1].end] == b"="
    if name and name not in _NEVER_SET and (len(found) == 1 or (is_key and _is_string(found[2]))):
        return None
    error = _MalformedError(Span(0, len(text)), "`--cfg` takes a name, or a name with a string")
    if is_key:
        value = text[found[2].start : found[2].end].decode(errors="replace")
        error = _MalformedError(
            found[2].span,
            f"the value of `{name}` must be a string",
            f'put it in quotes: `{name}="{value}"`',
        )
    return _located(error, spec)


def _located(error: _MalformedError, spec: Located) -> CfgError:
    """The error with its span in the file."""
    text = spec.text.encode(errors="replace")
    start = len(text[: error.span.start].decode(errors="ignore"))
    end = len(text[: error.span.end].decode(errors="ignore"))
    return CfgError(spec.span(start, end), error.message, error.help)


def _check(args: tuple[_Argument, ...]) -> None:
    names: list[_Argument] = []
    values: _Argument | None = None
    any_: _Argument | None = None
    for arg in args:
        if arg.name and arg.args is None:
            if values is not None:
                raise _MalformedError(arg.span, "names cannot stand behind `values(…)`")
            if arg.name in _PATH_KEYWORDS:
                raise _MalformedError(arg.span, f"`{arg.name}` cannot name a cfg option")
            names.append(arg)
        elif arg.name == "any":
            if any_ is not None:
                raise _MalformedError(arg.span, "`any()` can stand here once only")
            _check_empty(arg)
            any_ = arg
        elif arg.name == "values":
            if not names:
                raise _MalformedError(arg.span, "`values(…)` cannot stand before the names")
            if values is not None:
                raise _MalformedError(arg.span, "`values(…)` can stand here once only")
            values = arg
            _check_values(arg)
        else:
            message = "`cfg(…)` takes names, `any()` and `values(…)`"
            raise _MalformedError(arg.span, message, _FORM)
    if any_ is not None and (names or values is not None):
        raise _MalformedError(any_.span, "`any()` can stand in `cfg(…)` only alone")


def _check_values(values: _Argument) -> None:
    any_: _Argument | None = None
    others = False
    for arg in values.args or ():
        if arg.is_string:
            others = True
        elif arg.name in ("any", "none") and arg.args is not None:
            if arg.name == "none":
                others = True
            elif any_ is not None:
                raise _MalformedError(arg.span, "`any()` can stand here once only")
            else:
                any_ = arg
            _check_empty(arg)
        else:
            raise _MalformedError(
                arg.span,
                "`values(…)` takes strings, `none()` and `any()`",
                f'put it in quotes: `"{arg.name}"`' if arg.name else None,
            )
    if any_ is not None and others:
        raise _MalformedError(any_.span, "`any()` can stand in `values(…)` only alone")


def _check_empty(arg: _Argument) -> None:
    if arg.args:
        raise _MalformedError(arg.args[0].span, f"`{arg.name}()` takes nothing")


def _name(token: Token, text: bytes) -> str | None:
    word = text[token.start : token.end].decode(errors="replace")
    if token.kind is TokenKind.RAW_IDENT:
        return word.removeprefix("r#")
    if token.kind is TokenKind.IDENT and word not in KEYWORDS:
        return word
    return None


def _is_string(token: Token) -> bool:
    """Whether it is a string without a suffix."""
    return token.kind in _STRINGS and token.suffix == token.end


class _Parser:
    """Reads `cfg(…)` with lists in lists."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.stream: Iterator[Token] = tokens(text, 0, len(text))
        self.now = next(self.stream)

    def whole(self) -> tuple[_Argument, ...]:
        found = self.argument(0)
        if self.now.kind is not TokenKind.END:
            raise self.unexpected()
        if found.name != "cfg" or found.args is None:
            raise _MalformedError(found.span, "a check-cfg specification is `cfg(…)`", _FORM)
        return found.args

    def argument(self, depth: int) -> _Argument:
        token = self.now
        if token.kind in (*_STRINGS, TokenKind.OTHER_LITERAL):
            self.advance()
            return _Argument(token.span, is_string=_is_string(token))
        name = _name(token, self.text)
        if name is None or depth > _MAX_DEPTH:
            raise self.unexpected()
        self.advance()
        if not self.at(b"("):
            return _Argument(token.span, name)
        self.advance()
        args: list[_Argument] = []
        while not self.at(b")"):
            args.append(self.argument(depth + 1))
            if not self.at(b","):
                break
            self.advance()
        if not self.at(b")"):
            raise self.unexpected()
        end = self.now.end
        self.advance()
        return _Argument(Span(token.start, end), name, tuple(args))

    def advance(self) -> None:
        self.now = next(self.stream, self.now)

    def at(self, punct: bytes) -> bool:
        return self.text[self.now.start : self.now.end] == punct

    def unexpected(self) -> _MalformedError:
        if self.now.kind is TokenKind.END:
            whole = Span(0, len(self.text))
            return _MalformedError(whole, "this check-cfg specification is not whole", _FORM)
        found = self.text[self.now.start : self.now.end].decode(errors="replace")
        message = f"`{found}` has no place in a check-cfg specification"
        return _MalformedError(self.now.span, message, _FORM)
