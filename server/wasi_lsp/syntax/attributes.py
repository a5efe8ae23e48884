"""The attributes that speak of configuration: `cfg`, `cfg_attr`, `doc(cfg)`, `feature`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, Not
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.lexer import TokenKind, tokens
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.parser import parse_cfg, parse_cfg_attr
from wasi_lsp.syntax.facts import AttributeMacro, Predicate, PredicateKind, Segment
from wasi_lsp.syntax.scan import split_at_commas
from wasi_lsp.text.span import Span

_NAMES = {
    *(b"allow", b"cfg", b"cfg_attr", b"doc", b"expect", b"feature", b"ignore", b"no_main"),
    b"path",
}

#: The attributes that are built into rustc, by the index in the Reference (Attributes), and those
#: that std itself writes. They leave what they stand on as it is; any other may be a macro.
_BUILT_IN = frozenset(
    {
        *("allow", "automatically_derived", "bench", "cfg", "cfg_attr", "cold", "coverage"),
        *("crate_name", "crate_type", "debugger_visualizer", "default", "deny", "deprecated"),
        *("derive", "doc", "expect", "export_name", "feature", "forbid", "fundamental"),
        *("global_allocator", "ignore", "inline", "instruction_set", "lang", "link", "link_name"),
        *("link_ordinal", "link_section", "macro_export", "macro_use", "must_use", "naked"),
        *("no_builtins", "no_implicit_prelude", "no_link", "no_main", "no_mangle", "no_std"),
        *("non_exhaustive", "panic_handler", "path", "prelude_import", "proc_macro"),
        *("proc_macro_attribute", "proc_macro_derive", "recursion_limit", "repr", "should_panic"),
        *("stable", "target_feature", "test", "thread_local", "track_caller", "type_length_limit"),
        *("unsafe", "unstable", "used", "warn", "windows_subsystem"),
        *("allow_internal_unsafe", "allow_internal_unstable"),
    }
)
#: Tools whose attributes say something to these alone.
_TOOLS = frozenset({"clippy", "diagnostic", "miri", "rust_analyzer", "rustfmt"})
_ATTRIBUTE_NAME = re.compile(rb"#\s*!?\s*\[\s*(?:r#)?(\w+)\s*(::)?")

#: How many `cfg_attr`s in each other are read: each is read through again for those inside.
_MAX_NESTING = 8
_REMARK = re.compile(rb"\s*(?:allow|deny|doc|expect|forbid|warn)\s*[(=]")
_PATH_VALUE = re.compile(rb'\s*path\s*=\s*"([^"\\]*)"')


@dataclass(slots=True)
class Attribute:
    """What one attribute says. Spans as in the text that was parsed."""

    predicates: list[Predicate] = field(default_factory=list)
    #: What a `cfg_attr` puts on the item that may be a macro.
    conditional_macros: list[AttributeMacro] = field(default_factory=list)
    #: The condition that it puts on what it stands on; None if it puts none.
    condition: CfgExpr | None = None
    #: The names in `feature(…)`.
    features: list[str] = field(default_factory=list)
    #: The values of `path = "…"`, with the predicates of the `cfg_attr`s around each.
    paths: list[tuple[tuple[CfgExpr, ...], str]] = field(default_factory=list)
    #: Of `ignore`: that the test is run, since the predicates around the attribute do not hold.
    run_where: CfgExpr | None = None
    #: Whether rustc is to say nothing of names and values of cfg that it does not know.
    allows_unexpected_cfgs: bool = False
    #: Whether the program has its entry elsewhere, under some condition at least.
    is_no_main: bool = False


def parse_attribute(text: bytes, inside: Span) -> Attribute:
    """Read the attribute whose brackets hold `inside`. Never fails."""
    result = Attribute()
    # Each entry: the bytes of one attribute, and the cfg_attr predicates around it.
    pending: list[tuple[Span, tuple[CfgExpr, ...]]] = [(inside, ())]
    while pending:
        span, around = pending.pop(0)
        name, arguments, bracket = _head(text, span)
        if name == b"cfg":
            parsed = _checked(text, span, arguments, bracket, "cfg")
            result.predicates.append(_predicate(PredicateKind.CFG, parsed))
            _add_condition(result, parsed.expr, around)
        elif name == b"cfg_attr":
            if arguments is None or bracket != b"(":
                parsed = _checked(text, span, arguments, bracket, "cfg_attr")
                result.predicates.append(_predicate(PredicateKind.CFG_ATTR, parsed))
                continue
            attr = parse_cfg_attr(text, *arguments)
            is_remark = bool(attr.attributes) and all(
                _REMARK.match(text, *each) for each in attr.attributes
            )
            predicate = _predicate(PredicateKind.CFG_ATTR, attr.predicate)
            result.predicates.append(replace(predicate, is_remark=is_remark))
            inner = (*around, attr.predicate.expr)
            if len(inner) < _MAX_NESTING:
                pending += ((each, inner) for each in attr.attributes)
        elif name == b"doc" and arguments is not None:
            for part in split_at_commas(text, arguments):
                part_name, part_arguments, part_bracket = _head(text, part)
                if part_name == b"cfg" and part_arguments is not None and part_bracket == b"(":
                    parsed = parse_cfg(text, *part_arguments)
                    result.predicates.append(_predicate(PredicateKind.DOC_CFG, parsed))
        elif name == b"ignore":
            result.run_where = Not(span, All(span, around))
        elif name in (b"allow", b"expect") and arguments is not None:
            lints = (text[part.start : part.end] for part in split_at_commas(text, arguments))
            result.allows_unexpected_cfgs |= b"unexpected_cfgs" in map(bytes.strip, lints)
        elif name == b"no_main":
            result.is_no_main = True
        elif name == b"path":
            match = _PATH_VALUE.match(text, *span)
            if match is not None:
                result.paths.append((around, match[1].decode(errors="replace")))
        elif name == b"feature" and arguments is not None:
            result.features += (
                text[part.start : part.end].decode(errors="replace")
                for part in split_at_commas(text, arguments)
            )
        elif not name and around:
            macro = _macro_in_cfg_attr(text, span, around)
            result.conditional_macros += (macro,) if macro is not None else ()
    return result


def _macro_in_cfg_attr(
    text: bytes, span: Span, around: tuple[CfgExpr, ...]
) -> AttributeMacro | None:
    first = next(tokens(text, *span))
    name = text[first.start : first.end].decode(errors="replace")
    if first.kind is not TokenKind.IDENT or _is_built_in(name) or name in _TOOLS:
        return None
    return AttributeMacro(Segment(name, Span(first.start, first.end)), around)


def attribute_macro(attribute: bytes, start: int) -> AttributeMacro | None:
    """An attribute, given with its brackets and its offset, that is not known to be no macro."""
    match = _ATTRIBUTE_NAME.match(attribute)
    if match is None:
        return AttributeMacro(Segment("", Span(start, start)))
    name = match[1].decode(errors="replace")
    is_path = match[2] is not None
    if name in _TOOLS if is_path else _is_built_in(name):
        return None
    return AttributeMacro(Segment(name, Span(*match.span(1)).shift(start)))


def _is_built_in(name: str) -> bool:
    return name in _BUILT_IN or name.startswith("rustc_")


def _add_condition(attribute: Attribute, condition: CfgExpr, around: tuple[CfgExpr, ...]) -> None:
    """`cfg_attr(a, cfg(b))` asks for b where a holds, and for nothing elsewhere."""
    if around:
        negated = tuple(Not(outer.span, outer) for outer in around)
        condition = Any(condition.span, (*negated, condition))
    if attribute.condition is not None:
        condition = All(condition.span, (attribute.condition, condition))
    attribute.condition = condition


def _predicate(kind: PredicateKind, parsed: ParsedCfg) -> Predicate:
    return Predicate(kind, parsed.expr.span, parsed)


def _head(text: bytes, span: Span) -> tuple[bytes, Span | None, bytes]:
    """The attribute's name, what stands in the brackets behind it, and the opening bracket.

    The name is empty for attributes that say nothing here.
    """
    stream = tokens(text, *span)
    first, second = next(stream), next(stream, None)
    name = text[first.start : first.end]
    if first.kind is not TokenKind.IDENT or name not in _NAMES:
        return b"", None, b""
    bracket = text[second.start : second.end] if second else b""
    if bracket == b"$":
        # `#[cfg $terms]` in a macro's definition: unknown, not malformed.
        return b"", None, b""
    if second is None or bracket not in (b"(", b"[", b"{"):
        # `cfg_select::…` and the like are paths, not the attribute itself.
        return (b"", None, b"") if bracket == b"::" else (name, None, b"")
    inside_end = span.end
    if text[span.end - 1 : span.end] in (b")", b"]", b"}") and span.end - 1 >= second.end:
        inside_end -= 1
    return name, Span(second.end, inside_end), bracket


def _checked(
    text: bytes, span: Span, arguments: Span | None, bracket: bytes, name: str
) -> ParsedCfg:
    """The predicate of `cfg(…)`, or the error for an attribute of another form."""
    if arguments is not None and bracket == b"(":
        return parse_cfg(text, *arguments)
    if arguments is None:
        message = f"`{name}` needs a predicate in parentheses"
        replacement = None
    else:
        message = f"`{name}` takes parentheses, not `{bracket.decode()}`"
        replacement = (
            (Span(arguments.start - 1, arguments.start), "("),
            (Span(arguments.end, arguments.end + 1), ")"),
        )
    form = "#[cfg(predicate)]" if name == "cfg" else "#[cfg_attr(predicate, attribute, …)]"
    error = CfgError(
        span=span,
        message=message,
        help=f"write `{form}`",
        code="E0539" if arguments is None else None,
        replacement=replacement,
    )
    return ParsedCfg(Invalid(span), (error,))
