"""What means nothing in a table of Cargo, although it does in code, as findings of WASI002.

Source: "Platform specific dependencies" in the Cargo book, and `check_cfg_attributes` in Cargo's
crate cargo-platform, which warns of these and of no others.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import KeyValue, Name, walk
from wasi_lsp.rules.base import Rule
from wasi_lsp.rules.finding import Finding
from wasi_lsp.syntax.facts import Predicate

#: Profiles and kinds of crates set these; Cargo asks rustc without any.
_ALWAYS_THE_SAME = {
    "test": "it is never set here; for tests there are dev-dependencies",
    "debug_assertions": "it is always set here, whatever the profile",
    "proc_macro": "it is never set here",
}
#: The names and keys at which Cargo does not look.
WITHOUT_MEANING = frozenset({*_ALWAYS_THE_SAME, "feature"})


def names_without_meaning(rule: Rule, predicate: Predicate) -> Iterator[Finding]:
    """`test` and its kin, at the name, and `feature = "…"`, at the key."""
    for node in walk(predicate.parsed.expr):
        if isinstance(node, Name) and node.name in _ALWAYS_THE_SAME:
            name, span, help = node.name, node.span, _ALWAYS_THE_SAME[node.name]
        elif isinstance(node, KeyValue) and node.key == "feature":
            name, span = node.key, node.key_span
            help = "it is never set here; in `[features]` a feature can switch on a dependency"
        else:
            continue
        yield rule.finding(
            span=span,
            message=f"Cargo does not look at `{name}` when it chooses tables",
            help=help,
        )
