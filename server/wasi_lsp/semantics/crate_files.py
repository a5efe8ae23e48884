"""The files of a package as modules of one tree, each read when a path leads into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from wasi_lsp.cfg.region import Region
from wasi_lsp.project.crate import Crate
from wasi_lsp.semantics.extern_prelude import ExternCrate, FindPackage, extern_prelude
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.module_tree import ChildLink, CrateTree
from wasi_lsp.semantics.modules import ModuleScope, build_module
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.inherent_impl import ImplWords, impl_words

#: Gives the facts of a file by its path; None if it cannot be read.
Load = Callable[[Path], Unit | None]
#: Gives the text of a file by its path; None if it cannot be read.
ReadText = Callable[[Path], bytes | None]

#: The roots of crates that are for the package's own use.
_OWN_USE = re.compile(r"(tests|benches|examples)/")


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file with its names. `crate` is None for one that is judged alone."""

    root: Unit
    module: ModuleScope
    place: FilePlace
    crate: CrateFiles | None = None
    #: The declarations of its items, as far as somebody asked for them; `local_items` fills it.
    declared: dict[Unit, hir.LoweredItem | None] = field(default_factory=dict)

    @cached_property
    def units(self) -> tuple[tuple[int, Unit, Surroundings], ...]:
        """All units of the file with what is around them, as `walk_surroundings` has them."""
        return tuple(walk_surroundings(self.root, self.module, self.place))

    @cached_property
    def items(self) -> tuple[tuple[int, Unit, Surroundings], ...]:
        """Those of them that are no members of an `impl` or trait."""
        return tuple(walk_surroundings(self.root, self.module, self.place, members=False))


