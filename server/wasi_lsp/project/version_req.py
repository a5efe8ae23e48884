"""Cargo's version requirements, such as `0.11`, `>=1.2, <1.5` and `*`.

Source: "Specifying Dependencies" in the Cargo book, and `matches_req` in the crate semver, which
Cargo uses. Python's libraries read other dialects: to npm `1.2` is any 1.2.x, to Cargo `^1.2`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:\+[0-9A-Za-z.-]+)?")
_COMPARATOR = re.compile(
    r"(?P<operator>=|>=|<=|>|<|\^|~)?\s*"
    r"(?P<major>\d{1,19})(?:\.(?P<minor>\d{1,19}|[*xX])(?:\.(?P<patch>\d{1,19}|[*xX]))?)?"
    r"(?:\+[0-9A-Za-z.-]+)?"
)
_ANY = ("*", "x", "X")


class Version(NamedTuple):
    """A released version; build metadata is left out, and there are no pre-releases."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """`1.2.3` and `1.2.3+build`; None for everything else."""
        match = _VERSION.fullmatch(text)
        return cls(int(match[1]), int(match[2]), int(match[3])) if match else None

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True, slots=True)
class _Comparator:
    operator: str
    major: int
    minor: int | None
    patch: int | None

    def matches(self, version: Version) -> bool:
        match self.operator:
            case "=":
                return self._is_exactly(version)
            case ">":
                return self._is_below(version)
            case ">=":
                return self._is_exactly(version) or self._is_below(version)
            case "<":
                return not self._is_exactly(version) and not self._is_below(version)
            case "<=":
                return not self._is_below(version)
            case "~":
                return self._is_near(version)
            case _:
                return self._is_compatible(version)

    def _is_exactly(self, version: Version) -> bool:
        return (
            version.major == self.major
            and self.minor in (None, version.minor)
            and self.patch in (None, version.patch)
        )

    def _is_below(self, version: Version) -> bool:
        if version.major != self.major:
            return version.major > self.major
        if self.minor is None:
            return False
        if version.minor != self.minor:
            return version.minor > self.minor
        return self.patch is not None and version.patch > self.patch

    def _is_near(self, version: Version) -> bool:
        return (
            version.major == self.major
            and self.minor in (None, version.minor)
            and (self.patch is None or version.patch >= self.patch)
        )

    def _is_compatible(self, version: Version) -> bool:
        if version.major != self.major:
            return False
        if self.minor is None:
            return True
        if self.patch is None:
            if self.major > 0:
                return version.minor >= self.minor
            return version.minor == self.minor
        if self.major > 0:
            return (version.minor, version.patch) >= (self.minor, self.patch)
        if self.minor > 0:
            return version.minor == self.minor and version.patch >= self.patch
        return version.minor == self.minor and version.patch == self.patch


@dataclass(frozen=True, slots=True)
class VersionReq:
    """What a dependency asks for; all comparators must match, and none is `*`."""

    comparators: tuple[_Comparator, ...]

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a requirement; None if Cargo rejects it, or if it speaks of pre-releases."""
        if text.strip() in _ANY:
            return cls(())
        found: list[_Comparator] = []
        for part in text.split(","):
            match = _COMPARATOR.fullmatch(part.strip())
            if match is None:
                return None
            wild = match["minor"] in _ANY or match["patch"] in _ANY
            operator = match["operator"] or ("=" if wild else "^")
            minor, patch = _number(match["minor"]), _number(match["patch"])
            if minor is None and patch is not None:
                return None
            found.append(_Comparator(operator, int(match["major"]), minor, patch))
        return cls(tuple(found))

    def matches(self, version: Version) -> bool:
        """Whether Cargo may choose `version`."""
        return all(comparator.matches(version) for comparator in self.comparators)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text not in _ANY else None
