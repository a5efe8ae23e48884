"""What is wrong with the text of a predicate, and what to write instead.

rustc's verdict in better words. Each function makes one kind of error; the parsers decide when.
"""

from __future__ import annotations

from wasi_lsp.cfg.cfg_error import CfgError, Edits
from wasi_lsp.text.span import Span

_OPERATORS = "`all(…)`, `any(…)` and `not(…)`"
_SIMILAR_OPERATORS = {
    "and": "all",
    "allof": "all",
    "all_of": "all",
    "every": "all",
    "or": "any",
    "anyof": "any",
    "any_of": "any",
    "one_of": "any",
    "oneof": "any",
    "some": "any",
    "no": "not",
    "none": "not",
    "isnt": "not",
}


def empty(span: Span) -> CfgError:
    """Nothing stands where a predicate must."""
    return CfgError(
        span,
        "a predicate is missing",
        'say when the code is compiled, such as `target_os = "wasi"`; `all()` is always true',
        "E0805",
    )


def several(spans: list[Span], sources: list[str], before: Span) -> CfgError:
    """`#[cfg(unix, windows)]`: `spans` and `sources` of the predicates, up to `before`."""
    joined = ", ".join(sources)
    whole = Span(spans[0].start, spans[-1].end)
    return CfgError(
        spans[1],
        "only one predicate is allowed here",
        f"join them: `{_short(f'all({joined})')}` if all must hold, `any(…)` if one is enough",
        "E0805",
        ((Span(whole.start, whole.start), "all("), (Span(whole.end, before.end), ")")),
    )


def not_arity(name: Span, count: int, inner: Span | None, joined: str) -> CfgError:
    """`not` with another number of predicates than one; `inner` spans them."""
    if count == 0 or inner is None:
        return CfgError(name, "`not` needs a predicate", "write `not(unix)`, say", "E0805")
    return CfgError(
        name,
        f"`not` takes one predicate, and here are {count}",
        f"write `{_short(f'not(any({joined}))')}` for none of them, "
        "`not(all(…))` for not all of them",
        "E0805",
        ((Span(inner.start, inner.start), "any("), (Span(inner.end, inner.end), ")")),
    )


def unknown_operator(span: Span, name: str, whole: Span, value: str | None) -> CfgError:
    """`name(…)`; `value` is the string in the parentheses if one stands there alone."""
    message = f"there is no predicate `{name}(…)`"
    lower = name.lower()
    similar = lower if lower in ("all", "any", "not") else _SIMILAR_OPERATORS.get(lower)
    if similar is not None:
        return CfgError(span, message, f"write `{similar}(…)`", "E0537", ((span, similar),))
    if lower == "xor":
        text = "write `any(all(a, not(b)), all(b, not(a)))`"
        return CfgError(span, message, text, "E0537")
    if lower == "accessible":
        text = "on nightly there is the attribute `#[cfg_accessible(…)]`"
        return CfgError(span, message, text, "E0537")
    if value is not None:
        fixed = f"{name} = {value}"
        return CfgError(span, message, f"write `{_short(fixed)}`", "E0537", ((whole, fixed),))
    return CfgError(span, message, f"a predicate is built with {_OPERATORS}", "E0537")


def nested_cfg(span: Span, inner: str, whole: Span) -> CfgError:
    """`#[cfg(cfg(unix))]`; `inner` is what stands in the inner parentheses."""
    return CfgError(
        span,
        "`cfg(…)` does not stand inside a predicate",
        "leave it out: " + f"`{_short(inner)}`",
        "E0537",
        ((whole, inner),),
    )


def path(span: Span, name: str, called: bool) -> CfgError:
    """`a::b`, or `a::b(…)` if `called`."""
    if called:
        return CfgError(
            span,
            f"there is no predicate `{name}(…)`",
            f"a predicate is built with {_OPERATORS}",
            "E0537",
        )
    return CfgError(span, f"a cfg option is a single name, and `{name}` is a path", None, "E0539")


def keyword(span: Span, word: str) -> CfgError:
    """A keyword, `_` or a path keyword as a name."""
    if word == "_":
        text = "`_` stands alone as the last arm of `cfg_select!`; use `all()` for always"
        return CfgError(span, "`_` is no predicate", text)
    message = f"`{word}` is a keyword of Rust and cannot name a cfg option"
    if word in ("self", "super", "crate", "Self"):
        return CfgError(span, message, None, "E0539")
    return CfgError(span, message, f"if an option has this name, write `r#{word}`")


