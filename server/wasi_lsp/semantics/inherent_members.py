"""The names that the inherent `impl` blocks of a type give it, wherever in its package they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.alternatives import Alternatives, Definition, definitions_in
from wasi_lsp.semantics.crate_files import CrateFiles, SourceFile
from wasi_lsp.semantics.resolve import ItemTarget, Names
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.syntax.facts import Unit, UnitKind
from wasi_lsp.syntax.inherent_impl import inherent_type

#: How many other files are read for one.
_MAX_FILES = 64
_TYPE = re.compile(rb"(?:pub\b\s*(?:\([^)]*\))?\s*)?(?:struct|enum|union)\b")


class Member(NamedTuple):
    """A name of a type. The type is given by its file, the modules around it there, its name."""

    file: str | None
    modules: tuple[str, ...]
    type: str
    name: str


class Written(NamedTuple):
    """A name of a type as a block has it: the last name of the path to the type, and the member.

    Where an import of the module gives the type another name, it is the one from before.
    """

    type: str
    name: str


class Found(NamedTuple):
    """A definition of a member, and where the code around its block is compiled."""

    member: Member
    #: The file that has it, relative to the package.
    file: str
    definition: Definition
    around: Region


def written_members(file: SourceFile) -> Iterator[tuple[Written, Region]]:
    """What the inherent blocks of a file define, as they write it, and where they do."""
    for block in _inherent_blocks(file):
        for name, definition in block.definitions(None):
            yield Written(block.type_name, name), definition.where


def inherent_members(file: SourceFile, table: StdTable, wanted: Set[Written]) -> Iterator[Found]:
    """Those of the `wanted` members that a file gives types of its package, each with its place.

    Where two blocks have the same one they are for the same type: a block for some instances of a
    generic type is left out, and one whose type has several definitions or is not in sight.
    """
    path = file.place.path
    leaves_file = file.crate is not None and path is not None and file.crate.is_certain(path)
    names_of: dict[str, set[str]] = {}
    for each in wanted:
        names_of.setdefault(each.type, set()).add(each.name)
    for block in _inherent_blocks(file):
        definitions = [*block.definitions(names_of.get(block.type_name, set()))]
        if not definitions:
            continue
        # What a type means may lead through other files: most need not be read.
        names = Names((), block.around.module, table, leaves_file=leaves_file)
        target = names.resolve_item(block.type, is_value=False)
        if not isinstance(target, ItemTarget) or not _declares_type(target):
            continue
        home = target.module.file_root().file
        for name, definition in definitions:
            member = Member(
                home.place.path if home is not None else None,
                target.module.path,
                target.unit.interface.items[0].name,
                name,
            )
            yield Found(member, path or "", definition, block.around.where)


class _Block(NamedTuple):
    """An `impl` block without a trait: where it begins, and the path of its type."""

    offset: int
    unit: Unit
    around: Surroundings
    type: tuple[str, ...]

    @property
    def type_name(self) -> str:
        """The name of the type, as far as the module tells."""
        names = self.around.module.names if len(self.type) == 1 else {}
        imports = (binding.imported for binding in names.get(self.type[-1], ()))
        paths = (each.path for each in imports if each is not None and each.path)
        return next((path[-1].name for path in paths), self.type[-1])

    def definitions(self, wanted: Set[str] | None) -> Iterator[tuple[str, Definition]]:
        """The members by the wanted names, or all of them; spans count in the file."""
        where = self.around.where & self.unit.interface.where
        for child in self.unit.children:
            names = {item.name for item in child.unit.interface.items}
            if wanted is not None:
                names &= wanted
            offset = self.offset + child.offset
            for name, definition in definitions_in(child.unit, offset, where, names):
                yield name, replace(definition, block=self.unit)


def _inherent_blocks(file: SourceFile) -> Iterator[_Block]:
    for offset, unit, around in file.items:
        if unit.kind is not UnitKind.IMPL or around.has_unknown_names:
            continue
        written = None if unit.interface.has_attribute_macro else inherent_type(unit.source)
        if written is not None:
            yield _Block(offset, unit, around, written)


def shared_with_others(file: SourceFile, written: Set[Written]) -> frozenset[Written]:
    """Those of the members of a file that another of its package seems to have, somewhere where
    both files are compiled.
    """
    crate, path = file.crate, file.place.path
    if crate is None or path is None or not written or not crate.is_certain(path):
        return frozenset()
    return frozenset(
        each
        for each in written
        if any(
            each.name.encode() in words.members
            and other != path
            and crate.are_compiled_together(path, other)
            for other, words in crate.impls_of(each.type)
        )
    )


def _declares_type(target: ItemTarget) -> bool:
    """Whether it is a type itself, and no alias."""
    return not target.rest and _TYPE.match(target.unit.interface.signature) is not None


def members_elsewhere(file: SourceFile, members: Set[Member], table: StdTable) -> tuple[Found, ...]:
    """What the other files of the package define of some members; read once for these."""
    crate, path = file.crate, file.place.path
    if crate is None or path is None or not crate.is_certain(path):
        return ()
    key = path, members
    wanted = {Written(each.type, each.name) for each in members}
    if key not in crate.members:
        crate.members[key] = tuple(
            found._replace(definition=replace(found.definition, path=crate.path_of(other)))
            for other in _files_with(crate, path, members)
            for found in inherent_members(other, table, wanted)
            if found.member in members
        )
    return crate.members[key]


def _files_with(crate: CrateFiles, path: str, members: Set[Member]) -> Iterator[SourceFile]:
    """The files but the one at `path` that look as if they define some of the members."""
    found = dict.fromkeys(
        other
        for member in sorted(members, key=lambda each: (each.file or "", *each[1:]))
        for other, words in crate.impls_of(member.type)
        if other != path
        and member.name.encode() in words.members
        # Who declares a type of that name means that.
        and (member.file == other or member.type.encode() not in words.types)
        and crate.are_compiled_together(path, other)
    )
    for other in islice(found, _MAX_FILES):
        file = crate.file(other)
        if file is not None:
            yield file


def alternatives_of_members(found: Iterable[Found]) -> Iterator[tuple[Member, Alternatives]]:
    """The definitions of each member that several blocks have, side by side.

    They are in the order of the files' paths, but that first come the files in which they stand
    under no condition: it is the others that a cfg brings in too much.
    """
    by_member: dict[Member, list[Found]] = {}
    for each in found:
        by_member.setdefault(each.member, []).append(each)
    for member, all_found in by_member.items():
        if len({each.definition.block for each in all_found}) < 2:
            continue
        conditional = {each.file for each in all_found if is_conditional(each)}
        ordered = sorted(
            all_found,
            key=lambda each: (
                each.file in conditional,
                each.file,
                each.definition.offset,
            ),
        )
        around = Region.nowhere()
        for each in ordered:
            around = around | each.around
        definitions = tuple(each.definition for each in ordered)
        yield member, Alternatives(member.name, definitions, around)


def is_conditional(found: Found) -> bool:
    """Whether a cfg decides about a definition."""
    return found.definition.where != Region.everywhere()
