"""The one place that reads a project's files. Nothing here raises for what a disk may hold."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from wasi_lsp.project.file_kinds import CARGO_FILES, kind_of
from wasi_lsp.project.problem import Gravity, Problem

#: The largest hand-written Rust files have some 100 kB, generated bindings some 10 MB. A syntax
#: tree takes 34 times its source in memory, so there has to be an end.
MAX_FILE_SIZE = 16 * 1024 * 1024

#: Manifests and configuration are written by hand.
MAX_PROJECT_FILE_SIZE = 1024 * 1024

#: Git, too, calls a file binary that has a NUL among its first 8,000 bytes.
_BINARY_PROBE = 8_000


def read_file(path: Path, limit: int = MAX_FILE_SIZE) -> bytes | Problem:
    """The bytes of a regular file of at most `limit` bytes, or why there are none."""
    data = read_start(path, limit + 1)
    if isinstance(data, bytes) and len(data) > limit:
        return Problem(path, f"larger than {limit // (1024 * 1024)} MiB, too large to be checked")
    return data


def read_start(path: Path, length: int) -> bytes | Problem:
    """The first bytes of a regular file, `length` at most, or why there are none.

    A pipe, socket or device is refused before anything could block on it.
    """
    try:
        # O_NONBLOCK: a pipe may take the file's place between any check and the opening of it.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        return Problem(path, _reason(error, path))
    except ValueError:
        return Problem(path, "the path contains a NUL character")
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        return Problem(path, f"{_kind(mode)}, not a file")
    try:
        with open(handle, "rb") as file:
            return file.read(length)
    except OSError as error:
        return Problem(path, _reason(error, path))


def _reason(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or directory"
    if isinstance(error, PermissionError):
        return "permission denied"
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return (error.strerror or str(error)).lower()
    # Opening a socket fails with ENXIO, "no such device or address", which helps nobody.
    if stat.S_ISSOCK(mode):
        return f"{_kind(mode)}, not a file"
    return (error.strerror or str(error)).lower()


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a directory"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a Rust file: valid UTF-8, whatever the disk holds; None if there is no text."""

    text: bytes | None
    problems: tuple[Problem, ...] = ()


def read_source(path: Path) -> Source:
    """The text of a Rust file. Bytes that are no UTF-8 become U+FFFD, with a note."""
    data = read_file(path)
    if isinstance(data, Problem):
        return Source(None, (data,))
    if b"\0" in data[:_BINARY_PROBE]:
        return Source(None, (_note(path, "a binary file, not Rust source"),))
    return _decoded(path, data, "rustc rejects")


def read_text(path: Path) -> Source:
    """The text of a file of a project that is not Rust; a long one only gets a note.

    Bytes that are no UTF-8 become U+FFFD: with a note where Cargo or rustup reads the file.
    """
    data = read_file(path)
    if isinstance(data, Problem):
        return Source(None, (data,))
    if len(data) > MAX_PROJECT_FILE_SIZE:
        reason = f"larger than {MAX_PROJECT_FILE_SIZE // (1024 * 1024)} MiB, and not checked"
        return Source(None, (_note(path, reason),))
    is_cargos = kind_of(path.absolute()) in CARGO_FILES
    if b"\0" in data[:_BINARY_PROBE]:
        return Source(None, (_note(path, "a binary file, not checked"),) if is_cargos else ())
    source = _decoded(path, data, "Cargo and rustup reject")
    return source if is_cargos else replace(source, problems=())


def _decoded(path: Path, data: bytes, who_rejects: str) -> Source:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not valid UTF-8, which {who_rejects}; the rest was checked"
        return Source(data.decode(errors="replace").encode(), (_note(path, message, line),))
    return Source(data)


def _note(path: Path, message: str, line: int | None = None) -> Problem:
    return Problem(path, message, line, Gravity.NOTE)


@dataclass(frozen=True, slots=True)
class Vfs:
    """Reads files below its roots, and no others: a link that leads outside is not followed."""

    roots: tuple[Path, ...]
    #: What an editor has in place of some files: texts by real paths. A link leads to the disk.
    texts: Mapping[Path, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[Path]) -> Self:
        """Over the real paths of `roots`."""
        return cls(tuple(Path(os.path.realpath(root)) for root in roots))

    def with_texts(self, texts: Mapping[Path, bytes]) -> Self:
        """The same, but for what an editor has in place of some files."""
        return replace(self, texts=texts)

    def root_of(self, path: Path) -> Path | None:
        """The innermost root that really holds `path`, links resolved; None outside all."""
        real = _real(path)
        holding = [root for root in self.roots if real is not None and real.is_relative_to(root)]
        return max(holding, key=lambda root: len(root.parts), default=None)

    def is_file(self, path: Path) -> bool:
        """Whether a regular file stands there, within the roots."""
        is_there = path in self.texts or os.path.isfile(path)
        return is_there and self.root_of(path) is not None

    def stamp(self, path: Path) -> object:
        """What is another one when the file on disk has changed; None where there is no file."""
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def files_in(self, folder: Path) -> list[Path]:
        """What lies in a folder itself and is no folder; nothing where it cannot be looked into."""
        try:
            with os.scandir(folder) as entries:
                return [folder / each.name for each in entries if not each.is_dir()]
        except (OSError, ValueError):
            return []

    def read(self, path: Path) -> bytes | Problem | None:
        """The bytes of a regular file; None if there is none within the roots."""
        if not self.is_file(path):
            return None
        if path in self.texts:
            return self.texts[path]
        return read_file(path, MAX_PROJECT_FILE_SIZE)


def _real(path: Path) -> Path | None:
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return None
