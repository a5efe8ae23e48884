"""Which crates of a workspace run on the building machine only.

Procedural macros and build scripts are run by the compiler and by Cargo, and so is every crate
that nothing else depends on but these.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wasi_lsp.project.manifest import Manifest, Workspace
from wasi_lsp.project.path_dependencies import path_dependencies


def host_crates(
    packages: Mapping[Path, Manifest], root: Path, workspace: Workspace
) -> frozenset[Path]:
    """The folders of those of `packages` (by folder) that never run on the target.

    They are members of the `workspace` in `root`.
    """
    #: By folder of a dependency: the folders that depend on it, None for a build script.
    dependents: dict[Path, set[Path | None]] = {}
    for folder, manifest in packages.items():
        for used in path_dependencies(folder, manifest, root, workspace):
            if used.table != "dev-dependencies":
                user = None if used.table == "build-dependencies" else folder
                dependents.setdefault(used.folder, set()).add(user)

    on_host = {folder for folder, manifest in packages.items() if manifest.proc_macro}
    grown = True
    while grown:
        grown = False
        for folder, users in dependents.items():
            if folder not in on_host and all(user is None or user in on_host for user in users):
                on_host.add(folder)
                grown = True
    return frozenset(on_host & packages.keys())
