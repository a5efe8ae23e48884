"""Asking the rules of one kind about one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from wasi_lsp.rules.base import Rule, RuleContext
from wasi_lsp.rules.finding import Finding

_Thing = TypeVar("_Thing")
_Check = Callable[[_Thing, RuleContext], Iterator[Finding]]


def judge(
    rules: Iterable[tuple[Rule, _Check[_Thing]]], thing: _Thing, context: RuleContext
) -> Iterator[Finding]:
    """What the rules say of `thing`; one that says less is not asked any more."""
    reported: set[str] = set()
    for rule, check in rules:
        if reported.isdisjoint(rule.silenced_by):
            for finding in check(thing, context):
                reported.add(finding.code)
                yield finding
