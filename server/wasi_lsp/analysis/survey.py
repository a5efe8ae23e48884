"""What the files of a project say together: predicates on WASI, module trees, names of targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

from wasi_lsp.analysis.census import Census, census_of_text
from wasi_lsp.analysis.project_files import file_facts
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.crate_roots import crate_roots
from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.vfs import read_source, read_text
from wasi_lsp.project.wasi_names import triples_in_code
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.module_tree import CrateTree, crate_tree
from wasi_lsp.semantics.target_uses import ProjectTargets
from wasi_lsp.syntax.outline import FileOutline, outline_of_text


@dataclass(frozen=True, slots=True)
class Survey:
    """The sum over some files. What is by file is by absolute path."""

    #: Only of files that say something; None is a text that is not on disk.
    censuses: Mapping[Path | None, Census] = field(default_factory=dict)
    outlines: Mapping[Path, FileOutline] = field(default_factory=dict)
    targets: ProjectTargets = field(default_factory=ProjectTargets)

    def __or__(self, other: Survey) -> Survey:
        """Both together; what `other` says of a file is newer."""
        silent = other.outlines.keys() - other.censuses.keys()
        kept = {path: said for path, said in self.censuses.items() if path not in silent}
        return Survey(
            {**kept, **other.censuses},
            {**self.outlines, **other.outlines},
            self.targets | other.targets,
        )

    @property
    def census(self) -> Census:
        """What all of them say together."""
        return reduce(Census.__or__, self.censuses.values(), Census())

    @property
    def files(self) -> Set[Path]:
        """All files of which it has something, but for those that only describe a target."""
        return self.outlines.keys() | self.targets.by_file.keys()

    def without(self, paths: Collection[Path]) -> Survey:
        """The same without what some files say."""
        said = {path: each for path, each in self.censuses.items() if path not in paths}
        kept = {path: outline for path, outline in self.outlines.items() if path not in paths}
        return Survey(said, kept, self.targets.without(paths))


def survey_files(files: Iterable[Path]) -> Survey:
    """Read some files; Rust files with modules or macros of the crate are parsed."""
    censuses: dict[Path | None, Census] = {}
    outlines: dict[Path, FileOutline] = {}
    named: dict[Path, tuple[TargetName, ...]] = {}
    in_code: set[str] = set()
    own: set[str] = set()
    for file in files:
        path = file.absolute()
        kind = kind_of(path)
        if kind is FileKind.TARGET_SPEC:
            own.add(path.stem)
            continue
        text = (read_source(file) if kind is FileKind.RUST else read_text(file)).text
        if kind is not None and kind is not FileKind.RUST:
            # One that is gone names nothing any more.
            named[path] = file_facts(text, kind).targets if text is not None else ()
        elif text is not None:
            if (said := census_of_text(text)) != Census():
                censuses[path] = said
            outlines[path] = outline_of_text(text)
            in_code |= triples_in_code(text)
    return Survey(censuses, outlines, ProjectTargets(named, frozenset(in_code), frozenset(own)))


@dataclass(slots=True)
class TreeMemo:
    """Module trees by the packages' folders, good as long as what they are made of is equal."""

    _trees: dict[Path, tuple[Mapping[str, FileOutline], list[str], CrateTree]] = field(
        default_factory=dict
    )

    def tree(
        self, folder: Path, outlines: Mapping[str, FileOutline], roots: list[str]
    ) -> CrateTree:
        """The tree of the package in `folder`; see `crate_tree`."""
        known = self._trees.get(folder)
        if known is None or known[:2] != (outlines, roots):
            known = (outlines, roots, crate_tree(outlines, roots))
            self._trees[folder] = known
        return known[2]


def trees_of(
    survey: Survey, workspace: Workspace, memo: TreeMemo | None = None
) -> dict[Path, CrateTree]:
    """The module trees of the packages of a project, by the packages' folders."""
    memo = memo or TreeMemo()
    by_crate: dict[Path, tuple[Crate, dict[str, FileOutline]]] = {}
    for path, outline in survey.outlines.items():
        crate = workspace.crate_of(path)
        if crate.manifest_path is not None and path.is_relative_to(crate.root):
            _, outlines = by_crate.setdefault(crate.root, (crate, {}))
            outlines[path.relative_to(crate.root).as_posix()] = outline
    trees: dict[Path, CrateTree] = {}
    for root, (crate, outlines) in by_crate.items():
        roots = [
            path
            for path in crate_roots(crate.target_paths, outlines)
            if root / path not in crate.build_script
        ]
        trees[root] = memo.tree(root, outlines, roots)
    return trees


def places_of(trees: Mapping[Path, CrateTree]) -> dict[Path, FilePlace]:
    """The places of the files that some crate of the project reaches."""
    return {
        root / path: place for root, tree in trees.items() for path, place in tree.places.items()
    }
