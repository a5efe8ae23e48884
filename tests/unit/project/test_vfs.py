"""Reading whatever a disk may hold."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest

from support.privileges import as_nobody
from wasi_lsp.project.problem import Gravity, Problem
from wasi_lsp.project.vfs import MAX_FILE_SIZE, Vfs, read_file, read_source


def message(path: Path) -> str:
    result = read_file(path)
    assert isinstance(result, Problem)
    assert result.gravity is Gravity.ERROR
    return result.message


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert message(tmp_path / "pipe") == "a named pipe, not a file"
    assert message(tmp_path) == "a directory, not a file"
    assert message(tmp_path / "missing") == "no such file or directory"
    assert message(Path("/dev/null")) == "a device, not a file"
    assert message(Path("a\0b")) == "the path contains a NUL character"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert message(tmp_path / "loop") == "too many levels of symbolic links"


def test_a_socket() -> None:
    # The name of a socket has to be short.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s")
        assert message(Path(folder, "s")) == "a socket, not a file"


@pytest.mark.skipif(os.name != "posix", reason="needs permissions")
def test_a_file_without_permission(tmp_path: Path) -> None:
    locked = tmp_path / "locked.rs"
    locked.write_text("")
    locked.chmod(0)
    with as_nobody(tmp_path):
        assert message(locked) == "permission denied"


def test_the_limit(tmp_path: Path) -> None:
    big = tmp_path / "big.rs"
    with big.open("wb") as file:
        file.truncate(MAX_FILE_SIZE + 1)
    assert message(big) == "larger than 16 MiB, too large to be checked"
    big.write_bytes(b"12345")
    assert read_file(big, limit=5) == b"12345"


@pytest.mark.parametrize(
    ("data", "text", "note", "line"),
    [
        (b"", b"", None, None),
        ("é\n".encode(), "é\n".encode(), None, None),
        (b"\x7fELF\0", None, "a binary file, not Rust source", None),
        (
            b"\n// caf\xe9\n",
            "\n// caf\N{REPLACEMENT CHARACTER}\n".encode(),
            "not valid UTF-8, which rustc rejects; the rest was checked",
            2,
        ),
    ],
)
def test_source(
    tmp_path: Path, data: bytes, text: bytes | None, note: str | None, line: int | None
) -> None:
    path = tmp_path / "a.rs"
    path.write_bytes(data)
    source = read_source(path)
    assert source.text == text
    expected = (Problem(path, note, line, Gravity.NOTE),) if note else ()
    assert source.problems == expected


def test_only_what_the_roots_hold(tmp_path: Path) -> None:
    (tmp_path / "root/in").mkdir(parents=True)
    (tmp_path / "root/a").write_text("a")
    (tmp_path / "secret").write_text("s")
    (tmp_path / "root/link").symlink_to(tmp_path / "secret")
    (tmp_path / "root/inner-link").symlink_to(tmp_path / "root/a")
    vfs = Vfs.of([tmp_path / "root", tmp_path / "root/in"])
    assert vfs.read(tmp_path / "root/a") == b"a"
    assert vfs.read(tmp_path / "root/inner-link") == b"a"
    assert vfs.read(tmp_path / "root/missing") is None
    assert vfs.read(tmp_path / "root/link") is None
    assert vfs.read(tmp_path / "root/../secret") is None
    assert vfs.root_of(tmp_path / "root/in/x") == tmp_path / "root/in"
    assert vfs.root_of(tmp_path) is None
