"""Which crate a file belongs to, and what the project's files say about that crate.

Reads go through `Vfs` alone, so nothing outside the roots is ever read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.project.build_script import parse_build_script
from wasi_lsp.project.cargo_config import CargoConfig, parse_cargo_config
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.project.manifest import Inherited, Manifest, parse_manifest
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toolchain import Toolchain, parse_toolchain
from wasi_lsp.project.vfs import Vfs
from wasi_lsp.project.wasi_names import triple_of_env, triples_in
from wasi_lsp.rust_version import RustVersion

#: Files whose change makes a new `Workspace` necessary, beside the build scripts.
PROJECT_FILES = (
    "Cargo.toml",
    ".cargo/config.toml",
    ".cargo/config",
    "rust-toolchain.toml",
    "rust-toolchain",
)

#: Cargo's default for a package without `edition`.
_OLDEST_EDITION = "2015"

#: Crates that are of use in programs for WASI only: bindings to its interfaces.
_WASI_CRATES = frozenset(
    {"wasi", "wasip1", "wasip2", "wasip3", "wit-bindgen", "wit-bindgen-rt", "wstd", "spin-sdk"}
)

#: Build dependencies that print no cfgs by themselves; `cfg_aliases` is read off the script.
_SILENT_BUILD_CRATES = frozenset(
    {"bindgen", "cc", "cfg_aliases", "cmake", "pkg-config", "rustc_version", "version_check"}
)

# Cargo's predicates have neither comments nor raw strings nor escapes: a pattern reads them.
_TARGET_ENV = re.compile(r'\btarget_env\s*=\s*"([^"]*)"')
_WASI_PREDICATE = re.compile(r'\btarget_os\s*=\s*"wasi"|\btarget_family\s*=\s*"wasm"')


@dataclass(frozen=True, slots=True)
class Crate:
    """What the project's files say about one package; the defaults are those of a lone file."""

    #: The folder of the manifest; without one, the folder of the file.
    root: Path
    manifest_path: Path | None = None
    name: str | None = None
    #: None without a manifest.
    edition: str | None = None
    #: The manifest's `rust-version`, inherited or not.
    rust_version: RustVersion | None = None
    toolchain: Toolchain = field(default_factory=Toolchain)
    #: The values that `feature = "…"` can have; None where no manifest could be read.
    features: frozenset[str] | None = None
    declared_cfgs: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    is_proc_macro: bool = False
    build_script: Path | None = None
    #: The WASI targets that configuration, toolchain file and manifests name: sorted triples.
    named_targets: tuple[str, ...] = ()
    #: Why this looks like a project for WASI, in words; None if nothing says so.
    wasi_sign: str | None = None
    problems: tuple[Problem, ...] = ()

    def runs_on_host(self, path: Path) -> bool:
        """Whether `path` is compiled for the machine that builds, never for the target."""
        if self.is_proc_macro or path == self.build_script:
            return True
        # The modules of `build/main.rs` lie beside it; those of `build.rs` cannot be told from
        # the rest by their place.
        folder = self.build_script.parent if self.build_script is not None else self.root
        return folder not in (self.root, self.root / "src") and path.is_relative_to(folder)


