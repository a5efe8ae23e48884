"""Which files to check: those below some paths, without what Git and Cargo leave out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from wasi_lsp.project.file_kinds import (
    CARGO_FILES,
    HIDDEN_FOLDERS,
    SHEBANG_LENGTH,
    FileKind,
    is_shell_script,
    kind_of,
)
from wasi_lsp.project.problem import Gravity, Problem
from wasi_lsp.project.vfs import read_file, read_start

_MAX_IGNORE_FILE = 1024 * 1024

#: What shows that a folder has to do with Rust.
_OF_RUST = CARGO_FILES | {FileKind.RUST}


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What was found, in a fixed order and each file once, and what could not be looked at."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Ignore:
    """One .gitignore: it speaks of what lies below its folder."""

    folder: str
    spec: GitIgnoreSpec


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """The files named by `paths`, and in the folders among them those of a kind that we judge.

    A file that is named is taken whatever .gitignore says. In folders, hidden folders (but for
    those with files that name targets), build output (`target`) and what .gitignore excludes are
    skipped; links to folders are not followed.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        if not os.path.isdir(path):
            found = [path] if _is_named_well(path, problems) else []
        else:
            found = list(_in_folder(path, problems))
            if not any(kind_of(file) in _OF_RUST for file in found):
                note = Problem(path, "no Rust files here", gravity=Gravity.NOTE)
                problems.append(note)
        for file in found:
            files.setdefault(os.path.realpath(file), file)
    return FoundFiles(tuple(files.values()), tuple(problems))


def would_find(root: Path, path: Path) -> bool:
    """Whether `find_files` finds `path` in the folder `root`, above it; both absolute."""
    return any(found == path for found in _in_folder(root, [], towards=path))


def find_rust_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The Rust files among those that `find_files` finds."""
    return tuple(file for file in find_files(paths).files if file.suffix == ".rs")


def _is_named_well(path: Path, problems: list[Problem]) -> bool:
    kind = kind_of(path.absolute())
    if kind is FileKind.EXECUTABLE and not _is_script(path):
        kind = None
    if kind is not None or not os.path.isfile(path):
        if os.path.isfile(path) and not os.path.getsize(path):
            problems.append(Problem(path, "an empty file", gravity=Gravity.NOTE))
        return True
    problems.append(
        Problem(path, "not a Rust file (.rs), nor one that names targets", gravity=Gravity.NOTE)
    )
    return False


def _in_folder(top: Path, problems: list[Problem], towards: Path | None = None) -> Iterator[Path]:
    """The files to judge in a folder; with `towards`, only on the way to that path."""
    stack = [(top, _ignores_above(top))]
    while stack:
        folder, ignores = stack.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            problems.append(Problem(folder, (error.strerror or str(error)).lower()))
            continue
        names = {entry.name for entry in entries}
        if "CACHEDIR.TAG" in names and folder != top:
            continue
        if ".gitignore" in names:
            ignores = [*ignores, *_ignore_of(folder)]
        base = _prefix(folder)
        folders: list[Path] = []
        if towards is not None:
            entries = [each for each in entries if towards.is_relative_to(folder / each.name)]
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder:
                is_build_output = entry.name == "target" and "Cargo.toml" in names
                is_hidden = entry.name.startswith(".") and entry.name not in HIDDEN_FOLDERS
                wanted = not is_hidden and not is_build_output
            else:
                kind = kind_of(folder / entry.name)
                wanted = kind is not None and _is_file_below(entry, top) and _is_of(kind, entry)
            if not wanted or _is_ignored(f"{base}{entry.name}{'/' * is_folder}", ignores):
                continue
            if is_folder:
                folders.append(folder / entry.name)
            else:
                yield folder / entry.name
        stack.extend((each, ignores) for each in reversed(folders))


def _is_of(kind: FileKind, entry: os.DirEntry[str]) -> bool:
    """Whether the regular file is of this kind, where its name alone does not tell."""
    return kind is not FileKind.EXECUTABLE or _is_script(Path(entry.path))


def _is_script(path: Path) -> bool:
    start = read_start(path, SHEBANG_LENGTH)
    return isinstance(start, bytes) and is_shell_script(start)


def _is_file_below(entry: os.DirEntry[str], top: Path) -> bool:
    """Whether it is a regular file, and no link out of the folder that was named."""
    if not os.path.isfile(entry.path):
        return False
    if not entry.is_symlink():
        return True
    return Path(os.path.realpath(entry.path)).is_relative_to(os.path.realpath(top))


def _ignores_above(top: Path) -> list[_Ignore]:
    """The .gitignore files from the repository's root down to above `top`."""
    above: list[Path] = []
    folder = Path(os.path.abspath(top))
    while not os.path.exists(folder / ".git"):
        if folder == folder.parent:
            return []
        folder = folder.parent
        above.append(folder)
    return [ignore for each in reversed(above) for ignore in _ignore_of(each)]


def _ignore_of(folder: Path) -> Iterator[_Ignore]:
    path = folder / ".gitignore"
    data = read_file(path, _MAX_IGNORE_FILE) if os.path.isfile(path) else b""
    if isinstance(data, bytes) and data:
        lines = data.decode(errors="replace").splitlines()
        yield _Ignore(_prefix(folder), GitIgnoreSpec.from_lines(lines))


def _prefix(folder: Path) -> str:
    """How the absolute paths of what lies in `folder` begin, with `/` on every system."""
    path = Path(os.path.abspath(folder)).as_posix()
    return path if path.endswith("/") else f"{path}/"


def _is_ignored(path: str, ignores: list[_Ignore]) -> bool:
    """Whether the innermost .gitignore with a word on `path` excludes it, as Git does."""
    for ignore in reversed(ignores):
        verdict = ignore.spec.check_file(path.removeprefix(ignore.folder)).include
        if verdict is not None:
            return verdict
    return False
