"""Reading the probes: `probes/AREA.rs`.

An area's file is valid Rust up to the names: each probe is a section that begins with
`//@ ID = PATH` and holds `fn probe() -> Probed`. What stands above the first section belongs to
every probe of the file. Lines of the form `//@ SETTING` below the first one say how to run it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROBES = Path(__file__).with_name("probes")
KIT = PROBES / "kit.rs"

_HEAD = re.compile(r"//@ (\S+) = (.+)")


class Setting(StrEnum):
    """What a probe is run with that the others are not."""

    WITHOUT_NETWORK = "without network"
    WITHOUT_FOLDER = "without folder"
    #: The runtime hands over a listening socket as descriptor 3; WASI 0.1 alone can.
    LISTENER = "with a listener"
    #: The receiver is made of the descriptor of a file; what it says holds on WASI 0.1 alone.
    RAW_DESCRIPTOR = "on a raw descriptor"


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe: a small program that uses one item of std."""

    id: str
    #: The item's path, or the path and the special case, as the measured facts write it.
    path: str
    #: Its Rust code, a module that holds `fn probe() -> Probed`.
    code: str
    settings: frozenset[Setting]


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
        head, *lines = section.splitlines()
        match = _HEAD.fullmatch(head)
        if match is None:
            raise ValueError(f"not the head of a probe: {head}")
        said = [line.removeprefix("//@ ") for line in lines if line.startswith("//@ ")]
        settings = frozenset(map(Setting, said))
        probes.append(Probe(match[1], match[2], shared + section, settings))
    return probes
