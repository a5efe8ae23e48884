"""The module trees of a project's crates: for each file, where its crate compiles it.

A file that several `mod` declarations bring in is compiled where one of them holds: a helper of
sixteen tests is not dead because one test is for Unix alone. Files that no crate reaches are left
out, and judged alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from wasi_lsp.cfg.ast import All, CfgExpr
from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import region_of
from wasi_lsp.semantics.file_place import FilePlace, WrapperMacros
from wasi_lsp.syntax.outline import Declaration, FileOutline
from wasi_lsp.text.span import Span

#: Paths with `/` between their parts, all absolute or all relative to one folder.
Outlines = Mapping[str, FileOutline]

_ROOT_NAMES = ("mod.rs", "lib.rs", "main.rs")


def wrapper_macros_of(outlines: Iterable[FileOutline]) -> WrapperMacros:
    """The wrapper macros that some files define; one that is defined twice is not known."""
    found: dict[str, CfgExpr] = {}
    twice: set[str] = set()
    for outline in outlines:
        for macro in outline.wrapper_macros:
            if macro.name in found and found[macro.name] != macro.condition:
                twice.add(macro.name)
            found[macro.name] = macro.condition
    return {name: condition for name, condition in found.items() if name not in twice}


def places_in_crate(outlines: Outlines, roots: Iterable[str]) -> dict[str, FilePlace]:
    """The places of all files that the crate's roots reach.

    `outlines` has every Rust file of the package; `roots` are the files that Cargo compiles as
    crates, without the build script.
    """
    macros = wrapper_macros_of(outlines.values())
    regions = _regions(outlines, roots, macros)
    return {path: FilePlace(region, macros) for path, region in regions.items()}


def _regions(outlines: Outlines, roots: Iterable[str], macros: WrapperMacros) -> dict[str, Region]:
    regions = {root: Region.everywhere() for root in roots if root in outlines}
    is_root = dict.fromkeys(regions, True)
    pending = list(regions)
    # A region only grows, and each growth asks again: `mod` declarations may lead in rings.
    rounds = 4 * len(outlines) + 16
    while pending and rounds:
        rounds -= 1
        path = pending.pop()
        for declaration in outlines[path].declarations:
            where = regions[path] & _condition(declaration, macros)
            if not where.is_satisfiable:
                continue
            for target, narrowed, owns_folder in _files(
                path, declaration, where, outlines, is_root[path]
            ):
                known = regions.get(target)
                grown = narrowed if known is None else known | narrowed
                is_root[target] = is_root.get(target, False) or owns_folder
                if grown != known:
                    regions[target] = grown
                    pending.append(target)
    return regions


def _condition(declaration: Declaration, macros: WrapperMacros) -> Region:
    known = [macros[name] for name in declaration.macros if name in macros]
    region = region_of([*declaration.conditions, *known])
    # What a macro does that we cannot read is unknown: it may leave the module out.
    return region if len(known) == len(declaration.macros) else region & Region.unknown()


def _files(
    path: str, declaration: Declaration, where: Region, outlines: Outlines, is_root: bool
) -> Iterator[tuple[str, Region, bool]]:
    """The files that a declaration can mean, each with its condition.

    The last value tells whether the file's own modules lie beside it.
    """
    folder = posixpath.dirname(path)
    name = posixpath.basename(path)
    owns_folder = is_root or name in _ROOT_NAMES
    base = folder if owns_folder else posixpath.join(folder, name.removesuffix(".rs"))
    base = posixpath.join(base, *declaration.inside)
    left = where
    for conditions, value in declaration.module.paths:
        chosen = where & _all_of(conditions)
        left = left & ~_all_of(conditions)
        start = base if declaration.inside else folder
        target = posixpath.normpath(posixpath.join(start, value))
        if target in outlines and chosen.is_satisfiable:
            yield target, chosen, True
    if not left.is_satisfiable:
        return
    for target, owns in (
        (f"{declaration.module.name}.rs", False),
        (f"{declaration.module.name}/mod.rs", True),
    ):
        joined = posixpath.join(base, target)
        if joined in outlines:
            yield joined, left, owns


def _all_of(conditions: tuple[CfgExpr, ...]) -> Region:
    return Region.of(All(Span(0, 0), conditions))
