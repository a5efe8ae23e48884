"""What is known of crates from their own words and from measuring: `data/crates.json`.

The file is made by `devtools.build_crates_db`, and says where each fact is from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.project.version_req import Version


@dataclass(frozen=True, slots=True)
class Failure:
    """A crate that does not compile on some targets with these features."""

    features: frozenset[str]
    #: With the default features as well.
    default_features: bool
    targets: TargetSet
    #: What does not compile, the crate itself or one that it needs, with its version.
    culprit: str
    #: The first error of the compiler there, and its release.
    error: str
    rust: str
    #: A cfg name with which that compiles all the same.
    unless_cfg: str | None


@dataclass(frozen=True, slots=True)
class BrowserCrate:
    """A crate for JavaScript's world: all of it, or some of its features."""

    is_whole: bool
    features: frozenset[str]
    #: What it says of itself, and where.
    evidence: str


def wasi_apis(crate: str) -> Mapping[Version, str]:
    """By version of a crate: the WASI version (`p1`, `p2`, `p3`) whose API it is."""
    return _tables().apis.get(crate, {})


def measured_versions(crate: str) -> Mapping[Version, tuple[Failure, ...]]:
    """The versions of a crate that were compiled, each with what failed; nothing for most."""
    return _tables().measured.get(crate, {})


def browser_crate(crate: str) -> BrowserCrate | None:
    """What of a crate is for the browser and for Node.js alone."""
    return _tables().browser.get(crate)


@cache
def browser_modules() -> frozenset[str]:
    """The crates that are for the browser as a whole, by the names that code has for them."""
    browser = _tables().browser
    return frozenset(name.replace("-", "_") for name, crate in browser.items() if crate.is_whole)


@dataclass(frozen=True, slots=True)
class _Tables:
    apis: Mapping[str, Mapping[Version, str]]
    measured: Mapping[str, Mapping[Version, tuple[Failure, ...]]]
    browser: Mapping[str, BrowserCrate]


@cache
def _tables() -> _Tables:
    raw = json.loads(files("wasi_lsp.project").joinpath("data/crates.json").read_bytes())
    return _Tables(
        {
            crate: {_version(version): api for version, api in row["versions"].items()}
            for crate, row in raw["apis"].items()
        },
        {crate: _measured(row) for crate, row in raw["measured"].items()},
        {
            crate: BrowserCrate(
                not row.get("features"), frozenset(row.get("features", ())), row["evidence"]
            )
            for crate, row in raw["browser"].items()
        },
    )


def _measured(versions: Any) -> Mapping[Version, tuple[Failure, ...]]:
    return {_version(version): tuple(map(_failure, rows)) for version, rows in versions.items()}


def _failure(row: Any) -> Failure:
    return Failure(
        frozenset(row["features"]),
        row["default_features"],
        TargetSet.of(row["targets"]),
        row["culprit"],
        row["error"],
        row["rust"],
        row.get("unless_cfg"),
    )


def _version(text: str) -> Version:
    version = Version.parse(text)
    assert version is not None, text
    return version