def raw_keyword(span: Span, word: str) -> CfgError:
    """`r#self` and its kin."""
    return CfgError(span, f"`{word}` cannot be a raw identifier")


def literal_predicate(span: Span, source: str, name: str | None) -> CfgError:
    """A literal where a predicate stands; `name` is the name that a string holds."""
    if name is not None:
        return CfgError(
            span,
            f"{source} is a string, not a predicate",
            f"without quotes, `{name}` is one; a value needs its key: `key = {source}`",
            "E0539",
            ((span, name),),
        )
    return CfgError(
        span,
        f"`{_short(source)}` is no predicate",
        'a predicate is a name such as `unix`, or `key = "value"`',
        "E0539",
    )


def suffix(span: Span, text: str) -> CfgError:
    """`"p2"foo`; `span` and `text` are of the suffix."""
    return CfgError(
        span, f"a string takes no suffix: `{_short(text)}`", "remove it", None, ((span, ""),)
    )


def escape(span: Span, message: str) -> CfgError:
    """A string that rustc cannot read."""
    return CfgError(span, message)


def unterminated(span: Span, source: bytes) -> CfgError:
    """A string or comment that does not end; `source` is its text."""
    if source.startswith(b"/*"):
        return CfgError(span, "the comment is not closed", "close it with `*/`", "E0758")
    if b'"' not in source[:1]:
        hashes = source[: source.find(b'"')].count(b"#")
        text = 'close it with `"' + "#" * hashes + "`"
        return CfgError(span, "the string is not closed", text, "E0748" if hashes else "E0765")
    return CfgError(span, "the string is not closed", 'close it with `"`', "E0765")


def value_missing(span: Span, key: str) -> CfgError:
    """`key =` and nothing."""
    return CfgError(span, f"the value of `{key}` is missing", f'write `{key} = "…"`')


def value_unquoted(span: Span, key: str, word: str) -> CfgError:
    """`target_env = p2`."""
    quoted = f'"{word}"'
    return CfgError(
        span,
        f"the value of `{key}` must be a string",
        f"put it in quotes: `{key} = {_short(quoted)}`",
        "E0539" if word in ("true", "false") or word[:1].isdigit() else None,
        ((span, quoted),),
    )


def value_prefixed(span: Span, key: str, prefix: Span, kind: str) -> CfgError:
    """`b"…"` or `c"…"`; `prefix` is its letter."""
    return CfgError(
        span,
        f"the value of `{key}` must be a plain string, not a {kind}",
        "remove the prefix",
        "E0539",
        ((prefix, ""),),
    )


def value_other(span: Span, key: str, help: str | None, code: str | None = None) -> CfgError:
    """A value of any other kind."""
    return CfgError(
        span,
        f"the value of `{key}` must be a string",
        help or f'write `{key} = "…"`',
        code,
    )


def value_list(span: Span, key: str, values: list[str], whole: Span) -> CfgError:
    """`feature = ["a", "b"]`; `values` are the literals, `whole` the predicate."""
    text = f"any({', '.join(f'{key} = {value}' for value in values)})"
    return CfgError(
        span,
        f"the value of `{key}` must be one string",
        f"write `{_short(text)}`",
        None,
        ((whole, text),),
    )


def comparison(span: Span, found: str, fixed: str, whole: Span) -> CfgError:
    """`==`, `!=`, `:` or `=>` between a key and its value; `fixed` replaces `whole`."""
    if found == "!=":
        return CfgError(
            span,
            "a predicate has no `!=`",
            f"write `{_short(fixed)}`",
            None,
            ((whole, fixed),),
        )
    return CfgError(
        span,
        f"a value follows after `=`, not after `{found}`",
        f"write `{_short(fixed)}`",
        None,
        ((whole, fixed),),
    )


def infix(span: Span, found: str, fixed: str | None, whole: Span) -> CfgError:
    """`unix && windows`; `fixed` replaces `whole`, None if it cannot be read."""
    operator = "all" if found in ("&&", "&", "and") else "any"
    return CfgError(
        span,
        f"a predicate has no `{found}`",
        f"write `{_short(fixed)}`" if fixed else f"use `{operator}(…)`",
        None,
        ((whole, fixed),) if fixed else None,
    )


