"""What a rust-toolchain.toml or rust-toolchain file says. Pure: bytes in, facts out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toml_table import parse_toml, string, strings, table
from wasi_lsp.rust_version import RustVersion


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A toolchain file: `channel` as written (`1.85.0`, `stable`, `nightly-2026-01-01`)."""

    channel: str | None = None
    targets: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rust_version(self) -> RustVersion | None:
        """The release, where the channel is a number (`1.85`, `1.85.0-x86_64-…`)."""
        return RustVersion.parse(self.channel) if self.channel is not None else None

    @property
    def is_nightly(self) -> bool:
        """Whether unstable features can be used."""
        return self.channel is not None and self.channel.startswith("nightly")


def parse_toolchain(data: bytes, path: Path) -> Toolchain:
    """Read a toolchain file: TOML, or in a file without suffix also the channel alone."""
    text = data.decode("utf-8-sig", errors="replace").strip()
    # rustup takes the old form only from `rust-toolchain`, and there one line is enough.
    if path.suffix != ".toml" and text and "\n" not in text and "=" not in text and "[" not in text:
        return Toolchain(channel=text)
    parsed = parse_toml(data, path)
    toolchain = table(parsed.table.get("toolchain"))
    return Toolchain(
        channel=string(toolchain.get("channel")),
        targets=strings(toolchain.get("targets")),
        problems=parsed.problems,
    )
