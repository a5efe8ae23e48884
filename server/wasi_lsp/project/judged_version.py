"""By which Rust release a finding is judged, and why that one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wasi_lsp.project.workspace import Crate
from wasi_lsp.rust_version import RustVersion

#: The release in which each target can first be counted on. wasm32-wasip1 and its threads: added
#: at tier 2 in 1.78 (RELEASES.md 1.78.0, rust-lang/rust#120468 and #122170). wasm32-wasip2: tier
#: 2 in 1.82 (RELEASES.md 1.82.0, rust-lang/rust#126967). wasm32-wasip3: added at tier 3 in 1.92
#: (rust-lang/rust#147205); it was worked with long before its tier 2.
FIRST_RELEASE = {
    "wasm32-wasip1": RustVersion(1, 78),
    "wasm32-wasip1-threads": RustVersion(1, 78),
    "wasm32-wasip2": RustVersion(1, 82),
    "wasm32-wasip3": RustVersion(1, 92),
}


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
