"""Names and values in a predicate that nothing knows, as findings of WASI001 and WASI002."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, CfgExpr, KeyValue, Name, walk
from wasi_lsp.cfg.did_you_mean import Suggestion, nearest, suggest_name, suggest_value
from wasi_lsp.cfg.literal import quote
from wasi_lsp.cfg.well_known import is_known_name, known_values, takes_no_value
from wasi_lsp.cfg.wording import WASI_VERSIONS
from wasi_lsp.rules.base import Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.stdlib.lookup import NEWEST
from wasi_lsp.syntax.build_script.facts import Comparison
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.text.span import Span

#: How many values are worth a list.
_FEW = 24


def unknown_values(rule: Rule, use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """The values that a key cannot have, at the value; keys without one, at the key.

    Where others may be there on purpose, those that are near a known one of a built-in key.
    """
    predicate = use.predicate
    may_be_meant = context.crate.declared_cfgs.open_ended or use.may_be_unexpected
    for node in walk(predicate.parsed.expr):
        if isinstance(node, Name) and not use.may_be_unexpected:
            yield from _missing_value(rule, node, context)
        if not isinstance(node, KeyValue) or _is_declared(node, context):
            continue
        values = known_values(node.key, NEWEST)
        suggestion = None
        if values is not None and node.value not in values:
            suggestion = suggest_value(node.key, node.value)
        elif values is None and not may_be_meant:
            values = _own_values(node.key, context)
            suggestion = _own_value(node, values) if values is not None else None
        if values is None or node.value in values or (suggestion is None and may_be_meant):
            continue
        yield rule.finding(
            span=node.value_span,
            message=(
                f"`{node.value}` is not a value of `{node.key}`"
                if values
                else f"`{node.key}` takes no value"
            ),
            help=_help(suggestion, values),
            fixes=(
                *_fixes(suggestion, node),
                *_as_recommended(suggestion, node, predicate.parsed.expr),
            ),
        )


def unknown_compared_values(
    rule: Rule, comparison: Comparison, context: RuleContext
) -> Iterator[Finding]:
    """The value that a build script expects of a key in vain, where it is plain what was meant."""
    variable, value, span = comparison
    key = variable.removeprefix("CARGO_CFG_").lower()
    values = known_values(key, NEWEST)
    declared = context.crate.declared_cfgs.names
    # A key with several values has them in one line.
    if key == variable.lower() or not values or key in declared or "," in value or value in values:
        return
    suggestion = suggest_value(key, value)
    if suggestion is None:
        return
    replaces_value = suggestion.replaces == "value"
    reason = f" ({suggestion.reason})" if suggestion.reason else ""
    applicability = (
        Applicability.MACHINE_APPLICABLE if suggestion.is_certain else Applicability.MAYBE_INCORRECT
    )
    yield rule.finding(
        span=span,
        message=f"`{variable}` is never `{value}`",
        help=("write" if replaces_value else "what is meant is")
        + f" `{suggestion.replacement}`{reason}",
        fixes=(_write(span, suggestion.replacement, applicability),) if replaces_value else (),
    )


def _is_declared(node: KeyValue, context: RuleContext) -> bool:
    """Whether the project adds the value to those that the key has anyway."""
    declared = context.crate.declared_cfgs.names.get(node.key)
    return declared is not None and (declared.any_string or node.value in declared.strings)


def _own_values(name: str, context: RuleContext) -> tuple[str, ...] | None:
    """The values of a name of the project's own; None where it may have others.

    Features have a rule of their own.
    """
    values = context.crate.declared_cfgs.names.get(name)
    if values is None or values.any_string or name == "feature":
        return None
    if not _declares_everything(context):
        return None
    return tuple(sorted(values.strings))


def _own_value(node: KeyValue, values: tuple[str, ...]) -> Suggestion | None:
    """What was meant, where a name of the project's own has these values."""
    if not values:
        return Suggestion(node.key, "predicate", f"`{node.key}` is declared as a name alone")
    close = nearest(node.value, values)
    return Suggestion(quote(close), "value") if close is not None else None


def _missing_value(rule: Rule, node: Name, context: RuleContext) -> Iterator[Finding]:
    name = node.name
    declared = context.crate.declared_cfgs.names.get(name)
    values = known_values(name, NEWEST)
    if declared is not None and values is None:
        values = () if declared.bare else _own_values(name, context)
        needs_value = bool(values)
    else:
        needs_value = declared is None and not takes_no_value(name)
    if not needs_value:
        return
    yield rule.finding(
        span=node.span,
        message=f"`{name}` needs a value",
        help=_help(None, values or ()) or f'write `{name} = "…"`',
    )


