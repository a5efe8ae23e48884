"""What others do to the files on disk, and which open files that concerns."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from wasi_lsp.analysis.survey import survey_files
from wasi_lsp.lsp.folders import Folders
from wasi_lsp.lsp.open_file import OpenFile, outdated
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.walk import find_files, would_find


class DiskChanges:
    """Follows the files of the workspace on disk."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        #: By path of a file that was surveyed, or of a folder with some: what was then on disk.
        self._stamps: dict[Path, object] = {}

    def changed(self, paths: Iterable[Path]) -> list[OpenFile]:
        """Read files again that somebody else has changed, made or removed; the files to judge.

        What is open in the editor is known better.
        """
        changed = {Path(os.path.realpath(path)) for path in paths}
        concerned: list[OpenFile] = []
        if any(self._folders.is_of_workspace(path) for path in changed):
            concerned += self._folders.reload()
        by_root: dict[Path, list[Path]] = {}
        for path in changed:
            root = self._folders.root_of(path)
            if (
                root is not None
                and self._folders.opened(path) is None
                and self._is_judged(path, root)
            ):
                by_root.setdefault(root, []).append(path)
        for root, files in by_root.items():
            survey = self._folders.surveys[root].without(files) | survey_files(files)
            concerned += self._folders.take(root, survey)
            rust = (path for path in files if kind_of(path) is FileKind.RUST)
            for package in {self._folders.workspace.crate_of(path).root for path in rust}:
                self._folders.forget_files(root, package)
                concerned += self._folders.dependents(package)
        self._stamps |= {path: self._folders.vfs.stamp(path) for path in changed}
        return outdated(concerned)

    def see(self) -> list[OpenFile]:
        """Find out what others changed on disk, where nobody tells; the files to judge again.

        Of new files those are seen that lie in the folders of others.
        """
        changed = {
            path for path, stamp in self._stamps.items() if self._folders.vfs.stamp(path) != stamp
        }
        # A folder differs when something in it has come or gone; in a file there is nothing.
        for folder in list(changed):
            changed |= {
                path for path in self._folders.vfs.files_in(folder) if path not in self._stamps
            }
        concerned = self.changed(changed)
        if not self._folders.workspace.files.is_current():
            concerned += self._folders.reload()
        return outdated(concerned)

    def below(self, path: Path) -> list[Path]:
        """A path and the files below it that are known, or that are there now."""
        path = Path(os.path.realpath(path))
        known = (each for survey in self._folders.surveys.values() for each in survey.files)
        there = find_files([path]).files if self._folders.root_of(path) is not None else ()
        return [path, *(each for each in known if each.is_relative_to(path)), *there]

    def _is_judged(self, path: Path, root: Path) -> bool:
        """Whether it is one of the files of the folder `root`, or was until now."""
        if kind_of(path) is None:
            return False
        return path in self._folders.surveys[root].files or would_find(root, path)

    def note(self, files: Collection[Path]) -> None:
        """Remember how some files, and the folders that they are in, are on disk."""
        for path in (*files, *{path.parent for path in files}):
            self._stamps[path] = self._folders.vfs.stamp(path)
