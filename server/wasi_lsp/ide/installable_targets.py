"""The targets that a file asks to be installed, and that rustup has."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.cfg.targets import target_info, wasi_targets
from wasi_lsp.project.file_facts import TargetRole
from wasi_lsp.text.span import Span

_ROLES = (TargetRole.INSTALL, TargetRole.BUILD)


def installable_targets(document: Document, span: Span) -> Iterator[str]:
    """The WASI targets named at `span` to build for or to install; each once.

    rustup has what the Rust project builds: tiers 1 and 2 (The rustc book, "Platform Support").
    """
    if not isinstance(document, ProjectDocument):
        return
    named = dict.fromkeys(
        each.name
        for each in document.facts.targets
        if each.role in _ROLES and each.span.start <= span.end and span.start <= each.span.end
    )
    for name in named:
        info = target_info(name)
        if name in wasi_targets() and info is not None and info.tier in (1, 2):
            yield name
