"""Where in a predicate the cursor stands, found in half-typed text.

Lexical only, and only in the text around the cursor: what is typed rarely parses, and it must cost
little in a long file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.cfg.literal import unquote
from wasi_lsp.ide.is_code import is_code
from wasi_lsp.text.span import Span

#: How far back the opening of an attribute or macro is looked for, and how far on its end.
_WINDOW_BACK = 8_192
_WINDOW_ON = 2_048

_OPENING = re.compile(
    rb"#\s*!?\s*\[\s*(?:cfg_attr|cfg|doc)\b|\bcfg\s*!\s*[(\[{]|\bcfg_select\s*!\s*[(\[{]"
)
_REST_OF_WORD = re.compile(rb"[A-Za-z0-9_\x80-\xff]*")
_REST_OF_VALUE = re.compile(rb'([^"\\\n\s()\[\],]*)("?)')

_EQUALS = re.compile(rb"\s*=(?![=>])")

_CLOSERS = {b"(": b")", b"[": b"]", b"{": b"}"}
_WORDS = (TokenKind.IDENT, TokenKind.RAW_IDENT)
#: What no predicate holds: the code goes on, and the predicate was never closed.
_CODE_GOES_ON = frozenset(
    b"; { } # fn pub struct enum impl mod use let match const static trait type return".split()
)


@dataclass(frozen=True, slots=True)
class PredicatePosition:
    """A place for a predicate or for a value.

    `span` is what a completion replaces, in UTF-8 byte offsets: the word or the inside of the
    quotes. `key` is the key whose value stands here, None where a predicate does. `operator` is
    the innermost `all`, `any` or `not` around, empty outside of them, and `siblings` what stands
    before in its list: `name` or `key="value"`. `has_equals` says that `=` follows, `is_arm` that
    an arm of `cfg_select!` begins here, which may be `_`. `closing_quote` is what ends the string,
    empty where it is there already. `closing` are the brackets missing behind the cursor.
    """

    span: Span
    prefix: str
    key: str | None = None
    quoted: bool = False
    closing_quote: str = ""
    has_equals: bool = False
    is_arm: bool = False
    operator: str = ""
    siblings: tuple[str, ...] = ()
    closing: str = ""


@dataclass(slots=True)
class _Frame:
    """A bracket that is open at the cursor.

    `kind`: "attribute" (a list of attributes), "predicate", "cfg_attr" (its predicate), "select"
    (the head of an arm of `cfg_select!`), "body" (of an arm), "other".
    """

    kind: str
    close: bytes
    operator: str = ""
    element: list[Token] = field(default_factory=list)
    siblings: list[list[Token]] = field(default_factory=list)

    @property
    def is_predicate(self) -> bool:
        return self.kind in ("predicate", "cfg_attr", "select")


def predicate_position(text: bytes, offset: int) -> PredicatePosition | None:
    """The place at the byte `offset` of `text`; None outside of predicates."""
    start = max(0, offset - _WINDOW_BACK)
    attribute_seen = False
    for match in reversed(list(_OPENING.finditer(text, start, offset))):
        # Attributes do not stand in one another, but they do in the arms of `cfg_select!`.
        if not match[0].startswith(b"cfg_select"):
            if attribute_seen:
                continue
            attribute_seen = True
        frames = _open_frames(text, match.start(), offset)
        if frames and frames[-1].is_predicate:
            if not is_code(text, match.start(), offset):
                return None
            return _position(text, offset, frames)
    return None


def position_behind(text: bytes, start: int, offset: int) -> PredicatePosition | None:
    """The place at the byte `offset` of `text` in the predicate of a `cfg(` that begins at `start`.

    For what is not Rust: `text` must end where the predicate can go on no further.
    """
    frames = _open_frames(text, start, offset)
    return _position(text, offset, frames) if frames and frames[-1].is_predicate else None


def _open_frames(text: bytes, start: int, offset: int) -> list[_Frame]:
    """The brackets opened since `start` that are open at `offset`, outermost first.

    Empty where the opening at `start` is closed, or was given up before.
    """
    frames: list[_Frame] = []
    head: list[Token] = []
    for token in tokens(text, start, offset):
        if token.kind is TokenKind.END:
            break
        word = text[token.start : token.end] if token.kind is not TokenKind.UNTERMINATED else b""
        frame = frames[-1] if frames else None
        if frame is None and word not in _CLOSERS:
            head.append(token)
        elif word in _CLOSERS and token.kind is TokenKind.PUNCT:
            if (
                frame is not None
                and frame.kind in ("predicate", "cfg_attr", "attribute")
                and (word == b"{")
            ):
                return []
            frames.append(_opened(text, frame, head if frame is None else frame.element, word))
        elif frame is None:
            return []
        elif token.kind is TokenKind.PUNCT and word in _CLOSERS.values():
            if word != frame.close:
                return []
            frames.pop()
            if not frames:
                return []
            outer = frames[-1]
            if outer.kind == "body":
                outer.kind = "select"
                outer.element = []
            else:
                outer.element.append(token)
        elif not _taken(frame, token, word):
            return []
    return frames


def _opened(text: bytes, outer: _Frame | None, before: list[Token], bracket: bytes) -> _Frame:
    """The frame that a bracket opens behind the tokens `before`."""
    close = _CLOSERS[bracket]
    words = [text[token.start : token.end] for token in before[-2:]]
    if words == [b"#", b"!"]:
        return _Frame("attribute", close)
    if words[-1:] == [b"!"] and len(words) == 2:
        if words[0] == b"cfg":
            return _Frame("predicate", close)
        return _Frame("select" if words[0] == b"cfg_select" else "other", close)
    if outer is None and words == [b"cfg"]:
        return _Frame("predicate", close)
    if outer is None or words[-1:] == [b"#"]:
        return _Frame("attribute", close)
    name = words[-1] if words else b""
    if outer.kind == "attribute" and bracket == b"(":
        kinds = {b"cfg": "predicate", b"cfg_attr": "cfg_attr", b"doc": "attribute"}
        return _Frame(kinds.get(name, "other"), close)
    if outer.is_predicate and bracket == b"(" and name in (b"all", b"any", b"not"):
        return _Frame("predicate", close, operator=name.decode())
    return _Frame("other", close)


def _taken(frame: _Frame, token: Token, word: bytes) -> bool:
    """Take a token that is no bracket into its frame; false where no predicate goes on."""
    if frame.kind == "select" and word == b"=>":
        frame.kind = "body"
        frame.element = []
    elif frame.kind in ("other", "body") and word != b",":
        frame.element.append(token)
    elif frame.kind == "body":
        frame.kind = "select"
        frame.element = []
    elif word == b"," and token.kind is TokenKind.PUNCT:
        frame.siblings.append(frame.element)
        frame.element = []
        if frame.kind == "cfg_attr":
            frame.kind = "attribute"
    elif word in _CODE_GOES_ON:
        return False
    else:
        frame.element.append(token)
    return True


def _position(text: bytes, offset: int, frames: list[_Frame]) -> PredicatePosition | None:
    frame = frames[-1]
    element = list(frame.element)
    last_end = element[-1].end if element else 0
    if b"//" in text[max(last_end, text.rfind(b"\n", 0, offset) + 1) : offset]:
        return None
    # The word or string that is being typed.
    typed = element.pop() if element and element[-1].end == offset else None
    key = _key(text, element)
    if typed is not None and typed.kind is TokenKind.UNTERMINATED:
        return _inside_quotes(text, typed, offset, key, frames) if key is not None else None
    if typed is not None and typed.kind not in _WORDS:
        element.append(typed)
        typed = None
        key = _key(text, element)
    if element and key is None:
        return None
    if typed is None and key is not None and text[offset : offset + 1] in (b'"', b"r"):
        return None
    start = typed.start if typed is not None else offset
    end = offset
    if typed is not None and (rest := _REST_OF_WORD.match(text, offset)):
        end = rest.end()
    return PredicatePosition(
        span=Span(start, end),
        prefix=text[start:offset].decode("utf-8", "replace"),
        key=key,
        has_equals=_EQUALS.match(text, end) is not None,
        is_arm=frame.kind == "select" and not frame.element[:-1] and key is None,
        operator=frame.operator,
        siblings=_siblings(text, frame),
        closing=_missing_brackets(text, end, frames),
    )


def _inside_quotes(
    text: bytes, typed: Token, offset: int, key: str, frames: list[_Frame]
) -> PredicatePosition | None:
    quote = text.find(b'"', typed.start, offset)
    if quote < 0:
        return None
    hashes = text.count(b"#", typed.start, quote)
    rest = _REST_OF_VALUE.match(text, offset)
    closed = rest is not None and bool(rest[2])
    end = rest.end(1) if rest is not None and closed else offset
    return PredicatePosition(
        span=Span(quote + 1, end),
        prefix=text[quote + 1 : offset].decode("utf-8", "replace"),
        key=key,
        quoted=True,
        closing_quote="" if closed else '"' + "#" * hashes,
        operator=frames[-1].operator,
        siblings=_siblings(text, frames[-1]),
        closing=_missing_brackets(text, end + 1 + hashes if closed else end, frames),
    )


def _key(text: bytes, element: list[Token]) -> str | None:
    """The key, where `element` is `key =`."""
    if len(element) != 2 or element[0].kind not in _WORDS:
        return None
    name, equals = (text[token.start : token.end] for token in element)
    return name.decode("utf-8", "replace").removeprefix("r#") if equals == b"=" else None


def _siblings(text: bytes, frame: _Frame) -> tuple[str, ...]:
    found = []
    for element in frame.siblings:
        key = _key(text, element[:2])
        value = element[2] if len(element) == 3 else None
        if key is not None and value is not None:
            content, _ = unquote(text[value.start : value.suffix], value.start)
            found.append(f'{key}="{content}"')
        elif len(element) == 1:
            found.append(text[element[0].start : element[0].end].decode("utf-8", "replace"))
    return tuple(found)


def _missing_brackets(text: bytes, offset: int, frames: list[_Frame]) -> str:
    """The closing brackets that `frames` need and that do not follow, innermost first."""
    needed = b""
    for frame in reversed(frames):
        if frame.kind not in ("predicate", "cfg_attr", "attribute"):
            break
        needed += frame.close
    present = b""
    depth = 0
    for token in tokens(text, offset, min(len(text), offset + _WINDOW_ON)):
        word = text[token.start : token.end]
        if len(present) == len(needed) or (depth == 0 and word in _CODE_GOES_ON):
            break
        if word in _CLOSERS:
            depth += 1
        elif word in _CLOSERS.values() and depth:
            depth -= 1
        elif word in _CLOSERS.values():
            present += word
    for missing in range(len(needed) + 1):
        if present.startswith(needed[missing:]) and (missing < len(needed) or not present):
            return needed[:missing].decode()
    return ""
