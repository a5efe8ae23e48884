"""Which crate a file belongs to, and what the project's files say about that crate.

Reads go through `Vfs` alone, so nothing outside the roots is ever read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wasi_lsp.cfg.region import Region
from wasi_lsp.project.build_script_files import BuildScript, ScriptedCfg, read_build_script
from wasi_lsp.project.cargo_config import CargoConfig
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import DeclaredCfgs
from wasi_lsp.project.host_crates import host_crates
from wasi_lsp.project.manifest import Inherited, Manifest
from wasi_lsp.project.path_dependencies import path_dependencies
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.project_files import ProjectFiles
from wasi_lsp.project.toolchain import Toolchain
from wasi_lsp.project.vfs import Vfs
from wasi_lsp.project.wasi_names import triples_in
from wasi_lsp.project.wasi_signs import package_signs, wasi_signs
from wasi_lsp.project.written_settings import WrittenSettings
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.syntax.lexical import feature_gates_in

#: The files with a crate's own attributes, where the manifest names no others.
_CRATE_ROOTS = ("src/lib.rs", "src/main.rs")

#: Cargo's default for a package without `edition`.
_OLDEST_EDITION = "2015"

#: Build dependencies that print no cfgs by themselves; `cfg_aliases` is read off the script.
_SILENT_BUILD_CRATES = frozenset(
    {"bindgen", "cc", "cfg_aliases", "cmake", "pkg-config", "rustc_version", "version_check"}
)


@dataclass(slots=True)
class Workspace:
    """A snapshot of the project files below some roots, each read once and when first needed.

    What was read stays as it was: make a new one when a project file changes.
    """

    files: ProjectFiles
    _crates: dict[Path, Crate] = field(default_factory=dict)
    _host: dict[Path, frozenset[Path]] = field(default_factory=dict)

    @classmethod
    def load(cls, roots: Iterable[Path]) -> Workspace:
        """The projects below `roots`, which may not exist."""
        return cls(ProjectFiles(Vfs.of(roots)))

    def crate_of(self, file: Path) -> Crate:
        """The crate of the nearest Cargo.toml upward from `file`; links are not resolved.

        A file that lies beside the members of a virtual workspace belongs to no crate.
        """
        folder = Path(os.path.abspath(file)).parent
        crate = self._crates.get(folder)
        if crate is None:
            crate = self._crates[folder] = self._find_crate(folder)
        return crate

    def with_dependencies(self, crate: Crate) -> dict[Path, Crate]:
        """A crate and all that it leads to through path dependencies, by the packages' folders."""
        found: dict[Path, Crate] = {}
        pending = [crate]
        while pending:
            each = pending.pop()
            if each.root not in found:
                found[each.root] = each
                pending += (self.crate_in(dependency.folder) for dependency in each.dependencies)
        return found

    def crate_in(self, folder: Path) -> Crate:
        """The crate whose manifest is in a folder."""
        return self.crate_of(folder / "Cargo.toml")

    def _find_crate(self, folder: Path) -> Crate:
        version: RustVersion | None = None
        for candidate in self.files.upward(folder):
            manifest = self.files.manifest(candidate)
            if manifest is None:
                continue
            if manifest.name is None and not manifest.problems:
                version = self._promise(candidate, manifest)
                break
            if candidate != folder:
                return self.crate_in(candidate)
            return self._assemble(candidate, manifest)
        config, toolchain = self._surroundings(folder)
        crate = _lone_file(folder, config, toolchain)
        problems = (*crate.problems, *self._settings_problems(folder))
        return replace(
            crate,
            rust_version=version,
            settings=tuple(self._settings(folder)),
            problems=problems,
        )

    def _promise(self, root: Path, manifest: Manifest) -> RustVersion | None:
        """The `rust-version` of a virtual workspace, where a member takes it over."""
        shared = manifest.workspace
        if shared is None or shared.rust_version is None:
            return None
        members = map(self.files.manifest, self.files.matching(root, shared.members))
        is_taken = any(each and isinstance(each.rust_version, Inherited) for each in members)
        return RustVersion.parse(shared.rust_version) if is_taken else None

    def _assemble(self, root: Path, manifest: Manifest) -> Crate:
        path = root / "Cargo.toml"
        found = self._workspace_of(root, manifest)
        shared = found[1].workspace if found is not None else None
        shared_root = found[0].parent if found is not None else root
        configs, toolchain = self._surroundings(root)
        script = self._build_script(root, manifest)

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
        signs = list(wasi_signs(manifests, configs, toolchain, script.sets))
        has_members = shared is not None and bool(shared.members)
        is_alone = not has_members and Path(os.path.realpath(root)) in self.files.vfs.roots
        own = list(package_signs((path, manifest), configs, toolchain, script.sets, is_alone))
        return Crate(
            root=root,
            manifest_path=path,
            name=manifest.name,
            edition=edition or _OLDEST_EDITION,
            rust_version=RustVersion.parse(version) if version is not None else None,
            toolchain=toolchain[1] if toolchain is not None else Toolchain(),
            features=frozenset(manifest.features) if not manifest.problems else None,
            implied_features=manifest.implied_features,
            declared_cfgs=DeclaredCfgs.union(
                [
                    lints,
                    script.declared_cfgs,
                    *(config.declared_cfgs for _, config in configs),
                    DeclaredCfgs(open_ended=bool(manifest.problems)),
                ]
            ),
            is_host_only=manifest.proc_macro
            or (found is not None and root in self._host_crates(found[0].parent, found[1])),
            scripted_cfgs=script.declared_cfgs,
            set_cfgs=_with_flags(script.sets, [config for _, config in configs]),
            build_script=script.files,
            target_paths=manifest.target_paths,
            library=manifest.library,
            dependency_names=frozenset(
                each.name.replace("-", "_")
                for each in manifest.dependencies
                if each.table != "build-dependencies"
            ),
            dependencies=tuple(path_dependencies(root, manifest, shared_root, shared)),
            workspace=shared_root,
            feature_gates=self._feature_gates(root),
            named_targets=tuple(sorted({sign.target for sign in signs if sign.target})),
            wasi_sign=signs[0].reason if signs else None,
            configured_targets=tuple(
                sorted(
                    {*triples_in(each for _, config in configs for each in config.build_targets)}
                )
            ),
            is_for_wasi=bool(own),
            own_targets=tuple(sorted({sign.target for sign in own if sign.target})),
            is_component=manifest.is_component,
            is_alone=is_alone,
            shared_dependencies=shared.dependencies if shared is not None else {},
            settings=tuple(self._settings(root)),
            problems=(
                *(problem for _, each in manifests for problem in each.problems),
                *(problem for _, config in configs for problem in config.problems),
                *(toolchain[1].problems if toolchain is not None else ()),
                *script.problems,
                *self._settings_problems(root),
            ),
        )

    def _settings(self, root: Path) -> Iterator[WrittenSettings]:
        """The settings that count for the files in a folder, the outermost first."""
        for folder in reversed(list(self.files.upward(root))):
            manifest = self.files.manifest(folder)
            found = [self.files.settings(folder)]
            if manifest is not None:
                own = manifest.package_settings if folder == root else None
                found = [manifest.workspace_settings, own, *found]
            yield from (each for each in found if isinstance(each, WrittenSettings))

    def _settings_problems(self, root: Path) -> Iterator[Problem]:
        for folder in self.files.upward(root):
            found = self.files.settings(folder)
            if isinstance(found, Problem):
                yield found

    def _build_script(self, root: Path, manifest: Manifest) -> BuildScript:
        if manifest.build is False:
            return BuildScript()
        name = manifest.build if isinstance(manifest.build, str) else "build.rs"
        features = manifest.features if not manifest.problems else None
        path = Path(os.path.normpath(root / name))
        script = read_build_script(path, self.files.vfs, features)
        helpers = {
            dependency.package
            for dependency in manifest.dependencies
            if dependency.table == "build-dependencies"
        }
        if script.files and not helpers <= _SILENT_BUILD_CRATES:
            declared = DeclaredCfgs(script.declared_cfgs.names, open_ended=True)
            return replace(script, declared_cfgs=declared)
        return script

    def _feature_gates(self, root: Path) -> frozenset[str]:
        sources = (self.files.vfs.read(root / name) for name in _CRATE_ROOTS)
        gates = (feature_gates_in(text) for text in sources if isinstance(text, bytes))
        return frozenset().union(*gates)

    def _workspace_of(self, root: Path, manifest: Manifest) -> tuple[Path, Manifest] | None:
        """The manifest with the `[workspace]` table that the package belongs to."""
        if manifest.workspace is not None:
            return root / "Cargo.toml", manifest
        if manifest.workspace_path is not None:
            folder = Path(os.path.normpath(root / manifest.workspace_path))
            named = self.files.manifest(folder)
            return (folder / "Cargo.toml", named) if named is not None else None
        for folder in self.files.upward(root.parent):
            candidate = self.files.manifest(folder)
            if candidate is None or candidate.workspace is None:
                continue
            excluded = (folder / entry for entry in candidate.workspace.exclude)
            if not any(root.is_relative_to(os.path.normpath(entry)) for entry in excluded):
                return folder / "Cargo.toml", candidate
        return None

    def _host_crates(self, root: Path, manifest: Manifest) -> frozenset[Path]:
        """The members of the workspace in `root` that run on the host only."""
        if root not in self._host and manifest.workspace is not None:
            folders = [root, *self.files.matching(root, manifest.workspace.members)]
            packages = {
                folder: member
                for folder in folders
                if (member := self.files.manifest(folder)) is not None
            }
            self._host[root] = host_crates(packages, root, manifest.workspace)
        return self._host.get(root, frozenset())

    def _surroundings(
        self, folder: Path
    ) -> tuple[list[tuple[Path, CargoConfig]], tuple[Path, Toolchain] | None]:
        """Every Cargo configuration upward, nearest first, and the nearest toolchain file."""
        folders = list(self.files.upward(folder))
        configs = [found for each in folders if (found := self.files.config(each)) is not None]
        toolchains = (self.files.toolchain(each) for each in folders)
        return configs, next((found for found in toolchains if found is not None), None)


def _with_flags(
    sets: Mapping[str, ScriptedCfg], configs: list[CargoConfig]
) -> dict[str, ScriptedCfg]:
    """What a build script sets may be set elsewhere, too, if `rustflags` speak of the name."""
    names = {name for config in configs for name in config.declared_cfgs.names}
    return {
        atom: replace(scripted, where=scripted.where | Region.unknown())
        if atom.partition("=")[0] in names
        else scripted
        for atom, scripted in sets.items()
    }


def _lone_file(
    folder: Path,
    configs: list[tuple[Path, CargoConfig]],
    toolchain: tuple[Path, Toolchain] | None,
) -> Crate:
    signs = list(wasi_signs([], configs, toolchain, {}))
    return Crate(
        root=folder,
        toolchain=toolchain[1] if toolchain is not None else Toolchain(),
        declared_cfgs=DeclaredCfgs.union(config.declared_cfgs for _, config in configs),
        problems=tuple(problem for _, config in configs for problem in config.problems),
        named_targets=tuple(sorted({sign.target for sign in signs if sign.target})),
        wasi_sign=signs[0].reason if signs else None,
    )
