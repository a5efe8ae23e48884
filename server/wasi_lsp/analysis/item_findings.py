"""The rules on items: over the names that several items of a file share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from wasi_lsp.analysis.judge import judge
from wasi_lsp.cfg.region import Region
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import ITEM_RULES, MEMBER_RULES
from wasi_lsp.semantics.alternatives import (
    alternatives_in_modules,
    alternatives_in_type,
    contested_names,
)
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.inherent_members import (
    Member,
    Written,
    alternatives_of_members,
    inherent_members,
    is_conditional,
    members_elsewhere,
    shared_with_others,
    written_members,
)
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.name_uses import NameUses
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Unit


@dataclass(frozen=True, slots=True)
class Suspects:
    """What the rules on items look at in a file; that does not change while its names do not."""

    #: By module: names of items about which a rule may have something to say.
    names: Mapping[ModuleScope, Set[str]] = field(default_factory=dict)
    #: The same of the members that several inherent `impl` blocks in it give a type.
    members: frozenset[Member] = frozenset()
    #: Members behind a cfg, which blocks in other files may have as well.
    conditional: frozenset[Written] = frozenset()


def suspects_in(file: SourceFile, context: RuleContext) -> Suspects:
    """The names and members whose conditions alone give reason to look at them."""
    contested = contested_names(file.module)
    names: dict[ModuleScope, set[str]] = {}
    for alternatives in alternatives_in_modules(file, contested):
        module = alternatives.module
        if module is not None and any(
            any(check(alternatives, None, context)) for _, check in ITEM_RULES
        ):
            names.setdefault(module, set()).add(alternatives.name)
    written = list(written_members(file))
    counts = Counter(each for each, _ in written)
    repeated = {each for each, count in counts.items() if count > 1}
    found = tuple(inherent_members(file, context.table, repeated)) if repeated else ()
    members = {
        member
        for member, alternatives in alternatives_of_members(found)
        if any(judge(MEMBER_RULES, alternatives, context))
    }
    conditional = frozenset(each for each, where in written if where != Region.everywhere())
    return Suspects(names, frozenset(members), conditional)


def item_findings(
    file: SourceFile, suspects: Suspects, uses: NameUses, context: RuleContext
) -> Iterator[Finding]:
    """What is wrong with items of a file that have the same name; spans are in the file."""
    for alternatives in alternatives_in_modules(file, suspects.names):
        for _, check in ITEM_RULES:
            yield from check(alternatives, uses, context)
    yield from _findings_on_members(file, suspects, context)


def _findings_on_members(
    file: SourceFile, suspects: Suspects, context: RuleContext
) -> Iterator[Finding]:
    shared = shared_with_others(file, suspects.conditional)
    wanted = shared | {Written(each.type, each.name) for each in suspects.members}
    if not wanted:
        return
    own = tuple(inherent_members(file, context.table, wanted))
    conditional = frozenset(each.member for each in own if is_conditional(each))
    elsewhere = members_elsewhere(file, conditional, context.table) if shared else ()
    members = suspects.members | {each.member for each in elsewhere}
    own = tuple(each for each in own if each.member in members)
    for _, alternatives in alternatives_of_members((*own, *elsewhere)):
        yield from judge(MEMBER_RULES, alternatives, context)


def member_findings(unit: Unit, around: Surroundings, context: RuleContext) -> Iterator[Finding]:
    """What is wrong with members of a type that have the same name; spans are in the unit."""
    for alternatives in alternatives_in_type(unit, around):
        yield from judge(MEMBER_RULES, alternatives, context)
