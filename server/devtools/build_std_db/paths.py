"""Writing several paths as one: `std::fs::{read,write}`, `std::os::unix::*`."""

from __future__ import annotations

import re

_BRACES = re.compile(r"^(.*?)\{([^{}]*)\}(.*)$", re.DOTALL)


def expand(pattern: str) -> list[str]:
    """Return the paths that `pattern` with its brace lists stands for, in order."""
    match = _BRACES.match(pattern)
    if match is None:
        return [pattern]
    head, names, tail = match.groups()
    return [path for name in names.split(",") for path in expand(f"{head}{name.strip()}{tail}")]
