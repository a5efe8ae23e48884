"""Which files speak of cfgs and targets, by their names."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class FileKind(StrEnum):
    """What a file is to us."""

    RUST = "Rust source"
    MANIFEST = "Cargo.toml"
    CARGO_CONFIG = "Cargo configuration"
    TOOLCHAIN = "toolchain file"


def kind_of(path: PurePath) -> FileKind | None:
    """The kind of the file at `path`; None for what we have nothing to say about."""
    name = path.name
    if path.suffix == ".rs":
        return FileKind.RUST
    if name == "Cargo.toml":
        return FileKind.MANIFEST
    if name in ("rust-toolchain", "rust-toolchain.toml"):
        return FileKind.TOOLCHAIN
    if path.parent.name == ".cargo" and name in ("config", "config.toml"):
        return FileKind.CARGO_CONFIG
    return None
