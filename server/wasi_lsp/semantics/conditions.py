"""Conditions as regions: where code exists, and apart from it where it is reached."""

from __future__ import annotations

from collections.abc import Iterable

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.facts import Gate, Guard
from wasi_lsp.text.span import Span


def region_of(conditions: Iterable[CfgExpr]) -> Region:
    """Where all of the conditions hold."""
    region = Region.everywhere()
    for condition in conditions:
        region = region & Region.of(condition)
    return region


def region_at(span: Span, around: Region, conditions: Iterable[Gate | Guard]) -> Region:
    """`around`, narrowed by every gate or guard that covers `span`."""
    return around & region_of(each.condition for each in conditions if each.span.covers(span))
