"""An error in a predicate, as plain data; `errors` makes them."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.text.span import Span

#: Replacements of spans by text, none overlapping another.
Edits = tuple[tuple[Span, str], ...]


@dataclass(frozen=True, slots=True)
class CfgError:
    """Why rustc rejects a predicate.

    `span` is the offending token, in the byte offsets of the text that was parsed. `code` is the
    E-code of rustc 1.96, None where rustc gives none. `replacement` is the edit that mends it, None
    where what was meant is not plain.
    """

    span: Span
    message: str
    help: str | None = None
    code: str | None = None
    replacement: Edits | None = None
