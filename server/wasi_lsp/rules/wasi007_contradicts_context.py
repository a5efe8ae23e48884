"""A predicate that could hold, but not where it stands.

## What it does

Reports predicates that exclude what a module, an item or an arm around them asks for, also where
the module is declared in another file.

## Why is this bad

The code behind it is never compiled, and rustc says nothing.

## Example

```rust
#[cfg(unix)]
mod sys {
    #[cfg(target_os = "wasi")]
    //    ^^^^^^^^^^^^^^^^^^ this predicate cannot hold here
    fn connect() {}
}
```

## Use instead

```rust
#[cfg(unix)]
mod sys {
    #[cfg(target_os = "linux")]
    fn connect() {}
}
```

## Fix safety

There is no fix: which of the predicates is wrong is yours to decide.

## Limits

What a `compile_error!` forbids does not count, nor what `if cfg!(…)` asks for: the code behind it
is compiled all the same. Not reported are predicates in macros that are not known, those before a
`compile_error!`, those of a `cfg_attr` that only sets the levels of lints or documents, and those
that are there for targets to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from wasi_lsp.cfg.region import Region
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.effect import effect
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.rules.meaning import culprits, is_impossible, what_is_known
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.semantics.declared_conditions import declared_conditions
from wasi_lsp.semantics.outer_conditions import OuterCondition
from wasi_lsp.syntax.facts import PredicateKind
from wasi_lsp.text.span import Span

RULE = Rule(
    code="WASI007",
    name="contradicts-context",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.NONE,
    module=__name__,
    silenced_by=("WASI001", "WASI002", "WASI003", "WASI004", "WASI005"),
    is_about_unnecessary=True,
)


#: More conditions around one place are not looked at.
_MAX_REASONS = 64


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report the predicate if what is around it keeps it from holding."""
    predicate, code = use.predicate, use.code
    if code is None or code.surroundings.has_unknown_names or use.is_generated:
        return
    if predicate.in_macro or predicate.forbids or predicate.is_remark:
        return
    if predicate.kind is PredicateKind.DOC_CFG:
        return
    around = use.compiled
    if around == Region.everywhere():
        return
    apply = context.assumptions.without_choices.apply
    own = what_is_known(predicate.parsed.expr)
    where = apply(Region.of(own))
    # The usual case, and quick to tell.
    if where.overlaps(apply(around)):
        return
    outer = [*islice(use.outer(), _MAX_REASONS)]
    known = [what_is_known(each.expr) for each in outer]
    there = apply(context.place.declared & Region.of_all(known))
    if not there.is_satisfiable or where.overlaps(there):
        return
    reasons = [_Reason(each, _related(each)) for each in outer]
    reasons += _reasons_elsewhere(context)
    known = [what_is_known(reason.condition.expr) for reason in reasons]
    keeping = culprits(own, known, context)
    if not is_impossible(own, context, [known[each] for each in keeping]):
        return
    yield RULE.finding(
        span=predicate.span,
        message=f"this predicate cannot hold here, so {effect(predicate.kind).never}",
        help="the code around it is compiled for other targets or features only",
        related=tuple(reasons[each].related for each in keeping),
    )


class _Reason(NamedTuple):
    condition: OuterCondition
    related: Related


def _reasons_elsewhere(context: RuleContext) -> Iterator[_Reason]:
    """The conditions of the `mod` declarations that lead to the file, the nearest first."""
    if context.files is None or context.place.path is None:
        return
    for path, span, condition in declared_conditions(context.files, context.place.path):
        related = Related(span, _said_of(condition), context.crate.root / path)
        yield _Reason(condition, related)


def _related(condition: OuterCondition) -> Related:
    return Related(Span(0, 0), _said_of(condition), at=condition.at)


def _said_of(condition: OuterCondition) -> str:
    if condition.excludes:
        return "this arm is taken instead"
    if condition.at.index is None:
        return "this macro puts a cfg on what is passed to it"
    return "the code around is compiled only where this holds"