@dataclass(slots=True)
class Workspace:
    """A snapshot of the project files below some roots, each read once and when first needed.

    What was read stays as it was: make a new one when a project file changes.
    """

    vfs: Vfs
    _crates: dict[Path, Crate] = field(default_factory=dict)
    _manifests: dict[Path, Manifest | None] = field(default_factory=dict)
    _configs: dict[Path, tuple[Path, CargoConfig] | None] = field(default_factory=dict)
    _toolchains: dict[Path, tuple[Path, Toolchain] | None] = field(default_factory=dict)

    @classmethod
    def load(cls, roots: Iterable[Path]) -> Workspace:
        """The projects below `roots`, which may not exist."""
        return cls(Vfs.of(roots))

    def crate_of(self, file: Path) -> Crate:
        """The crate of the nearest Cargo.toml upward from `file`; links are not resolved.

        A file that lies beside the members of a virtual workspace belongs to no crate.
        """
        folder = Path(os.path.abspath(file)).parent
        crate = self._crates.get(folder)
        if crate is None:
            crate = self._crates[folder] = self._find_crate(folder)
        return crate

    def _find_crate(self, folder: Path) -> Crate:
        for candidate in self._upward(folder):
            manifest = self._manifest(candidate)
            if manifest is None:
                continue
            if manifest.name is None and not manifest.problems:
                break
            if candidate != folder:
                return self.crate_of(candidate / "Cargo.toml")
            return self._assemble(candidate, manifest)
        config, toolchain = self._surroundings(folder)
        return _lone_file(folder, config, toolchain)

    def _assemble(self, root: Path, manifest: Manifest) -> Crate:
        path = root / "Cargo.toml"
        found = self._workspace_of(root, manifest)
        shared = found[1].workspace if found is not None else None
        configs, toolchain = self._surroundings(root)
        script, script_cfgs, script_problems = self._build_script(root, manifest)

        edition = manifest.edition
        if isinstance(edition, Inherited):
            edition = shared.edition if shared is not None else None
        version = manifest.rust_version
        if isinstance(version, Inherited):
            version = shared.rust_version if shared is not None else None
        lints = manifest.declared_cfgs
        if isinstance(lints, Inherited):
            lints = shared.declared_cfgs if shared is not None else DeclaredCfgs(open_ended=True)

        manifests = [(path, manifest)]
        if found is not None and found[0] != path:
            manifests.append(found)
        signs = list(_signs(manifests, configs, toolchain))
        return Crate(
            root=root,
            manifest_path=path,
            name=manifest.name,
            edition=edition or _OLDEST_EDITION,
            rust_version=RustVersion.parse(version) if version is not None else None,
            toolchain=toolchain[1] if toolchain is not None else Toolchain(),
            features=manifest.features if not manifest.problems else None,
            declared_cfgs=DeclaredCfgs.union(
                [
                    lints,
                    script_cfgs,
                    *(config.declared_cfgs for _, config in configs),
                    DeclaredCfgs(open_ended=bool(manifest.problems)),
                ]
            ),
            is_proc_macro=manifest.proc_macro,
            build_script=script,
            named_targets=tuple(sorted({sign.target for sign in signs if sign.target})),
            wasi_sign=signs[0].reason if signs else None,
            problems=(
                *(problem for _, each in manifests for problem in each.problems),
                *(problem for _, config in configs for problem in config.problems),
                *(toolchain[1].problems if toolchain is not None else ()),
                *script_problems,
            ),
        )

    def _build_script(
        self, root: Path, manifest: Manifest
    ) -> tuple[Path | None, DeclaredCfgs, tuple[Problem, ...]]:
        if manifest.build is False:
            return None, DeclaredCfgs(), ()
        path = root / (manifest.build if isinstance(manifest.build, str) else "build.rs")
        path = Path(os.path.normpath(path))
        data = self.vfs.read(path)
        if data is None:
            return None, DeclaredCfgs(), ()
        if isinstance(data, Problem):
            return path, DeclaredCfgs(open_ended=True), (data,)
        helpers = {
            dependency.package
            for dependency in manifest.dependencies
            if dependency.table == "build-dependencies"
        }
        declared = parse_build_script(data)
        if not helpers <= _SILENT_BUILD_CRATES:
            declared = DeclaredCfgs(declared.names, open_ended=True)
        return path, declared, ()

    def _workspace_of(self, root: Path, manifest: Manifest) -> tuple[Path, Manifest] | None:
        """The manifest with the `[workspace]` table that the package belongs to."""
        if manifest.workspace is not None:
            return root / "Cargo.toml", manifest
        if manifest.workspace_path is not None:
            folder = Path(os.path.normpath(root / manifest.workspace_path))
            named = self._manifest(folder)
            return (folder / "Cargo.toml", named) if named is not None else None
        for folder in self._upward(root.parent):
            candidate = self._manifest(folder)
            if candidate is None or candidate.workspace is None:
                continue
            excluded = (folder / entry for entry in candidate.workspace.exclude)
            if not any(root.is_relative_to(os.path.normpath(entry)) for entry in excluded):
                return folder / "Cargo.toml", candidate
        return None

    def _surroundings(
        self, folder: Path
    ) -> tuple[list[tuple[Path, CargoConfig]], tuple[Path, Toolchain] | None]:
        """Every Cargo configuration upward, nearest first, and the nearest toolchain file."""
        folders = list(self._upward(folder))
        configs = [found for each in folders if (found := self._config(each)) is not None]
        toolchains = (self._toolchain(each) for each in folders)
        return configs, next((found for found in toolchains if found is not None), None)

    def _upward(self, folder: Path) -> Iterator[Path]:
        """`folder` and its parents, as long as a root holds them."""
        for each in (folder, *folder.parents):
            if self.vfs.root_of(each) is None:
                return
            yield each

    def _manifest(self, folder: Path) -> Manifest | None:
        if folder not in self._manifests:
            path = folder / "Cargo.toml"
            data = self.vfs.read(path)
            if isinstance(data, Problem):
                self._manifests[folder] = Manifest(problems=(data,))
            else:
                self._manifests[folder] = parse_manifest(data, path) if data is not None else None
        return self._manifests[folder]

    def _config(self, folder: Path) -> tuple[Path, CargoConfig] | None:
        if folder not in self._configs:
            # Where both exist, Cargo reads the one without a suffix.
            found = self._first(folder / ".cargo" / "config", folder / ".cargo" / "config.toml")
            if found is None:
                self._configs[folder] = None
            elif isinstance(found[1], Problem):
                self._configs[folder] = (found[0], CargoConfig(problems=(found[1],)))
            else:
                self._configs[folder] = (found[0], parse_cargo_config(found[1], found[0]))
        return self._configs[folder]

    def _toolchain(self, folder: Path) -> tuple[Path, Toolchain] | None:
        if folder not in self._toolchains:
            # Where both exist, rustup reads the one without a suffix.
            found = self._first(folder / "rust-toolchain", folder / "rust-toolchain.toml")
            if found is None:
                self._toolchains[folder] = None
            elif isinstance(found[1], Problem):
                self._toolchains[folder] = (found[0], Toolchain(problems=(found[1],)))
            else:
                self._toolchains[folder] = (found[0], parse_toolchain(found[1], found[0]))
        return self._toolchains[folder]

    def _first(self, *paths: Path) -> tuple[Path, bytes | Problem] | None:
        for path in paths:
            data = self.vfs.read(path)
            if data is not None:
                return path, data
        return None


