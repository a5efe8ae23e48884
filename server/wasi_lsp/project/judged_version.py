"""By which Rust release a finding is judged, and why that one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wasi_lsp.project.crate import Crate
from wasi_lsp.project.wasi_names import HISTORY
from wasi_lsp.rust_version import RustVersion

#: The release in which each target can first be counted on; wasm32-wasip3 was worked with long
#: before its tier 2.
FIRST_RELEASE = {triple: history.tier_2 or history.added for triple, history in HISTORY.items()}


class VersionSource(Enum):
    """Where the Rust version of a crate comes from; the earlier ones win."""

    SETTING = "the setting"
    MANIFEST = "rust-version in Cargo.toml"
    TOOLCHAIN = "the channel of the toolchain file"
    NEWEST = "the newest known release"


@dataclass(frozen=True, slots=True)
class RustVersionChoice:
    """A Rust version and where it comes from."""

    version: RustVersion
    source: VersionSource

    def for_target(self, triple: str) -> RustVersion:
        """The release that decides about a finding on `triple`.

        `rust-version` is a promise for all targets of a crate; before its own first release
        nobody builds for a target.
        """
        return max(self.version, FIRST_RELEASE.get(triple, self.version))


def choose_rust_version(
    setting: RustVersion | None, crate: Crate, newest: RustVersion
) -> RustVersionChoice:
    """The setting, else the manifest's promise, else a numbered toolchain, else `newest`."""
    if setting is not None:
        return RustVersionChoice(setting, VersionSource.SETTING)
    if crate.rust_version is not None:
        return RustVersionChoice(crate.rust_version, VersionSource.MANIFEST)
    if crate.toolchain.rust_version is not None:
        return RustVersionChoice(crate.toolchain.rust_version, VersionSource.TOOLCHAIN)
    return RustVersionChoice(newest, VersionSource.NEWEST)
