"""The rules on items: over the names that several items of a file share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from wasi_lsp.analysis.judge import judge
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import ITEM_RULES, MEMBER_RULES
from wasi_lsp.semantics.alternatives import (
    alternatives_in_modules,
    alternatives_in_type,
    contested_names,
)
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.name_uses import NameUses
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Unit

#: By module of a file: names of items about which a rule may have something to say.
Suspects = Mapping[ModuleScope, Set[str]]


def suspects_in(file: SourceFile, context: RuleContext) -> Suspects:
    """The names whose conditions alone give reason to look at them.

    That does not change while the file's `ModuleScope` does not.
    """
    contested = contested_names(file.module)
    if not contested:
        return {}
    found: dict[ModuleScope, set[str]] = {}
    for alternatives in alternatives_in_modules(file.root, file.module, file.place, contested):
        module = alternatives.module
        if module is not None and any(
            any(check(alternatives, None, context)) for _, check in ITEM_RULES
        ):
            found.setdefault(module, set()).add(alternatives.name)
    return found


def item_findings(
    file: SourceFile, suspects: Suspects, uses: NameUses, context: RuleContext
) -> Iterator[Finding]:
    """What is wrong with items of a file that have the same name; spans are in the file."""
    for alternatives in alternatives_in_modules(file.root, file.module, file.place, suspects):
        for _, check in ITEM_RULES:
            yield from check(alternatives, uses, context)


def member_findings(unit: Unit, around: Surroundings, context: RuleContext) -> Iterator[Finding]:
    """What is wrong with members of a type that have the same name; spans are in the unit."""
    for alternatives in alternatives_in_type(unit, around):
        yield from judge(MEMBER_RULES, alternatives, context)
