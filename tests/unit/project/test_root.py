"""Where a project begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from wasi_lsp.project.root import find_root, is_project


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


@pytest.mark.parametrize(
    ("files", "path", "root"),
    [
        ((), "a/b/c.rs", "a/b"),
        (("a/Cargo.toml",), "a/src/x/c.rs", "a"),
        (("Cargo.toml", "a/Cargo.toml"), "a/src/c.rs", "."),
        ((".cargo/config.toml",), "a/src/c.rs", "."),
        (("rust-toolchain",), "a/src/c.rs", "."),
        (("Cargo.toml", "a/.git/HEAD", "a/b/Cargo.toml"), "a/b/c.rs", "a"),
        (("Cargo.toml",), "missing/c.rs", "."),
    ],
)
def test_the_folder_where_a_project_begins(
    tmp_path: Path, files: tuple[str, ...], path: str, root: str
) -> None:
    make(tmp_path, *files, "a/b/c.rs")
    assert find_root(tmp_path / path) == tmp_path / root


def test_a_folder_is_its_own_start(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert find_root(tmp_path / "a") == tmp_path / "a"


@pytest.mark.parametrize("name", ["Cargo.toml", ".cargo/config.toml", ".git/HEAD"])
def test_what_makes_a_folder_a_project(tmp_path: Path, name: str) -> None:
    make(tmp_path, "c.rs")
    assert not is_project(tmp_path)
    make(tmp_path, name)
    assert is_project(tmp_path)


def test_the_home_folder_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, ".cargo/config.toml", "a/Cargo.toml", "a/src/lib.rs")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_root(tmp_path / "a/src/lib.rs") == tmp_path / "a"
