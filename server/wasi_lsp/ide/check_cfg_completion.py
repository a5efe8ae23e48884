"""Completion in a specification of `--check-cfg`, as `[lints.rust]` has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wasi_lsp.cfg.well_known import known_values
from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.completion_item import CompletionItem
from wasi_lsp.ide.predicate_words import value_words
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values
from wasi_lsp.text.span import Span

#: Nobody writes a longer one before the cursor.
_LONGEST = 1_024
_SPEC = re.compile(rb"\s*\w*")
_NAMES = re.compile(rb"\s*cfg\(\s*(?P<names>(?:\w+\s*,\s*)*)\w*")
_VALUES = re.compile(
    rb"\s*cfg\(\s*(?P<names>(?:\w+\s*,\s*)+)values\(\s*(?:[^()]*,\s*)?(?P<quote>\"?)[\w.\-]*"
)
_WORD = re.compile(rb"\w*")
_VALUE_WORD = re.compile(rb"[\w.\-]*")
_LAST_WORD = re.compile(rb"[\w.\-]*\Z")


def complete_check_cfg(text: bytes, offset: int, declared: DeclaredCfgs) -> tuple[Completion, ...]:
    """What may be typed at the byte `offset` of a specification, best first.

    `declared` are the names that the project knows already: those of its build script and flags.
    """
    before = text[:offset]
    if len(before) > _LONGEST:
        return ()
    if _SPEC.fullmatch(before):
        return _fitted(_specs(declared), text, offset, _WORD)
    if found := _NAMES.fullmatch(before):
        return _fitted(_names(found["names"], declared), text, offset, _WORD)
    if found := _VALUES.fullmatch(before):
        names = re.findall(r"\w+", found["names"].decode())
        quoted = bool(found["quote"])
        closed = text.startswith(b'"', offset + len(_rest(_VALUE_WORD, text, offset)))
        return _fitted(_values(names, declared, quoted, closed), text, offset, _VALUE_WORD)
    return ()


def _fitted(
    items: Iterator[CompletionItem], text: bytes, offset: int, word: re.Pattern[bytes]
) -> tuple[Completion, ...]:
    last = _LAST_WORD.search(text, 0, offset)
    start = last.start() if last is not None else offset
    span = Span(start, offset + len(_rest(word, text, offset)))
    return tuple(item.at(span, rank) for rank, item in enumerate(items))


def _rest(word: re.Pattern[bytes], text: bytes, offset: int) -> bytes:
    found = word.match(text, offset)
    return found[0] if found is not None else b""


def _specs(declared: DeclaredCfgs) -> Iterator[CompletionItem]:
    """Whole specifications."""
    for name, values in sorted(declared.names.items()):
        spec = _spec(name, values)
        yield CompletionItem(spec, CompletionKind.NAME, spec, "a cfg option of this project")
    for label, snippet, detail in (
        ("cfg(name)", "cfg(${1:name})$0", "a name without a value"),
        (
            'cfg(name, values("…"))',
            'cfg(${1:name}, values("$0"))',
            "a key with some values",
        ),
        ("cfg(name, values(any()))", "cfg(${1:name}, values(any()))$0", "a key with any value"),
    ):
        yield CompletionItem(label, CompletionKind.PREDICATE, snippet, detail, is_snippet=True)


def _spec(name: str, values: Values) -> str:
    if values.any_string:
        return f"cfg({name}, values(any()))"
    listed = [*(["none()"] if values.bare else []), *map(_quoted, sorted(values.strings))]
    return f"cfg({name}, values({', '.join(listed)}))" if values.strings else f"cfg({name})"


def _quoted(value: str) -> str:
    return f'"{value}"'


def _names(before: bytes, declared: DeclaredCfgs) -> Iterator[CompletionItem]:
    """Names, and behind the first one also the list of values."""
    listed = re.findall(r"\w+", before.decode())
    if listed:
        yield CompletionItem(
            "values(…)", CompletionKind.OPERATOR, 'values("$0")', "the values", "", True, "values"
        )
        yield CompletionItem("values(any())", CompletionKind.OPERATOR, "values(any())", "any value")
    for name in sorted(declared.names.keys() - set(listed)):
        yield CompletionItem(name, CompletionKind.NAME, name, "a cfg option of this project")


def _values(
    names: list[str], declared: DeclaredCfgs, quoted: bool, closed: bool
) -> Iterator[CompletionItem]:
    known: set[str] = set()
    for name in names:
        known |= set(known_values(name) or ())
        known |= declared.names[name].strings if name in declared.names else set()
    for value in sorted(known):
        detail, documentation = value_words(names[0], value)
        yield CompletionItem(
            _quoted(value),
            CompletionKind.VALUE,
            value + ("" if closed else '"') if quoted else _quoted(value),
            detail,
            documentation,
            filter_text=value,
        )
    if not quoted:
        yield CompletionItem("any()", CompletionKind.OPERATOR, "any()", "any value")
        yield CompletionItem("none()", CompletionKind.OPERATOR, "none()", "the name alone")
