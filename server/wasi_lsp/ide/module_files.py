"""From the name of a module to its file, where rust-analyzer has no answer.

It looks at one target alone, that of the machine it runs on by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import tier_1_targets
from wasi_lsp.ide.std_uses_at import up_to
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.resolve import Names
from wasi_lsp.semantics.std_uses import BlockScopes
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.span import Span


def module_files(document: Document, offset: int, context: RuleContext) -> Iterator[Path]:
    """The files of the module whose name stands at the byte `offset`, in `mod name;` or a path.

    Only where no target compiles it on which people work.
    """
    files, path = context.files, context.place.path
    if not isinstance(document, RustDocument) or files is None or path is None:
        return
    file = files.file(path)
    if file is None:
        return
    here = Span(offset, offset)
    for start, unit, around in walk_surroundings(document.unit, file.module, context.place, here):
        own = around.where & unit.interface.where
        found = (
            _declared(file, unit, around)
            if unit.name is not None and unit.name.shift(start).touches(offset)
            else _named(unit, offset - start, around, context)
        )
        for child, where in found:
            name = child.file.place.path if child.file is not None else None
            if name is not None and _is_hidden(own & where, context):
                yield files.crate.root / name


def _is_hidden(where: Region, context: RuleContext) -> bool:
    return not context.assumptions.apply(where).possible_targets & tier_1_targets()


def _declared(
    file: SourceFile, unit: Unit, around: Surroundings
) -> Iterator[tuple[ModuleScope, Region]]:
    """What `mod name;` brings in, and where it does."""
    declared = unit.interface.file_module
    if file.crate is not None and declared is not None:
        yield from file.crate.children(file, around.module.path, declared.name)


def _named(
    unit: Unit, offset: int, around: Surroundings, context: RuleContext
) -> Iterator[tuple[ModuleScope, Region]]:
    """The modules in files of the package that a path can mean, and where the code stands."""
    imports = (*unit.interface.imports, *(each for scope in unit.scopes for each in scope.imports))
    paths = [
        *((path.segments, path.span) for path in unit.paths),
        *((each.path, each.span) for each in imports),
    ]
    cut = next(filter(None, (up_to(*path, offset) for path in paths)), None)
    if cut is None or around.has_unknown_names:
        return
    segments, span = cut
    blocks = BlockScopes(unit).around(span)
    names = Names(blocks, around.module, context.table, leaves_file=True)
    own = context.files
    for module, where in names.modules([segment.name for segment in segments]):
        if module.file is not None and module.file.crate is own:
            yield module, where & Layers(unit.gates).at(span)
