"""The module trees of a project's crates: for each file, where its crate compiles it.

A file that several `mod` declarations bring in is compiled where one of them holds: a helper of
sixteen tests is not dead because one test is for Unix alone. Files that no crate reaches are left
out, and judged alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from wasi_lsp.cfg.ast import All, CfgExpr
from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.file_place import FilePlace, WrapperMacros
from wasi_lsp.syntax.facts import FileModule
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


@dataclass(frozen=True, slots=True)
class ChildLink:
    """A `mod name;` and the file that it brings in."""

    #: The modules written out around it, outermost first.
    inside: tuple[str, ...]
    module: FileModule
    file: str
    where: Region


@dataclass(frozen=True, slots=True)
class ModuleLinks:
    """How the files of a package hang together, by their paths in it."""

    children: Mapping[str, tuple[ChildLink, ...]] = field(default_factory=dict)
    #: The file that brings one in, the first where there are several, and the modules around.
    parents: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrateTree:
    """The module trees of a package."""

    #: The files that some root reaches.
    places: Mapping[str, FilePlace]
    links: ModuleLinks


def crate_tree(outlines: Outlines, roots: Iterable[str]) -> CrateTree:
    """The module trees below the roots.

    `outlines` has every Rust file of the package; `roots` are the files that Cargo compiles as
    crates, without the build script.
    """
    macros = wrapper_macros_of(outlines.values())
    has_cfg_select = any(outline.has_cfg_select for outline in outlines.values())
    regions: dict[str, Region] = {}
    declared: dict[str, Region] = {}
    children: dict[str, dict[tuple[tuple[str, ...], str, str], ChildLink]] = {}
    parents: dict[str, tuple[str, tuple[str, ...]]] = {}
    lenient: set[str] = set()
    for root in roots:
        if root not in outlines:
            continue
        walk = _Walk(outlines, macros)
        walk.run(root)
        # Most files of a crate stand under one of a few conditions.
        allowed = ~walk.refused
        compiled = {region: region & allowed for region in set(walk.regions.values())}
        for path, region in walk.regions.items():
            regions[path] = regions.get(path, Region.nowhere()) | compiled[region]
            declared[path] = declared.get(path, Region.nowhere()) | region
        for path, links in walk.children.items():
            children.setdefault(path, {}).update(links)
        for path, parent in walk.parents.items():
            parents.setdefault(path, parent)
        lenient |= walk.lenient
    return CrateTree(
        {
            path: FilePlace(
                region,
                declared[path],
                macros,
                has_cfg_select,
                allows_unexpected_cfgs=bool(lenient) and _is_inside(path, lenient, parents),
                path=path,
            )
            for path, region in regions.items()
        },
        ModuleLinks({path: tuple(links.values()) for path, links in children.items()}, parents),
    )


def _is_inside(
    path: str, files: Set[str], parents: Mapping[str, tuple[str, tuple[str, ...]]]
) -> bool:
    """Whether a file, or one of those that bring it in, is among some others."""
    seen: set[str] = set()
    while path not in seen and path not in files and path in parents:
        seen.add(path)
        path = parents[path][0]
    return path in files


class _Walk:
    """The files that one root reaches."""

    def __init__(self, outlines: Outlines, macros: WrapperMacros) -> None:
        self._outlines = outlines
        self._macros = macros
        self.regions: dict[str, Region] = {}
        self.children: dict[str, dict[tuple[tuple[str, ...], str, str], ChildLink]] = {}
        self.parents: dict[str, tuple[str, tuple[str, ...]]] = {}
        #: Where a `compile_error!` keeps the crate from being compiled at all.
        self.refused = Region.nowhere()
        #: The files that some declaration brings in where cfgs are allowed that nothing declares.
        self.lenient: set[str] = set()
        self._owns_folder: dict[str, bool] = {}

    def run(self, root: str) -> None:
        """Follow the `mod` declarations from a root."""
        self.regions[root] = Region.everywhere()
        self._owns_folder[root] = True
        pending = [root]
        # A region only grows, and each growth asks again: `mod` declarations may lead in rings.
        rounds = 4 * len(self._outlines) + 16
        while pending and rounds:
            rounds -= 1
            path = pending.pop()
            for declaration in self._outlines[path].declarations:
                where = self.regions[path] & _condition(declaration, self._macros)
                if declaration.module is None:
                    # What is not known to hold refuses nothing.
                    self.refused = self.refused | (where if where.is_exact else Region.nowhere())
                elif where.is_satisfiable:
                    pending += self._bring_in(path, declaration, declaration.module, where)

    def _bring_in(
        self, path: str, declaration: Declaration, module: FileModule, where: Region
    ) -> Iterator[str]:
        """Take in the files of a declaration; those that are to be asked (again)."""
        owns_folder = self._owns_folder[path]
        for target, narrowed, owns in _files(
            path, declaration, module, where, self._outlines, owns_folder
        ):
            link = ChildLink(declaration.inside, module, target, narrowed)
            self.children.setdefault(path, {})[(declaration.inside, module.name, target)] = link
            self.parents.setdefault(target, (path, declaration.inside))
            if declaration.allows_unexpected_cfgs:
                self.lenient.add(target)
            known = self.regions.get(target)
            grown = narrowed if known is None else known | narrowed
            self._owns_folder[target] = self._owns_folder.get(target, False) or owns
            if grown != known:
                self.regions[target] = grown
                yield target


def _condition(declaration: Declaration, macros: WrapperMacros) -> Region:
    known = [macros[name] for name in declaration.macros if name in macros]
    region = Region.of_all([*declaration.conditions, *known])
    # What a macro does that we cannot read is unknown: it may leave the module out.
    return region if len(known) == len(declaration.macros) else region & Region.unknown()


def _files(
    path: str,
    declaration: Declaration,
    module: FileModule,
    where: Region,
    outlines: Outlines,
    owns_folder: bool,
) -> Iterator[tuple[str, Region, bool]]:
    """The files that a declaration can mean, each with its condition.

    The last value tells whether the file's own modules lie beside it.
    """
    folder = posixpath.dirname(path)
    name = posixpath.basename(path)
    is_first = owns_folder or name in _ROOT_NAMES
    base = folder if is_first else posixpath.join(folder, name.removesuffix(".rs"))
    base = posixpath.join(base, *declaration.inside)
    left = where
    for conditions, value in module.paths:
        chosen = where & _all_of(conditions)
        left = left & ~_all_of(conditions)
        # `include!` has no name; it counts from the file's folder wherever it stands.
        start = base if declaration.inside and module.name else folder
        target = posixpath.normpath(posixpath.join(start, value))
        if target in outlines and chosen.is_satisfiable:
            yield target, chosen, True
    if not left.is_satisfiable or not module.name:
        return
    for target, owns in (
        (f"{module.name}.rs", False),
        (f"{module.name}/mod.rs", True),
    ):
        joined = posixpath.join(base, target)
        if joined in outlines:
            yield joined, left, owns


def _all_of(conditions: tuple[CfgExpr, ...]) -> Region:
    return Region.of(All(Span(0, 0), conditions))
