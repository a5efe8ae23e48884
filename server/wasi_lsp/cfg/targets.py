"""The targets of rustc and what each of them sets: `data/targets.json`, as code.

A fact of a target is what no compiler flag changes: `target_os`, `target_env` and their kin, `unix`
and `windows`. `panic`, `debug_assertions`, `target_feature`, features and custom names are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple


class TargetInfo(NamedTuple):
    """What rustc says of a target. `std`: whether it has std, None where that is unknown."""

    triple: str
    tier: int | None
    std: bool | None
    description: str | None


class _Table(NamedTuple):
    triples: tuple[str, ...]
    position: dict[str, int]
    names: dict[str, int]
    values: dict[str, dict[str, int]]
    info: dict[str, TargetInfo]


@cache
def _table() -> _Table:
    raw = json.loads((Path(__file__).parent / "data" / "targets.json").read_bytes())
    triples = tuple(raw["triples"])
    return _Table(
        triples,
        {triple: at for at, triple in enumerate(triples)},
        {name: int(bits, 16) for name, bits in raw["names"].items()},
        {
            key: {value: int(bits, 16) for value, bits in rows.items()}
            for key, rows in raw["values"].items()
        },
        {triple: TargetInfo(triple, *info) for triple, info in raw["info"].items()},
    )


@dataclass(frozen=True, slots=True)
class TargetSet:
    """A set of rustc targets. `bits`: bit N is the Nth triple in alphabetical order."""

    bits: int

    @classmethod
    def of(cls, triples: Iterable[str]) -> TargetSet:
        """The set of `triples`; what is no target of rustc is left out."""
        position = _table().position
        bits = 0
        for triple in triples:
            if (at := position.get(triple)) is not None:
                bits |= 1 << at
        return cls(bits)

    def __and__(self, other: TargetSet) -> TargetSet:
        return TargetSet(self.bits & other.bits)

    def __or__(self, other: TargetSet) -> TargetSet:
        return TargetSet(self.bits | other.bits)

    def __sub__(self, other: TargetSet) -> TargetSet:
        return TargetSet(self.bits & ~other.bits)

    def __xor__(self, other: TargetSet) -> TargetSet:
        return TargetSet(self.bits ^ other.bits)

    def __invert__(self) -> TargetSet:
        return TargetSet(all_targets().bits ^ self.bits)

    def __le__(self, other: TargetSet) -> bool:
        return not self.bits & ~other.bits

    def __bool__(self) -> bool:
        return self.bits != 0

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[str]:
        triples = _table().triples
        bits = self.bits
        while bits:
            lowest = bits & -bits
            yield triples[lowest.bit_length() - 1]
            bits ^= lowest

    def __contains__(self, triple: object) -> bool:
        at = _table().position.get(triple) if isinstance(triple, str) else None
        return at is not None and bool(self.bits >> at & 1)

    def __repr__(self) -> str:
        listed = ", ".join(self) if len(self) <= 8 else f"{len(self)} targets"
        return f"<TargetSet {listed or 'none'}>"


#: No target.
NONE = TargetSet(0)


@cache
def all_targets() -> TargetSet:
    """Every target of rustc."""
    return TargetSet((1 << len(_table().triples)) - 1)


@cache
def wasi_targets() -> TargetSet:
    """Every target with `target_os = "wasi"`."""
    return TargetSet(_table().values["target_os"]["wasi"])


@cache
def tier_1_targets() -> TargetSet:
    """The targets that Rust promises to work on."""
    return TargetSet.of(triple for triple, info in _table().info.items() if info.tier == 1)


def targets_with_name(name: str) -> TargetSet | None:
    """The targets that set the bare `name`; None where no target decides it (`test`, `docsrs`).

    Bare `target_os` and the other keys that a target sets always have a value: no target.
    """
    table = _table()
    if (bits := table.names.get(name)) is not None:
        return TargetSet(bits)
    # rustc sets a bare `target_has_atomic` too, and `--print cfg` does not tell where.
    if name in table.values and name != "target_has_atomic":
        return NONE
    return None


def targets_with_value(key: str, value: str) -> TargetSet | None:
    """The targets that set `key = "value"`; None where no target decides `key` (`feature`)."""
    table = _table()
    if (rows := table.values.get(key)) is not None:
        return TargetSet(rows.get(value, 0))
    return NONE if key in table.names else None


def target_keys() -> tuple[str, ...]:
    """The keys whose value the target decides, such as `target_os`."""
    return tuple(_table().values)


def values_on(key: str, targets: TargetSet) -> tuple[str, ...]:
    """The values that `key` has on one of `targets` at least, in alphabetical order."""
    rows = _table().values.get(key, {})
    return tuple(value for value, bits in rows.items() if bits & targets.bits)


def target_info(triple: str) -> TargetInfo | None:
    """Tier, std and description of a target; None for what is no target of rustc."""
    return _table().info.get(triple)
