"""What the compiler finds of std on a target, against what the table says is there.

An item that is absent from std needs no probe of its own: a program that names it is enough, and
the existence step of `devtools.build_std_db` writes and compiles it for every path. A macro may be
there and refuse the target, so macros have probes.
"""

from __future__ import annotations

from devtools.build_std_db.build import load_surface
from devtools.build_std_db.existence import outcomes
from devtools.probe.rows import ABSENT, Difference
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.lookup import StdTable


def name_differences(
    table: StdTable, rustc: str, target: str, release: RustVersion
) -> list[Difference]:
    """Name every path of std's surface in a program for `target`; return what differs."""
    found = []
    for path, outcome in outcomes(load_surface(), rustc, target).items():
        item = table.item(path)
        support = table.support(item, target, release) if item else None
        if item is None or support is None or item.kind == "macro":
            continue
        if outcome.startswith("absent") != (support.verdict in ABSENT):
            found.append(Difference(target, path, str(support.verdict), outcome, "its name"))
    return found
