"""Measuring std on WASI: what does each item do on each target in a release of Rust?

Run in `server/`:

    python -m devtools.probe                       measure with rustc and wasmtime of the PATH
    python -m devtools.probe wasm32-wasip1 --only fs.
    python -m devtools.probe --check               only compile, run nothing

Prints what differs from the shipped table; README.md tells the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from devtools.build_std_db.build import load_readings
from devtools.build_std_db.measured import Row
from devtools.probe.measure import Measurement
from devtools.probe.names import name_differences
from devtools.probe.program import Toolchain
from devtools.probe.rows import Difference, Measured, as_row, differences
from devtools.probe.source import Probe, load_probes
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import StdTable

TARGETS = ("wasm32-wasip1", "wasm32-wasip2")
#: How often a probe that differs from the table is run again before it is believed.
AGAIN = 3


def main() -> int:
    """Measure and report; return 1 where something differs from the table, 2 without tools."""
    options = _arguments()
    probes = [probe for probe in load_probes() if probe.id.startswith(options.only)]
    toolchain = Toolchain(options.rustc, options.nightly)
    wasmtime = None if options.check else options.wasmtime
    try:
        measurement = Measurement(probes, toolchain, options.targets, wasmtime)
    except (RuntimeError, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if measurement.closed:
        print(f"{len(measurement.closed)} probes need nightly features (--nightly)")
    for name, error in measurement.unfit.items():
        print(f"{name} does not fit Rust {measurement.release}: {error}")
    table = load_std_table()
    rows: list[Row] = []
    found: list[Difference] = []
    for target in options.targets:
        measured, differing = _measure(measurement, target, probes, table, options.jobs)
        rows += measured
        found += differing
        if not options.only:
            version = RustVersion(*map(int, measurement.release.split(".")))
            found += name_differences(table, options.rustc, target, version)
    if options.rows:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        options.rows.write_text(text, encoding="utf-8")
    _print_differences(found)
    return 1 if found else 0


def _measure(
    measurement: Measurement,
    target: str,
    probes: Sequence[Probe],
    table: StdTable,
    jobs: int,
) -> tuple[list[Row], list[Difference]]:
    """Measure on `target`; return the rows, and where they differ from `table`.

    A control that is not as its probe says makes the comparison void: no row is made of it. What
    differs is run again, and does not count if one of the runs is as the table says.
    """
    readings = load_readings()
    rows: dict[str, Row] = {}
    differing = {probe.id for probe in probes}
    for attempt in range(1 + AGAIN):
        asked = [probe for probe in probes if probe.id in differing]
        for one in measurement.run(target, asked, jobs):
            if not _is_void(one):
                rows[one.probe.id] = as_row(one)
            elif not attempt:
                said = f"{one.control.outcome} {one.control.message or ''}".strip()
                print(f"{target} {one.probe.id}: void, the control is {said}")
        suspects = [row for name, row in rows.items() if name in differing]
        new = differences(suspects, table, readings)
        steady = {difference.by for difference in new}
        if attempt:
            for name in sorted(differing - steady):
                print(f"{target} {name}: now and then as the table says")
        differing = steady
        if not differing:
            break
    counts = Counter(row["verdict"] for row in rows.values())
    print(f"{target}:", ", ".join(f"{n} {word}" for word, n in counts.most_common()))
    return list(rows.values()), new


def _is_void(measured: Measured) -> bool:
    control = measured.control.outcome
    return control not in (measured.probe.control, "compile_error", "n/a")


def _print_differences(found: Sequence[Difference]) -> None:
    for one in found:
        print(f"{one.target}  {one.what}")
        print(f"    table: {one.table}")
        print(f"    {one.by}: {one.measured}")
    print(f"{len(found)} differences from the table" if found else "as the table says")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m devtools.probe", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("targets", nargs="*", default=TARGETS, metavar="TARGET")
    parser.add_argument("--only", default="", metavar="PREFIX", help="probes whose id begins so")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="write the rows there (JSONL)")
    parser.add_argument("--check", action="store_true", help="type-check only, run nothing")
    parser.add_argument("--nightly", action="store_true", help="open feature gates")
    parser.add_argument("--rustc", default="rustc")
    parser.add_argument("--wasmtime", default="wasmtime")
    parser.add_argument("--jobs", type=int, default=2, help="runs at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
