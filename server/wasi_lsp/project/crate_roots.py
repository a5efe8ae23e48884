"""The files that Cargo compiles as crates of a package: by its conventions and its manifest.

See "Cargo Targets" and "Package Layout" in the Cargo book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY_CONVENTION = re.compile(
    r"src/lib\.rs|src/main\.rs|src/bin/[^/]+\.rs|src/bin/[^/]+/main\.rs"
    r"|(?:tests|examples|benches)/(?:[^/]+\.rs|[^/]+/main\.rs)"
)


def crate_roots(target_paths: Iterable[str], files: Iterable[str]) -> tuple[str, ...]:
    """The roots among `files`: paths relative to the package, with `/` between their parts.

    `target_paths` are those that the manifest names.

    Conventions that the manifest switches off (`autobins = false`) count all the same: a file in
    such a place that nothing else reaches is rather judged as a crate than not at all.
    """
    named = set(target_paths)
    return tuple(file for file in files if file in named or _BY_CONVENTION.fullmatch(file))
