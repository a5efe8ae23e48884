"""Which files are found: as Git and Cargo would have it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from support.privileges import as_nobody
from wasi_lsp.project.problem import Gravity
from wasi_lsp.project.walk import find_files


def tree(root: Path, *files: str, **texts: str) -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def found(*paths: Path, below: Path) -> list[str]:
    return [path.relative_to(below).as_posix() for path in find_files(paths).files]


def ignore(folder: Path, *lines: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("\n".join(lines))


def test_files_before_folders_in_the_order_of_their_names(tmp_path: Path) -> None:
    tree(tmp_path, "b.rs", "a/z.rs", "a.rs", "a/b/c.rs", "c/d.rs", "a.txt", "rs")
    assert found(tmp_path, below=tmp_path) == ["a.rs", "b.rs", "a/z.rs", "a/b/c.rs", "c/d.rs"]


def test_files_without_a_suffix_are_scripts_by_their_first_line(tmp_path: Path) -> None:
    tree(tmp_path, "a.rs", "scripts/text", "scripts/folder/b.rs")
    (tmp_path / "scripts/shell").write_text("#!/usr/bin/env -S bash -e\nls\n")
    (tmp_path / "scripts/python").write_text("#!/usr/bin/env python3\n")
    (tmp_path / "scripts/binary").write_bytes(b"\x7fELF#!/bin/sh")
    assert found(tmp_path, below=tmp_path) == ["a.rs", "scripts/shell", "scripts/folder/b.rs"]
    named = find_files([tmp_path / "scripts/shell", tmp_path / "scripts/text"])
    assert [path.name for path in named.files] == ["shell"]


def test_build_output_and_hidden_folders_are_skipped(tmp_path: Path) -> None:
    tree(tmp_path, "Cargo.toml", "target/x.rs", ".git/x.rs", ".cache/x.rs", "src/target/mod.rs")
    tree(tmp_path, "out/CACHEDIR.TAG", "out/x.rs", ".cargo/config.toml", ".cargo/x.toml")
    expected = ["Cargo.toml", ".cargo/config.toml", "src/target/mod.rs"]
    assert found(tmp_path, below=tmp_path) == expected


def test_gitignore_nests_and_negates(tmp_path: Path) -> None:
    tree(tmp_path, "gen/a.rs", "gen/keep.rs", "src/a.rs", "src/b_gen.rs", "src/deep/b_gen.rs")
    ignore(tmp_path, "/gen/*", "!/gen/keep.rs", "*_gen.rs")
    ignore(tmp_path / "src/deep", "!b_gen.rs")
    assert found(tmp_path, below=tmp_path) == ["gen/keep.rs", "src/a.rs", "src/deep/b_gen.rs"]


def test_gitignore_above_the_folder_counts_up_to_the_repository(tmp_path: Path) -> None:
    tree(tmp_path, "repo/src/a.rs", "repo/src/out/b.rs")
    (tmp_path / "repo/.git").mkdir()
    ignore(tmp_path, "*.rs")
    ignore(tmp_path / "repo", "/src/out/")
    assert found(tmp_path / "repo/src", below=tmp_path) == ["repo/src/a.rs"]


@pytest.mark.skipif(shutil.which("git") is None, reason="compares with git")
def test_what_git_would_add(tmp_path: Path) -> None:
    files = ("a.rs", "b.rs", "x/a.rs", "x/y/a.rs", "x/y/b.rs", "build/a.rs", "x/build/a.rs")
    tree(tmp_path, *files)
    ignore(tmp_path, "# comment", "b.rs", "!/x/y/b.rs", "/build", "x/**/a.rs", "!x/y/", " ")
    ignore(tmp_path / "x", "build/", "!a.rs", "y/*", "!y/a.rs")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    git = subprocess.run(
        ["git", "-C", tmp_path, "ls-files", "-o", "--exclude-standard", "*.rs"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(found(tmp_path, below=tmp_path)) == sorted(git.stdout.split())


def test_a_named_file_is_always_taken(tmp_path: Path) -> None:
    tree(tmp_path, "gen.rs", "Cargo.toml", "target/x.rs")
    ignore(tmp_path, "gen.rs")
    named = (tmp_path / "gen.rs", tmp_path / "target/x.rs", tmp_path / "gen.rs")
    assert found(*named, below=tmp_path) == ["gen.rs", "target/x.rs"]


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "in/a.rs", "outside.rs")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/b.rs").symlink_to(tmp_path / "in/a.rs")
    (tmp_path / "in/out.rs").symlink_to(tmp_path / "outside.rs")
    (tmp_path / "in/self.rs").symlink_to(tmp_path / "in/self.rs")
    os.mkfifo(tmp_path / "in/pipe.rs")
    assert found(tmp_path / "in", below=tmp_path) == ["in/a.rs"]


def test_what_there_is_to_say(tmp_path: Path) -> None:
    tree(tmp_path, "notes.txt", "empty/x.txt")
    result = find_files([tmp_path / "notes.txt", tmp_path / "empty", tmp_path / "missing"])
    # Whether a named path can be read is for the reader to find out.
    assert result.files == (tmp_path / "missing",)
    assert [
        (problem.path.name, problem.message, problem.gravity) for problem in result.problems
    ] == [
        ("notes.txt", "not a Rust file (.rs), nor one that names targets", Gravity.NOTE),
        ("empty", "no Rust files here", Gravity.NOTE),
    ]


@pytest.mark.skipif(os.name != "posix", reason="needs permissions")
def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    tree(tmp_path, "locked/a.rs", "b.rs")
    (tmp_path / "locked").chmod(0)
    with as_nobody(tmp_path):
        result = find_files([tmp_path])
    (tmp_path / "locked").chmod(0o755)
    assert result.files == (tmp_path / "b.rs",)
    assert [(problem.path.name, problem.message) for problem in result.problems] == [
        ("locked", "permission denied")
    ]
