"""Which features of a package are on, where others switch them on.

See "Features" and "Feature unification" in the Cargo book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from wasi_lsp.project.crate import Crate


def switched_on(crate: Crate, wanted: Iterable[str]) -> frozenset[str]:
    """The `wanted` features of a package, and those that these switch on, directly or not."""
    found: set[str] = set()
    pending = list(wanted)
    while pending:
        name = pending.pop()
        if name not in found and crate.features is not None and name in crate.features:
            found.add(name)
            pending += crate.implied_features.get(name, ())
    return frozenset(found)


def unified_features(
    members: Iterable[Crate], crate_in: Callable[[Path], Crate], target: str
) -> dict[Path, frozenset[str]]:
    """The features that are on where all of some packages are built, tests included.

    By the folders of the packages; `crate_in` gives the one in a folder, for those that the members
    depend on. What runs on the host asks nothing of what is built for `target`, as in the resolvers
    since version 2.
    """
    wanted: dict[Path, frozenset[str]] = {}
    pending = [(crate, frozenset({"default"})) for crate in members]
    while pending:
        crate, asked = pending.pop()
        known = wanted.get(crate.root)
        if known is not None and asked <= known:
            continue
        wanted[crate.root] = asked = asked | (known or frozenset())
        on = switched_on(crate, asked)
        pending += (
            (crate_in(dependency.folder), dependency.features_asked(on))
            for dependency in crate.dependencies
            if not crate.is_host_only
            and dependency.table != "build-dependencies"
            and target in dependency.where.possible_targets
            and dependency.is_brought_in(on)
        )
    return {root: switched_on(crate_in(root), asked) for root, asked in wanted.items()}
