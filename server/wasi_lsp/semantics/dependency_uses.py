"""A dependency with what the rest of the manifest and the workspace say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, wasi_targets
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.features import switched_on
from wasi_lsp.project.file_facts import DependencyEntry, FileFacts, Written
from wasi_lsp.project.version_req import VersionReq


@dataclass(frozen=True, slots=True)
class DependencyUse:
    """A dependency as Cargo takes it."""

    entry: DependencyEntry
    package: str
    #: None where it is not known which versions Cargo may choose.
    version: VersionReq | None
    #: The features that are switched on for it, each where that is written.
    features: tuple[Written, ...]
    default_features: bool
    #: Whether it is there unless somebody asks for it.
    is_active: bool
    #: Where its table holds.
    where: Region

    @property
    def wasi_targets(self) -> TargetSet:
        """The WASI targets on which its table can hold."""
        return self.where.possible_targets & wasi_targets()

    @property
    def has_condition(self) -> bool:
        """Whether its table is one of `[target]`."""
        return self.entry.predicate is not None or self.entry.triple is not None


def dependency_uses(facts: FileFacts, crate: Crate) -> Iterator[DependencyUse]:
    """The dependencies of the manifest of `crate`."""
    on = switched_on(crate, ["default"])
    by_default = [item for each in facts.features if each.name.text in on for item in each.items]
    for entry in facts.dependencies:
        if entry.table != "build-dependencies":
            yield _use(entry, by_default, crate)


def _use(entry: DependencyEntry, by_default: list[Written], crate: Crate) -> DependencyUse:
    """`by_default` is what the default features of the crate switch on."""
    package, features = entry.package or entry.name.text, entry.features
    version = entry.version.text if entry.version is not None else None
    default_features = entry.default_features
    if entry.is_inherited:
        shared = crate.shared_dependencies.get(entry.name.text)
        if shared is not None:
            package, version = shared.package, shared.version
            inherited = (Written(feature, entry.name.span) for feature in shared.features)
            features = (*features, *inherited)
            default_features = shared.default_features is not False
    return DependencyUse(
        entry,
        package,
        VersionReq.parse(version) if version is not None else None,
        (*features, *_switched_on(entry.name.text, by_default)),
        default_features,
        not entry.is_optional or _is_named(entry.name.text, by_default),
        _where(entry),
    )


def _where(entry: DependencyEntry) -> Region:
    if entry.predicate is not None:
        return Region.of(entry.predicate.parsed.expr)
    if entry.triple is not None:
        return Region.on(TargetSet.of([entry.triple]))
    return Region.everywhere()


def _switched_on(name: str, items: Iterable[Written]) -> Iterator[Written]:
    """The features of the dependency in `name/feature` and `name?/feature`."""
    for item in items:
        before, slash, feature = item.text.partition("/")
        if slash and before.removesuffix("?") == name:
            yield Written(feature, item.span)


def _is_named(name: str, items: Iterable[Written]) -> bool:
    """Whether one of the items switches the dependency on."""
    return any(
        item.text in (name, f"dep:{name}") or item.text.startswith(f"{name}/") for item in items
    )
