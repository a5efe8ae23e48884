"""A cursor over the tokens of a predicate, and how to get past what cannot be read."""

from __future__ import annotations

from wasi_lsp.cfg.ast import CfgExpr, Invalid
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.text.span import Span

IDENTIFIERS = (TokenKind.IDENT, TokenKind.RAW_IDENT)
STRINGS = (TokenKind.STRING, TokenKind.RAW_STRING)
_OPEN, _CLOSE = (b"(", b"[", b"{"), (b")", b"]", b"}")


class Cursor:
    """A place among the tokens: `now` and `ahead`, and the errors so far.

    `arm` says that a predicate ends at `=>`, as in `cfg_select!`. Offsets are UTF-8
    bytes of `text`.
    """

    def __init__(self, text: bytes, start: int, end: int, *, arm: bool = False) -> None:
        self.text = text
        self.arm = arm
        self._stream = tokens(text, start, end)
        self.now: Token = next(self._stream)
        self.ahead: Token | None = next(self._stream, None)
        #: Where the token before `now` ends.
        self.done = start
        #: How many operators are open.
        self.depth = 0
        self.errors: list[CfgError] = []

    def advance(self) -> Token:
        """Pass the token at `now`, unless it is the end; the token."""
        token = self.now
        if self.ahead is not None:
            self.done = token.end
            self.now, self.ahead = self.ahead, next(self._stream, None)
        return token

    def token_text(self, token: Token) -> bytes:
        """The source of a token."""
        return self.text[token.start : token.end]

    def source(self, span: Span) -> str:
        """The source of a span, as text."""
        return self.text[span.start : span.end].decode("utf-8", "replace")

    def at(self, punct: bytes) -> bool:
        """Whether `now` is this punctuation."""
        return self.now.kind is TokenKind.PUNCT and self.token_text(self.now) == punct

    def next_is(self, punct: bytes) -> bool:
        """Whether `ahead` is this punctuation."""
        ahead = self.ahead
        return (
            ahead is not None and ahead.kind is TokenKind.PUNCT and self.token_text(ahead) == punct
        )

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.now.kind is TokenKind.END

    def at_closer(self) -> bool:
        """Whether `now` closes a bracket of any kind."""
        return self.now.kind is TokenKind.PUNCT and self.token_text(self.now) in _CLOSE

    def at_boundary(self) -> bool:
        """Whether a predicate may end before `now`."""
        if self.at_end() or self.at_closer():
            return True
        if self.arm and self.depth == 0:
            return self.at(b"=>") or self.at(b"{")
        return self.at(b",")

    def at_interpolation(self) -> bool:
        """Whether a macro fills in something here: `$x`, `$(…)`, `#x`, `#(…)`."""
        ahead = self.ahead
        if ahead is None or not (self.at(b"$") or self.at(b"#")):
            return False
        is_word = ahead.kind in IDENTIFIERS or self.token_text(ahead) == b"("
        return is_word and (ahead.start == self.now.end or self.at(b"$"))

    def found(self) -> str:
        """`now` as a message calls it."""
        if self.at_end():
            return "the end"
        word = self.source(self.now.span)
        return f"`{word if len(word) <= 30 else word[:29] + '…'}`"

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

    def reject_silently(self, start: int, parts: tuple[CfgExpr, ...]) -> Invalid:
        """Give up the predicate that begins at `start`, which a macro completes."""
        self.skip()
        return Invalid(Span(start, self.done), parts)
