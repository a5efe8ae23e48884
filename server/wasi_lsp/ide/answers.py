"""What the features give back. Spans are UTF-8 byte offsets in the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown on what stands at `span`."""

    span: Span
    markdown: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file of the workspace."""

    path: Path
    span: Span


class CompletionKind(StrEnum):
    """What a completion inserts."""

    OPERATOR = "operator"
    KEY = "key"
    NAME = "name"
    VALUE = "value"
    FEATURE = "feature"
    PREDICATE = "predicate"
    TARGET = "target"
    TABLE = "table"
    RULE = "rule"
    ATTRIBUTE = "attribute"
    MACRO = "macro"
    MODULE = "module"
    FUNCTION = "function"
    METHOD = "method"
    TYPE = "type"
    TRAIT = "trait"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Completion:
    """One item of a completion list.

    `insert_text` replaces `span`; as a snippet of LSP if `is_snippet`. Items sort by `sort_text`
    and match what is typed by `filter_text`. `documentation` is Markdown. `mark` is shown right
    behind the label, and who accepts a deprecated one is warned. `std_path` names the item of std
    that there is more to tell about, once someone looks at it.
    """

    label: str
    kind: CompletionKind
    span: Span
    insert_text: str
    is_snippet: bool
    detail: str
    documentation: str
    sort_text: str
    filter_text: str
    mark: str = ""
    is_deprecated: bool = False
    std_path: str | None = None
