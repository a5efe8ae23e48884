"""The inlay hint at the top of a file that its crate compiles for some WASI targets alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, wasi_targets
from wasi_lsp.ide.target_names import short_names
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.crate_files import CrateFiles
from wasi_lsp.syntax.facts import Unit, walk_units


@dataclass(frozen=True, slots=True)
class FileHint:
    """What to say at the top of a file, and which `mod` says so: the byte where it begins."""

    text: str
    #: Relative to the package, with `/` between its parts.
    declaring: str
    path: Path
    offset: int


def file_hint(context: RuleContext) -> FileHint | None:
    """What to say of the file that is judged by `context`; None where nothing narrows it."""
    files, path = context.files, context.place.path
    if files is None or path is None:
        return None
    here = _cared_for(context.place.where, context)
    declaration = _narrowing(files, path, here, context)
    if here == context.targets or declaration is None:
        return None
    declaring, offset = declaration
    # Also targets that the project does not care for: there the file is not "not compiled".
    compiled = _compiled_for(context.place.where, context)
    text = f"compiled for {short_names(compiled)} only" if compiled else "not compiled for WASI"
    return FileHint(text, declaring, files.crate.root / declaring, offset)


def _cared_for(where: Region, context: RuleContext) -> TargetSet:
    return _compiled_for(where, context) & context.targets


def _compiled_for(where: Region, context: RuleContext) -> TargetSet:
    return context.assumptions.apply(where).possible_targets & wasi_targets()


def _narrowing(
    files: CrateFiles, path: str, here: TargetSet, context: RuleContext
) -> tuple[str, int] | None:
    """The file with the `mod` that leaves targets out, and where it stands there."""
    seen: set[str] = set()
    while path not in seen:
        seen.add(path)
        found = files.declaring(path)
        if found is None or found[0].place.path is None:
            return None
        file, link, declaring = *found, found[0].place.path
        if _cared_for(file.place.where, context) != here:
            offset = _declaration(file.root, link.module.name)
            return (declaring, offset) if offset is not None else None
        path = declaring
    return None


def _declaration(root: Unit, name: str) -> int | None:
    """Where `mod name;` begins; the first where there are several."""
    for offset, unit in walk_units(root):
        declared = unit.interface.file_module
        if declared is not None and declared.name == name:
            return offset
    return None
