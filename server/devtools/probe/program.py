"""Building the probes: one program for all that compile on a target.

A probe that does not compile is taken out, with the compiler's error as its result, and the rest
is compiled again, until all of it compiles. Feature gates are not written down anywhere: the
compiler names them (E0658), and they are opened where that was asked for.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devtools.probe.source import KIT, Probe

_GATE = re.compile(r"use of unstable library feature `(\w+)`")


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A compiler and how to call it."""

    rustc: str
    #: Open the feature gates that probes need (RUSTC_BOOTSTRAP).
    nightly: bool = False

    def version(self) -> tuple[str, str]:
        """Return the release (`1.96`) and the host's triple."""
        done = subprocess.run([self.rustc, "-vV"], check=True, capture_output=True, text=True)
        said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
        return ".".join(said["release"].split(".")[:2]), said["host"]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of the probes on one target."""

    #: The program; its first argument is the id of the probe to run. None where it was not linked.
    program: Path | None
    #: {id: the compiler's error} of the probes that are not in it.
    errors: Mapping[str, str]
    #: {id: gates} of the probes that need nightly features there.
    gates: Mapping[str, tuple[str, ...]]
    #: The probes that were not compiled because they need a nightly feature.
    closed: frozenset[str]


def build(
    probes: Sequence[Probe], toolchain: Toolchain, target: str, folder: Path, link: bool = True
) -> Built:
    """Compile `probes` for `target` in `folder`; with `link` false, type-check them only.

    Raises RuntimeError where the compiler fails for another reason than a probe.
    """
    folder.mkdir()
    errors: dict[str, str] = {}
    gates: dict[str, frozenset[str]] = {}
    closed: set[str] = set()
    rounds: list[tuple[frozenset[str], Sequence[Probe]]] = [(frozenset(), probes)]
    while rounds:
        opened, asked = rounds.pop()
        found = _compile(asked, opened, toolchain, target, folder, None)
        behind: dict[frozenset[str], list[Probe]] = defaultdict(list)
        for probe in asked:
            if (failure := found.get(probe.id)) is None:
                continue
            if failure.gates <= opened:
                errors[probe.id] = failure.text or f"E0658 {', '.join(failure.gates)}"
            elif toolchain.nightly:
                # What else is wrong may follow from the gate being closed.
                behind[opened | failure.gates].append(probe)
            else:
                closed.add(probe.id)
        if found:
            # An error may hide those of later passes, and a gate hides another.
            rounds.append((opened, [probe for probe in asked if probe.id not in found]))
            rounds.extend(behind.items())
        else:
            gates |= {probe.id: opened for probe in asked}
    left = [probe for probe in probes if probe.id in gates]
    every = frozenset[str]().union(*gates.values())
    program = folder / ("probes.wasm" if target.startswith("wasm") else "probes")
    if link and (wrong := _compile(left, every, toolchain, target, folder, program)):
        name, failure = next(iter(wrong.items()))
        raise RuntimeError(f"{name} on {target}: {failure.text}")
    return Built(
        program if link else None,
        errors,
        {name: tuple(sorted(needed)) for name, needed in gates.items() if needed},
        frozenset(closed),
    )


@dataclass(slots=True)
class _Failure:
    """What the compiler says of one probe."""

    text: str
    gates: set[str]


def _compile(
    probes: Iterable[Probe],
    features: Iterable[str],
    toolchain: Toolchain,
    target: str,
    folder: Path,
    program: Path | None,
) -> dict[str, _Failure]:
    """Compile once, to `program` or to nothing; return the failures by id."""
    names = _write_program(list(probes), features, folder)
    emit = ["-o", str(program)] if program else ["--emit=metadata", "-o", str(folder / "checked")]
    done = subprocess.run(
        [toolchain.rustc, "--edition=2021", f"--target={target}", "--error-format=json",
         "--crate-name=probes", "-Cdebuginfo=0", *emit, "main.rs"],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | ({"RUSTC_BOOTSTRAP": "1"} if toolchain.nightly else {}),
    )  # fmt: skip
    found: dict[str, _Failure] = {}
    for line in done.stderr.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        file = next((s["file_name"] for s in _spans(message) if s["file_name"] in names), None)
        if message.get("level") != "error" or file is None:
            continue
        failure = found.setdefault(names[file], _Failure("", set()))
        code = (message["code"] or {}).get("code", "")
        text: str = message["message"]
        if gate := _GATE.match(text):
            failure.gates.add(gate[1])
        elif not failure.text:
            failure.text = " ".join([code, *text.split()]).strip()
    if done.returncode and not found:
        raise RuntimeError(f"{toolchain.rustc} for {target}:\n{_readable(done.stderr)[-4000:]}")
    return found


def _readable(stderr: str) -> str:
    """Return what rustc prints with `--error-format=json` as it prints it to people."""
    lines = (
        json.loads(line)["rendered"] if line[:1] == "{" else line for line in stderr.split("\n")
    )
    return "\n".join(filter(None, lines))


def _spans(message: Mapping[str, object]) -> Iterable[Mapping[str, str]]:
    """Yield the spans of a message, and where the macros they are in were called."""
    spans = message.get("spans")
    stack = list(spans) if isinstance(spans, list) else []
    while stack:
        span = stack.pop(0)
        yield span
        if span.get("expansion"):
            stack.append(span["expansion"]["span"])


def _write_program(
    probes: Sequence[Probe], features: Iterable[str], folder: Path
) -> Mapping[str, str]:
    """Write the program's files; return {file name: id of its probe}."""
    files = {f"p{number}.rs": probe for number, probe in enumerate(probes)}
    for name, probe in files.items():
        code = (
            f"use crate::kit::*;\n{probe.code}\npub fn run() -> ExitCode {{ run_probe(probe) }}\n"
        )
        (folder / name).write_text(code, encoding="utf-8")
    (folder / "kit.rs").write_text(KIT.read_text("utf-8"), encoding="utf-8")
    arms = "".join(
        f"        {json.dumps(probe.id)} => {name[:-3]}::run(),\n" for name, probe in files.items()
    )
    main = f"#![allow(warnings)]\n#![feature({', '.join(sorted(features))})]\nmod kit;\n"
    main += "".join(f"mod {name[:-3]};\n" for name in files)
    main += f"""fn main() -> std::process::ExitCode {{
    let id = std::env::args().nth(1).expect("the id of a probe");
    match id.as_str() {{
{arms}        _ => panic!("no probe {{id}}"),
    }}
}}
"""
    if not features:
        main = main.replace("#![feature()]\n", "")
    (folder / "main.rs").write_text(main, encoding="utf-8")
    return {name: probe.id for name, probe in files.items()}