def negation(span: Span, fixed: str | None, whole: Span) -> CfgError:
    """`!unix`; `fixed` replaces `whole`, None if it cannot be read."""
    return CfgError(
        span,
        "a predicate has no `!`",
        f"write `{_short(fixed)}`" if fixed else "use `not(…)`",
        None,
        ((whole, fixed),) if fixed else None,
    )


def parentheses(span: Span, fixed: str | None, whole: Span) -> CfgError:
    """`(unix)`; `fixed` replaces `whole`, None if it cannot be read."""
    return CfgError(
        span,
        "parentheses alone group nothing in a predicate",
        f"leave them out, or use {_OPERATORS}",
        None,
        ((whole, fixed),) if fixed else None,
    )


def wrong_brackets(span: Span, name: str, brackets: Edits | None) -> CfgError:
    """`all[…]`; `brackets` are the edits to parentheses."""
    return CfgError(
        span,
        f"`{name}` takes its predicates in parentheses",
        f"write `{name}(…)`",
        None,
        brackets,
    )


def macro_call(span: Span, name: str) -> CfgError:
    """`all!(…)`; `span` is the `!`."""
    help = f"write `{name}(…)`" if name in ("all", "any", "not") else None
    edits: Edits | None = ((span, ""),) if help else None
    return CfgError(span, "a predicate has no macro calls", help, None, edits)


def word_operator(span: Span, word: str, fixed: str | None, whole: Span) -> CfgError:
    """`not unix`, `all unix`: an operator without parentheses."""
    return CfgError(
        span,
        f"`{word}` takes its predicates in parentheses",
        f"write `{_short(fixed)}`" if fixed else f"write `{word}(…)`",
        None,
        ((whole, fixed),) if fixed else None,
    )


def missing_comma(span: Span, after: int) -> CfgError:
    """Two predicates side by side; the first ends at `after`."""
    return CfgError(
        span,
        "a comma is missing before this",
        "separate the predicates by `,`",
        None,
        ((Span(after, after), ","),),
    )


def stray_comma(span: Span) -> CfgError:
    """A comma with no predicate before it."""
    return CfgError(
        span, "a predicate is missing before this comma", "remove one", None, ((span, ""),)
    )


def unclosed(span: Span, at: int) -> CfgError:
    """`span` is the opening parenthesis; its close belongs at `at`."""
    return CfgError(
        span,
        "this parenthesis is not closed",
        "close it with `)`",
        None,
        ((Span(at, at), ")"),),
    )


def stray_close(span: Span, found: str) -> CfgError:
    """A closing bracket that nothing opened."""
    return CfgError(span, f"`{found}` closes nothing", "remove it", None, ((span, ""),))


def wrong_close(span: Span, found: str) -> CfgError:
    """`]` or `}` where `)` belongs."""
    return CfgError(span, f"expected `)`, found {found}", None, None, ((span, ")"),))


def unexpected(span: Span, found: str, expected: str) -> CfgError:
    """Anything else."""
    return CfgError(span, f"expected {expected}, found {found}")


def too_deep(span: Span, limit: int) -> CfgError:
    """More operators inside each other than are read."""
    return CfgError(
        span,
        f"the predicate is nested more than {limit} deep: what is inside is not examined",
        "name a part of it in a build script, or flatten it",
    )


def attribute_missing(span: Span) -> CfgError:
    """`cfg_attr(unix)`."""
    return CfgError(
        span,
        "`cfg_attr` needs attributes after its predicate",
        "write `cfg_attr(predicate, attribute)`",
    )


def attribute_malformed(span: Span, found: str) -> CfgError:
    """`cfg_attr(unix, 123)`."""
    return CfgError(span, f"expected an attribute, found {found}")


def version_argument(span: Span) -> CfgError:
    """`version(…)` with anything but one string."""
    return CfgError(span, "`version` takes one string", 'write `version("1.70")`')


def target_argument(span: Span) -> CfgError:
    """`target(…)` with anything but `key = "value"`."""
    return CfgError(
        span,
        "`target` takes keys without their `target_`, each with a string",
        'write `target(os = "wasi", env = "p2")`',
        "E0539",
    )


def arrow_missing(span: Span, found: str) -> CfgError:
    """An arm of `cfg_select!` without `=>`."""
    return CfgError(
        span,
        f"expected `=>` after the predicate of this arm, found {found}",
        "an arm is `predicate => { … }`",
    )


def _short(text: str) -> str:
    """`text` on one line and short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
