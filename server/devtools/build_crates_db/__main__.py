"""Building the table of crates that ships with the server. Run in `server/`:

    python -m devtools.build_crates_db                    facts/ -> the table
    python -m devtools.build_crates_db --check            the same, but only compare
    python -m devtools.build_crates_db measure [CRATE…]   facts/cases.toml -> facts/measured.jsonl
    python -m devtools.build_crates_db complete [CRATE…]  what was measured, on the targets it lacks

Measuring needs Cargo, a rustc with std for the targets, and the registry: about 20 seconds for each
case. Rows are added; delete those of a crate first to measure it anew.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools.build_crates_db.build import build_table, read_rows
from devtools.build_crates_db.measure import Case, cases_in, measure

FACTS = Path(__file__).with_name("facts")
DATA = Path(__file__).parents[2] / "wasi_lsp" / "project" / "data" / "crates.json"
TARGETS = ["wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip2", "wasm32-wasip3"]
HOST = "x86_64-unknown-linux-gnu"


def main() -> int:
    """Run one step; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m devtools.build_crates_db", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    parser.add_argument("step", nargs="?", choices=["measure", "complete"])
    parser.add_argument("crates", nargs="*", help="only these")
    arguments = parser.parse_args()
    if arguments.step == "measure":
        measure_all(frozenset(arguments.crates))
        return 0
    if arguments.step == "complete":
        complete(frozenset(arguments.crates))
        return 0
    said = tomllib.loads((FACTS / "crates.toml").read_text("utf-8"))
    table = build_table(read_rows(FACTS / "measured.jsonl"), said)
    text = json.dumps(table, indent=1, ensure_ascii=False) + "\n"
    if arguments.check:
        return 0 if DATA.read_text("utf-8") == text else 1
    DATA.write_text(text, encoding="utf-8")
    return 0


def measure_all(crates: frozenset[str]) -> None:
    """Measure the listed cases of some crates, of all if none are named; rows are added."""
    table = tomllib.loads((FACTS / "cases.toml").read_text("utf-8"))
    with TemporaryDirectory() as folder, (FACTS / "measured.jsonl").open("a") as rows:
        for case in cases_in(table):
            if not crates or case.crate in crates:
                for row in measure(case, TARGETS, HOST, Path(folder)):
                    print(row.line, file=rows, flush=True)


def complete(crates: frozenset[str]) -> None:
    """Measure what some crates were measured with, in the same versions, on the other targets."""
    done: dict[Case, set[str]] = {}
    for row in read_rows(FACTS / "measured.jsonl"):
        version, features = row["version"].partition("+")[0], tuple(row["features"])
        case = Case(row["crate"], f"={version}", features, row["default_features"])
        done.setdefault(case, set()).add(row["target"])
    with TemporaryDirectory() as folder, (FACTS / "measured.jsonl").open("a") as rows:
        for case, targets in done.items():
            for target in TARGETS:
                if target not in targets and (not crates or case.crate in crates):
                    for found in measure(case, [target], HOST, Path(folder)):
                        print(found.line, file=rows, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
