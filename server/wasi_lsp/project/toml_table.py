"""Reading TOML that may be broken or of any shape."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wasi_lsp.project.problem import Problem

Table = dict[str, Any]

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Toml:
    """A parsed file; an empty table beside a problem where it cannot be parsed."""

    table: Table
    problems: tuple[Problem, ...] = ()


def parse_toml(data: bytes, path: Path) -> Toml:
    """Parse the bytes of a TOML file, as Cargo would read it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line: int | None = data.count(b"\n", 0, error.start) + 1
        return Toml({}, (Problem(path, "not valid UTF-8", line),))
    try:
        return Toml(tomllib.loads(text))
    except RecursionError:
        return Toml({}, (Problem(path, "nested too deeply to be read"),))
    except ValueError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = None
        if place is not None:
            message = message[: place.start()]
            line = int(place["line"]) if place["line"] else text.count("\n") + 1
        return Toml({}, (Problem(path, f"not valid TOML: {_lower_first(message)}", line),))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def table(value: object) -> Table:
    """`value` if it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def string(value: object) -> str | None:
    """`value` if it is a string, else None."""
    return value if isinstance(value, str) else None


def strings(value: object) -> tuple[str, ...]:
    """The strings of a list, or the one string that stands for a list of one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return ()


def words(value: object) -> Iterator[str]:
    """Every key and every string of a table, at any depth."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            yield from item
            stack.extend(item.values())
