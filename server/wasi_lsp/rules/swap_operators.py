"""The fix for `any` and `all` that were taken for each other."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Name, Not, rewritten, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Fix
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.text.span import Span

#: What tells systems apart, in one way or another.
_SYSTEM = {"unix", "windows", "target_os", "target_family"}


def swap_operators(predicate: Predicate, context: RuleContext) -> tuple[Fix, ...]:
    """Write `any` for `all`, or `all` for `any`, if that alone makes a predicate that decides.

    There is no fix where it is not plain that the list is one of alternatives, or of exclusions,
    or where more than one list could be the wrong one.
    """
    expr = predicate.parsed.expr
    lists = [node for node in walk(expr) if isinstance(node, All | Any) and _is_of_one_kind(node)]
    found = [node for node in lists if _decides(_swapped(expr, node), context)]
    if len(found) != 1:
        return ()
    start = found[0].span.start
    word = "any" if isinstance(found[0], All) else "all"
    # Both words have three letters, and the list begins with one of them.
    edit = Edit(Span(start, start + 3), word)
    return (Fix(f"Write `{word}(…)`", (edit,), Applicability.MAYBE_INCORRECT),)


def _is_of_one_kind(node: All | Any) -> bool:
    """Whether its parts are negations, or values of one key."""
    # What `cfg_if!` takes as a list without a word is nothing to replace a word in.
    if len(node.args) < 2 or node.args[0].span.start == node.span.start:
        return False
    if all(isinstance(arg, Not) for arg in node.args):
        return True
    keys = set(_keys(node))
    return len(keys) == 1 and None not in keys


def _keys(node: All | Any) -> Iterator[str | None]:
    for arg in node.args:
        key = arg.name if isinstance(arg, Name) else arg.key if isinstance(arg, KeyValue) else None
        yield "target_os" if key in _SYSTEM else key


def _swapped(expr: CfgExpr, node: All | Any) -> CfgExpr:
    other = Any if isinstance(node, All) else All
    return rewritten(expr, lambda part: other(node.span, node.args) if part is node else part)


def _decides(expr: CfgExpr, context: RuleContext) -> bool:
    region = context.assumptions.apply(Region.of(expr))
    return region.is_satisfiable and region.certain_targets != all_targets()
