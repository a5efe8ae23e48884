"""The conditions of the `mod` declarations that bring a file into its crate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wasi_lsp.semantics.crate_files import CrateFiles
from wasi_lsp.semantics.module_tree import ChildLink
from wasi_lsp.semantics.outer_conditions import Makers, OuterCondition, Placed
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.span import Span


class DeclaredCondition(NamedTuple):
    """A condition around a `mod` declaration, and where it stands."""

    #: Relative to the package, with `/` between its parts.
    path: str
    span: Span
    condition: OuterCondition


def declared_conditions(files: CrateFiles, path: str) -> Iterator[DeclaredCondition]:
    """What has to hold for the file at `path` to be compiled, the nearest conditions first.

    Where several declarations bring a file in, it is the first of them that is followed.
    """
    seen: set[str] = set()
    while path not in seen:
        seen.add(path)
        declaring = files.declaring(path)
        if declaring is None:
            return
        file, link = declaring
        path = file.place.path or ""
        for offset, unit, around in file.items:
            if around.module.path == link.inside and _declares(unit, link):
                units = (*around.units, Placed(offset, unit))
                on_unit = Makers(unit, around.units).split(unit.interface.conditions)
                for condition in reversed((*around.outer, *on_unit)):
                    yield DeclaredCondition(path, condition.at.span(units), condition)
                break


def _declares(unit: Unit, link: ChildLink) -> bool:
    if unit.interface.file_module is not None:
        return unit.interface.file_module == link.module
    included = unit.interface.included
    return included is not None and not link.module.name and included == link.module.paths[0][1]
