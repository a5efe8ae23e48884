"""By what a file is judged: its crate, the project's predicates, the user's settings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.cfg.targets import NONE, TargetSet, wasi_targets
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.judged_version import choose_rust_version
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.assumptions import Assumptions
from wasi_lsp.semantics.crate_files import CrateFiles
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import NEWEST, StdTable
from wasi_lsp.stdlib.type_table import TypeTable, load_type_table

#: The target that everybody is taken to care about.
DEFAULT_TARGET = "wasm32-wasip2"


@cache
def std_table() -> StdTable:
    """The std table of this process; reading it takes a few milliseconds."""
    return load_std_table()


@cache
def type_table() -> TypeTable:
    """The signatures of std, for this process."""
    return load_type_table()


def rule_context(
    crate: Crate,
    path: Path | None,
    census: Census,
    settings: Settings,
    place: FilePlace | None = None,
    files: CrateFiles | None = None,
    assumptions: Assumptions | None = None,
) -> RuleContext:
    """Everything that the rules judge `path` by; None is a text that is not on disk.

    Without a `place` the file is judged alone, without `files` no other file of its crate is read.
    `assumptions` are those of the crate, where they are at hand.
    """
    place = place or FilePlace()
    targets = _targets(crate, path, census, settings)
    version = choose_rust_version(settings.rust_version, crate, NEWEST)
    return RuleContext(
        crate=crate,
        path=path,
        targets=targets,
        chosen=targets & TargetSet.of(settings.targets or ()),
        package_targets=_package_targets(crate, census, settings),
        configured_targets=_configured_targets(crate, settings),
        rust_version=version.version,
        rust={triple: version.for_target(triple) for triple in wasi_targets() | targets},
        version=version,
        table=std_table(),
        types=type_table(),
        place=place,
        files=files,
        assumptions=assumptions or Assumptions.of(crate),
        enabled_features=crate.feature_gates,
    )


def _targets(crate: Crate, path: Path | None, census: Census, settings: Settings) -> TargetSet:
    """The targets that findings on std are about; none where those rules do not apply."""
    if settings.std_rules is StdRules.NEVER or (path is not None and crate.runs_on_host(path)):
        return NONE
    if settings.std_rules is StdRules.AUTO and not (
        settings.targets or crate.wasi_sign or census.wasi_sign
    ):
        return NONE
    if settings.targets is not None:
        return TargetSet.of(settings.targets)
    return TargetSet.of({DEFAULT_TARGET, *crate.named_targets, *census.named_targets})


def _package_targets(crate: Crate, census: Census, settings: Settings) -> TargetSet:
    """The targets that a package is built for; predicates count where all of them are its own."""
    if crate.is_host_only:
        return NONE
    configured = _configured_targets(crate, settings)
    if configured:
        return configured
    named = {*crate.own_targets, *(census.named_targets if crate.is_alone else ())}
    if named:
        return TargetSet.of(named)
    is_for_wasi = crate.is_for_wasi or (crate.is_alone and census.names_wasi)
    return TargetSet.of([DEFAULT_TARGET]) if is_for_wasi else NONE


def _configured_targets(crate: Crate, settings: Settings) -> TargetSet:
    if settings.targets is not None:
        return TargetSet.of(settings.targets)
    return TargetSet.of(crate.configured_targets)
