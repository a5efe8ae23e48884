"""Notes: what was read in the sources, issues and release notes, in `facts/notes/AREA.toml`.

A note has `items` (paths, with brace lists, or ending in `::*` for all that lies below), `targets`
(without `wasm32-`), `rust` (a range), `verdict`, `source`; and `message`, `why`, `instead`,
`feature`, `kind` (of evidence; else `source`), `except` (paths that `items` shall not mean) and
`when` (a special case: the note becomes a condition).

A note that names an item goes before one that means it by `::*`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.build_std_db.paths import expand
from wasi_lsp.rust_version import VersionRange
from wasi_lsp.stdlib.model import Evidence, EvidenceKind, Verdict

_KEYS = {
    "items", "targets", "rust", "verdict", "source", "message", "why", "instead", "feature", "kind",
    "except", "when",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """One note, about one path or about all below it (`exact` is false)."""

    path: str
    exact: bool
    target: str
    rust: VersionRange
    verdict: Verdict
    feature: str | None
    message: str | None
    why: str | None
    instead: str | None
    when: str | None
    evidence: Evidence
    exceptions: frozenset[str]
    file: str

    def means(self, path: str) -> bool:
        """Tell whether the note speaks of `path`."""
        if self.exact:
            return path == self.path
        return path.startswith(f"{self.path}::") and path not in self.exceptions


def load_notes(folder: Path) -> list[Note]:
    """Read all notes in `folder`; raise ValueError for a key or word that no note may have."""
    notes: list[Note] = []
    for file in sorted(folder.glob("*.toml")):
        for number, raw in enumerate(tomllib.loads(file.read_text("utf-8"))["note"]):
            try:
                notes.extend(_notes(raw, file.name))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{file.name}, note {number + 1}: {error}") from error
    return notes


def _notes(raw: dict[str, Any], file: str) -> Iterator[Note]:
    if unknown := raw.keys() - _KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    evidence = Evidence(EvidenceKind(raw.get("kind", "source")), raw["source"])
    exceptions = frozenset(path for each in raw.get("except", ()) for path in expand(each))
    for pattern in raw["items"]:
        for path in expand(pattern):
            for target in raw["targets"]:
                yield Note(
                    path=path.removesuffix("::*"),
                    exact=not path.endswith("::*"),
                    target=f"wasm32-{target}",
                    rust=VersionRange.parse(raw["rust"]),
                    verdict=Verdict(raw["verdict"]),
                    feature=raw.get("feature"),
                    message=raw.get("message"),
                    why=raw.get("why"),
                    instead=raw.get("instead"),
                    when=raw.get("when"),
                    evidence=evidence,
                    exceptions=exceptions,
                    file=file,
                )
