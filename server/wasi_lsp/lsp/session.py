"""What the server holds between messages: the settings, the open files, the folders around them.

No LSP types here, and no message is sent from here: offsets are bytes, and whoever changes
something learns which open files are to be judged again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from time import perf_counter

from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.project_settings import is_left_out, settings_for
from wasi_lsp.analysis.settings import CheckFiles, Given, Settings
from wasi_lsp.analysis.survey import Survey, survey_files
from wasi_lsp.lsp.disk_changes import DiskChanges
from wasi_lsp.lsp.folders import Folders
from wasi_lsp.lsp.open_file import FileText, OpenFile, names_of, outdated
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import WORKSPACE_FILES, FileKind, kind_of
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Session:
    """All state of one connection."""

    given: Given = field(default_factory=Given)
    #: By folder of the workspace, where the user chose something else for it.
    given_by_root: dict[Path, Given] = field(default_factory=dict)
    files: dict[str, OpenFile] = field(default_factory=dict)
    folders: Folders = field(init=False)
    disk: DiskChanges = field(init=False)

    def __post_init__(self) -> None:
        self.folders = Folders(self.files)
        self.disk = DiskChanges(self.folders)

    def open(
        self, uri: str, version: int, path: Path | None, kind: FileKind, text: bytes
    ) -> OpenFile:
        """Hold `text`, which the client now owns; what was open under this URI is gone."""
        path = Path(os.path.realpath(path)) if path is not None else None
        if (gone := self.files.pop(uri, None)) is not None:
            self.folders.has_closed(gone)
        root = self.folders.root_of(path)
        document = open_document(kind, path, text)
        file = OpenFile(uri, version, path, root, LineIndex(text), document, names_of(document))
        self.files[uri] = file
        self.folders.has_opened(file)
        return file

    def close(self, uri: str) -> list[OpenFile] | None:
        """Forget the text; the files to judge again, None if there was no text."""
        file = self.files.pop(uri, None)
        if file is None:
            return None
        self.folders.has_closed(file)
        if file.root is None or file.path is None:
            return []
        told = survey_files([file.path])
        surveyed = self.folders.take(file.root, self.folders.surveys[file.root] | told)
        if self.folders.is_of_workspace(file.path):
            return outdated([*surveyed, *self.folders.reload()])
        if file.document.unit is not None:
            self.folders.forget_files(file.root, self.folders.crate_of(file).root)
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

    def judge_at(self, file: OpenFile, span: Span) -> tuple[Finding, ...]:
        """What is wrong with `file` at a place."""
        return tuple(
            finding
            for finding in self.judge(file)
            if finding.span.start <= span.end and span.start <= finding.span.end
        )

    def _check(self, file: OpenFile) -> tuple[Finding, ...]:
        settings = self.settings_of(file)
        path, root = file.path, file.root
        if path is not None and root is not None and is_left_out(path, root, settings):
            return ()
        return file.document.check(self.context_of(file), settings)

    def settings_of(self, file: OpenFile) -> Settings:
        """The settings that `file` is judged by."""
        if file.settings is None:
            file.settings = settings_for(self.folders.crate_of(file), self.given_in(file.root))
        return file.settings

    def context_of(self, file: OpenFile) -> RuleContext:
        """What `file` is judged by."""
        if file.root is None:
            census = file.document.survey().census
            return rule_context(
                self.folders.crate_of(file), file.path, census, self.settings_of(file)
            )
        if file.context is None:
            assert file.path is not None
            file.context = self.folders.projects[file.root].context(
                file.path, self.settings_of(file)
            )
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
        return outdated(changed)

    def survey(self, file: OpenFile) -> list[OpenFile]:
        """Take in what `file` as it is now tells the others; the files to judge again."""
        if file.root is None or file.path is None:
            return []
        surveyed = self.folders.take(
            file.root, self.folders.surveys[file.root] | file.document.survey()
        )
        if kind_of(file.path) in WORKSPACE_FILES:
            return outdated([*surveyed, *self.folders.reload()])
        return outdated([*surveyed, *self.folders.tell_names(file, file.root)])

    def add_survey(self, root: Path, survey: Survey) -> list[OpenFile]:
        """Take in what the files below `root` say on disk; the files to judge again.

        What open files say is newer.
        """
        if root not in self.folders.surveys:
            return []
        inside = (file for file in self.files.values() if file.root == root)
        told = reduce(Survey.__or__, (file.document.survey() for file in inside), survey)
        self.disk.note(survey.files)
        return self.folders.take(root, told)

    def locate(self, path: Path) -> FileText | None:
        """Any file in the workspace, open or not; None if it cannot be read."""
        file = self.folders.opened(path)
        if file is not None:
            return file.shown
        text = self.folders.text_of(path)
        return FileText(path.as_uri(), None, LineIndex(text)) if text is not None else None

    def stamp_of(self, path: Path) -> object:
        """What is another one when the text of a file is; None where there is none."""
        file = self.folders.opened(path)
        return (file.uri, file.version) if file is not None else self.folders.vfs.stamp(path)

    def files_to_check(self, root: Path) -> list[Path]:
        """The files in the folder `root` of which findings are wanted, though they are not open."""
        settings = settings_for(self.folders.workspace.crate_in(root), self.given_in(root))
        opened = {file.path for file in self.files.values()}
        files = [path for path in self.folders.surveys[root].files if path not in opened]
        match settings.check_files:
            case CheckFiles.OPEN:
                return []
            case CheckFiles.PACKAGES:
                packages = {self.folders.crate_of(file).root for file in self.files.values()}
                files = [
                    path for path in files if self.folders.workspace.crate_of(path).root in packages
                ]
        return sorted(files, key=str)

    def basis_of(self, path: Path, root: Path) -> object:
        """What is another one when a file that is not open, in the folder `root`, may be judged
        otherwise than before.
        """
        return self.given_in(root), self.folders.state_of(path, root)

    def surveyed_files(self) -> list[Path]:
        """The Rust files of the workspace, as far as they are known."""
        known = {path for survey in self.folders.surveys.values() for path in survey.outlines}
        return sorted(known, key=str)

    def crate_at(self, path: Path) -> Crate:
        """The crate of a file, open or not."""
        return self.folders.workspace.crate_of(path)
