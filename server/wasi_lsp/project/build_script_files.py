"""A build script with its modules, as they lie on disk."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.cfg.atoms import value_atom
from wasi_lsp.cfg.region import Region
from wasi_lsp.project.build_script import SetCfg, other_files, parse_build_script
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.vfs import Vfs

#: Real scripts have at most some ten files.
_MOST_FILES = 64


@dataclass(frozen=True, slots=True)
class SettingPlace:
    """A place that sets a cfg; lines count from 1."""

    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class ScriptedCfg:
    """Where a script sets a cfg, as far as that is known, and the places in it that do."""

    where: Region
    places: tuple[SettingPlace, ...]


@dataclass(frozen=True, slots=True)
class BuildScript:
    """What the files of a build script say; the default is that there is none."""

    #: The script, and the files that it takes in.
    files: frozenset[Path] = frozenset()
    declared_cfgs: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: By atom (as `atom_of` writes it): the cfgs that it sets by name.
    sets: Mapping[str, ScriptedCfg] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_build_script(path: Path, vfs: Vfs, features: Collection[str] | None) -> BuildScript:
    """Read the script at `path` with its modules; a part that is not found leaves names open.

    `features` are those of the manifest, None if they are not known.
    """
    texts: dict[Path, bytes] = {}
    problems: list[Problem] = []
    is_whole = True
    # Each with the folder in which its modules lie.
    pending = deque([(path, path.parent)])
    while pending and len(texts) < _MOST_FILES:
        file, folder = pending.popleft()
        if file in texts:
            continue
        data = vfs.read(file)
        if not isinstance(data, bytes):
            # There may be no script at all, but a part of one has to be somewhere.
            is_whole = is_whole and file == path and data is None
            if data is not None:
                problems.append(data)
            continue
        texts[file] = data
        others = other_files(data)
        for name in others.modules:
            file_of_module = folder / f"{name}.rs"
            if not vfs.is_file(file_of_module):
                file_of_module = folder / name / "mod.rs"
            pending.append((file_of_module, folder / name))
        for name in others.paths:
            named = Path(os.path.normpath(file.parent / name))
            pending.append((named, named.parent))
    is_whole = is_whole and not pending
    scripts = {
        file: parse_build_script(data, str(file), features, is_alone=is_whole and len(texts) == 1)
        for file, data in texts.items()
    }
    declared = [script.declared for script in scripts.values()]
    sets = [
        (SettingPlace(file, texts[file].count(b"\n", 0, each.span.start) + 1), each)
        for file, script in scripts.items()
        for each in script.sets
    ]
    return BuildScript(
        frozenset(texts),
        DeclaredCfgs.union([*declared, DeclaredCfgs(open_ended=not is_whole)]),
        _by_atom(sets, is_whole=is_whole),
        tuple(problems),
    )


def _by_atom(
    sets: Iterable[tuple[SettingPlace, SetCfg]], *, is_whole: bool
) -> dict[str, ScriptedCfg]:
    found: dict[str, ScriptedCfg] = {}
    #: Where any cfg may be set, and where any value of a key.
    anything = Region.nowhere() if is_whole else Region.unknown()
    any_value: dict[str, Region] = {}
    for place, (cfgs, where, _) in sets:
        if cfgs.open_ended:
            anything = anything | where
        for name, values in cfgs.names.items():
            if values.any_string:
                any_value[name] = any_value.get(name, Region.nowhere()) | where
            atoms = [value_atom(name, value) for value in values.strings]
            for atom in [*atoms, *([name] if values.bare else [])]:
                known = found.get(atom, ScriptedCfg(Region.nowhere(), ()))
                places = (*known.places, place)
                found[atom] = ScriptedCfg(known.where | where, places)
    for atom, scripted in found.items():
        name, has_value, _ = atom.partition("=")
        maybe = anything | any_value.get(name, anything) if has_value else anything
        where = scripted.where | (maybe & Region.unknown())
        # On no target of today: it is there for those to come.
        where = where if where.is_satisfiable else Region.unknown()
        found[atom] = ScriptedCfg(where, scripted.places)
    return found
