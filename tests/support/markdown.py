"""Tests written in Markdown: each fence of code is one, named by the heading above it.

A fence with several files, in the form that `projects` reads, is a project; so is one whose
opening names its file, `toml file=Cargo.toml`. The other words in the opening of a
fence set what `Settings` has: `targets=a,b`, `rust=1.85`, `consequences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wasi_lsp.analysis.settings import Settings
from wasi_lsp.rust_version import RustVersion

_FENCE = re.compile(r"^```(?:rust|(?=\w+ file=))([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


class Case(NamedTuple):
    """One fence."""

    name: str
    heading: str
    source: str
    settings: Settings

    @property
    def is_project(self) -> bool:
        """Whether it has files with names."""
        return self.source.startswith("//- ")


def cases_in(text: str, file: str) -> Iterator[Case]:
    """The fences of a Markdown text, in order."""
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(text)]
    for match in _FENCE.finditer(text):
        heading = next((title for at, title in reversed(headings) if at < match.start()), "")
        line = text.count("\n", 0, match.start()) + 1
        words = dict(word.partition("=")[::2] for word in match[1].split())
        source = f"//- {words['file']}\n{match[2]}" if "file" in words else match[2]
        yield Case(f"{file}:{line} {heading}", heading, source, _settings(words))


def cases_of_files(folder: Path) -> list[Case]:
    """The fences of every Markdown file in a folder."""
    files = sorted(folder.glob("*.md"))
    return [case for file in files for case in cases_in(file.read_text("utf-8"), file.name)]


def _settings(values: dict[str, str]) -> Settings:
    targets = values.get("targets")
    return Settings(
        targets=tuple(targets.split(",")) if targets else None,
        rust_version=RustVersion.parse(values["rust"]) if "rust" in values else None,
        consequences="consequences" in values,
    )
