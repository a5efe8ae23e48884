"""What a crate's own cfgs imply: where a name is set, and which feature switches on which.

`wasip2` says nothing by itself; with a build script that sets it for `target_env = "p2"` it says as
much as that. Conditions that are to be compared are put on the same footing by `apply` first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from wasi_lsp.cfg.ast import Any, CfgExpr, Invalid, KeyValue
from wasi_lsp.cfg.atoms import feature_atom, feature_of
from wasi_lsp.cfg.region import Region
from wasi_lsp.project.crate import Crate
from wasi_lsp.text.span import Span

_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is known about the free atoms of one crate; the default is nothing.

    What was worked out is kept with the instance: make one for a crate, not one for a file.
    """

    #: By atom: where the project sets it, as far as that is known.
    cfg_conditions: Mapping[str, Region] = field(default_factory=dict)
    #: By the atom of a feature: the features that switch it on directly.
    implying_features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _applied: dict[Region, Region] = field(default_factory=dict, compare=False, repr=False)
    _bounds: dict[str, Region] = field(default_factory=dict, compare=False, repr=False)
    _derived: dict[str, Assumptions] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, crate: Crate) -> Self:
        """What the files of `crate` say."""
        implying: dict[str, tuple[str, ...]] = {}
        for feature, implied in crate.implied_features.items():
            for atom in (feature_atom(each) for each in sorted(implied)):
                implying[atom] = (*implying.get(atom, ()), feature)
        return cls({atom: each.where for atom, each in crate.set_cfgs.items()}, implying)

    def apply(self, region: Region) -> Region:
        """The same condition in a world where the assumptions hold.

        An atom of which all is known gives way to its condition, and a feature to itself or those
        that switch it on. So `implies`, `overlaps`, `==` and the sets of targets are exact between
        applied regions; what `&`, `|` and `~` make of these is applied already, and applying a
        region again changes nothing. One that gets too big is not known to hold anywhere.
        """
        if not region.may.nodes and not region.must.nodes:
            return region
        found = self._applied.get(region)
        if found is None:
            bounds = {
                atom: self._bound(atom)
                for atom in region.atoms
                if atom in self.cfg_conditions or atom in self.implying_features
            }
            found = self._applied[region] = region.within(bounds) if bounds else region
        return found

    @property
    def without_choices(self) -> Assumptions:
        """The same, but a name may be left unset where it is not the target alone that decides.

        It holds for those, too, who build without the build script, or with another choice of it.
        """
        if "choices" not in self._derived:
            conditions = {
                name: region
                if region.is_exact and not region.atoms and region != Region.everywhere()
                else Region(region.may, Region.nowhere().must)
                for name, region in self.cfg_conditions.items()
            }
            self._derived["choices"] = Assumptions(conditions, self.implying_features)
        return self._derived["choices"]

    @property
    def of_features(self) -> Assumptions:
        """What holds of the features alone."""
        if "features" not in self._derived:
            self._derived["features"] = Assumptions({}, self.implying_features)
        return self._derived["features"]

    def _bound(self, atom: str) -> Region:
        """Where the atom must be set, and where alone it may be."""
        if atom not in self._bounds:
            bound = self.cfg_conditions.get(atom, Region.nowhere())
            features = bound.atoms & self.implying_features.keys()
            bound = bound.within({each: self._feature_bound(each) for each in features})
            if feature_of(atom) is not None:
                bound = bound | self._feature_bound(atom)
            self._bounds[atom] = bound
        return self._bounds[atom]

    def _feature_bound(self, atom: str) -> Region:
        """A feature is on where another switches it on, or where whoever builds the crate does."""
        return Region.of(Any(_NOWHERE, (*self._switching_on(atom), Invalid(_NOWHERE))))

    def _switching_on(self, atom: str) -> Iterator[CfgExpr]:
        """The features that switch on the feature of an atom, directly or not."""
        seen = {atom}
        pending = [atom]
        while pending:
            for feature in self.implying_features.get(pending.pop(), ()):
                implying = feature_atom(feature)
                if implying not in seen:
                    seen.add(implying)
                    pending.append(implying)
                    yield KeyValue(_NOWHERE, "feature", feature, _NOWHERE, _NOWHERE)
