"""What the rules on std share: which targets an item fails on, and the finding that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.region import Region
from wasi_lsp.rules.base import Rule, RuleContext, on_targets
from wasi_lsp.rules.builds import in_builds
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.stdlib.model import StdItem, Support, Verdict
from wasi_lsp.stdlib.outlook import outlook
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that fails on one target, in the Rust version that counts there."""

    target: str
    support: Support
    #: Where the newest known Rust has it mended: the first release that does.
    mended_in: str | None
    #: Why, and what to do: where no newer Rust mends it, what helps there, too.
    advice: Support


def judged_targets(use: StdUse, context: RuleContext) -> tuple[str, ...]:
    """The targets that the user cares about and that are known to compile the code."""
    return tuple(in_builds(_here(use.compiled, context), context).known_targets)


def reached_targets(use: StdUse, context: RuleContext) -> tuple[str, ...]:
    """Those of them on which the code is reached."""
    compiled = in_builds(_here(use.compiled, context), context)
    reached = in_builds(_here(use.reached, context), context)
    return tuple(compiled.known_targets & reached.possible_targets)


def _here(region: Region, context: RuleContext) -> Region:
    """The part of a condition that matters: what is left of most is simple."""
    return context.assumptions.apply(region) & Region.on(context.targets)


def items_along(use: StdUse, context: RuleContext) -> Iterator[tuple[int, str, StdItem]]:
    """The items that a path leads through, as far as std has them: length, path and item."""
    for length in range(2, len(use.path) + 1):
        path = "::".join(use.path[:length])
        item = context.table.item(path)
        if item is None:
            return
        yield length, path, item


def failures(
    item: StdItem, targets: Iterable[str], context: RuleContext, verdicts: frozenset[Verdict]
) -> Iterator[Failure]:
    """The targets on which `item` has one of the verdicts."""
    for target in targets:
        support = context.table.support(item, target, context.rust[target])
        if support is not None and support.verdict in verdicts:
            yield Failure(target, support, *outlook(context.table, item, target, support))


def finding_of(
    rule: Rule, span: Span, what: str, verb: str, failed: tuple[Failure, ...]
) -> Iterator[Finding]:
    """The finding on some failures: one for those that stay, one for those mended since."""
    for mended in (False, True):
        group = tuple(each for each in failed if (each.mended_in is not None) is mended)
        if not group:
            continue
        targets = tuple(sorted(each.target for each in group))
        message = f"`{what}` {verb} on {on_targets(targets)}"
        if mended:
            releases = dict.fromkeys(each.mended_in or "" for each in group)
            message += f" before Rust {' or '.join(releases)}"
        details = tuple(dict.fromkeys(each.support.message for each in group))
        if len(details) == 1 and details[0]:
            message += f": {details[0]}"
        yield rule.finding(
            severity=Severity.HINT if mended else rule.default_severity,
            span=span,
            message=message,
            targets=targets,
            help=_help(group),
        )


def _help(group: tuple[Failure, ...]) -> str | None:
    sentences: list[str] = []
    for each in group:
        sentences += (text for text in (each.advice.why, each.advice.instead) if text is not None)
    unique = dict.fromkeys(text.removesuffix(".") for text in sentences)
    return "; ".join(unique) or None


def called_item_failures(
    use: StdUse, context: RuleContext, verdicts: frozenset[Verdict]
) -> tuple[Failure, ...]:
    """The failures of the function that is called, where the call is reached."""
    if not use.is_call:
        return ()
    item = context.table.item("::".join(use.path))
    if item is None:
        return ()
    # Most items fail nowhere: to ask the table first spares working out the condition.
    failing = tuple(failures(item, context.targets, context, verdicts))
    reached = reached_targets(use, context) if failing else ()
    return tuple(each for each in failing if each.target in reached)
