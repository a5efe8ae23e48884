"""The cfg names that a project declares itself, and the values they may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

Token = tuple[str, str]

_OPEN, _CLOSE, _COMMA = ("punctuation", "("), ("punctuation", ")"), ("punctuation", ",")
_CFG, _VALUES, _ANY, _NONE = ("word", "cfg"), ("word", "values"), ("word", "any"), ("word", "none")

_TOKEN = re.compile(
    r"""
    \s* (?:
      (?P<word> (?:r\#)? [^\W\d]\w* )
    | " (?P<string> (?: [^"\\] | \\. )* ) "
    | (?P<punctuation> [(),=] )
    )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Values:
    """What may follow a name: nothing (`bare`), some strings, or any string at all."""

    bare: bool = False
    strings: frozenset[str] = frozenset()
    any_string: bool = False

    def __or__(self, other: Values) -> Values:
        return Values(
            self.bare or other.bare,
            self.strings | other.strings,
            self.any_string or other.any_string,
        )


@dataclass(frozen=True, slots=True)
class DeclaredCfgs:
    """Names with their values. `open_ended` if there are more than the project's text says.

    A build script that computes a name, or lets a library print it, leaves the list open:
    then an unlisted name may well be declared.
    """

    names: Mapping[str, Values] = field(default_factory=dict)
    open_ended: bool = False

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Values]], open_ended: bool = False) -> Self:
        """From names that may repeat: their values add up."""
        names: dict[str, Values] = {}
        for name, values in pairs:
            names[name] = names.get(name, Values()) | values
        return cls(names, open_ended)

    @classmethod
    def union(cls, parts: Iterable[DeclaredCfgs]) -> Self:
        """All that the parts declare."""
        parts = tuple(parts)
        pairs = (pair for part in parts for pair in part.names.items())
        return cls.of(pairs, any(part.open_ended for part in parts))


def parse_cfg_flag(text: str) -> DeclaredCfgs:
    """What `--cfg` or `cargo::rustc-cfg=` sets: `name` or `name="value"`; else nothing."""
    match _tokens(text):
        case [("word", name)]:
            return DeclaredCfgs.of([(name, Values(bare=True))])
        case [("word", name), ("punctuation", "="), ("string", value)]:
            return DeclaredCfgs.of([(name, Values(strings=frozenset([value])))])
    return DeclaredCfgs()


def parse_check_cfg(text: str) -> DeclaredCfgs:
    """What one `check-cfg` specification declares; nothing if rustc would reject it.

    `cfg(name)`, `cfg(a, b, values("x", none(), any()))`, and `cfg(any())` for every name. See
    "Checking conditional configurations" in the rustc book.
    """
    tokens = _tokens(text)
    if tokens[:2] != [_CFG, _OPEN] or tokens[-1] != _CLOSE:
        return DeclaredCfgs()
    inner = tokens[2:-1]
    if inner == [_ANY, _OPEN, _CLOSE]:
        return DeclaredCfgs(open_ended=True)
    names: list[str] = []
    # With no values(…) at all a name stands bare.
    values = Values(bare=True)
    for part in _split_at_commas(inner):
        if len(part) == 1 and part[0][0] == "word":
            names.append(part[0][1])
        elif part[:2] == [_VALUES, _OPEN] and part[-1] == _CLOSE:
            values = _values(_split_at_commas(part[2:-1]))
        else:
            return DeclaredCfgs()
    return DeclaredCfgs.of((name, values) for name in names)


def _values(parts: list[list[Token]]) -> Values:
    strings = frozenset(part[0][1] for part in parts if part[0][0] == "string")
    return Values(
        # `values()` is the same as `values(none())`.
        bare=not parts or [_NONE, _OPEN, _CLOSE] in parts,
        strings=strings,
        any_string=[_ANY, _OPEN, _CLOSE] in parts,
    )


def _split_at_commas(tokens: list[Token]) -> list[list[Token]]:
    """The parts between the commas that stand in no parentheses; an empty last one is dropped."""
    parts: list[list[Token]] = []
    part: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token == _OPEN) - (token == _CLOSE)
        if token == _COMMA and depth == 0:
            parts.append(part)
            part = []
        else:
            part.append(token)
    if part:
        parts.append(part)
    return [part for part in parts if part]


def _tokens(text: str) -> list[Token]:
    """Kind and text of each token; empty if something is no token."""
    tokens: list[Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            return []
        kind = match.lastgroup
        word = match[kind]
        if kind == "word":
            word = word.removeprefix("r#")
        elif kind == "string":
            word = re.sub(r'\\(["\\])', r"\1", word)
        tokens.append((kind, word))
        at = match.end()
    return tokens
