"""What a rule reports. Spans are UTF-8 byte offsets; LSP positions are made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from wasi_lsp.semantics.outer_conditions import Whereabouts
from wasi_lsp.text.span import Span


class Severity(StrEnum):
    """How loud a finding is; the words are those of the JSON output."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    HINT = "hint"


class Applicability(StrEnum):
    """Whether a fix may be applied without asking (as rustc's applicability)."""

    MACHINE_APPLICABLE = "machine-applicable"
    MAYBE_INCORRECT = "maybe-incorrect"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes of `span` by `text`; `path` is None for the file of the finding."""

    span: Span
    text: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that clears the finding."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the finding; `path` is None for the same file."""

    span: Span
    message: str
    path: Path | None = None
    #: A predicate around the unit that is judged, until its `span` is known: that may change
    #: without the unit.
    at: Whereabouts | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, on which targets, and what to do."""

    code: str
    name: str
    severity: Severity
    span: Span
    message: str
    #: Full triples, sorted; empty where the finding holds for all targets.
    targets: tuple[str, ...] = ()
    help: str | None = None
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
