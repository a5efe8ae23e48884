"""The product's own settings in the files of a project, as they are written there.

What they mean is said where settings are known; here is where they may stand: `wasi-lsp.toml`, and
`[workspace.metadata.wasi-lsp]` and `[package.metadata.wasi-lsp]` in a Cargo.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.project.toml_table import Table, table
from wasi_lsp.syntax.toml_tree import parse_toml_tree

SETTINGS_FILE = "wasi-lsp.toml"
_METADATA = ("metadata", "wasi-lsp")


@dataclass(frozen=True, slots=True)
class WrittenSettings:
    """The settings in one table; `lines` are where they stand, by name, counted from 1."""

    path: Path
    values: object
    lines: Mapping[str, int]


def of_settings_file(root: Table, text: bytes, path: Path) -> WrittenSettings:
    """The settings in a wasi-lsp.toml, given parsed and as it is written."""
    return WrittenSettings(path, root, _lines(text, ()))


def of_manifest(root: Table, holder: str, text: bytes, path: Path) -> WrittenSettings | None:
    """The settings in the metadata of `holder`, `package` or `workspace`, of a Cargo.toml."""
    values = table(table(root.get(holder)).get(_METADATA[0])).get(_METADATA[1])
    if values is None:
        return None
    return WrittenSettings(path, values, _lines(text, (holder, *_METADATA)))


def _lines(text: bytes, around: tuple[str, ...]) -> Mapping[str, int]:
    lines: dict[str, int] = {}
    for entry in parse_toml_tree(text).entries:
        if entry.names[: len(around)] == around and len(entry.path) > len(around):
            key = entry.path[len(around)]
            lines.setdefault(key.name, text.count(b"\n", 0, key.span.start) + 1)
    return lines
