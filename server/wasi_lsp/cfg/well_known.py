"""The cfg names and values that Rust itself knows, by version.

From `data/check_cfg.json` (what the newest known rustc prints) and `data/cfg_history.json` (since
when; with the evidence). A version of None is the newest known Rust. Where it is not known in which
release a name or value came or went, it counts as known.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from wasi_lsp.rust_version import RustVersion

#: Known to every crate that Cargo builds: Cargo passes them to rustc's `--check-cfg`.
CARGO_NAMES = ("docsrs", "feature", "test")


class Gate(NamedTuple):
    """A gate of nightly, as in `#![feature(…)]`; `issue` tracks it in rust-lang/rust."""

    feature: str
    since: RustVersion
    issue: int | None


class Stable(NamedTuple):
    """The first release in which something needs no gate any more, and the gate before that."""

    since: RustVersion
    feature: str


class _History(NamedTuple):
    """`values`: key to value to the last release without it and the last one with it."""

    values: dict[str, dict[str, tuple[RustVersion | None, RustVersion | None]]]
    since: dict[str, RustVersion]
    stable: dict[str, Stable]
    names: dict[str, RustVersion]
    gates: dict[str, Gate]


def _load(name: str) -> Any:
    return json.loads((Path(__file__).parent / "data" / f"{name}.json").read_bytes())


def _version(text: str) -> RustVersion:
    version = RustVersion.parse(text)
    assert version is not None, text
    return version


@cache
def _known() -> dict[str, tuple[str | None, ...]]:
    known = {name: tuple(values) for name, values in _load("check_cfg")["known"].items()}
    known |= {name: tuple(values) for name, values in _load("cfg_history")["later"].items()}
    return known


@cache
def _history() -> _History:
    raw = _load("cfg_history")
    return _History(
        {
            key: {
                value: (before and _version(before), last and _version(last))
                for value, (before, last) in rows.items()
            }
            for key, rows in raw["values"].items()
        },
        {atom: _version(since) for atom, since in raw["since"].items()},
        {
            word: Stable(_version(row["since"]), row["feature"])
            for word, row in raw["stable"].items()
        },
        {name: _version(row["since"]) for name, row in raw["names"].items()},
        {
            name: Gate(row["feature"], _version(row["since"]), row["issue"])
            for name, row in raw["gates"].items()
        },
    )


@cache
def _newest() -> RustVersion:
    """The release that `check_cfg.json` is from."""
    return _version(_load("check_cfg")["rustc"].split()[1])


def built_in_names() -> tuple[str, ...]:
    """Every name that rustc knows without being told, in alphabetical order."""
    return tuple(sorted(_known()))


def is_known_name(name: str, rust: RustVersion | None = None) -> bool:
    """Whether `name` means something to rustc or Cargo without being declared.

    A name that only a release after the newest known one has is known to every version.
    """
    if name in CARGO_NAMES:
        return True
    # `target(…)` is a predicate behind a gate; a bare `target` is nothing.
    if name not in _known() and (name == "target" or name not in _history().gates):
        return False
    since = _history().names.get(name)
    return rust is None or since is None or rust >= since or since > _newest()


# Asked for every atom of every predicate, of few keys; a project may write any key.
@lru_cache(maxsize=256)
def known_values(key: str, rust: RustVersion | None = None) -> tuple[str, ...] | None:
    """The values that a built-in `key` can have: none for `unix`, which is a bare name.

    None where any value may be meant: features, names that a project declares.
    """
    newest = _known().get(key)
    if newest is None:
        return () if key in ("test", "docsrs") else None
    values = {value for value in newest if value is not None}
    history = _history().values.get(key, {})
    if rust is not None:
        for value, (before, last) in history.items():
            if before is not None and rust <= before:
                values.discard(value)
            elif last is not None and rust <= last:
                values.add(value)
    return tuple(sorted(values))


def takes_no_value(name: str) -> bool:
    """Whether `name` may stand alone: `unix` does, `target_os` needs a value. Unknown names do."""
    newest = _known().get(name)
    return None in newest if newest is not None else name != "feature"


def value_since(key: str, value: str) -> RustVersion | None:
    """The release in which a target first set `key = "value"`; None where that is not known."""
    return _history().since.get(f'{key}="{value}"')


def stable_since(word: str) -> Stable | None:
    """Since when a name, `true`, `false` or `cfg_select!` can be used; None: for ever."""
    return _history().stable.get(word)


def gate_of(name: str) -> Gate | None:
    """The feature gate before a name, or before `version(…)` and `target(…)`."""
    return _history().gates.get(name)
