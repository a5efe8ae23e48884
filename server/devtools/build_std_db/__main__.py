"""Building the table of std that ships with the server.

Run in `server/`:

    python -m devtools.build_std_db                          facts/ -> wasi_lsp/stdlib/data/std.tsv
    python -m devtools.build_std_db --check                  the same, but only compare
    python -m devtools.build_std_db import BEHAVIOUR_JSONL   copy measured rows into facts/measured/
    python -m devtools.build_std_db surface RUSTDOC_FOLDER   std's public items, from rustdoc JSON
    python -m devtools.build_std_db types RELEASE RUSTDOC_FOLDER
                                                             types.tsv, from rustdoc JSON
    python -m devtools.build_std_db existence RELEASE RUSTC TARGET…
                                                             what exists where, from the compiler
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from devtools.build_std_db.build import FACTS, Build, load_surface
from devtools.build_std_db.existence import existence_rows
from devtools.build_std_db.measured import import_rows
from devtools.build_std_db.surface import surface_rows
from devtools.build_std_db.types_lines import type_lines

DATA = Path(__file__).parents[2] / "wasi_lsp" / "stdlib" / "data" / "std.tsv"
TYPES = DATA.with_name("types.tsv")


def main() -> int:
    """Run one step; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m devtools.build_std_db", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    steps = parser.add_subparsers(dest="step")
    steps.add_parser("import").add_argument("behaviour", type=Path)
    steps.add_parser("surface").add_argument("folder", type=Path)
    types = steps.add_parser("types")
    types.add_argument("release")
    types.add_argument("folder", type=Path)
    existence = steps.add_parser("existence")
    existence.add_argument("release")
    existence.add_argument("rustc")
    existence.add_argument("targets", nargs="+")
    arguments = parser.parse_args()
    match arguments.step:
        case "import":
            print(f"{import_rows(arguments.behaviour, FACTS / 'measured')} rows")
        case "surface":
            _write_rows(FACTS / "surface.jsonl", surface_rows(arguments.folder))
        case "types":
            TYPES.write_text(type_lines(arguments.release, arguments.folder), encoding="utf-8")
        case "existence":
            rows = existence_rows(load_surface(), arguments.rustc, arguments.targets)
            _write_rows(FACTS / f"existence-{arguments.release}.jsonl", rows)
        case _:
            return _build(arguments.check)
    return 0


def _build(check: bool) -> int:
    build = Build()
    if build.problems:
        print("\n".join(build.problems), file=sys.stderr)
        print(f"{len(build.problems)} problems", file=sys.stderr)
        return 1
    if check:
        same = DATA.exists() and DATA.read_text("utf-8") == build.text
        print("up to date" if same else f"{DATA} is out of date", file=sys.stderr)
        return 0 if same else 1
    DATA.write_text(build.text, encoding="utf-8")
    counts = Counter((row.target, str(row.verdict)) for row in build.newest)
    for (target, verdict), count in sorted(counts.items()):
        print(f"{target:24}{verdict:22}{count:6}")
    return 0


def _write_rows(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{file}: {len(lines)} rows")


if __name__ == "__main__":
    sys.exit(main())
