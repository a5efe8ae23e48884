"""The packages in other folders that a package depends on, inherited from the workspace or not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from wasi_lsp.cfg.atoms import feature_of
from wasi_lsp.cfg.cargo_parser import parse_cargo_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.project.manifest import Dependency, Manifest, Workspace
from wasi_lsp.text.located import Located

#: What Cargo takes for the same in every build when it chooses the tables under `[target]`.
_CARGO_ASSUMES = {"test": False, "proc_macro": False, "debug_assertions": True}


@dataclass(frozen=True, slots=True)
class PathDependency:
    """A dependency on the package in a folder."""

    folder: Path
    #: The key in the manifest, by which features speak of it.
    name: str
    #: Whether that is its name in code, too, instead of that of its library.
    is_renamed: bool
    #: `dependencies`, `dev-dependencies` or `build-dependencies`.
    table: str
    #: The targets of the table, and what compiler flags set.
    where: Region
    #: The own features that bring it in; None where it is there without any.
    brought_in_by: frozenset[str] | None
    #: The features that are asked of it, `default` among them.
    features: frozenset[str]
    #: Those that the own features ask for besides.
    forwarded: Mapping[str, frozenset[str]]

    def is_brought_in(self, on: Set[str]) -> bool:
        """Whether it is there if of the own features those in `on` are."""
        return self.brought_in_by is None or not self.brought_in_by.isdisjoint(on)

    def features_asked(self, on: Set[str]) -> frozenset[str]:
        """What is asked of it if of the own features those in `on` are on."""
        forwarded = (self.forwarded[name] for name in on if name in self.forwarded)
        return self.features.union(*forwarded)


def path_dependencies(
    folder: Path, manifest: Manifest, root: Path, shared: Workspace | None
) -> Iterator[PathDependency]:
    """The path dependencies of the package in `folder`; the workspace in `root` hands some down."""
    for own in manifest.dependencies:
        dependency, base = own, folder
        if own.inherited:
            handed_down = shared.dependencies.get(own.name) if shared is not None else None
            if handed_down is None:
                continue
            dependency, base = _inherited(own, handed_down), root
        if dependency.path is None:
            continue
        yield PathDependency(
            folder=Path(os.path.normpath(base / dependency.path)),
            name=dependency.name,
            is_renamed=dependency.is_renamed,
            table=dependency.table,
            where=_where(dependency.target),
            brought_in_by=_brought_in_by(dependency, manifest),
            features=_asked(dependency),
            forwarded=_forwarded(dependency, manifest),
        )


def _inherited(own: Dependency, shared: Dependency) -> Dependency:
    """What a member says adds to what the workspace says."""
    defaults = shared.default_features
    # Who leaves them out may be overruled, who has them may not.
    if defaults is False and own.default_features is True:
        defaults = True
    return replace(
        own,
        package=shared.package,
        is_renamed=shared.is_renamed,
        path=shared.path,
        features=(*shared.features, *own.features),
        default_features=defaults,
    )


def _where(target: str | None) -> Region:
    if target is None:
        return Region.everywhere()
    if not target.startswith("cfg("):
        return Region.on(TargetSet.of([target]))
    inside = target.removeprefix("cfg(").removesuffix(")")
    region = Region.of(parse_cargo_cfg(Located(inside, tuple(range(len(inside) + 1)))).expr)
    features = {atom: False for atom in region.atoms if feature_of(atom) is not None}
    return region.assume(_CARGO_ASSUMES | features)


def _brought_in_by(dependency: Dependency, manifest: Manifest) -> frozenset[str] | None:
    if not dependency.optional:
        return None
    own, prefix = f"dep:{dependency.name}", f"{dependency.name}/"
    return frozenset(
        feature
        for feature, enabled in manifest.features.items()
        if any(item == own or item.startswith(prefix) for item in enabled)
    )


def _asked(dependency: Dependency) -> frozenset[str]:
    default = () if dependency.default_features is False else ("default",)
    return frozenset((*dependency.features, *default))


def _forwarded(dependency: Dependency, manifest: Manifest) -> dict[str, frozenset[str]]:
    prefixes = (f"{dependency.name}/", f"{dependency.name}?/")
    found: dict[str, frozenset[str]] = {}
    for feature, enabled in manifest.features.items():
        asked = frozenset(item.partition("/")[2] for item in enabled if item.startswith(prefixes))
        if asked:
            found[feature] = asked
    return found
