"""Completion of what holds predicates: `#[cfg(…)]`, `cfg_select!` and `cfg_if!`, made for WASI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wasi_lsp.cfg.well_known import stable_since
from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.completion_item import CompletionItem
from wasi_lsp.ide.is_code import is_code
from wasi_lsp.ide.predicate_words import predicate_words
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.text.span import Span

#: No space between words is longer.
_WINDOW = 256
_IN_ATTRIBUTE = re.compile(rb"#\s*!?\s*\[\s*(?P<name>\w*)\Z")
#: Where an item or a statement begins: nothing but a separator stands before it.
_AT_STATEMENT = re.compile(rb"(?:\A|[\n{};])[ \t]*(?P<name>\w+)\Z")
_REST_OF_NAME = re.compile(rb"\w*")
#: What may follow on a name that is no attribute's or macro's yet.
_HAS_MORE = re.compile(rb"\s*(?:[(=:]|!)")
_CLOSED = re.compile(rb"\s*\]")

_PREDICATES = (
    'target_os = "wasi"',
    'all(target_os = "wasi", target_env = "p2")',
    'not(target_os = "wasi")',
)
_SELECT = """\
cfg_select! {
    target_os = "wasi" => {
        $0
    }
    _ => {}
}"""
_IF = """\
cfg_if::cfg_if! {
    if #[cfg(target_os = "wasi")] {
        $0
    } else {
    }
}"""


def complete_cfg(text: bytes, offset: int, context: RuleContext) -> tuple[Completion, ...]:
    """What holds a predicate and may begin with the word at the byte `offset`, ready to go on.

    Behind what others offer: a `c` may be the beginning of anything. Who has typed nothing of it is
    only offered it where the code is for WASI.
    """
    start = max(0, offset - _WINDOW)
    for pattern, items in ((_IN_ATTRIBUTE, _attributes), (_AT_STATEMENT, _macros)):
        match = pattern.search(text, start, offset)
        rest = _REST_OF_NAME.match(text, offset)
        if match is None or rest is None or _HAS_MORE.match(text, rest.end()):
            continue
        name = match["name"].decode(errors="replace")
        if not is_code(text, match.start("name"), offset) or not (name or context.targets):
            return ()
        span = Span(match.start("name"), rest.end())
        is_closed = _CLOSED.match(text, rest.end()) is not None
        found = (each for each in items(context, is_closed) if each.label.startswith(name))
        return tuple(each.at(span, rank, is_behind_others=True) for rank, each in enumerate(found))
    return ()


def _attributes(context: RuleContext, is_closed: bool) -> Iterator[CompletionItem]:
    for predicate in _PREDICATES:
        text = f"cfg({predicate})"
        yield CompletionItem(
            text,
            CompletionKind.ATTRIBUTE,
            text if is_closed else f"{text}]",
            *predicate_words(predicate),
        )


def _macros(context: RuleContext, is_closed: bool) -> Iterator[CompletionItem]:
    stable = stable_since("cfg_select!")
    if stable is not None and context.rust_version >= stable.since:
        detail = "one of several pieces of code, by target"
        yield CompletionItem("cfg_select!", CompletionKind.MACRO, _SELECT, detail, "", True)
    if "cfg_if" in context.crate.dependency_names:
        detail = "one of several pieces of code, by target, as items"
        yield CompletionItem("cfg_if!", CompletionKind.MACRO, _IF, detail, "", True)