def unknown_names(rule: Rule, use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """The names that neither rustc nor the project declares, at the name."""
    also_strange = _declares_everything(context) and not use.may_be_unexpected
    return _unknown_names(rule, use.predicate, context, also_strange)


def misspelt_names(rule: Rule, predicate: Predicate, context: RuleContext) -> Iterator[Finding]:
    """Those of the unknown names that are near a known one."""
    return _unknown_names(rule, predicate, context, also_strange=False)


def _unknown_names(
    rule: Rule, predicate: Predicate, context: RuleContext, also_strange: bool
) -> Iterator[Finding]:
    for node in walk(predicate.parsed.expr):
        if not isinstance(node, Name | KeyValue):
            continue
        name = node.name if isinstance(node, Name) else node.key
        if name in _declared(context) or is_known_name(name, NEWEST):
            continue
        value = node.value if isinstance(node, KeyValue) else None
        suggestion = suggest_name(name, value, sorted(_declared(context)))
        if suggestion is None and not also_strange:
            continue
        yield rule.finding(
            span=node.span if isinstance(node, Name) else node.key_span,
            message=f"nothing declares the cfg name `{name}`",
            help=_help(suggestion, ()) or _how_to_declare(name, value),
            fixes=_fixes(suggestion, node),
        )


def unknown_features(rule: Rule, use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """The features that the manifest does not have, at the value.

    Where others may be there on purpose, those that are near one that it has.
    """
    features = context.crate.features
    if features is None or "feature" in _declared(context):
        return
    for node in walk(use.predicate.parsed.expr):
        if not isinstance(node, KeyValue) or node.key != "feature" or node.value in features:
            continue
        similar = nearest(node.value, features)
        if similar is None and (use.may_be_unexpected or not _is_compiled(context)):
            continue
        yield rule.finding(
            span=node.key_span,
            message=f"the manifest has no feature `{node.value}`",
            help=(
                f"did you mean `feature = {quote(similar)}`?"
                if similar
                else f"add `{node.value}` to `[features]` in Cargo.toml"
            ),
            fixes=_fixes(Suggestion(quote(similar), "value"), node) if similar else (),
        )


def _declared(context: RuleContext) -> frozenset[str]:
    return frozenset(context.crate.declared_cfgs.names)


def _declares_everything(context: RuleContext) -> bool:
    """Whether all names that hold for the file are known from the project's files."""
    is_known = context.crate.manifest_path is not None and _is_compiled(context)
    return is_known and not context.crate.declared_cfgs.open_ended


def _is_compiled(context: RuleContext) -> bool:
    """Whether a target of Cargo compiles the file.

    Else something else may, with names of its own: the cases of a test suite, for one.
    """
    return context.place.path is not None or context.path in context.crate.build_script


def _how_to_declare(name: str, value: str | None) -> str:
    spec = name if value is None else f'{name}, values("{value}")'
    return (
        "declare it in Cargo.toml, in `[lints.rust] unexpected_cfgs`: "
        f"`check-cfg = ['cfg({spec})']`"
    )


def _help(suggestion: Suggestion | None, values: tuple[str, ...]) -> str | None:
    if suggestion is not None:
        reason = f" ({suggestion.reason})" if suggestion.reason else ""
        return f"write `{suggestion.replacement}`{reason}"
    if values and len(values) <= _FEW:
        return "known values: " + ", ".join(f'`"{value}"`' for value in values)
    return None


def _fixes(suggestion: Suggestion | None, node: Name | KeyValue) -> tuple[Fix, ...]:
    if suggestion is None:
        return ()
    span: Span
    if suggestion.replaces == "predicate" or isinstance(node, Name):
        span = node.span
    else:
        span = node.value_span if suggestion.replaces == "value" else node.key_span
    certain, guessed = Applicability.MACHINE_APPLICABLE, Applicability.MAYBE_INCORRECT
    applicability = certain if suggestion.is_certain else guessed
    return (_write(span, suggestion.replacement, applicability),)


def _as_recommended(
    suggestion: Suggestion | None, node: KeyValue, whole: CfgExpr
) -> tuple[Fix, ...]:
    """The predicate for a version of WASI in full, where it does not stand in one already."""
    env = suggestion.replacement.strip('"') if suggestion is not None else ""
    if node.key != "target_env" or env not in WASI_VERSIONS:
        return ()
    for outer in walk(whole):
        if isinstance(outer, All) and any(arg is node for arg in outer.args):
            atoms = (arg for arg in outer.args if isinstance(arg, KeyValue))
            if any((atom.key, atom.value) == ("target_os", "wasi") for atom in atoms):
                return ()
    text = f'all(target_os = "wasi", target_env = "{env}")'
    return (_write(node.span, text, Applicability.MAYBE_INCORRECT),)


def _write(span: Span, text: str, applicability: Applicability) -> Fix:
    return Fix(f"Write `{text}`", (Edit(span, text),), applicability)
