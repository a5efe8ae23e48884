"""A part of a predicate, or an arm of `cfg_if!` or `cfg_select!`, that never decides anything.

## What it does

Reports parts without which the predicate says the same: an alternative that no target can satisfy,
a condition that always holds, a repetition. Reports arms that the arms before them cover.

## Why is this bad

Whoever wrote it meant something by it, which is not what the code does. The code of a covered arm
is never compiled, and rustc says nothing.

## Example

```rust
#[cfg(any(unix, all(target_os = "wasi", target_env = "gnu")))]
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no target can satisfy this part
fn connect() {}
```

## Use instead

```rust
#[cfg(any(unix, all(target_os = "wasi", target_env = "p2")))]
fn connect() {}
```

## Fix safety

The fix takes the part or the arm out, which changes nothing about what is compiled where. What was
meant may be something else.

## Limits

What is superfluous only because of the targets that exist is not reported: `target_os = "wasi"`
beside `target_env = "p2"` is how one writes it. Nor is what tells two cases apart, as in
`any(test, all(not(test), loom))`, or repeats in one alternative what several others say. Nor are
arms before a `compile_error!`, and those that are there for targets to come.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Not
from wasi_lsp.cfg.idle_parts import idle_parts
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Related, Severity
from wasi_lsp.rules.meaning import culprits, is_impossible, is_inevitable, what_is_known
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.facts import Predicate, PredicateKind
from wasi_lsp.text.span import Span

RULE = Rule(
    code="WASI006",
    name="dead-cfg-arm",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
    silenced_by=("WASI001", "WASI002", "WASI003", "WASI004", "WASI005"),
    is_about_unnecessary=True,
)


#: Arms behind more than this are not looked at.
_MAX_EARLIER = 256


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report the parts that decide nothing, or the arm that is never taken."""
    # What forbids something may say all cases at length.
    if use.predicate.forbids or use.is_generated:
        return
    if use.predicate.kind is PredicateKind.DOC_CFG:
        return
    arm = _covered_arm(use, context)
    if arm is not None:
        yield arm
        return
    expr = what_is_known(use.predicate.parsed.expr)
    constant = dict(_constant_parts(expr, context))
    for part, message in constant.items():
        yield _part(use.predicate, part, message)
    for part, other in idle_parts(expr):
        if not any(each.span.covers(part.span) for each in constant):
            message = "this part adds nothing to another one"
            yield _part(use.predicate, part, message, Related(other.span, "says enough"))


def _constant_parts(expr: CfgExpr, context: RuleContext) -> Iterator[tuple[CfgExpr, str]]:
    """The outermost parts that can never hold in an `any`, or never fail in an `all`."""
    pending = [expr]
    while pending:
        node = pending.pop()
        if isinstance(node, Not):
            pending.append(node.arg)
        if not isinstance(node, All | Any):
            continue
        for part in reversed(node.args):
            # An atom that no target has, or all, is there for the sake of others.
            if not isinstance(part.arg if isinstance(part, Not) else part, All | Any):
                continue
            if isinstance(node, Any) and is_impossible(part, context):
                yield part, "no target can satisfy this part, so it adds nothing"
            elif isinstance(node, All) and is_inevitable(part, context):
                yield part, "this part is true on every target, so it excludes nothing"
            else:
                pending.append(part)


def _part(predicate: Predicate, part: CfgExpr, message: str, *related: Related) -> Finding:
    return RULE.finding(
        span=part.span,
        message=message,
        related=related,
        fixes=_without(predicate, part),
    )


def _without(predicate: Predicate, part: CfgExpr) -> tuple[Fix, ...]:
    """The fix that takes a part out, with its comma; a list of two gives way to what is left."""
    around = _list_of(predicate.parsed.expr, part.span)
    if around is None or predicate.parsed.has_comments:
        return ()
    spans = [arg.span for arg in around.args]
    number = spans.index(part.span)
    if len(spans) == 2:
        left = spans[1 - number]
        cuts = [Span(around.span.start, left.start), Span(left.end, around.span.end)]
    elif number:
        cuts = [Span(spans[number - 1].end, part.span.end)]
    else:
        cuts = [Span(part.span.start, spans[1].start)]
    edits = tuple(Edit(cut, "") for cut in cuts if cut.start < cut.end)
    return (Fix("Remove the part", edits, Applicability.MAYBE_INCORRECT),)


def _list_of(expr: CfgExpr, part: Span) -> All | Any | None:
    """The list of which `part` is an element, if it has others."""
    while isinstance(expr, All | Any | Not):
        args = (expr.arg,) if isinstance(expr, Not) else expr.args
        if isinstance(expr, All | Any) and any(arg.span == part for arg in args):
            return expr if len(args) > 1 else None
        inner = next((arg for arg in args if arg.span.covers(part)), None)
        if inner is None:
            return None
        expr = inner
    return None


def _covered_arm(use: CfgUse, context: RuleContext) -> Finding | None:
    predicate = use.predicate
    earlier = use.earlier_arms
    if not 0 < len(earlier) <= _MAX_EARLIER:
        return None
    own = what_is_known(predicate.parsed.expr)
    others = [what_is_known(each) for each in earlier]
    if not is_impossible(own, context, others):
        return None
    covering = culprits(own, others, context)
    fixes: tuple[Fix, ...] = ()
    if predicate.arm is not None:
        edits = (Edit(predicate.arm, ""),)
        fixes = (Fix("Remove the arm", edits, Applicability.MAYBE_INCORRECT),)
    return RULE.finding(
        span=predicate.span,
        message="an arm before this one is taken wherever it holds, so its code is never compiled",
        help="put this arm before the others if it is the special case",
        related=tuple(Related(others[each].span, "taken instead") for each in covering),
        fixes=fixes,
    )
