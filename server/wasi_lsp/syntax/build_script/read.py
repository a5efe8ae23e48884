"""What a build script says, read off its text: nothing is run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from wasi_lsp.cfg.lexer import TokenKind, tokens
from wasi_lsp.cfg.literal import locate
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.cfg_aliases import Alias, cfg_aliases
from wasi_lsp.syntax.build_script.facts import Printed, ScriptFacts
from wasi_lsp.syntax.build_script.format_strings import HOLE, with_holes
from wasi_lsp.syntax.build_script.machine import Found
from wasi_lsp.syntax.build_script.run import follow
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.scan import group_end
from wasi_lsp.text.span import Span

#: What stands in every literal that sets or declares a cfg; some end before the `=`.
_INSTRUCTION = re.compile(rb"cargo::?rustc-(?:check-)?cfg")
#: What the targets are told from.
_ASKS = re.compile(rb'CARGO_CFG_|"TARGET"')
_ALIASES_CALL = re.compile(rb"\bcfg_aliases!\s*[{(\[]")
#: Larger than any script of people; garbage can take its time.
_MAX_BYTES = 1 << 18
_STRINGS = frozenset({TokenKind.STRING, TokenKind.RAW_STRING, TokenKind.OTHER_LITERAL})


def read_build_script(
    data: bytes, source: str, features: Collection[str] | None, *, is_alone: bool
) -> ScriptFacts:
    """Read one file of a script; `source` names it.

    `features` are those of the manifest, None if they are not known. Unless it `is_alone`, other
    files may call its functions.
    """
    if not any(found.search(data) for found in (_INSTRUCTION, _ALIASES_CALL, _ASKS)):
        return ScriptFacts()
    if len(data) > _MAX_BYTES:
        anything = Printed(f"cargo::rustc-cfg={HOLE}", Region.unknown(), Span(0, 0))
        return ScriptFacts((anything,))
    found = _followed(data, source, features, is_alone=is_alone)
    return ScriptFacts(
        (*found.printed, *_left_literals(data, found.followed)),
        (*found.aliases, *_left_aliases(data, {alias.span for alias in found.aliases})),
        tuple(sorted(found.comparisons, key=lambda each: each.span)),
    )


def _followed(
    data: bytes, source: str, features: Collection[str] | None, *, is_alone: bool
) -> Found:
    if any(each.kind is TokenKind.UNTERMINATED for each in tokens(data, 0, len(data))):
        return Found()
    root = new_parser().parse(data).root_node
    if root.has_error:
        return Found()
    return follow(root, data, source, features, is_alone=is_alone)


def _left_literals(data: bytes, followed: Collection[int]) -> Iterator[Printed]:
    """The literals with instructions that are not accounted for: who prints them is not known."""
    for token in tokens(data, 0, len(data)):
        literal = data[token.start : token.end]
        start = literal.find(b'"')
        if token.start in followed or start < 0 or _INSTRUCTION.search(literal) is None:
            continue
        if token.kind is TokenKind.UNTERMINATED:
            literal += b'"'
        elif token.kind not in _STRINGS:
            continue
        # A byte string means the same.
        text = with_holes(locate(literal.lstrip(b"bc"), token.start)).text
        yield Printed(text, Region.unknown(), token.span)


def _left_aliases(data: bytes, followed: Collection[Span]) -> Iterator[Alias]:
    for call in _ALIASES_CALL.finditer(data):
        end = group_end(data, call.end() - 1, len(data)) - 1
        for alias in cfg_aliases(data, Span(call.end(), end)):
            if alias.span not in followed:
                yield alias._replace(where=Region.unknown())
