"""Suppression comments: which findings they take away, and which of them take away nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wasi_lsp.rules import wasi000_unused_allow
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import RULES
from wasi_lsp.syntax.allows import covered_by
from wasi_lsp.syntax.facts import Allow
from wasi_lsp.text.span import Span


@dataclass(slots=True)
class _Placed:
    """An allow with its spans in the file."""

    codes: tuple[str, ...]
    comment: Span
    #: What it covers; None for the whole file.
    covers: Span | None
    used: set[str] = field(default_factory=set)

    def takes(self, finding: Finding) -> bool:
        if finding.code not in self.codes:
            return False
        return self.covers is None or self.covers.contains(finding.span.start)


def suppress(
    text: bytes,
    comments: Iterable[tuple[int, Allow]],
    findings: Iterable[Finding],
    active: frozenset[str],
) -> list[Finding]:
    """The findings that no comment suppresses, of rules in `active`, and those on the comments.

    Each of the comments comes with the offset that its spans count from.
    """
    allows = [_place(allow, offset, text) for offset, allow in comments]
    kept: list[Finding] = []
    for finding in findings:
        if finding.code not in active:
            continue
        taking = [allow for allow in allows if allow.takes(finding)]
        for allow in taking:
            allow.used.add(finding.code)
        if not taking:
            kept.append(finding)
    if wasi000_unused_allow.RULE.code in active:
        kept += wasi000_unused_allow.check(_unused(allows, active))
    return kept


def is_suppressed(text: bytes, comments: Iterable[tuple[int, Allow]], finding: Finding) -> bool:
    """Whether one of the comments, as for `suppress`, takes a finding away."""
    return any(_place(allow, offset, text).takes(finding) for offset, allow in comments)


def _unused(
    allows: list[_Placed], active: frozenset[str]
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """A rule that is not active here is no reason to call its suppression unused."""
    resting = {rule.code for rule in RULES} - active
    for allow in allows:
        codes = tuple(
            code for code in allow.codes if code not in allow.used and code not in resting
        )
        if codes:
            yield allow.comment, codes


def _place(allow: Allow, offset: int, text: bytes) -> _Placed:
    return _Placed(allow.codes, allow.span.shift(offset), covered_by(allow, offset, text))
