"""The project files of each folder, read once and when first needed."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.project.cargo_config import CargoConfig, parse_cargo_config
from wasi_lsp.project.manifest import Manifest, parse_manifest
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toml_table import parse_toml
from wasi_lsp.project.toolchain import Toolchain, parse_toolchain
from wasi_lsp.project.vfs import Vfs
from wasi_lsp.project.written_settings import SETTINGS_FILE, WrittenSettings, of_settings_file

#: Files whose change makes a new `Workspace` necessary, beside the build scripts.
PROJECT_FILES = (
    "Cargo.toml",
    ".cargo/config.toml",
    ".cargo/config",
    "rust-toolchain.toml",
    "rust-toolchain",
    SETTINGS_FILE,
)


@dataclass(slots=True)
class ProjectFiles:
    """A snapshot of the project files: what was read stays as it was.

    `is_current` tells whether the disk still has it so.
    """

    vfs: Vfs
    _manifests: dict[Path, Manifest | None] = field(default_factory=dict)
    _configs: dict[Path, tuple[Path, CargoConfig] | None] = field(default_factory=dict)
    _toolchains: dict[Path, tuple[Path, Toolchain] | None] = field(default_factory=dict)
    _settings: dict[Path, WrittenSettings | Problem | None] = field(default_factory=dict)
    #: Of all that was looked for, also in vain: as it was on disk then.
    _stamps: dict[Path, object] = field(default_factory=dict)

    def is_current(self) -> bool:
        """Whether nothing that was looked for has changed on disk, come or gone."""
        return all(self.vfs.stamp(path) == stamp for path, stamp in self._stamps.items())

    def _read(self, path: Path) -> bytes | Problem | None:
        self._stamps[path] = self.vfs.stamp(path)
        return self.vfs.read(path)

    def upward(self, folder: Path) -> Iterator[Path]:
        """`folder` and its parents, as long as a root holds them."""
        for each in (folder, *folder.parents):
            if self.vfs.root_of(each) is None:
                return
            yield each

    def manifest(self, folder: Path) -> Manifest | None:
        """The Cargo.toml of `folder`."""
        if folder not in self._manifests:
            path = folder / "Cargo.toml"
            data = self._read(path)
            if isinstance(data, Problem):
                self._manifests[folder] = Manifest(problems=(data,))
            else:
                self._manifests[folder] = parse_manifest(data, path) if data is not None else None
        return self._manifests[folder]

    def config(self, folder: Path) -> tuple[Path, CargoConfig] | None:
        """The Cargo configuration of `folder`, and its path."""
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

    def toolchain(self, folder: Path) -> tuple[Path, Toolchain] | None:
        """The toolchain file of `folder`, and its path."""
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

    def settings(self, folder: Path) -> WrittenSettings | Problem | None:
        """The wasi-lsp.toml of `folder`."""
        if folder not in self._settings:
            path = folder / SETTINGS_FILE
            data = self._read(path)
            self._settings[folder] = _settings(data, path) if isinstance(data, bytes) else data
        return self._settings[folder]

    def matching(self, root: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
        """The folders below `root` that the patterns of `workspace.members` name, sorted.

        Patterns are Cargo's (`crates/*`); one that leads outside the roots matches nothing.
        """
        found: set[Path] = set()
        for pattern in patterns:
            if not glob.has_magic(pattern):
                found.add(Path(os.path.normpath(root / pattern)))
            elif not os.path.isabs(pattern):
                names = glob.iglob(pattern, root_dir=root)
                found.update(Path(os.path.normpath(root / name)) for name in names)
        yield from sorted(folder for folder in found if self.vfs.root_of(folder) is not None)

    def _first(self, *paths: Path) -> tuple[Path, bytes | Problem] | None:
        for path in paths:
            data = self._read(path)
            if data is not None:
                return path, data
        return None


def _settings(data: bytes, path: Path) -> WrittenSettings | Problem:
    parsed = parse_toml(data, path)
    return parsed.problems[0] if parsed.problems else of_settings_file(parsed.table, data, path)
