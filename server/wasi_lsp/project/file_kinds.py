"""Which files speak of cfgs and targets, by their names."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from wasi_lsp.project.written_settings import SETTINGS_FILE


class FileKind(StrEnum):
    """What a file is to us."""

    RUST = "Rust source"
    MANIFEST = "Cargo.toml"
    CARGO_CONFIG = "Cargo configuration"
    TOOLCHAIN = "toolchain file"
    #: Of this product.
    SETTINGS = "wasi-lsp.toml"
    #: Configuration of a tool that builds with Cargo, or beside it.
    TOOL_TOML = "TOML of a tool"
    #: Scripts of a shell, and what is written like them: recipes of make and just, Dockerfiles.
    SCRIPT = "script"
    #: A file without a suffix, which is a script if its first line names a shell.
    EXECUTABLE = "executable"
    #: A script of cmd.exe, where `#` begins no comment.
    BATCH = "batch file"
    NIX = "Nix"
    #: YAML with commands: what a CI service runs, and recipes of Task.
    PIPELINE = "pipeline"
    #: Documentation with commands for its readers.
    MARKDOWN = "Markdown"
    #: JSON with commands: package.json, settings and tasks of VS Code.
    JSON = "JSON"
    #: What a target is, for rustc: a target of the project's own.
    TARGET_SPEC = "target specification"


#: What Cargo and rustup read themselves.
CARGO_FILES = frozenset({FileKind.MANIFEST, FileKind.CARGO_CONFIG, FileKind.TOOLCHAIN})

#: What a `Workspace` is read from, beside the build scripts.
WORKSPACE_FILES = CARGO_FILES | {FileKind.SETTINGS}

#: Hidden folders with files of these kinds.
HIDDEN_FOLDERS = frozenset(
    {
        ".buildkite",
        ".cargo",
        ".circleci",
        ".config",
        ".devcontainer",
        ".forgejo",
        ".gitea",
        ".github",
        ".gitlab",
        ".vscode",
        ".woodpecker",
    }
)

#: Patterns of editors for the commonest of those that Cargo does not read.
WATCHED_NAMES = (
    "{spin,fastly,Cross,Makefile}.toml",
    "*.{sh,md,nix}",
    "{Makefile,justfile,Dockerfile,package.json}",
    ".github/workflows/*.yml",
)

_TOOL_TOML = frozenset(
    {
        ".mise.toml",
        "Cross.toml",
        "Makefile.toml",
        "deny.toml",
        "dist-workspace.toml",
        "fastly.toml",
        "mise.toml",
        "spin.toml",
        "wapm.toml",
        "wasmer.toml",
    }
)
_SCRIPT_SUFFIXES = frozenset(
    {".bash", ".containerfile", ".dockerfile", ".just", ".mak", ".mk", ".ps1", ".sh", ".zsh"}
)
_SCRIPT_NAMES = re.compile(
    r"(?:\.?justfile|(?:gnu|bsd)?makefile|(?:docker|container)file)(?:\..*)?", re.IGNORECASE
)
_PIPELINE_FOLDER = re.compile(
    r"\.(?:buildkite|circleci|forgejo|gitea|github|gitlab|woodpecker)|.*pipelines?|workflows"
)
_PIPELINE_NAMES = re.compile(
    r"\.?(?:gitlab-ci|travis|cirrus|appveyor|drone|woodpecker|pre-commit-config|taskfile"
    r"|azure-pipelines?.*|.*\.gitlab-ci|bitbucket-pipelines|cloudbuild|action)\.ya?ml",
    re.IGNORECASE,
)
#: What they tell of the past stays as it was.
_OF_THE_PAST = re.compile(r"(?:change|changes|changelog|history|news|release|releases)\b.*", re.I)
#: `#!/bin/sh`, `#!/usr/bin/env -S just --justfile`.
_SHEBANG = re.compile(
    rb"#![ \t]*\S*?(?:/env(?:[ \t]+-\S+)*[ \t]+|/)(?:(?:ba|da|k|z)?sh|just|make)\b"
)
#: As much of a file as its first line needs.
SHEBANG_LENGTH = 128
#: `x86_64-vendor-os.json` and its kin, of architectures that rustc knows.
_TARGET_SPEC = re.compile(
    r"(?:wasm\d\d|x86_64|i\d86|aarch64|arm\w*|thumb\w*|riscv\w+|mips\w*|powerpc\w*|avr|bpf\w*)"
    r"(?:-[\w.]+)+\.json"
)


def kind_of(path: PurePath) -> FileKind | None:
    """The kind of the file at `path`; None for what we have nothing to say about.

    Whether an `EXECUTABLE` is a script its first line decides: see `is_shell_script`.
    """
    name, suffix = path.name, path.suffix
    match suffix:
        case ".rs":
            return FileKind.RUST
        case ".toml":
            return _kind_of_toml(path)
        case ".yml" | ".yaml":
            in_folder = any(map(_PIPELINE_FOLDER.fullmatch, path.parts[:-1]))
            return FileKind.PIPELINE if in_folder or _PIPELINE_NAMES.fullmatch(name) else None
        case ".json":
            return _kind_of_json(path)
        case ".md" | ".markdown":
            return FileKind.MARKDOWN if not _OF_THE_PAST.fullmatch(path.stem) else None
        case ".bat" | ".cmd":
            return FileKind.BATCH
        case ".nix":
            return FileKind.NIX
    if name == "rust-toolchain":
        return FileKind.TOOLCHAIN
    if name == "config" and path.parent.name == ".cargo":
        return FileKind.CARGO_CONFIG
    if suffix.lower() in _SCRIPT_SUFFIXES or _SCRIPT_NAMES.fullmatch(name):
        return FileKind.SCRIPT
    return FileKind.EXECUTABLE if "." not in name else None


def is_shell_script(text: bytes) -> bool:
    """Whether the first line of a text says that a shell, just or make reads it."""
    return _SHEBANG.match(text, 0, SHEBANG_LENGTH) is not None


def _kind_of_toml(path: PurePath) -> FileKind | None:
    if path.name == "Cargo.toml":
        return FileKind.MANIFEST
    if path.name == "rust-toolchain.toml":
        return FileKind.TOOLCHAIN
    if path.name == SETTINGS_FILE:
        return FileKind.SETTINGS
    if path.name == "config.toml" and path.parent.name == ".cargo":
        return FileKind.CARGO_CONFIG
    return FileKind.TOOL_TOML if path.name in _TOOL_TOML else None


def _kind_of_json(path: PurePath) -> FileKind | None:
    if path.name == "package.json":
        return FileKind.JSON
    if path.parent.name == ".vscode" and path.name in ("settings.json", "tasks.json"):
        return FileKind.JSON
    return FileKind.TARGET_SPEC if _TARGET_SPEC.fullmatch(path.name) else None
