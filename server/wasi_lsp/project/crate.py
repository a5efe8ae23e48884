"""What a project's files say about one package: plain data, that `workspace` puts together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.project.build_script_files import ScriptedCfg
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.project.manifest import Dependency
from wasi_lsp.project.path_dependencies import PathDependency
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toolchain import Toolchain
from wasi_lsp.project.written_settings import WrittenSettings
from wasi_lsp.rust_version import RustVersion


@dataclass(frozen=True, slots=True)
class Crate:
    """What the project's files say about one package; the defaults are those of a lone file."""

    #: The folder of the manifest; without one, the folder of the file.
    root: Path
    manifest_path: Path | None = None
    name: str | None = None
    #: None without a manifest.
    edition: str | None = None
    #: The manifest's `rust-version`, inherited or not; beside the members of a virtual workspace
    #: the one that they inherit.
    rust_version: RustVersion | None = None
    toolchain: Toolchain = field(default_factory=Toolchain)
    #: The values that `feature = "…"` can have; None where no manifest could be read.
    features: frozenset[str] | None = None
    #: By feature: the other features that it switches on directly.
    implied_features: Mapping[str, frozenset[str]] = field(default_factory=dict)
    declared_cfgs: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: Those of them that the build script sets, on some targets or on all.
    scripted_cfgs: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: By atom (as `atom_of` writes it): the cfgs that the build script sets by name, and where, as
    #: far as that is known. An atom that is not here may be set anywhere.
    set_cfgs: Mapping[str, ScriptedCfg] = field(default_factory=dict)
    #: Whether nothing of it is ever compiled for the target: procedural macros and their helpers.
    is_host_only: bool = False
    #: The files of the build script.
    build_script: frozenset[Path] = frozenset()
    #: The root files that the manifest names, relative to the package.
    target_paths: tuple[str, ...] = ()
    #: The name by which code calls the library, and its root file, which may not exist.
    library: tuple[str, str] | None = None
    #: The names by which its code calls what it depends on.
    dependency_names: frozenset[str] = frozenset()
    #: The packages in other folders that it depends on.
    dependencies: tuple[PathDependency, ...] = ()
    #: The folder of the workspace that it is a member of; its own, where it is in none.
    workspace: Path | None = None
    #: What `#![feature(…)]` in its library or program switches on.
    feature_gates: frozenset[str] = frozenset()
    #: The WASI targets that configuration, toolchain file and manifests name: sorted triples.
    named_targets: tuple[str, ...] = ()
    #: Why this looks like a project for WASI, in words; None if nothing says so.
    wasi_sign: str | None = None
    #: The WASI targets that Cargo builds it for by default.
    configured_targets: tuple[str, ...] = ()
    #: Whether its own files say that it is built for WASI, and the WASI targets that they name.
    is_for_wasi: bool = False
    own_targets: tuple[str, ...] = ()
    #: Whether cargo-component builds it.
    is_component: bool = False
    #: Whether it is the only package of its project.
    is_alone: bool = False
    #: What the workspace hands down, by name.
    shared_dependencies: Mapping[str, Dependency] = field(default_factory=dict)
    #: The settings of this product in the project's files, the outermost first.
    settings: tuple[WrittenSettings, ...] = ()
    problems: tuple[Problem, ...] = ()

    def runs_on_host(self, path: Path) -> bool:
        """Whether `path` is compiled for the machine that builds, never for the target."""
        return self.is_host_only or Path(os.path.abspath(path)) in self.build_script
