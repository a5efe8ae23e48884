"""The names of WASI targets, past and present, as projects write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.rust_version import RustVersion


class TargetHistory(NamedTuple):
    """The releases of rustc that know a target."""

    added: RustVersion
    #: Since when rustup has a std for it; None where no release is known that has.
    tier_2: RustVersion | None
    #: The last release that is known to have it at tier 3.
    last_tier_3: RustVersion | None = None


class FormerTarget(NamedTuple):
    """A name that rustc no longer knows."""

    #: The first release without it.
    removed: RustVersion
    #: The name of the same target today.
    successor: str


#: wasm32-wasip1 and its threads: new names at tier 2 in 1.78 (RELEASES.md 1.78.0,
#: rust-lang/rust#120468 and #122170). wasm32-wasip2: tier 3 in 1.78 (RELEASES.md 1.78.0,
#: rust-lang/rust#119616), tier 2 in 1.82 (RELEASES.md 1.82.0, rust-lang/rust#126967).
#: wasm32-wasip3: added at tier 3 in 1.92 (rust-lang/rust#147205), and still of tier 3 in 1.97
#: (the rustc book, platform-support/wasm32-wasip3.md).
HISTORY = {
    "wasm32-wasip1": TargetHistory(RustVersion(1, 78), RustVersion(1, 78)),
    "wasm32-wasip1-threads": TargetHistory(RustVersion(1, 78), RustVersion(1, 78)),
    "wasm32-wasip2": TargetHistory(RustVersion(1, 78), RustVersion(1, 82), RustVersion(1, 81)),
    "wasm32-wasip3": TargetHistory(RustVersion(1, 92), None, RustVersion(1, 97)),
}

#: wasm32-unknown-wasi: in 1.35 only (RELEASES.md 1.35.0; rust-lang/rust#60585). wasm32-wasi:
#: removed in 1.84 (RELEASES.md 1.84.0). wasm32-wasi-preview1-threads: renamed in 1.78 without a
#: time of transition (RELEASES.md 1.78.0, rust-lang/rust#122170).
FORMER = {
    "wasm32-unknown-wasi": FormerTarget(RustVersion(1, 36), "wasm32-wasip1"),
    "wasm32-wasi": FormerTarget(RustVersion(1, 84), "wasm32-wasip1"),
    "wasm32-wasi-preview1-threads": FormerTarget(RustVersion(1, 78), "wasm32-wasip1-threads"),
}

#: The versions of WASI, by the names that `target_env` has for them.
WASI_VERSIONS = {"p1": "WASI 0.1", "p2": "WASI 0.2", "p3": "WASI 0.3"}

_WORD = re.compile(r"(?<![\w-])wasm32-[a-z0-9-]+(?![\w-])")


def triples_in(texts: Iterable[str]) -> Iterator[str]:
    """The WASI targets that stand as words in `texts`; former names under their new one."""
    for text in texts:
        for word in _WORD.findall(text):
            triple = FORMER[word].successor if word in FORMER else word
            if triple in wasi_targets():
                yield triple


def triples_in_code(text: bytes) -> frozenset[str]:
    """The WASI targets, former ones too, that stand anywhere in a Rust file."""
    if b"wasm32-" not in text:
        return frozenset()
    words = _WORD.findall(text.decode(errors="replace"))
    return frozenset(word for word in words if word in FORMER or word in wasi_targets())


def triple_of_env(value: str) -> str | None:
    """The target that `target_env = "p2"` and its kin mean; None for other values.

    wasm32-wasip1-threads has the cfgs of wasm32-wasip1, so `p1` means the plain one.
    """
    triple = f"wasm32-wasi{value}"
    return triple if triple in wasi_targets() else None
