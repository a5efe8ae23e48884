"""Which crates of a workspace run on the building machine only.

Procedural macros and build scripts are run by the compiler and by Cargo, and so is every crate
that nothing else depends on but these.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from wasi_lsp.project.manifest import Manifest


def host_crates(
    packages: Mapping[Path, Manifest], root: Path, shared_paths: Mapping[str, str]
) -> frozenset[Path]:
    """The folders of those of `packages` (by folder) that never run on the target.

    `shared_paths` are the path dependencies that the workspace in `root` hands down.
    """
    #: By folder of a dependency: the folders that depend on it, None for a build script.
    dependents: dict[Path, set[Path | None]] = {}
    for folder, manifest in packages.items():
        for used, by_script in _path_dependencies(folder, manifest, root, shared_paths):
            dependents.setdefault(used, set()).add(None if by_script else folder)

    on_host = {folder for folder, manifest in packages.items() if manifest.proc_macro}
    grown = True
    while grown:
        grown = False
        for folder, users in dependents.items():
            if folder not in on_host and all(user is None or user in on_host for user in users):
                on_host.add(folder)
                grown = True
    return frozenset(on_host & packages.keys())


def _path_dependencies(
    folder: Path, manifest: Manifest, root: Path, shared_paths: Mapping[str, str]
) -> Iterator[tuple[Path, bool]]:
    """The folder of each path dependency, and whether it is one of the build script."""
    for dependency in manifest.dependencies:
        if dependency.table == "dev-dependencies":
            continue
        base, path = folder, dependency.path
        if dependency.inherited:
            base, path = root, shared_paths.get(dependency.name)
        if path is not None:
            by_script = dependency.table == "build-dependencies"
            yield Path(os.path.normpath(base / path)), by_script
