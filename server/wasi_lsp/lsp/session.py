"""What the server holds between messages: open files, settings, the project around them.

No LSP types here, and no message is sent from here: offsets are bytes, and whoever changes
something learns which open files are to be judged again.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from time import perf_counter

from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import Document, open_document
from wasi_lsp.analysis.project import Project, read_unit
from wasi_lsp.analysis.project_settings import is_left_out, settings_for
from wasi_lsp.analysis.settings import CheckFiles, Given, Settings
from wasi_lsp.analysis.survey import Survey, TreeMemo, places_of, survey_files, trees_of
from wasi_lsp.project.file_kinds import WORKSPACE_FILES, FileKind, kind_of
from wasi_lsp.project.project_files import ProjectFiles
from wasi_lsp.project.vfs import Vfs
from wasi_lsp.project.walk import find_files, would_find
from wasi_lsp.project.workspace import Crate, Workspace
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.module_tree import CrateTree
from wasi_lsp.semantics.modules import ModuleShape, shape_of
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file as an editor knows it; `version` is None for one that is not open."""

    uri: str
    version: int | None
    index: LineIndex


@dataclass(frozen=True, slots=True)
class ClosedFile:
    """A file that is not open, as it is on disk."""

    uri: str
    path: Path
    index: LineIndex

    @property
    def shown(self) -> FileText:
        """Its text."""
        return FileText(self.uri, None, self.index)


@dataclass(slots=True)
class OpenFile:
    """A file that is open in the editor."""

    uri: str
    #: The client's number for this state of the text.
    version: int
    #: With links resolved; None for a text that is not on disk.
    path: Path | None
    #: The folder of the workspace that holds it; None if it is judged alone.
    root: Path | None
    index: LineIndex
    document: Document
    #: What the other files know of its names.
    names: ModuleShape
    #: What it is judged by; None until it is asked for.
    context: RuleContext | None = None
    settings: Settings | None = None
    #: What is wrong with this state of the text; None until it is judged.
    findings: tuple[Finding, ...] | None = None
    #: How long it took to judge it the last time, in seconds.
    cost: float = 0.0

    @property
    def shown(self) -> FileText:
        """Its text as it is now."""
        return FileText(self.uri, self.version, self.index)

    def edit(self, version: int, index: LineIndex, edits: Sequence[tuple[Span, bytes]]) -> None:
        """Make `edits` one after another; `index` is that of the text they lead to."""
        self.document.edit(edits)
        self.index = index
        self.version = version
        self.findings = None


