"""A name of a target together with all others in the files of its project."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wasi_lsp.project.file_facts import TargetName, TargetRole


class TargetPlace(NamedTuple):
    """A name, and the file in which it stands."""

    path: Path
    target: TargetName


@dataclass(frozen=True, slots=True)
class NamedIn:
    """The names in one file; `path` is None for a text that is not on disk."""

    path: Path | None
    targets: tuple[TargetName, ...]


@dataclass(frozen=True, slots=True)
class ProjectTargets:
    """The names in all files of a project that are not Rust."""

    by_file: Mapping[Path, tuple[TargetName, ...]] = field(default_factory=dict)
    #: WASI targets that Rust files of the project mention in some way.
    in_code: frozenset[str] = frozenset()
    #: Targets that the project describes itself, in files such as `wasm32-custom-wasi.json`.
    own: frozenset[str] = frozenset()
    _by_name: dict[str, tuple[TargetPlace, ...]] = field(default_factory=dict, compare=False)

    def __or__(self, other: ProjectTargets) -> ProjectTargets:
        """Both together; what `other` says of a file is newer."""
        return ProjectTargets(
            {**self.by_file, **other.by_file}, self.in_code | other.in_code, self.own | other.own
        )

    def without(self, paths: Collection[Path]) -> ProjectTargets:
        """The same without what some files name."""
        kept = {path: named for path, named in self.by_file.items() if path not in paths}
        return ProjectTargets(kept, self.in_code, self.own)

    def with_file(self, file: NamedIn) -> ProjectTargets:
        """The same, with what a file says as it is now."""
        if file.path is None or self.by_file.get(file.path, ()) == file.targets:
            return self
        return ProjectTargets({**self.by_file, file.path: file.targets}, self.in_code, self.own)

    def places_of(self, name: str) -> tuple[TargetPlace, ...]:
        """Where this name stands, in the order of the files."""
        if not self._by_name:
            found: dict[str, list[TargetPlace]] = {}
            for path in sorted(self.by_file):
                for target in self.by_file[path]:
                    found.setdefault(target.name, []).append(TargetPlace(path, target))
            self._by_name.update((each, tuple(places)) for each, places in found.items())
        return self._by_name.get(name, ())

    def has(self, name: str, role: TargetRole) -> bool:
        """Whether some file names it for this."""
        return any(place.target.role is role for place in self.places_of(name))


@dataclass(frozen=True, slots=True)
class TargetUse:
    """A name, with what stands around it."""

    target: TargetName
    file: NamedIn
    project: ProjectTargets
