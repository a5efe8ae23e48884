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
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devtools.build_std_db.build import load_readings
from devtools.probe.names import name_differences
from devtools.probe.program import Built, Toolchain, build
from devtools.probe.rows import Difference, Measured, as_row, differences
from devtools.probe.run import NOT_RUN, Host, Seen, Wasmtime
from devtools.probe.source import Probe, load_probes
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.load import load_std_table

TARGETS = ("wasm32-wasip1", "wasm32-wasip2")


def main() -> int:
    """Measure and report; return 1 where something differs from the table."""
    options = _arguments()
    toolchain = Toolchain(options.rustc, tuple(options.rustc_arg), options.nightly)
    release, host = toolchain.version()
    probes = [probe for probe in load_probes() if probe.id.startswith(options.only)]
    measured = _measure(probes, toolchain, release, host, options)
    rows = [as_row(one) for one in measured]
    if options.rows:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        options.rows.write_text(text, encoding="utf-8")
    for target in options.targets:
        counts = Counter(row["verdict"] for row in rows if row["target"] == target)
        print(f"{target} {release}:", ", ".join(f"{n} {word}" for word, n in counts.most_common()))
    table = load_std_table()
    found = differences(rows, table, load_readings())
    if not options.only:
        version = RustVersion(*map(int, release.split(".")))
        for target in options.targets:
            found += name_differences(table, options.rustc, target, version)
    _print(found)
    return 1 if found else 0


def _measure(
    probes: Sequence[Probe],
    toolchain: Toolchain,
    release: str,
    host: str,
    options: argparse.Namespace,
) -> list[Measured]:
    """Build and run `probes` on the host and on each target."""
    link = not options.check
    with tempfile.TemporaryDirectory() as folder:
        for_host = Toolchain(toolchain.rustc, (), toolchain.nightly)
        control = build(probes, for_host, host, Path(folder, host), link)
        builds = {
            target: build(probes, toolchain, target, Path(folder, target), link)
            for target in options.targets
        }
        closed = {name for built in (control, *builds.values()) for name in built.closed}
        if closed:
            print(f"{len(closed)} probes need nightly features (--nightly)")
        on_host = Host(control.program) if control.program else None
        controls = _run_all(probes, control, on_host, options.jobs)
        measured = []
        for target, built in builds.items():
            runner = (
                Wasmtime.prepare(options.wasmtime, target, built.program) if built.program else None
            )
            runs = _run_all(probes, built, runner, options.jobs)
            for probe in probes:
                if probe.id in built.closed:
                    continue
                known = any(probe.id not in b.errors for b in (control, *builds.values()))
                gates = built.gates.get(probe.id, ())
                measured.append(
                    Measured(
                        probe, target, release, runs[probe.id], controls[probe.id], known, gates
                    )
                )
    return measured


def _run_all(
    probes: Sequence[Probe], built: Built, runner: Host | Wasmtime | None, jobs: int
) -> dict[str, Seen]:
    def run(probe: Probe) -> Seen:
        if probe.id in built.errors:
            return Seen("compile_error", message=built.errors[probe.id])
        if probe.id in built.closed or runner is None:
            return NOT_RUN
        return runner.run(probe)

    with ThreadPoolExecutor(jobs) as pool:
        return dict(zip((probe.id for probe in probes), pool.map(run, probes), strict=True))


def _print(found: Sequence[Difference]) -> None:
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
    parser.add_argument("--rustc-arg", action="append", default=[], metavar="ARG",
                        help="further argument for the WASI targets")  # fmt: skip
    parser.add_argument("--wasmtime", default="wasmtime")
    parser.add_argument("--jobs", type=int, default=2, help="runs at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
