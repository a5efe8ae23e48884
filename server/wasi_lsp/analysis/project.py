"""A project as its files show it, and what each of them is judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.vfs import read_source
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.assumptions import Assumptions
from wasi_lsp.semantics.crate_files import CrateFiles
from wasi_lsp.semantics.module_tree import CrateTree
from wasi_lsp.semantics.target_uses import ProjectTargets
from wasi_lsp.syntax.extract import extract
from wasi_lsp.syntax.facts import Unit


def read_bytes(path: Path) -> bytes | None:
    """The text of a file as it is on disk."""
    return read_source(path).text


def read_unit(path: Path) -> Unit | None:
    """The facts of a file as it is on disk."""
    text = read_bytes(path)
    return extract(text) if text is not None else None


@dataclass(slots=True)
class Project:
    """Crates, predicates and module trees of one project; files are read when they are needed."""

    workspace: Workspace
    census: Census = field(default_factory=Census)
    #: By the folder of each package.
    trees: Mapping[Path, CrateTree] = field(default_factory=dict)
    #: The names of targets in its files.
    targets: ProjectTargets = field(default_factory=ProjectTargets)
    #: How to read a file that a path of another leads into.
    read: Callable[[Path], Unit | None] = read_unit
    #: How to get at its text, to see whether it is worth reading.
    read_text: Callable[[Path], bytes | None] = read_bytes
    _files: dict[Path, CrateFiles] = field(default_factory=dict)
    _assumptions: dict[Path, Assumptions] = field(default_factory=dict)

    def context(self, path: Path, settings: Settings) -> RuleContext:
        """What the file at `path` is judged by."""
        path = path.absolute()
        crate = self.workspace.crate_of(path)
        tree = self.trees.get(crate.root)
        place = tree.places.get(path.relative_to(crate.root).as_posix()) if tree else None
        files = self._crate_files(crate) if place is not None else None
        if crate.root not in self._assumptions:
            self._assumptions[crate.root] = Assumptions.of(crate)
        assumptions = self._assumptions[crate.root]
        context = rule_context(crate, path, self.census, settings, place, files, assumptions)
        if kind_of(path) is FileKind.RUST:
            return context
        # Rust files are not judged by them, and need not be judged again when they change.
        return replace(context, project_targets=self.targets)

    def forget_files(self, package: Path) -> None:
        """Read the files of the package in this folder again when a path leads into them.

        What the packages that lead to it have found there is forgotten, too.
        """
        for root in list(self._files):
            if package in self.workspace.with_dependencies(self.workspace.crate_in(root)):
                del self._files[root]

    def forget_text(self, path: Path) -> None:
        """Read a file again, in which the names are as before, when somebody looks for uses."""
        root = self.workspace.crate_of(path).root
        if root in self._files:
            self._files[root].forget(path.relative_to(root).as_posix())

    def _crate_files(self, crate: Crate) -> CrateFiles | None:
        tree = self.trees.get(crate.root)
        if tree is not None and crate.root not in self._files:
            self._files[crate.root] = CrateFiles(
                crate, tree, self.read, self.read_text, self._package
            )
        return self._files.get(crate.root)

    def _package(self, folder: Path) -> tuple[Crate, CrateFiles] | None:
        crate = self.workspace.crate_in(folder)
        files = self._crate_files(crate) if crate.root == folder else None
        return (crate, files) if files is not None else None
