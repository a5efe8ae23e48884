"""From `mod name;` to its file, where rust-analyzer has no answer: it looks at one target alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.targets import tier_1_targets
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.conditions import region_of
from wasi_lsp.semantics.surroundings import walk_surroundings
from wasi_lsp.text.span import Span


def module_files(document: Document, offset: int, context: RuleContext) -> Iterator[Path]:
    """The files of the module whose `mod name;` has its name at the byte `offset`.

    Only those that no target compiles on which people work: those that rust-analyzer, which looks
    at the machine it runs on, does not see.
    """
    files, path = context.files, context.place.path
    if not isinstance(document, RustDocument) or files is None or path is None:
        return
    file = files.file(path)
    if file is None:
        return
    module = document.memo.module_of(document.unit, context)
    here = Span(offset, offset)
    for start, unit, around in walk_surroundings(document.unit, module, context.place, here):
        declared = unit.interface.file_module
        if declared is None or unit.name is None or not unit.name.shift(start).touches(offset):
            continue
        own = around.where & region_of(unit.interface.conditions)
        for child, where in files.children(file, around.module.path, declared.name):
            name = child.file.place.path if child.file is not None else None
            compiled = context.assumptions.apply(own & where)
            if name is not None and not compiled.possible_targets & tier_1_targets():
                yield files.crate.root / name
