"""Writing JSON to standard output."""

from __future__ import annotations

import json
import sys


def write_json(value: object, *, indent: int | None = None) -> None:
    """One JSON document on standard output: UTF-8 whatever the locale, and a line break."""
    # File names hold bytes that are no UTF-8 as lone surrogates, which JSON cannot carry.
    text = json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace")
    sys.stdout.flush()
    sys.stdout.buffer.write(text + b"\n")
