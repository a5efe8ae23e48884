"""Module trees that are made again only when they would be others."""

from __future__ import annotations

from pathlib import Path

from wasi_lsp.analysis.survey import TreeMemo
from wasi_lsp.semantics.module_tree import crate_tree
from wasi_lsp.syntax.outline import outline_of_text

ROOTS = ["src/lib.rs"]


def test_a_tree_holds_as_long_as_its_files_and_roots() -> None:
    memo = TreeMemo()
    before = {"src/lib.rs": outline_of_text(b"mod a;"), "src/a.rs": outline_of_text(b"")}
    tree = memo.tree(Path("p"), before, ROOTS)
    assert tree == crate_tree(before, ROOTS)
    assert memo.tree(Path("p"), dict(before), list(ROOTS)) is tree
    after = {**before, "src/lib.rs": outline_of_text(b"#[cfg(unix)]\nmod a;")}
    changed = memo.tree(Path("p"), after, ROOTS)
    assert changed == crate_tree(after, ROOTS) != tree
    assert memo.tree(Path("p"), after, ["src/a.rs"]) == crate_tree(after, ["src/a.rs"]) != changed
    assert memo.tree(Path("q"), before, ROOTS) == tree
