"""Which release of Rust builds for the targets that a file names."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.judged_version import VersionSource
from wasi_lsp.project.toolchain import Toolchain
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.lookup import NEWEST

#: The day of Rust 1.84.0 (RELEASES.md): nightlies since then know what the newest release knows of
#: the WASI targets of tier 2. Of older ones nothing is known here.
_FIRST_KNOWN_DAY = "2025-01-09"


class BuildingRelease(NamedTuple):
    """The oldest release that a place is built with."""

    version: RustVersion
    #: Where this was found; None for the toolchains that are named around the place.
    source: VersionSource | None
    #: Whether it is this release alone.
    is_exact: bool


def building_release(target: TargetName, context: RuleContext) -> BuildingRelease | None:
    """What decides about the names of targets in a place; None where that cannot be told.

    The toolchains that are named nearby, else the user's setting, else the toolchain file, else the
    manifest's promise, else the newest known release.
    """
    if target.role is TargetRole.DOCS:
        return BuildingRelease(NEWEST, VersionSource.NEWEST, is_exact=False)
    channel = context.crate.toolchain.channel
    pinned = frozenset({channel} if channel is not None else ())
    if target.channels:
        # rustup lets a toolchain file win over its default, but not over `cargo +1.77`.
        return _of_channels(target.channels | pinned, None)
    choice = context.version
    if choice.source is VersionSource.SETTING:
        return BuildingRelease(choice.version, choice.source, is_exact=True)
    if pinned:
        return _of_channels(pinned, VersionSource.TOOLCHAIN)
    return BuildingRelease(choice.version, choice.source, is_exact=False)


def _of_channels(channels: Collection[str], source: VersionSource | None) -> BuildingRelease | None:
    releases = [_release_of(channel) for channel in channels]
    known = [release for release in releases if release is not None]
    if len(known) < len(releases):
        return None
    is_exact = len(channels) == 1 and all(each[:1].isdecimal() for each in channels)
    return BuildingRelease(min(known), source, is_exact)


def _release_of(channel: str) -> RustVersion | None:
    """The release that a channel stands for; None for nightlies of a time long ago."""
    name, _, day = channel.partition("-")
    if name in ("nightly", "beta", "stable"):
        return NEWEST if not day[:1].isdecimal() or day[:10] >= _FIRST_KNOWN_DAY else None
    return Toolchain(channel).rust_version
