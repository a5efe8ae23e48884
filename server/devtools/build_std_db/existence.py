"""Step 2: which paths exist on which target, in the compiler's word.

    python -m devtools.build_std_db existence RELEASE RUSTC TARGET…

Every path of the surface is named in a generated program that RUSTC type-checks for each TARGET
(a sysroot whose std is only checked, not built, will do). `facts/existence-RELEASE.jsonl` has one
line per path: `path` and the outcome by target (`all` where they agree): `present`,
`gate NAME[,NAME]` (E0658) or `absent CODE`.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = Mapping[str, object]

#: What rustc says of a path that is not there, or not public (E0603). E0782 is said of
#: `Trait::name` where the trait has no `name`.
ABSENT = {"E0405", "E0412", "E0422", "E0423", "E0425", "E0432", "E0433", "E0531", "E0573", "E0574"}
ABSENT |= {"E0576", "E0599", "E0603", "E0782"}


def outcomes(rows: Iterable[Row], rustc: str, target: str) -> dict[str, str]:
    """Ask `rustc` for every path of the surface `rows` on `target`."""
    paths = {str(row["path"]): row for row in rows}
    named = {path: row for path, row in paths.items() if "receiver" not in row and _is_named(row)}
    members = {path: row for path, row in paths.items() if path not in named}
    found = _check(
        {path: f"use {path} as _;" for path in named if named[path]["kind"] != "macro"}
        | {
            path: f"use {path} as m{n};"
            for n, path in enumerate(named)
            if named[path]["kind"] == "macro"
        },
        rustc,
        target,
    )
    reachable = {}
    for path, row in members.items():
        parent = path.rpartition("::")[0]
        if found.get(parent, "absent").startswith("absent"):
            found[path] = found.get(parent, "absent E0433")
        else:
            trait = f"use {row['trait']} as _; " if "trait" in row else ""
            reachable[path] = f"fn f() {{ {trait}let _ = {path}; }}"
    return found | _check(reachable, rustc, target)


def _is_named(row: Row) -> bool:
    return row["kind"] not in ("method", "assoc_fn", "trait_method")


def _check(statements: Mapping[str, str], rustc: str, target: str) -> dict[str, str]:
    """Type-check one statement per path.

    Unresolved names hide the errors of later passes, so what failed is taken out and the rest is
    asked again. One gate hides another, so the paths behind a gate are asked again with it open.
    """
    result: dict[str, str] = {}
    rounds = [(frozenset[str](), dict(statements))]
    while rounds:
        enabled, asked = rounds.pop()
        errors = _errors(list(asked.values()), enabled, rustc, target)
        absent = {}
        behind: dict[frozenset[str], dict[str, str]] = {}
        for number, (path, statement) in enumerate(asked.items()):
            found = errors.get(number, ())
            if missing := next((code for code, _ in found if code in ABSENT), None):
                absent[path] = f"absent {missing}"
                continue
            gates = {message.split("`")[1] for code, message in found if code == "E0658"}
            if gates:
                behind.setdefault(enabled | gates, {})[path] = statement
            else:
                result[path] = f"gate {','.join(sorted(enabled))}" if enabled else "present"
        result |= absent
        if absent:
            rest = {path: text for path, text in asked.items() if path not in absent}
            rounds.append((enabled, rest))
        else:
            rounds.extend(behind.items())
    return result


def _errors(
    lines: list[str], features: Iterable[str], rustc: str, target: str
) -> dict[int, list[tuple[str, str]]]:
    """Return rustc's errors as {index of the line: [(code, message)]}."""
    enabled = ", ".join(sorted(features))
    header = f'#![allow(warnings)] #![crate_type = "lib"] #![feature({enabled})]\n'
    source = header + "".join(f"mod n{n} {{ {line} }}\n" for n, line in enumerate(lines))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "names.rs")
        file.write_text(source, encoding="utf-8")
        run = subprocess.run(
            [rustc, "--edition=2021", f"--target={target}", "--emit=metadata",
             "--error-format=json", "-o", str(Path(folder, "out")), str(file)],
            capture_output=True, text=True, check=False,
            env=os.environ | {"RUSTC_BOOTSTRAP": "1"},
        )  # fmt: skip
    found: dict[int, list[tuple[str, str]]] = {}
    for line in run.stderr.splitlines():
        message = json.loads(line)
        span = next((span for span in message["spans"] if span["is_primary"]), None)
        if message["level"] == "error" and span is not None:
            code = (message["code"] or {}).get("code", "")
            found.setdefault(span["line_start"] - 2, []).append((code, message["message"]))
    if run.returncode and not found:
        raise RuntimeError(f"{rustc} for {target}: {run.stderr[-2000:]}")
    return found


def existence_rows(rows: Sequence[Row], rustc: str, targets: Sequence[str]) -> list[dict[str, str]]:
    """Return one line per path: its outcome on each of `targets`, or on `all` of them."""
    by_target = {target: outcomes(rows, rustc, target) for target in targets}
    lines = []
    for row in rows:
        path = str(row["path"])
        found = {target: by_target[target][path] for target in targets}
        if len(set(found.values())) == 1:
            found = {"all": found[targets[0]]}
        lines.append({"path": path, **found})
    return lines
