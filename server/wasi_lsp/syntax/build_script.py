"""What a build script says, read off its text: nothing is run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.lexer import TokenKind, tokens
from wasi_lsp.cfg.literal import locate
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.cfg_aliases import Alias, cfg_aliases
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.scan import group_end
from wasi_lsp.syntax.script_format import HOLE, with_holes
from wasi_lsp.syntax.script_run import Comparison, Printed, ScriptRun, TooMuchError
from wasi_lsp.text.span import Span

#: What stands in every literal that sets or declares a cfg; some end before the `=`.
_INSTRUCTION = re.compile(rb"cargo::?rustc-(?:check-)?cfg")
#: What the targets are told from.
_ASKS = re.compile(rb'CARGO_CFG_|"TARGET"')
_ALIASES_CALL = re.compile(rb"\bcfg_aliases!\s*[{(\[]")
#: Larger than any script of people; garbage can take its time.
_MAX_BYTES = 1 << 18
_STRINGS = frozenset({TokenKind.STRING, TokenKind.RAW_STRING, TokenKind.OTHER_LITERAL})


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """One file of a build script; spans count in it."""

    #: What it prints for Cargo; where that cannot be followed the condition is unknown.
    printed: tuple[Printed, ...] = ()
    #: What it passes to `cfg_aliases!`.
    aliases: tuple[Alias, ...] = ()
    #: What it compares Cargo's variables with in vain.
    comparisons: tuple[Comparison, ...] = ()


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
    run = _followed(data, source, features, is_alone=is_alone)
    return ScriptFacts(
        (*run.printed, *_left_literals(data, run.followed)),
        (*run.aliases, *_left_aliases(data, {alias.span for alias in run.aliases})),
        tuple(sorted(run.comparisons, key=lambda each: each.span)),
    )


def _followed(
    data: bytes, source: str, features: Collection[str] | None, *, is_alone: bool
) -> ScriptRun:
    run = ScriptRun(data, source, features)
    if any(each.kind is TokenKind.UNTERMINATED for each in tokens(data, 0, len(data))):
        return run
    root = new_parser().parse(data).root_node
    if not root.has_error:
        try:
            run.run(root, is_alone=is_alone)
        except TooMuchError:
            # A comparison stays one, whatever else the script does.
            nothing = ScriptRun(data, source, features)
            nothing.comparisons = run.comparisons
            return nothing
    return run


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
