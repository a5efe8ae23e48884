"""The releases and targets that the table speaks of."""

from __future__ import annotations

from wasi_lsp.rust_version import RustVersion

#: The release in which each target first existed under its name (RELEASES.md 1.78.0;
#: rust-lang/rust#147205 for wasip3).
FIRST_RELEASE = {
    "wasm32-wasip1": RustVersion(1, 78),
    "wasm32-wasip1-threads": RustVersion(1, 78),
    "wasm32-wasip2": RustVersion(1, 78),
    "wasm32-wasip3": RustVersion(1, 92),
}

#: Patch releases in which behaviour changed on its own.
PATCHES = (RustVersion(1, 93, 1), RustVersion(1, 94, 1))

#: The last release of which a note speaks.
LAST_NOTED = 98

RELEASES = tuple(
    sorted([RustVersion(1, minor) for minor in range(78, LAST_NOTED + 1)] + [*PATCHES])
)
