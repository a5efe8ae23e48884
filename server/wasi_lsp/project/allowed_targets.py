"""Which names of targets comments allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.syntax.allows import covered_by
from wasi_lsp.syntax.facts import Allow


def with_allows(
    names: Sequence[TargetName], allows: Iterable[Allow], text: bytes
) -> tuple[TargetName, ...]:
    """The names in `text`, each with the rules that a comment keeps from reporting it."""
    covers = [(covered_by(allow, 0, text), allow.codes) for allow in allows]
    if not covers:
        return tuple(names)
    return tuple(
        replace(
            name,
            allowed=frozenset(
                code
                for span, codes in covers
                if span is None or span.contains(name.span.start)
                for code in codes
            ),
        )
        for name in names
    )