class CrateFiles:
    """Reads and keeps the files of one package."""

    def __init__(
        self, crate: Crate, tree: CrateTree, load: Load, read_text: ReadText, find: FindPackage
    ) -> None:
        self.crate = crate
        self._tree = tree
        self._load = load
        self._read_text = read_text
        self._find = find
        self._prelude: dict[str, tuple[ExternCrate, ...]] | None = None
        self._files: dict[str, SourceFile | None] = {}
        #: The uses of some items of a file in the others; `name_uses` fills it.
        self.uses: dict[Any, tuple[Any, ...]] = {}
        #: What the other files define of some members of types; `inherent_members` fills it.
        self.members: dict[Any, tuple[Any, ...]] = {}
        #: By the words in the heads of inherent `impl` blocks: the files, and what they say.
        self._impls: dict[bytes, list[tuple[str, ImplWords]]] | None = None
        #: Whether two files are compiled together.
        self._together: dict[tuple[str, str], bool] = {}
        #: How often each file is declared.
        self._declared: Counter[str] | None = None

    def file(self, path: str) -> SourceFile | None:
        """The file at `path`; None if it cannot be read or no crate reaches it."""
        if path not in self._files:
            place = self._tree.places.get(path)
            # Whoever comes back here while it is read gets nothing, instead of reading it again.
            self._files[path] = None
            root = self._load(self.crate.root / path) if place is not None else None
            if root is not None and place is not None:
                self._take(path, root, place)
        return self._files[path]

    def _take(self, path: str, root: Unit, place: FilePlace) -> None:
        module = build_module(root, place.wrapper_macros)
        self._files[path] = source_file(root, module, place, self)

    def forget(self, path: str) -> None:
        """Read the file at `path` again when it is needed, and look for uses anew."""
        self._files.pop(path, None)
        self.uses.clear()
        self.members.clear()

    def others(self, path: str) -> Iterator[tuple[str, bytes, bool]]:
        """The other files of which it is certain what they are, as path and text.

        The Boolean says whether they are modules below the one in the file at `path`.
        """
        for other in self._tree.places:
            if other != path and self.is_certain(other):
                text = self._read_text(self.crate.root / other)
                if text is not None:
                    yield other, text, path in self._above(other)

    def are_compiled_together(self, path: str, other: str) -> bool:
        """Whether some target has both files; asked at each keystroke."""
        found = self._together.get((path, other))
        if found is None:
            places = self._tree.places
            found = places[path].where.overlaps(places[other].where)
            self._together[path, other] = found
        return found

    def impls_of(self, type_name: str) -> Sequence[tuple[str, ImplWords]]:
        """The files with a type's name in the head of an inherent block, with what their texts say.

        Only those of which it is certain what they are.
        """
        if self._impls is None:
            self._impls = {}
            for path in filter(self.is_certain, self._tree.places):
                text = self._read_text(self.crate.root / path)
                if text is None:
                    continue
                words = impl_words(text)
                for word in words.in_heads:
                    self._impls.setdefault(word, []).append((path, words))
        return self._impls.get(type_name.encode(), ())

    def module_names(self, path: str) -> set[str]:
        """The names by which paths lead to the module that is the file at `path`."""
        links = self._tree.links
        names = {
            link.module.name
            for ways in links.children.values()
            for link in ways
            if link.file == path
        }
        library = self.crate.library
        if path not in links.parents:
            names.add("crate")
        if library is not None and library[1] == path:
            names.add(library[0])
        return names - {""}

    def is_certain(self, path: str) -> bool:
        """Whether the file at `path` is one module of one crate that others may use.

        What `super` and `crate` mean in a file that several declarations bring in, each has its own
        answer.
        """
        if self._declared is None:
            self._declared = Counter(
                link.file
                for ways in self._tree.links.children.values()
                for link in ways
                # The items of `include!` are those of the module around it.
                for _ in range(1 if link.module.name else 2)
            )
        chain = [path, *self._above(path)]
        return all(self._declared[each] < 2 for each in chain) and not _OWN_USE.match(chain[-1])

    def _above(self, path: str) -> list[str]:
        """The files around one, up to the root of its crate."""
        found = [path]
        link = self._tree.links.parents.get(path)
        while link is not None and link[0] not in found:
            found.append(link[0])
            link = self._tree.links.parents.get(link[0])
        return found[1:]

    def path_of(self, file: SourceFile) -> Path | None:
        """Where a file of the package is."""
        return self.crate.root / file.place.path if file.place.path is not None else None

    def extern_crates(self, name: str) -> Iterator[tuple[ModuleScope, ExternCrate]]:
        """The libraries that a name in the extern prelude means, each with its root module."""
        if self._prelude is None:
            self._prelude = extern_prelude(self.crate, self, self._find)
        for crate in self._prelude.get(name, ()):
            file = crate.files.file(crate.root)
            if file is not None:
                yield file.module, crate

    def children(
        self, file: SourceFile, inside: tuple[str, ...], name: str
    ) -> Iterator[tuple[ModuleScope, Region]]:
        """The modules that `mod name;` brings in, each with its condition."""
        path = file.place.path
        for link in self._tree.links.children.get(path, ()) if path is not None else ():
            if link.inside == inside and link.module.name == name:
                child = self.file(link.file)
                if child is not None:
                    yield child.module, link.where

    def declaring(self, path: str) -> tuple[SourceFile, ChildLink] | None:
        """The file that brings in the one at `path`, and how; None for the roots of crates."""
        links = self._tree.links
        parent = links.parents.get(path)
        file = self.file(parent[0]) if parent is not None else None
        if parent is None or file is None:
            return None
        ways = links.children.get(parent[0], ())
        link = next((each for each in ways if (each.file, each.inside) == (path, parent[1])), None)
        return (file, link) if link is not None else None

    def parent(self, file: SourceFile) -> ModuleScope | None:
        """The module that brings a file in; None for the roots of crates."""
        link = self._tree.links.parents.get(file.place.path or "")
        parent = self.file(link[0]) if link is not None else None
        if parent is None or link is None:
            return None
        module = parent.module
        for name in link[1]:
            inner = next((each for each in module.modules if each.path[-1] == name), None)
            if inner is None:
                return None
            module = inner
        return module

    def root(self, file: SourceFile) -> ModuleScope | None:
        """The root module of the crate of a file, of the first one where there are several."""
        path = file.place.path
        seen: set[str] = set()
        while path is not None and path not in seen:
            seen.add(path)
            link = self._tree.links.parents.get(path)
            if link is None:
                top = self.file(path)
                return top.module if top is not None else None
            path = link[0]
        return None


def source_file(
    root: Unit, module: ModuleScope, place: FilePlace, crate: CrateFiles | None
) -> SourceFile:
    """A file with its names; from its module, paths lead into the crate."""
    module.file = SourceFile(root, module, place, crate)
    return module.file
