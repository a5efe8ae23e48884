"""Version requirements match as Cargo says; the tables are those of the Cargo book."""

from __future__ import annotations

import pytest

from wasi_lsp.project.version_req import Version, VersionReq

BOUNDS = [
    # (requirement, first version that matches, first one above that does not)
    ("1.2.3", "1.2.3", "2.0.0"),
    ("1.2", "1.2.0", "2.0.0"),
    ("1", "1.0.0", "2.0.0"),
    ("0.2.3", "0.2.3", "0.3.0"),
    ("0.2", "0.2.0", "0.3.0"),
    ("0.0.3", "0.0.3", "0.0.4"),
    ("0.0", "0.0.0", "0.1.0"),
    ("0", "0.0.0", "1.0.0"),
    ("^1.2.3", "1.2.3", "2.0.0"),
    ("~1.2.3", "1.2.3", "1.3.0"),
    ("~1.2", "1.2.0", "1.3.0"),
    ("~1", "1.0.0", "2.0.0"),
    ("1.*", "1.0.0", "2.0.0"),
    ("1.2.*", "1.2.0", "1.3.0"),
    ("=1.2.3", "1.2.3", "1.2.4"),
    ("=1.2", "1.2.0", "1.3.0"),
    (">=1.2, <1.5", "1.2.0", "1.5.0"),
    (">= 0.11 , < 0.15", "0.11.0", "0.15.0"),
    (">1.2, <=1.4", "1.3.0", "1.5.0"),
    ("<1.2.3", "0.0.0", "1.2.3"),
    ("=0.11.0+wasi-snapshot-preview1", "0.11.0", "0.11.1"),
]


def version(text: str) -> Version:
    found = Version.parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "first", "above"), BOUNDS)
def test_bounds(text: str, first: str, above: str) -> None:
    required = VersionReq.parse(text)
    assert required is not None
    numbers = range(6)
    every = [
        Version(major, minor, patch)
        for major in numbers
        for minor in (*numbers, 11, 14, 15)
        for patch in numbers
    ]
    expected = {each for each in every if version(first) <= each < version(above)}
    assert {each for each in every if required.matches(each)} == expected


@pytest.mark.parametrize("text", ["*", " * "])
def test_any_version(text: str) -> None:
    required = VersionReq.parse(text)
    assert required is not None
    assert required.matches(version("0.0.1"))


@pytest.mark.parametrize("text", ["", "a", "1.2.3.4", "1.*.3", ">>1", "1.0.0-rc.1", "1 2", "1,"])
def test_what_is_not_understood_means_nothing(text: str) -> None:
    assert VersionReq.parse(text) is None


def test_versions_with_build_metadata() -> None:
    assert Version.parse("0.11.1+wasi-snapshot-preview1") == (0, 11, 1)
    assert Version.parse("1.0.0-rc.1") is None
