"""A build script with its modules, as they lie on disk."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.project.build_script import alias_conditions, other_files, parse_build_script
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.vfs import Vfs

#: Real scripts have at most some ten files.
_MOST_FILES = 64


@dataclass(frozen=True, slots=True)
class BuildScript:
    """What the files of a build script say; the default is that there is none."""

    #: The script, and the files that it takes in.
    files: frozenset[Path] = frozenset()
    declared_cfgs: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: By atom: where the script sets it; what is not evident about that is `Invalid`.
    cfg_conditions: Mapping[str, CfgExpr] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_build_script(path: Path, vfs: Vfs) -> BuildScript:
    """Read the script at `path` with its modules; a part that is not found leaves names open."""
    found: set[Path] = set()
    declared: list[DeclaredCfgs] = []
    conditions: dict[str, CfgExpr] = {}
    problems: list[Problem] = []
    # Each with the folder in which its modules lie.
    pending = deque([(path, path.parent)])
    while pending and len(found) < _MOST_FILES:
        file, folder = pending.popleft()
        if file in found:
            continue
        data = vfs.read(file)
        if not isinstance(data, bytes):
            # There may be no script at all, but a part of one has to be somewhere.
            declared.append(DeclaredCfgs(open_ended=file != path or data is not None))
            if data is not None:
                problems.append(data)
            continue
        found.add(file)
        declared.append(parse_build_script(data))
        conditions |= alias_conditions(data)
        others = other_files(data)
        for name in others.modules:
            file_of_module = folder / f"{name}.rs"
            if not vfs.is_file(file_of_module):
                file_of_module = folder / name / "mod.rs"
            pending.append((file_of_module, folder / name))
        for name in others.paths:
            named = Path(os.path.normpath(file.parent / name))
            pending.append((named, named.parent))
    if pending:
        declared.append(DeclaredCfgs(open_ended=True))
    return BuildScript(frozenset(found), DeclaredCfgs.union(declared), conditions, tuple(problems))
