"""The fixes for a name that some WASI targets have no definition of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wasi_lsp.cfg.ast import Any, CfgExpr, KeyValue, rewritten, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, targets_with_value, values_on, wasi_targets
from wasi_lsp.rules.base import on_targets
from wasi_lsp.rules.finding import Applicability, Edit, Fix
from wasi_lsp.semantics.alternatives import Alternatives, Definition, Namespace
from wasi_lsp.syntax.facts import Predicate, PredicateKind
from wasi_lsp.text.span import Span

_IO_RESULT = re.compile(r"->\s*(?:::)?(?:std::)?io::Result\b")
_INDENT = "    "


def predicate_for(targets: TargetSet) -> str:
    """The recommended predicate for some WASI targets, and those with the same cfgs."""
    if wasi_targets() <= targets:
        return 'target_os = "wasi"'
    values = [f'target_env = "{value}"' for value in values_on("target_env", targets)]
    chosen = values[0] if len(values) == 1 else f"any({', '.join(values)})"
    return f'all(target_os = "wasi", {chosen})'


def stub(alternatives: Alternatives, targets: TargetSet) -> Iterator[Fix]:
    """A function for `targets` that fails when it is called, behind the last that there is."""
    like = next(
        (
            each
            for each in reversed(alternatives.definitions)
            if each.namespace is Namespace.VALUES and not each.is_in_arm
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
    indent = _INDENT * len(alternatives.module.path if alternatives.module else ())
    lines = (
        f"#[cfg({predicate_for(targets)})]",
        f"{signature.rstrip()} {{",
        f"{_INDENT}{body}",
        "}",
    )
    end = like.offset + like.unit.length
    text = "\n\n" + "\n".join(indent + line for line in lines)
    title = f"Add `{alternatives.name}` for {on_targets(tuple(targets))}, to be written"
    yield Fix(title, (Edit(Span(end, end), text),), Applicability.MAYBE_INCORRECT)


def extended(alternatives: Alternatives, targets: TargetSet) -> Iterator[Fix]:
    """A wider predicate on the last definition that some WASI target has."""
    for each in reversed(alternatives.definitions):
        predicate = _only_predicate(each)
        if predicate is not None and each.where.possible_targets & wasi_targets():
            edits = tuple(
                Edit(Span(at, at).shift(each.offset), text)
                for at, text in _insertions(predicate.parsed.expr, targets)
            )
            title = f"Let this `{alternatives.name}` cover {on_targets(tuple(targets))}, too"
            yield Fix(title, edits, Applicability.MAYBE_INCORRECT)
            return


def _only_predicate(definition: Definition) -> Predicate | None:
    """The predicate of the one `#[cfg(…)]` that decides where a definition is compiled."""
    conditions = definition.unit.interface.conditions
    if len(conditions) != 1 or definition.is_in_arm:
        return None
    return next(
        (
            each
            for each in definition.unit.predicates
            if each.kind is PredicateKind.CFG and each.parsed.expr == conditions[0]
        ),
        None,
    )


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


def with_same_cfgs(targets: TargetSet) -> TargetSet:
    """These WASI targets, and those that no predicate tells from them on stable Rust."""
    found = targets
    for value in values_on("target_env", targets):
        found = found | (targets_with_value("target_env", value) or targets)
    return found