@dataclass(slots=True)
class Session:
    """All state of one connection."""

    given: Given = field(default_factory=Given)
    #: By folder of the workspace, where the user chose something else for it.
    given_by_root: dict[Path, Given] = field(default_factory=dict)
    files: dict[str, OpenFile] = field(default_factory=dict)
    #: Reads files below the folders of the workspace, and no others.
    vfs: Vfs = field(default_factory=lambda: Vfs.of(()))
    workspace: Workspace = field(default_factory=lambda: Workspace.load(()))
    #: By folder of the workspace: what its files say together, as far as we know.
    surveys: dict[Path, Survey] = field(default_factory=dict)
    #: By folder of the workspace; follows from `surveys` and `workspace`.
    projects: dict[Path, Project] = field(default_factory=dict)
    #: Where the crates compile their files; follows from `projects`.
    places: dict[Path, FilePlace] = field(default_factory=dict)
    #: By path of a file that was surveyed, or of a folder with some: what was then on disk.
    _stamps: dict[Path, object] = field(default_factory=dict)
    #: By folder of the workspace, or of a package: how often what its files are judged by changed.
    _changes: Counter[Path] = field(default_factory=Counter)
    _trees: TreeMemo = field(default_factory=TreeMemo)

    def open(
        self, uri: str, version: int, path: Path | None, kind: FileKind, text: bytes
    ) -> OpenFile:
        """Hold `text`, which the client now owns; what was open under this URI is gone."""
        path = Path(os.path.realpath(path)) if path is not None else None
        root = self._root_of(path)
        document = open_document(kind, path, text)
        file = OpenFile(uri, version, path, root, LineIndex(text), document, _names_of(document))
        self.files[uri] = file
        return file

    def close(self, uri: str) -> list[OpenFile] | None:
        """Forget the text; the files to judge again, None if there was no text."""
        file = self.files.pop(uri, None)
        if file is None:
            return None
        if file.root is None or file.path is None:
            return []
        told = survey_files([file.path])
        surveyed = self._survey(file.root, self.surveys[file.root] | told)
        if self._is_of_workspace(file.path):
            return _outdated([*surveyed, *self.reload_projects()])
        if file.document.unit is not None:
            self._forget_files(file.root, self._crate_of(file).root)
        return surveyed

    def judge(self, file: OpenFile) -> tuple[Finding, ...]:
        """What is wrong with `file`, as it is now; remembered until something changes."""
        if file.findings is None:
            start = perf_counter()
            try:
                file.findings = self._check(file)
            except Exception:
                # A bug of ours; the user can go on, and the log tells us.
                logger.exception("cannot judge %s", file.uri)
                file.findings = ()
            file.cost = perf_counter() - start
        return file.findings

    def _check(self, file: OpenFile) -> tuple[Finding, ...]:
        settings = self.settings_of(file)
        path, root = file.path, file.root
        if path is not None and root is not None and is_left_out(path, root, settings):
            return ()
        return file.document.check(self.context_of(file), settings)

    def settings_of(self, file: OpenFile) -> Settings:
        """The settings that `file` is judged by."""
        if file.settings is None:
            file.settings = settings_for(self._crate_of(file), self.given_in(file.root))
        return file.settings

    def context_of(self, file: OpenFile) -> RuleContext:
        """What `file` is judged by."""
        if file.root is None:
            census = file.document.survey().census
            return rule_context(self._crate_of(file), file.path, census, self.settings_of(file))
        if file.context is None:
            assert file.path is not None
            file.context = self.projects[file.root].context(file.path, self.settings_of(file))
        return file.context

    def given_in(self, root: Path | None) -> Given:
        """What the user chose for files in a folder of the workspace; None is for all others."""
        return self.given_by_root.get(root, self.given) if root is not None else self.given

    def set_settings(
        self, settings: Settings, by_root: Mapping[Path, Settings] | None = None
    ) -> list[OpenFile]:
        """Take `settings` for what the user chose, and others for some folders of the workspace;
        the files to judge again.
        """
        before = {uri: self.given_in(file.root) for uri, file in self.files.items()}
        self.given = Given.of(settings)
        self.given_by_root = {root: Given.of(each) for root, each in (by_root or {}).items()}
        for root in (None, *self.given_by_root):
            logger.info("settings of %s: %s", root or "all", dict(self.given_in(root).chosen))
        changed = (
            file for uri, file in self.files.items() if self.given_in(file.root) != before[uri]
        )
        return _outdated(changed)

    def set_roots(self, roots: Iterable[Path]) -> list[OpenFile]:
        """Read project files below `roots` only; the files to judge again."""
        self.vfs = Vfs.of(roots)
        self.surveys = {root: self.surveys.get(root, Survey()) for root in self.vfs.roots}
        for file in self.files.values():
            file.root = self._root_of(file.path)
        self.reload_projects()
        return _outdated(self.files.values())

    def reload_projects(self) -> list[OpenFile]:
        """Read the project files again; the open files that they say something new about."""
        crates = {uri: self._crates_around(file) for uri, file in self.files.items()}
        self.workspace = Workspace(ProjectFiles(self.vfs.with_texts(self._texts())))
        for root in self.surveys:
            self._has_changed(root)
        changed = [
            file for uri, file in self.files.items() if self._crates_around(file) != crates[uri]
        ]
        return _outdated([*changed, *self._find_places()])

    def survey(self, file: OpenFile) -> list[OpenFile]:
        """Take in what `file` as it is now tells the others; the files to judge again.

        What it no longer says about WASI still counts: that would take reading all files again.
        """
        if file.root is None or file.path is None:
            return []
        surveyed = self._survey(file.root, self.surveys[file.root] | file.document.survey())
        if kind_of(file.path) in WORKSPACE_FILES:
            return _outdated([*surveyed, *self.reload_projects()])
        return _outdated([*surveyed, *self._tell_names(file, file.root)])

    def changed_on_disk(self, paths: Iterable[Path]) -> list[OpenFile]:
        """Read files again that somebody else has changed, made or removed; the files to judge.

        What is open in the editor is known better.
        """
        changed = {Path(os.path.realpath(path)) for path in paths}
        outdated: list[OpenFile] = []
        if any(self._is_of_workspace(path) for path in changed):
            outdated += self.reload_projects()
        by_root: dict[Path, list[Path]] = {}
        for path in changed:
            root = self._root_of(path)
            if root is not None and self.opened(path) is None and self._is_judged(path, root):
                by_root.setdefault(root, []).append(path)
        for root, files in by_root.items():
            survey = self.surveys[root].without(files) | survey_files(files)
            outdated += self._survey(root, survey)
            rust = (path for path in files if kind_of(path) is FileKind.RUST)
            for package in {self.workspace.crate_of(path).root for path in rust}:
                self._forget_files(root, package)
                outdated += self._dependents(package)
        self._stamps |= {path: self.vfs.stamp(path) for path in changed}
        return _outdated(outdated)

    def see_disk(self) -> list[OpenFile]:
        """Find out what others changed on disk, where nobody tells; the files to judge again.

        Of new files those are seen that lie in the folders of others.
        """
        changed = {path for path, stamp in self._stamps.items() if self.vfs.stamp(path) != stamp}
        # A folder differs when something in it has come or gone; in a file there is nothing.
        for folder in list(changed):
            changed |= {path for path in self.vfs.files_in(folder) if path not in self._stamps}
        outdated = self.changed_on_disk(changed)
        if not self.workspace.files.is_current():
            outdated += self.reload_projects()
        return _outdated(outdated)

    def below(self, path: Path) -> list[Path]:
        """A path and the files below it that are known, or that are there now."""
        path = Path(os.path.realpath(path))
        known = (each for survey in self.surveys.values() for each in survey.files)
        there = find_files([path]).files if self._root_of(path) is not None else ()
        return [path, *(each for each in known if each.is_relative_to(path)), *there]

    def _is_of_workspace(self, path: Path) -> bool:
        """Whether a `Workspace` is read from it."""
        if kind_of(path) in WORKSPACE_FILES:
            return True
        return path.suffix == ".rs" and path in self.workspace.crate_of(path).build_script

    def _is_judged(self, path: Path, root: Path) -> bool:
        """Whether it is one of the files of the folder `root`, or was until now."""
        if kind_of(path) is None:
            return False
        return path in self.surveys[root].files or would_find(root, path)

    def add_survey(self, root: Path, survey: Survey) -> list[OpenFile]:
        """Take in what the files below `root` say on disk; the files to judge again.

        What open files say is newer.
        """
        if root not in self.surveys:
            return []
        inside = (file for file in self.files.values() if file.root == root)
        told = reduce(Survey.__or__, (file.document.survey() for file in inside), survey)
        self._stamp(survey.files)
        return self._survey(root, told)

    def _stamp(self, files: Collection[Path]) -> None:
        """Remember how some files, and the folders that they are in, are on disk."""
        for path in (*files, *{path.parent for path in files}):
            self._stamps[path] = self.vfs.stamp(path)

    def _survey(self, root: Path, survey: Survey) -> list[OpenFile]:
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
        return _outdated([*changed, *self._find_places()])

    def _tell_names(self, file: OpenFile, root: Path) -> list[OpenFile]:
        """Let the other files see the names of `file`; the open ones that this concerns."""
        names, file.names = file.names, _names_of(file.document)
        if file.names == names:
            if file.path is not None:
                self.projects[root].forget_text(file.path)
            return []
        package = self._crate_of(file).root
        self._forget_files(root, package)
        return [each for each in self._dependents(package) if each is not file]

    def _forget_files(self, root: Path, package: Path) -> None:
        """Have the names of a package's files be read again."""
        self.projects[root].forget_files(package)
        self._has_changed(root, package)

    def _dependents(self, package: Path) -> list[OpenFile]:
        """The open files that can use something of the package in a folder."""
        return [each for each in self.files.values() if package in self._crates_around(each)]

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
            holder = self._root_of(folder)
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

    def locate(self, path: Path) -> FileText | None:
        """Any file in the workspace, open or not; None if it cannot be read."""
        file = self.opened(path)
        if file is not None:
            return file.shown
        text = self.text_of(path)
        return FileText(path.as_uri(), None, LineIndex(text)) if text is not None else None

    def text_of(self, path: Path) -> bytes | None:
        """The text of any file in the workspace, open or not; None if it cannot be read."""
        file = self.opened(path)
        if file is not None:
            return file.document.text
        data = self.vfs.read(path)
        return data if isinstance(data, bytes) else None

    def stamp_of(self, path: Path) -> object:
        """What is another one when the text of a file is; None where there is none."""
        file = self.opened(path)
        return (file.uri, file.version) if file is not None else self.vfs.stamp(path)

    def opened(self, path: Path) -> OpenFile | None:
        """The file at `path`, if it is open."""
        return next((file for file in self.files.values() if file.path == path), None)

    def files_to_check(self, root: Path) -> list[Path]:
        """The files in the folder `root` of which findings are wanted, though they are not open."""
        settings = settings_for(self.workspace.crate_in(root), self.given_in(root))
        opened = {file.path for file in self.files.values()}
        files = [path for path in self.surveys[root].files if path not in opened]
        match settings.check_files:
            case CheckFiles.OPEN:
                return []
            case CheckFiles.PACKAGES:
                packages = {self._crate_of(file).root for file in self.files.values()}
                files = [path for path in files if self.workspace.crate_of(path).root in packages]
        return sorted(files, key=str)

    def basis_of(self, path: Path, root: Path) -> object:
        """What is another one when a file that is not open, in the folder `root`, may be judged
        otherwise than before.
        """
        crate = self.workspace.crate_of(path)
        given = self.given_in(root)
        return self.vfs.stamp(path), given, self._changes[root], self._changes[crate.root]

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

    def surveyed_files(self) -> list[Path]:
        """The Rust files of the workspace, as far as they are known."""
        known = {path for survey in self.surveys.values() for path in survey.outlines}
        return sorted(known, key=str)

    def crate_at(self, path: Path) -> Crate:
        """The crate of a file, open or not."""
        return self.workspace.crate_of(path)

    def _root_of(self, path: Path | None) -> Path | None:
        return self.vfs.root_of(path) if path is not None else None

    def _place_of(self, file: OpenFile) -> FilePlace | None:
        return self.places.get(file.path) if file.path is not None else None

    def _crate_of(self, file: OpenFile) -> Crate:
        return self.workspace.crate_of(file.path) if file.path is not None else _NO_CRATE

    def _crates_around(self, file: OpenFile) -> dict[Path, Crate]:
        """The crate of a file, and those of which it can use something."""
        return self.workspace.with_dependencies(self._crate_of(file))


#: The surroundings of a text that is not on disk.
_NO_CRATE = Crate(root=Path())


def _names_of(document: Document) -> ModuleShape:
    return shape_of(document.unit) if document.unit is not None else ()


def _outdated(files: Iterable[OpenFile]) -> list[OpenFile]:
    outdated = {file.uri: file for file in files}
    for file in outdated.values():
        file.context = file.settings = file.findings = None
    return list(outdated.values())