def _lone_file(
    folder: Path,
    configs: list[tuple[Path, CargoConfig]],
    toolchain: tuple[Path, Toolchain] | None,
) -> Crate:
    signs = list(_signs([], configs, toolchain))
    return Crate(
        root=folder,
        toolchain=toolchain[1] if toolchain is not None else Toolchain(),
        declared_cfgs=DeclaredCfgs.union(config.declared_cfgs for _, config in configs),
        named_targets=tuple(sorted({sign.target for sign in signs if sign.target})),
        wasi_sign=signs[0].reason if signs else None,
    )


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that speaks for WASI, and the target it names, if it names one."""

    reason: str
    target: str | None = None


def _signs(
    manifests: list[tuple[Path, Manifest]],
    configs: list[tuple[Path, CargoConfig]],
    toolchain: tuple[Path, Toolchain] | None,
) -> Iterator[_Sign]:
    for path, config in configs:
        yield from _targets_named(f"{path.parent.name}/{path.name}", config.words)
        yield from _predicates(f"{path.parent.name}/{path.name}", config.target_keys)
    if toolchain is not None:
        yield from _targets_named(toolchain[0].name, toolchain[1].targets)
    for path, manifest in manifests:
        yield from _targets_named(path.name, manifest.words)
        yield from _predicates(path.name, manifest.target_keys)
        if manifest.is_component:
            yield _Sign(f"{path.name} describes a WebAssembly component")
        for dependency in manifest.dependencies:
            if dependency.table == "dependencies" and dependency.package in _WASI_CRATES:
                yield _Sign(f"{path.name} depends on {dependency.package}")


def _targets_named(where: str, texts: Iterable[str]) -> Iterator[_Sign]:
    for triple in sorted(set(triples_in(texts))):
        yield _Sign(f"{where} names {triple}", triple)


def _predicates(where: str, keys: Iterable[str]) -> Iterator[_Sign]:
    for key in keys:
        for value in _TARGET_ENV.findall(key):
            triple = triple_of_env(value)
            if triple is not None:
                yield _Sign(f"{where} has a table for {key}", triple)
        if _WASI_PREDICATE.search(key):
            yield _Sign(f"{where} has a table for {key}")
