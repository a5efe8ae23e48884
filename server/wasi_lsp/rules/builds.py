"""Conditions as they are met in builds: what rules may take for given about the free atoms."""

from __future__ import annotations

from wasi_lsp.cfg.atoms import feature_atom, is_undecided
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet
from wasi_lsp.cfg.well_known import is_known_name
from wasi_lsp.project.features import switched_on
from wasi_lsp.rules.base import RuleContext

#: Names, and features by convention, with which only documentation is made.
_DOCS = frozenset({"doc", "docs", "docsrs", *map(feature_atom, ("doc", "docs", "docsrs"))})
#: Never set in a build whose result is used.
_UNUSUAL = _DOCS | {"doctest", "miri", "proc_macro", "test"}


def in_builds(region: Region, context: RuleContext) -> Region:
    """Where code is in a build, whatever the features.

    What is there for documentation only is not: rustdoc runs nothing, and not for WASI. What the
    build script decides in its own way nobody knows, so it must be there in either case.
    """
    region = context.assumptions.apply(region)
    for atom in sorted(region.atoms):
        name = atom.partition("=")[0]
        if atom in _DOCS:
            region = region.assume({atom: False})
        elif _is_scripted(name, context):
            region = region.assume({atom: True}) & region.assume({atom: False})
    return region


def in_default_build(region: Region, context: RuleContext) -> Region:
    """Where code is in a build with the default features, of a library or a program.

    Names that nobody is known to set are not set; what else is free stays free.
    """
    region = context.assumptions.apply(region)
    on = set(map(feature_atom, switched_on(context.crate, {"default"})))
    atoms: dict[str, bool] = {}
    for atom in region.atoms:
        name = atom.partition("=")[0]
        if name == "feature":
            atoms[atom] = atom in on
        elif name in _UNUSUAL or not (is_known_name(name) or _is_scripted(name, context)):
            atoms[atom] = False
    return region.assume(atoms)


def lacking_targets(
    used: Region, missing: Region, covered: Region, context: RuleContext
) -> TargetSet:
    """The targets on which code is compiled without a name that it needs, for sure.

    The code is compiled where `used` holds, the name is not there where `missing` does, and has a
    meaning where `covered` does. That it is missing must be so under each choice of features that
    has the code at all, or with the default ones; and under such a choice other targets have it.
    """
    there = in_builds(used, context).assume({"test": False})
    lacking = there & in_builds(missing, context)
    found = NONE
    if (there & in_builds(covered, context)).known_targets:
        found = lacking.known_targets - (there & ~lacking).possible_targets
    if in_default_build(used & covered, context).known_targets:
        found = found | in_default_build(used & missing, context).certain_targets
    return found


def _is_scripted(name: str, context: RuleContext) -> bool:
    """Whether the build script decides it, in a way that is not known."""
    scripted = context.crate.scripted_cfgs
    is_set = scripted.open_ended or name in scripted.names
    return is_undecided(name) or (is_set and not is_known_name(name))
