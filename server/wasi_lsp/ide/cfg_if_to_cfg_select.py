"""Rewriting a call of `cfg_if!` to std's own `cfg_select!`.

Only what stands between the arms is replaced, so that bodies, predicates and comments stay as they
are. Both macros take the first arm whose predicate holds, but where none does `cfg_select!` is an
error, so it gets a last arm `_`.
"""

from __future__ import annotations

import re

from wasi_lsp.cfg.ast import Invalid, walk
from wasi_lsp.ide.refactoring import Refactoring
from wasi_lsp.rules.finding import Edit
from wasi_lsp.syntax.cfg_macros import Arms, parse_arms
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.syntax.scan import Place, PlaceKind, places, split_at_commas
from wasi_lsp.text.span import Span

_COMMENT = rb"(?:\s|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*"
_COMMENTS = re.compile(_COMMENT)
#: How an arm begins.
_HEAD = re.compile(rb"(?P<before>%b)(?P<words>else\s+if|else|if)(?=[\s#{])\s*" % _COMMENT)
_ATTRIBUTE = re.compile(rb"#\s*\[\s*cfg\s*\(\s*")
_TAIL = re.compile(rb"\s*,?\s*\)\s*\]\s*")
_PATH = re.compile(rb"(?:::\s*)?\bcfg_if\s*::\s*\Z")
_LONGEST_PATH = 32


def cfg_if_to_cfg_select(text: bytes, span: Span, within: Span | None = None) -> Refactoring | None:
    """The rewriting of the `cfg_if!` at `span`: on its name, or between its arms.

    `within` is an item of the text that holds `span`: nothing outside of it is read. None where
    there is none, and where it cannot be read exactly.
    """
    call: tuple[Place, Arms] | None = None
    start, end = within if within is not None else (0, len(text))
    for place in places(text, start, end):
        if place.start > span.end:
            break
        if place.kind is PlaceKind.CFG_IF and span.end <= place.end:
            arms = parse_arms(text, place)
            if not any(arm.body.covers(span) for arm in arms.arms):
                call = (place, arms)
    if call is None:
        return None
    edits = _edits(text, *call)
    return Refactoring("Rewrite to `cfg_select!`", edits) if edits else None


def _edits(text: bytes, place: Place, arms: Arms) -> tuple[Edit, ...] | None:
    name = _name(text, place)
    if name is None or not arms.arms:
        return None
    edits = [Edit(name, "cfg_select")]
    predicates = iter(arms.predicates)
    separator = _separator(text, place)
    end = place.inside.start
    has_else = False
    for arm in arms.arms:
        opening = arm.body.start - 1
        head = _HEAD.match(text, end, opening)
        if has_else or head is None or text[arm.body.end : arm.body.end + 1] != b"}":
            return None
        is_first, is_bare = end == place.inside.start, not head["before"].strip()
        start, lead = (end, separator) if is_bare and not is_first else (head.start("words"), "")
        has_else = not head["words"].endswith(b"if")
        if has_else:
            edits.append(Edit(Span(start, opening), f"{lead}_ => "))
        else:
            predicate = _predicate(text, head.end(), opening, next(predicates, None))
            if predicate is None:
                return None
            span, before, behind = predicate
            edits.append(Edit(Span(start, span.start), lead + before))
            edits.append(Edit(Span(span.end, opening), behind))
        end = arm.body.end + 1
    if _COMMENTS.fullmatch(text, end, place.inside.end) is None:
        return None
    if not has_else:
        edits.append(Edit(Span(end, end), f"{separator}_ => {{}}"))
    return tuple(edits)


def _name(text: bytes, place: Place) -> Span | None:
    """The macro's name with its crate; None for a macro of a module, which may be another one."""
    before = text[max(0, place.start - _LONGEST_PATH) : place.start]
    path = _PATH.search(before)
    if path is None and before.rstrip().endswith(b"::"):
        return None
    length = len(path[0]) if path is not None else 0
    return Span(place.start - length, place.start + len("cfg_if"))


def _separator(text: bytes, place: Place) -> str:
    """What stands between two arms: a line break, where the first one is on a line of its own."""
    lead = _COMMENTS.match(text, *place.inside)
    line = text[place.inside.start : lead.end() if lead is not None else 0].rpartition(b"\n")
    return f"\n{line[2].decode()}" if line[1] and not line[2].strip() else " "


def _predicate(
    text: bytes, start: int, opening: int, predicate: Predicate | None
) -> tuple[Span, str, str] | None:
    """The predicate of an arm between its `if` and its brace, and what is to stand around it."""
    if predicate is None or predicate.parsed.errors:
        return None
    if any(isinstance(node, Invalid) for node in walk(predicate.parsed.expr)):
        return None
    span = predicate.parsed.expr.span
    is_plain = _ATTRIBUTE.fullmatch(text, start, span.start) is not None
    if not is_plain or _TAIL.fullmatch(text, span.end, opening) is None:
        return None
    are_several = len(split_at_commas(text, span)) > 1
    return span, "all(" if are_several else "", ") => " if are_several else " => "
