"""Format strings of std, as far as build scripts use them: `cargo::rustc-cfg={name}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from wasi_lsp.cfg.literal import quote
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.values import Text, Value, text_of
from wasi_lsp.text.located import Located

#: What stands in the text for a part that is not known; no literal has it.
HOLE = "\0"

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>\w*)(?P<spec>:[^{}]*)?\}")
#: A line with more forms is not followed into its parts.
_MAX_FORMS = 256


def formatted(
    template: str,
    positional: Sequence[Value],
    named: Mapping[str, Value],
    variable: Callable[[str], Value],
) -> Text:
    """The text that comes out; `variable` finds what a name in braces means."""
    forms = {"": Region.everywhere()}
    numbers = iter(range(len(positional)))
    for literal, name, spec in _pieces(template):
        value = _value(name, numbers, positional, named, variable)
        cases = _cases(value, spec) if name is not None else {literal: Region.everywhere()}
        if len(forms) * len(cases) > _MAX_FORMS:
            cases = {HOLE: Region.everywhere()}
        forms = dict(
            text_of(
                (text + part, where & region)
                for text, where in forms.items()
                for part, region in cases.items()
            ).cases
        )
    return Text(forms)


def with_holes(template: Located) -> Located:
    """The text with a hole for each argument, or as it is where it is no format string."""
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _PIECE.finditer(template.text):
        text.append(template.text[at : match.start()])
        text.append(match[0][0] if match["name"] is None else HOLE)
        offsets += template.offsets[at : match.start() + 1]
        at = match.end()
    return Located("".join((*text, template.text[at:])), (*offsets, *template.offsets[at:]))


def _pieces(template: str) -> Iterator[tuple[str, str | None, str]]:
    """Literal text, or the name and format of an argument."""
    at = 0
    for match in _PIECE.finditer(template):
        yield template[at : match.start()], None, ""
        if match["name"] is None:
            yield match[0][0], None, ""
        else:
            yield "", match["name"], match["spec"] or ""
        at = match.end()
    yield template[at:], None, ""


def _value(
    name: str | None,
    numbers: Iterator[int],
    positional: Sequence[Value],
    named: Mapping[str, Value],
    variable: Callable[[str], Value],
) -> Value:
    if name is None:
        return None
    if not name or name.isdecimal():
        index = int(name) if name else next(numbers, len(positional))
        return positional[index] if index < len(positional) else None
    return named[name] if name in named else variable(name)


def _cases(value: Value, spec: str) -> Mapping[str, Region]:
    if not isinstance(value, Text) or spec not in ("", ":?"):
        return {HOLE: Region.everywhere()}
    return value.map(quote).cases if spec else value.cases
