"""What could not be read or understood, told to the user instead of raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Gravity(Enum):
    """Whether a problem makes a command fail."""

    #: The user asked for something that could not be done: exit code 2.
    ERROR = "error"
    #: Worth a sentence; what was asked for was done all the same.
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about one file or folder; `line` counts from 1 where the place is known."""

    path: Path
    message: str
    line: int | None = None
    gravity: Gravity = Gravity.ERROR
