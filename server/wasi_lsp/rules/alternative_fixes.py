"""The fixes for a name that some WASI targets have no definition of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, rewritten, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, values_on, wasi_targets
from wasi_lsp.rules.arms import arms_of
from wasi_lsp.rules.base import RuleContext, on_targets
from wasi_lsp.rules.builds import in_builds
from wasi_lsp.rules.finding import Applicability, Edit, Fix
from wasi_lsp.rules.recommended import predicate_for, with_same_cfgs
from wasi_lsp.rules.written_code import INDENT, gated, indented
from wasi_lsp.semantics.alternatives import Alternatives, Definition, Namespace
from wasi_lsp.semantics.outer_conditions import Placed
from wasi_lsp.syntax.facts import Predicate, PredicateKind
from wasi_lsp.text.span import Span

_IO_RESULT = re.compile(r"->\s*(?:::)?(?:std::)?io::Result\b")


def missing_version(
    alternatives: Alternatives, missing: Region, covered: Region, context: RuleContext
) -> Iterator[Fix]:
    """Fixes for all of WASI that is left out, or else the next target would fall through."""
    targets = in_builds(missing, context).known_targets & wasi_targets()
    if targets and not in_builds(covered, context).possible_targets & with_same_cfgs(targets):
        yield from _stub(alternatives, targets, missing)
        yield from _extended(alternatives, targets, missing)


def _stub(alternatives: Alternatives, targets: TargetSet, missing: Region) -> Iterator[Fix]:
    """A function for `targets` that fails when it is called, behind the last that there is.

    Beside the arms of a `cfg_if!` it gets an arm, or stands in the one that is there for `targets`.
    """
    like = next(
        (
            each
            for each in reversed(alternatives.definitions)
            if each.namespace is Namespace.VALUES and (not each.arms or arms_of(each))
        ),
        None,
    )
    signature = like.unit.interface.signature.decode(errors="replace") if like else ""
    if like is None or not re.search(r"\bfn\b", signature) or "{" in signature:
        return
    returns = signature.rpartition(")")[2]
    if re.search(r"\bimpl\b", returns) or signature.rstrip().endswith(";"):
        return
    fails = _IO_RESULT.search(signature) is not None
    body = "Err(std::io::ErrorKind::Unsupported.into())" if fails else "unimplemented!()"
    function = (f"{signature.rstrip()} {{", f"{INDENT}{body}", "}")
    depth = len(alternatives.module.path if alternatives.module else ())
    arms = arms_of(like)
    if arms is None:
        lines = gated(function, predicate_for(targets))
        at, text = like.offset + like.unit.length, "\n" + indented(lines, depth)
    else:
        found = arms.with_function(function, targets, missing, depth)
        if found is None:
            return
        at, text = found
    title = f"Add `{alternatives.name}` for {on_targets(tuple(targets))}, to be written"
    yield Fix(title, (Edit(Span(at, at), text),), Applicability.MAYBE_INCORRECT)


def _extended(alternatives: Alternatives, targets: TargetSet, missing: Region) -> Iterator[Fix]:
    """A wider predicate on the last definition that some WASI target has, or on its arm."""
    for each in reversed(alternatives.definitions):
        predicate = _only_predicate(each, missing & Region.on(targets))
        if predicate is not None and each.where.possible_targets & wasi_targets():
            offset, written = predicate
            edits = tuple(
                Edit(Span(at, at).shift(offset), text)
                for at, text in _insertions(written.parsed.expr, targets)
            )
            title = f"Let this `{alternatives.name}` cover {on_targets(tuple(targets))}, too"
            yield Fix(title, edits, Applicability.MAYBE_INCORRECT)
            return


def _only_predicate(definition: Definition, missing: Region) -> tuple[int, Predicate] | None:
    """The predicate that alone decides where a definition is compiled, and what its spans count
    from: of its one `#[cfg(…)]`, or of its arm, if no other arm is taken where it is `missing`.
    """
    conditions = definition.unit.interface.conditions
    if not definition.arms:
        holder, wanted = Placed(definition.offset, definition.unit), conditions
    else:
        arms = arms_of(definition)
        if arms is None or conditions or arms.taken(missing):
            return None
        holder = arms.call
        (whole,) = definition.arms[1].unit.interface.conditions
        wanted = whole.args[:1] if isinstance(whole, All) else ()
    if len(wanted) != 1:
        return None
    for predicate in holder.unit.predicates:
        is_for_code = predicate.kind in (
            PredicateKind.CFG,
            PredicateKind.CFG_IF,
            PredicateKind.CFG_SELECT,
        )
        if is_for_code and predicate.parsed.expr == wanted[0]:
            return holder.offset, predicate
    return None


def _insertions(expr: CfgExpr, targets: TargetSet) -> list[tuple[int, str]]:
    """What to insert into a predicate, and where, so that it holds on `targets` as well."""
    values = values_on("target_env", targets)
    added = [KeyValue(expr.span, "target_env", value, expr.span, expr.span) for value in values]
    wanted = Region.of(expr) | Region.on(with_same_cfgs(targets))
    text = "".join(f', target_env = "{value}"' for value in values)
    for node in walk(expr):
        if not isinstance(node, KeyValue) or node.key != "target_env":
            continue
        if Region.of(_with_values(expr, node, added)) == wanted:
            is_in_any = any(isinstance(each, Any) and node in each.args for each in walk(expr))
            return _any_of(node, text, is_in_any)
    return _any_of(expr, f", {predicate_for(targets)}", False)


def _with_values(expr: CfgExpr, node: KeyValue, added: Sequence[KeyValue]) -> CfgExpr:
    """`expr` with further values beside the one of `node`."""
    wider = Any(node.span, (node, *added))
    return rewritten(expr, lambda part: wider if part is node else part)


def _any_of(node: CfgExpr, text: str, is_in_any: bool) -> list[tuple[int, str]]:
    if is_in_any:
        return [(node.span.end, text)]
    return [(node.span.start, "any("), (node.span.end, f"{text})")]
