"""Rust release numbers and ranges of them.

Ranges are written as everywhere in our data and output: ``"1.83.."``, ``"1.83..1.93"`` (both ends
included), ``"..1.80"``, ``".."`` (all releases).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?(?:[-+].*)?")


class RustVersion(NamedTuple):
    """A Rust release such as 1.96 or 1.94.1; compares by number."""

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read ``1.85``, ``1.85.0`` or ``1.85.0-nightly``; None for anything else."""
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            return None
        return cls(int(match[1]), int(match[2]), int(match[3] or 0))

    def __str__(self) -> str:
        patch = f".{self.patch}" if self.patch else ""
        return f"{self.major}.{self.minor}{patch}"


@dataclass(frozen=True, slots=True)
class VersionRange:
    """Releases from `first` to `last`, both included; None is an open end.

    An end written without a patch number (``1.93``) includes its patch releases (``1.93.1``).
    """

    first: RustVersion | None
    last: RustVersion | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``"1.83.."`` and its kin; raise ValueError for anything else."""
        first_text, dots, last_text = text.partition("..")
        first = RustVersion.parse(first_text) if first_text else None
        last = RustVersion.parse(last_text) if last_text else None
        if not dots or (first_text and first is None) or (last_text and last is None):
            raise ValueError(f"not a range of Rust versions: {text!r}")
        return cls(first, last)

    def __contains__(self, version: RustVersion) -> bool:
        if self.first is not None and version < self.first:
            return False
        if self.last is None or version <= self.last:
            return True
        return self.last.patch == 0 and version[:2] == self.last[:2]

    def overlaps(self, other: Self) -> bool:
        """Tell whether some release is in both ranges."""
        return all(
            late.first is None or late.first in VersionRange(None, early.last)
            for late, early in ((self, other), (other, self))
        )

    def __str__(self) -> str:
        return f"{self.first or ''}..{self.last or ''}"
