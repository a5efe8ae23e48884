"""What the files in the folders of the workspace say together, and which open files that concerns.

What is open in the editor counts in place of what is on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.analysis.project import Project, read_unit
from wasi_lsp.analysis.survey import Survey, TreeMemo, places_of, trees_of
from wasi_lsp.lsp.open_file import OpenFile, names_of, outdated
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import WORKSPACE_FILES, kind_of
from wasi_lsp.project.project_files import ProjectFiles
from wasi_lsp.project.vfs import Vfs
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.module_tree import CrateTree
from wasi_lsp.syntax.facts import Unit


@dataclass(slots=True)
class Folders:
    """The folders of the workspace; each change gives the open files to judge again."""

    #: By URI: the files that are open.
    files: Mapping[str, OpenFile]
    #: The same by their paths; of two by one path the last that was opened.
    _by_path: dict[Path, OpenFile] = field(default_factory=dict)
    #: Reads files below the folders, and no others.
    vfs: Vfs = field(default_factory=lambda: Vfs.of(()))
    workspace: Workspace = field(default_factory=lambda: Workspace.load(()))
    #: By folder: what its files say together, as far as we know.
    surveys: dict[Path, Survey] = field(default_factory=dict)
    #: By folder; follows from `surveys` and `workspace`.
    projects: dict[Path, Project] = field(default_factory=dict)
    #: Where the crates compile their files; follows from `projects`.
    places: dict[Path, FilePlace] = field(default_factory=dict)
    #: By folder, or by that of a package: how often what its files are judged by changed.
    _changes: Counter[Path] = field(default_factory=Counter)
    _trees: TreeMemo = field(default_factory=TreeMemo)

    def set_roots(self, roots: Iterable[Path]) -> list[OpenFile]:
        """Read project files below `roots` only; the files to judge again."""
        self.vfs = Vfs.of(roots)
        self.surveys = {root: self.surveys.get(root, Survey()) for root in self.vfs.roots}
        for file in self.files.values():
            file.root = self.root_of(file.path)
        self.reload()
        return outdated(self.files.values())

    def reload(self) -> list[OpenFile]:
        """Read the project files again; the open files that they say something new about."""
        crates = {uri: self._crates_around(file) for uri, file in self.files.items()}
        self.workspace = Workspace(ProjectFiles(self.vfs.with_texts(self._texts())))
        for root in self.surveys:
            self._has_changed(root)
        changed = [
            file for uri, file in self.files.items() if self._crates_around(file) != crates[uri]
        ]
        return outdated([*changed, *self._find_places()])

    def take(self, root: Path, survey: Survey) -> list[OpenFile]:
        """Take in what the files of a folder say together; the files to judge again."""
        known = self.surveys[root]
        if survey == known:
            return []
        self.surveys[root] = survey
        if (survey.census, survey.targets) != (known.census, known.targets):
            self._has_changed(root)
        inside = [file for file in self.files.values() if file.root == root]
        changed = inside if survey.census != known.census else []
        if survey.targets != known.targets:
            changed = [*changed, *(file for file in inside if file.document.unit is None)]
        return outdated([*changed, *self._find_places()])

    def tell_names(self, file: OpenFile, root: Path) -> list[OpenFile]:
        """Let the other files see the names of `file`; the open ones that this concerns."""
        names, file.names = file.names, names_of(file.document)
        if file.names == names:
            if file.path is not None:
                self.projects[root].forget_text(file.path)
            return []
        package = self.crate_of(file).root
        self.forget_files(root, package)
        return [each for each in self.dependents(package) if each is not file]

    def forget_files(self, root: Path, package: Path) -> None:
        """Have the names of a package's files be read again."""
        self.projects[root].forget_files(package)
        self._has_changed(root, package)

    def dependents(self, package: Path) -> list[OpenFile]:
        """The open files that can use something of the package in a folder."""
        return [each for each in self.files.values() if package in self._crates_around(each)]

    def state_of(self, path: Path, root: Path) -> object:
        """What is another one when what a file in the folder `root` says on disk, or what it is
        judged by, may be another.
        """
        crate = self.workspace.crate_of(path)
        return self.vfs.stamp(path), self._changes[root], self._changes[crate.root]

    def opened(self, path: Path) -> OpenFile | None:
        """The file at `path`, if it is open."""
        return self._by_path.get(path)

    def has_opened(self, file: OpenFile) -> None:
        """Note that `file`, which is among `files`, counts in place of what is on disk."""
        if file.path is not None:
            self._by_path[file.path] = file

    def has_closed(self, file: OpenFile) -> None:
        """Note that `file`, which is no longer among `files`, does not."""
        if file.path is not None and self._by_path.get(file.path) is file:
            del self._by_path[file.path]
            for other in self.files.values():
                if other.path == file.path:
                    self._by_path[file.path] = other

    def text_of(self, path: Path) -> bytes | None:
        """The text of any file in the workspace, open or not; None if it cannot be read."""
        file = self.opened(path)
        if file is not None:
            return file.document.text
        data = self.vfs.read(path)
        return data if isinstance(data, bytes) else None

    def root_of(self, path: Path | None) -> Path | None:
        """The folder that holds a file; None for one that is judged alone."""
        return self.vfs.root_of(path) if path is not None else None

    def crate_of(self, file: OpenFile) -> Crate:
        """The crate of a file, empty for a text that is not on disk."""
        return self.workspace.crate_of(file.path) if file.path is not None else _NO_CRATE

    def is_of_workspace(self, path: Path) -> bool:
        """Whether a `Workspace` is read from it."""
        if kind_of(path) in WORKSPACE_FILES:
            return True
        return path.suffix == ".rs" and path in self.workspace.crate_of(path).build_script

    def _has_changed(self, root: Path, package: Path | None = None) -> None:
        """Note that files in the folder `root` may be judged otherwise; those that can use
        something of a package, or all.
        """
        if package is None:
            self._changes[root] += 1
            return
        for folder in self.projects[root].trees:
            if package in self.workspace.with_dependencies(self.workspace.crate_in(folder)):
                self._changes[folder] += 1

    def _find_places(self) -> list[OpenFile]:
        """Bring `places` up to date; the open files for which something is another than before:
        their own place, or the modules of their crate or of one that it uses.
        """
        before, trees_before = self.places, self._all_trees()
        self.places, self.projects = {}, {}
        for root, survey in self.surveys.items():
            trees = trees_of(survey, self.workspace, self._trees)
            self.places |= places_of(trees)
            self.projects[root] = Project(
                self.workspace, survey.census, trees, survey.targets, self._read, self.text_of
            )
        trees = self._all_trees()
        # `TreeMemo` keeps those that are as they were.
        others = {
            folder
            for folder in trees.keys() | trees_before.keys()
            if trees.get(folder) is not trees_before.get(folder)
        }
        for folder in others:
            holder = self.root_of(folder)
            if holder is not None:
                self._has_changed(holder, folder)
        return [
            file
            for file in self.files.values()
            if file.path is not None
            and (
                self._place_of(file) != before.get(file.path)
                or not others.isdisjoint(self._crates_around(file))
            )
        ]

    def _all_trees(self) -> dict[Path, CrateTree]:
        """The module trees of all packages, by their folders."""
        projects = self.projects.values()
        return {folder: tree for each in projects for folder, tree in each.trees.items()}

    def _read(self, path: Path) -> Unit | None:
        """The facts of a file that a path of another leads into, as the editor has it."""
        file = self.opened(path)
        if file is not None:
            return file.document.unit
        return read_unit(path) if self.vfs.root_of(path) is not None else None

    def _texts(self) -> Mapping[Path, bytes]:
        """What counts in place of the files that are open."""
        return {
            file.path: file.document.whole_text
            for file in self.files.values()
            if file.path is not None
        }

    def _place_of(self, file: OpenFile) -> FilePlace | None:
        return self.places.get(file.path) if file.path is not None else None

    def _crates_around(self, file: OpenFile) -> dict[Path, Crate]:
        """The crate of a file, and those of which it can use something."""
        return self.workspace.with_dependencies(self.crate_of(file))


#: The surroundings of a text that is not on disk.
_NO_CRATE = Crate(root=Path())
