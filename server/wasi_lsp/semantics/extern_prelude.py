"""The crates that code of a package can name, and how their conditions look from there.

Another crate has features of its own. Seen from outside, a feature of it is on where the dependency
asks for it, or where an own feature switches it on, or it is a free atom: `feature="b/net"`, as
Cargo calls the feature `net` of the package `b`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from wasi_lsp.cfg.atoms import feature_atom, feature_of
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.well_known import is_known_name
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.project.features import switched_on
from wasi_lsp.project.path_dependencies import PathDependency
from wasi_lsp.semantics.assumptions import Assumptions

if TYPE_CHECKING:
    from wasi_lsp.semantics.crate_files import CrateFiles


@dataclass(frozen=True, slots=True, eq=False)
class OuterView:
    """How the conditions of a crate look from one that names it."""

    #: What features of its package are called; None where they are the same package's.
    package: str | None = None
    #: Where its features are on, as far as the dependency says.
    features: Mapping[str, Region] = field(default_factory=dict)
    #: What its build script sets.
    scripted: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: What is known about its free atoms.
    assumptions: Assumptions = field(default_factory=Assumptions)

    def of(self, region: Region) -> Region:
        """A condition of the crate over the atoms of the one that names it."""
        if not region.atoms:
            return region
        # What others depend on is built without its tests.
        meanings = {"test": Region.nowhere()}
        if self.package is not None:
            region = self.assumptions.apply(region)
            for atom in sorted(region.atoms):
                feature = feature_of(atom)
                if feature is None:
                    if self._is_scripted(atom.partition("=")[0]):
                        region = _whatever(atom, region)
                elif "/" not in feature:
                    free = Region.of_atom(feature_atom(f"{self.package}/{feature}"))
                    meanings[atom] = self.features.get(feature, Region.nowhere()) | free
        return region.within(meanings)

    def _is_scripted(self, name: str) -> bool:
        if is_known_name(name):
            return False
        return self.scripted.open_ended or name in self.scripted.names


def _whatever(atom: str, region: Region) -> Region:
    """What is known of a condition by those who know nothing about an atom."""
    is_set, is_not = region.assume({atom: True}), region.assume({atom: False})
    return (is_set & is_not) | ((is_set | is_not) & Region.unknown())


@dataclass(frozen=True, slots=True, eq=False)
class ExternCrate:
    """What a name in the extern prelude means."""

    files: CrateFiles
    #: The root file of its library.
    root: str
    #: Where the name means it.
    where: Region
    view: OuterView


#: Gives the package in a folder; None where its files are not known.
FindPackage = Callable[[Path], "tuple[Crate, CrateFiles] | None"]


def extern_prelude(
    crate: Crate, files: CrateFiles, find: FindPackage
) -> dict[str, tuple[ExternCrate, ...]]:
    """The crates that code of `crate` can name, whose files are `files`, by their names there."""
    found: dict[str, list[ExternCrate]] = {}
    if crate.library is not None:
        name, root = crate.library
        found[name] = [ExternCrate(files, root, Region.everywhere(), OuterView())]
    for dependency in crate.dependencies:
        package = find(dependency.folder) if dependency.table != "build-dependencies" else None
        if package is None or package[0].library is None or package[0].is_host_only:
            continue
        other, other_files = package
        name, root = package[0].library
        if dependency.is_renamed:
            name = dependency.name.replace("-", "_")
        known = found.setdefault(name, [])
        # A name stands in several tables: what an earlier one says is enough.
        where = reduce(Region.__and__, (~each.where for each in known), _where(dependency))
        if where.is_satisfiable:
            known.append(ExternCrate(other_files, root, where, _outer_view(other, dependency)))
    return {name: tuple(crates) for name, crates in found.items()}


def _where(dependency: PathDependency) -> Region:
    where = dependency.where
    if dependency.brought_in_by is not None:
        where = where & _any_of(dependency.brought_in_by)
    return where & _TEST if dependency.table == "dev-dependencies" else where


def _any_of(features: Iterable[str]) -> Region:
    regions = (Region.of_atom(feature_atom(feature)) for feature in sorted(features))
    return reduce(Region.__or__, regions, Region.nowhere())


def _outer_view(crate: Crate, dependency: PathDependency) -> OuterView:
    where = dict.fromkeys(switched_on(crate, dependency.features), Region.everywhere())
    for own, asked in sorted(dependency.forwarded.items()):
        for feature in switched_on(crate, asked):
            where[feature] = where.get(feature, Region.nowhere()) | _any_of([own])
    return OuterView(crate.name, where, crate.scripted_cfgs, Assumptions.of(crate))


_TEST = Region.of_atom("test")
