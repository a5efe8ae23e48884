"""Reading the probes: `probes/AREA.rs`.

An area's file is valid Rust up to the names: each probe is a section that begins with
`//@ ID = PATH` and holds `fn probe() -> Probed`. What stands above the first section belongs to
every probe of the file. Lines below the head say how to run it (`//@ SETTING`), and why the
control on the host is not ok (`//@ control OUTCOME: WHY`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROBES = Path(__file__).with_name("probes")
KIT = PROBES / "kit.rs"

_HEAD = re.compile(r"//@ (\S+) = (.+)")
_CONTROL = re.compile(r"control (err|exit|hang|panic|trap): .+")


class Setting(StrEnum):
    """What a probe is run with that the others are not."""

    WITHOUT_NETWORK = "without network"
    WITHOUT_FOLDER = "without folder"
    #: The granted folder holds `seed444`, a file of mode 0444.
    READ_ONLY_FILE = "with a read-only file"
    #: The runtime hands over a listening socket as descriptor 3; WASI 0.1 alone can.
    LISTENER = "with a listener"
    #: The receiver is made of the descriptor of a file; what it says holds on WASI 0.1 alone.
    RAW_DESCRIPTOR = "on a raw descriptor"


#: The settings that a control on the host cannot have.
NEEDS_WASI = frozenset(Setting) - {Setting.READ_ONLY_FILE}


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe: a small program that uses one item of std."""

    id: str
    #: The item's path, or the path and the special case, as the measured facts write it.
    path: str
    #: Its Rust code, a module that holds `fn probe() -> Probed`.
    code: str
    settings: frozenset[Setting]
    #: How the control ends: an outcome of `run.Seen`.
    control: str


def load_probes(folder: Path = PROBES) -> list[Probe]:
    """Return all probes, in the order of the files and of their sections.

    Raises ValueError for a section without head, an unknown setting or a doubled id.
    """
    probes: dict[str, Probe] = {}
    for file in sorted(folder.glob("*.rs")):
        if file == KIT:
            continue
        for probe in read_area(file.read_text("utf-8")):
            if probe.id in probes:
                raise ValueError(f"{file.name}: {probe.id} is there twice")
            probes[probe.id] = probe
    return list(probes.values())


def read_area(text: str) -> list[Probe]:
    """Return the probes of one area's file."""
    shared, *sections = re.split(r"^(?=//@ \S+ = )", text, flags=re.M)
    shared = re.sub(r"^//!.*\n", "", shared, flags=re.M)
    probes = []
    for section in sections:
        first, *lines = section.splitlines()
        head = _HEAD.fullmatch(first)
        if head is None:
            raise ValueError(f"not the head of a probe: {first}")
        said = [line.removeprefix("//@ ") for line in lines if line.startswith("//@ ")]
        controls = [match[1] for line in said if (match := _CONTROL.fullmatch(line))]
        settings = frozenset(Setting(line) for line in said if not _CONTROL.fullmatch(line))
        control = "n/a" if settings & NEEDS_WASI else next(iter(controls), "ok")
        probes.append(Probe(head[1], head[2], shared + section, settings, control))
    return probes
