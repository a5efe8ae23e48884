"""What the commands end with."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes, the same for every command."""

    #: Done, and nothing is wrong.
    CLEAN = 0
    #: What was asked about has faults: findings, a malformed predicate, an unknown path.
    FINDINGS = 1
    #: A usage or I/O error, or a bug of ours.
    ERROR = 2
