"""What a rule is, and what it is given to judge by."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.judged_version import RustVersionChoice
from wasi_lsp.rules.finding import Finding, Fix, Related, Severity
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.semantics.alternatives import Alternatives
from wasi_lsp.semantics.assumptions import Assumptions
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.semantics.crate_files import CrateFiles
from wasi_lsp.semantics.crate_uses import CrateUse
from wasi_lsp.semantics.dependency_uses import DependencyUse
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.name_uses import NameUses
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.semantics.target_uses import ProjectTargets, TargetUse
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.stdlib.type_table import TypeTable
from wasi_lsp.syntax.build_script.facts import Comparison
from wasi_lsp.text.span import Span


class Category(StrEnum):
    """What a rule looks at."""

    CFG = "cfg predicates"
    STD = "support of std"
    ITEMS = "items of a module"
    FILES = "files of the project"
    SUPPRESSION = "suppression comments"


class FixKind(StrEnum):
    """Whether findings of a rule can carry a fix."""

    SOMETIMES = "sometimes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; its documentation is the docstring of its module."""

    code: str
    name: str
    #: The release of wasi-lsp that brought it.
    since: str
    category: Category
    default_severity: Severity
    fix: FixKind
    module: str
    #: Rules that say the same better where they have a finding on the same thing.
    silenced_by: tuple[str, ...] = ()
    #: Whether it is about what no target compiles, or what does nothing: editors fade that out.
    is_about_unnecessary: bool = False

    @property
    def docs(self) -> str:
        """The documentation, as Markdown."""
        return (sys.modules[self.module].__doc__ or "").strip()

    def finding(
        self,
        span: Span,
        message: str,
        *,
        severity: Severity | None = None,
        targets: tuple[str, ...] = (),
        help: str | None = None,
        related: tuple[Related, ...] = (),
        fixes: tuple[Fix, ...] = (),
    ) -> Finding:
        """A finding of this rule, of its usual severity unless another is given."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity or self.default_severity,
            span=span,
            message=message,
            targets=targets,
            help=help,
            related=related,
            fixes=fixes,
        )


@dataclass(frozen=True, slots=True)
class RuleContext:
    """Everything a rule may judge by, beside the code itself."""

    crate: Crate
    #: The file that is judged; None for a text that is not on disk.
    path: Path | None
    #: The WASI targets that findings on std are about.
    targets: TargetSet
    #: Those of them that the user has chosen; none by default.
    chosen: TargetSet
    #: The WASI targets that this very package is built for, as far as that is evident.
    package_targets: TargetSet
    #: Those that it is built for by default, or that the user names.
    configured_targets: TargetSet
    #: The oldest Rust version that the crate is to build with, as far as somebody says one.
    rust_version: RustVersion
    #: By triple of a WASI target: the Rust version to judge by there.
    rust: Mapping[str, RustVersion]
    #: The Rust version of the crate, whatever the target.
    version: RustVersionChoice
    table: StdTable
    types: TypeTable
    #: Where the crate has the file.
    place: FilePlace
    #: The other files of the crate; None where they are not known.
    files: CrateFiles | None
    #: What the crate's own cfg names and features imply: ask with `assumptions.apply(region)`.
    assumptions: Assumptions
    #: Feature gates that the crate switches on.
    enabled_features: frozenset[str]
    #: The names of targets in the other files of the project; for files that are not Rust.
    project_targets: ProjectTargets = field(default_factory=ProjectTargets)


CfgCheck = Callable[[CfgUse, RuleContext], Iterator[Finding]]
StdCheck = Callable[[StdUse, RuleContext], Iterator[Finding]]
#: Without uses every item is taken to be used wherever that would matter.
ItemCheck = Callable[[Alternatives, NameUses | None, RuleContext], Iterator[Finding]]
MemberCheck = Callable[[Alternatives, RuleContext], Iterator[Finding]]
CrateCheck = Callable[[CrateUse, RuleContext], Iterator[Finding]]
DependencyCheck = Callable[[DependencyUse, RuleContext], Iterator[Finding]]
ComparisonCheck = Callable[[Comparison, RuleContext], Iterator[Finding]]
TargetCheck = Callable[[TargetUse, RuleContext], Iterator[Finding]]


def on_targets(triples: tuple[str, ...]) -> str:
    """`wasm32-wasip1, wasm32-wasip2 and wasm32-wasip3`."""
    if len(triples) < 2:
        return "".join(triples)
    return f"{', '.join(triples[:-1])} and {triples[-1]}"
