"""How well the uses of std that we resolve agree with those that rustc resolves.

    python tests/bench/std_calls.py STD_API_JSON PROJECT=CALLS_JSONL… [--only FILE] [--show N]

CALLS_JSONL holds what clippy's `disallowed_methods` said about PROJECT, compiled for the target:
one line for each call, `{"file", "line", "column", "path"}` (`"in_macro": true` inside
expansions), one `{"file", "error"}` for each compile error, one `{"file"}` for each file that was
compiled. STD_API_JSON gives every public path of std an `id`, the same for two paths of one item.
FILE has a path of std on each line: the figures are then about these alone.

Left out: files with errors, those of the same project in which no call was seen, calls in macro
expansions, and paths that are none of std's.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from wasi_lsp.analysis.std_calls import std_calls_below
from wasi_lsp.text.line_index import LineIndex


class Place(NamedTuple):
    """Where a use stands, columns in characters, from 1, and the item that it means."""

    file: str
    line: int
    column: int
    item: int


def main() -> None:
    """Print the figures of each project, and of all together."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("api", type=Path)
    parser.add_argument("projects", nargs="+", metavar="PROJECT=CALLS_JSONL")
    parser.add_argument("--target", default="wasm32-wasip2")
    parser.add_argument("--only", type=Path, help="a file with a path of std on each line")
    parser.add_argument("--show", type=int, default=0, help="print so many misses and false ones")
    args = parser.parse_args()
    ids: dict[str, int] = {
        path: item["id"] for path, item in json.loads(args.api.read_text()).items()
    }
    if args.only is not None:
        wanted = {ids[path] for path in args.only.read_text().split() if path in ids}
        ids = {path: number for path, number in ids.items() if number in wanted}
    names = {number: path for path, number in ids.items()}
    totals = [0, 0, 0]
    causes: Counter[str] = Counter()
    for each in args.projects:
        folder, _, calls = each.partition("=")
        project = Path(folder).resolve()
        rows = [json.loads(line) for line in Path(calls).read_text().splitlines()]
        started = perf_counter()
        ours = set(_ours(project, args.target, ids))
        seconds = perf_counter() - started
        truth, ours = _comparable(rows, ids, ours)
        hits = truth & ours
        print(_figures(project.name, len(hits), len(truth), len(ours)), f"{seconds:.1f} s")
        for index, count in enumerate((len(hits), len(truth), len(ours))):
            totals[index] += count
        for miss in truth - ours:
            causes[_cause(project, miss, names)] += 1
        for label, extra in (("missed", truth - ours), ("false", ours - truth)):
            for place in sorted(extra)[: args.show]:
                print(f"  {label} {place.file}:{place.line}:{place.column} {names[place.item]}")
    print(_figures("all", *totals))
    for cause, count in causes.most_common():
        print(f"{count:6} missed: {cause}")


def _ours(project: Path, target: str, ids: dict[str, int]) -> Iterator[Place]:
    for file, text, calls in std_calls_below(project, target):
        index = LineIndex(text)
        name = file.relative_to(project).as_posix()
        for call in calls:
            if call.path in ids:
                line, column = index.line_and_column(call.span.start)
                yield Place(name, line, column, ids[call.path])


def _comparable(
    rows: list[dict[str, Any]], ids: dict[str, int], ours: set[Place]
) -> tuple[set[Place], set[Place]]:
    broken = {row["file"] for row in rows if "error" in row}
    compiled = {row["file"] for row in rows} - broken
    if broken:
        # Of a crate with errors rustc reads all files, and clippy checks none.
        compiled &= {row["file"] for row in rows if "path" in row}
    in_macros = {(r["file"], r["line"], r["column"]) for r in rows if r.get("in_macro")}
    truth = {
        Place(row["file"], row["line"], row["column"], ids[row["path"]])
        for row in rows
        if row.get("path") in ids and row["file"] in compiled
    }
    kept = (
        {place for place in places if place.file in compiled and place[:3] not in in_macros}
        for places in (truth, ours)
    )
    return next(kept), next(kept)


def _figures(name: str, hits: int, truth: int, ours: int) -> str:
    precision, recall = hits / max(1, ours), hits / max(1, truth)
    return (
        f"{name:20} {truth:6} calls, {hits:6} found, {ours:6} ours;"
        f" precision {precision:.4f} recall {recall:.4f}"
    )


#: What a method is called on, by the text before it; the first that fits.
_RECEIVERS = {
    "a field": r"\.\s*\w+$",
    "a call": r"[)\]?]$",
    "a variable": r"\w$",
}


def _cause(project: Path, miss: Place, names: dict[int, str]) -> str:
    """What kind of code it is that we do not see through, as far as its text tells."""
    lines = (project / miss.file).read_text().splitlines()
    before = lines[miss.line - 1][: miss.column - 1].rstrip()
    number = miss.line - 1
    while before in ("", ".") and number > 0:
        number -= 1
        before = lines[number].partition("//")[0].rstrip() + before
    trait = names[miss.item].split("::")[-2]
    if not before.endswith("."):
        return "a path"
    receiver = before.rstrip(". ")
    for kind, pattern in _RECEIVERS.items():
        if re.search(pattern, receiver):
            return f"a method of {trait} on {kind}"
    return f"a method of {trait} on something else"


if __name__ == "__main__":
    main()
