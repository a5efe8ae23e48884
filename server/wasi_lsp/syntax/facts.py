"""What one file says: frozen facts, free of tree-sitter and of everything outside the file.

A file is a tree of units. A unit is an item together with its attributes, or a container of units
(a `mod`, `impl`, `trait` or `extern` block, an arm of `cfg_if!`). All spans inside a unit are UTF-8
byte offsets relative to the unit's own start, so that the facts of an item whose bytes are known
can be used again wherever it moved to. The spans inside a `ParsedCfg` count from there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.text.span import Span


class PredicateKind(StrEnum):
    """Where a predicate stands, by the name of the thing that holds it."""

    CFG = "cfg"
    CFG_ATTR = "cfg_attr"
    CFG_MACRO = "cfg!"
    CFG_SELECT = "cfg_select!"
    CFG_IF = "cfg_if!"
    DOC_CFG = "doc(cfg)"
    #: A table of Cargo, `[target.'cfg(…)']`.
    CARGO_TARGET = "target table"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate as written; `span` is what stands inside the parentheses, trimmed."""

    kind: PredicateKind
    span: Span
    parsed: ParsedCfg
    #: Among the tokens of a macro: another crate may be the one that it speaks of.
    in_macro: bool = False
    #: Where it holds, nothing is compiled but a `compile_error!`.
    forbids: bool = False
    #: Of a `cfg_attr` that changes no code: it sets the levels of lints, or documents.
    is_remark: bool = False
    #: Of an arm that is not the first: all that goes with it when it is taken out.
    arm: Span | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """The bytes of `span` exist only where `condition` holds."""

    span: Span
    condition: CfgExpr


@dataclass(frozen=True, slots=True)
class Guard:
    """The bytes of `span` are reached only where `condition` holds; they are compiled anyway."""

    span: Span
    condition: CfgExpr


class Segment(NamedTuple):
    """One name of a path."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Import:
    """One leaf of a `use` declaration, or an `extern crate`.

    `path` is the whole path of the leaf, with the segments of the enclosing groups first; a
    leading `::` is the segment with the empty name.
    """

    path: tuple[Segment, ...]
    #: The name it brings into scope; None for a glob and for `as _`.
    name: str | None
    is_glob: bool
    #: As rustc points at it: the leaf's own path, without the enclosing groups and the alias.
    span: Span


@dataclass(frozen=True, slots=True)
class PathUse:
    """A path in code (not in a `use`), with generic arguments left out of its segments."""

    segments: tuple[Segment, ...]
    span: Span
    #: Whether the path is what a call calls.
    is_call: bool


@dataclass(frozen=True, slots=True)
class AttributeMacro:
    """An attribute on a unit as a whole that may be a macro."""

    #: The first name of its path, empty where there is none.
    name: Segment
    #: The predicates of the `cfg_attr`s around it.
    conditions: tuple[CfgExpr, ...] = ()


class Item(NamedTuple):
    """The name of an item, and in which namespaces it stands."""

    name: str
    in_types: bool
    in_values: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """A block inside a unit that has imports or items of its own."""

    span: Span
    imports: tuple[Import, ...]
    #: The items declared in it.
    items: tuple[Item, ...]
    #: A `mod` inside a function: names of the surrounding code do not reach into it.
    is_module: bool


class AllowScope(StrEnum):
    """What a suppression comment covers."""

    LINE = "line"
    NEXT = "next"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Allow:
    """`// wasi-lsp: allow(CODE, …)`."""

    codes: tuple[str, ...]
    #: The comment.
    span: Span
    scope: AllowScope
    #: The item or statement that follows, for AllowScope.NEXT.
    covers: Span | None


class UnitKind(StrEnum):
    """What a unit is; `ITEM` stands for every item without units inside."""

    FILE = "file"
    ITEM = "item"
    MODULE = "mod"
    IMPL = "impl"
    TRAIT = "trait"
    EXTERN = "extern"
    CFG_ARMS = "cfg arms"
    ARM = "arm"
    #: A call of a macro of the crate's own, with what may be items in it.
    MACRO = "macro"
    #: A static in `thread_local!`, as it is written there.
    THREAD_LOCAL = "thread local"


class Child(NamedTuple):
    """A unit inside another, `offset` bytes after the start of the outer one."""

    offset: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class FileModule:
    """`mod name;`: a module in a file of its own."""

    name: str
    #: The `path` attributes, each with the conditions of the `cfg_attr`s around it.
    paths: tuple[tuple[tuple[CfgExpr, ...], str], ...]


@dataclass(frozen=True, slots=True)
class WrapperMacro:
    """`macro_rules! name { ($($item:item)*) => { $(#[cfg(…)] $item)* } }`."""

    name: str
    #: What the items that are passed to it get.
    condition: CfgExpr


@dataclass(frozen=True, slots=True)
class Interface:
    """What a unit shows to the names around it; no offsets of the file in it."""

    imports: tuple[Import, ...] = ()
    #: Items that the unit declares in the surrounding module.
    items: tuple[Item, ...] = ()
    #: The name of a module whose body is in this file.
    module: str | None = None
    file_module: FileModule | None = None
    wrapper_macro: WrapperMacro | None = None
    #: The path in `include!("path")`.
    included: str | None = None
    #: Whether it is `pub`, for all the world; members of a trait, which say nothing, are not.
    is_public: bool = False
    #: `compile_error!(…)`: where its conditions hold the crate does not compile.
    is_compile_error: bool = False
    #: What others can know of the item's types: its source, of a function without the body.
    signature: bytes = b""
    #: The name of a `macro_rules!`.
    macro: str | None = None
    #: The name of the macro that is called, where the unit is a call of one.
    called_macro: str | None = None
    #: Some attribute may be a macro, and nobody knows what that makes of the item.
    has_attribute_macro: bool = False
    #: The conditions on the unit as a whole: by its attributes, or by the arm that it is.
    conditions: tuple[CfgExpr, ...] = ()
    #: Where all of them hold.
    where: Region = field(default_factory=Region.everywhere, compare=False)


#: What the units in a container show to the names around them: their interfaces, and the shapes of
#: those that hold units themselves.
ModuleShape = tuple["Interface | ModuleShape", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """An item or a container; compared by identity. All spans are relative to its start."""

    kind: UnitKind
    length: int
    interface: Interface
    #: Where the name of the item stands.
    name: Span | None = None
    #: The bytes of an item, or of the header of an `impl` or `trait`, for `lower`.
    source: bytes = b""
    predicates: tuple[Predicate, ...] = ()
    gates: tuple[Gate, ...] = ()
    guards: tuple[Guard, ...] = ()
    #: Where the code around looks whether an error is `ErrorKind::Unsupported`.
    handled: tuple[Span, ...] = ()
    scopes: tuple[Scope, ...] = ()
    paths: tuple[PathUse, ...] = ()
    attribute_macros: tuple[AttributeMacro, ...] = ()
    allows: tuple[Allow, ...] = ()
    #: Names that hide imports: type parameters, and what patterns bind in here.
    type_parameters: frozenset[str] = frozenset()
    bound_names: frozenset[str] = frozenset()
    #: Names in `#![feature(…)]`.
    features: frozenset[str] = frozenset()
    #: Whether `#![no_main]` may keep the program from having a `main`.
    is_no_main: bool = False
    #: Where `allow(unexpected_cfgs)` keeps rustc from speaking of cfgs that nothing declares.
    unexpected_cfgs: tuple[Span, ...] = ()
    children: tuple[Child, ...] = ()
    #: The shape of the children, and what the unit adds to the shape of what it is in.
    shape: ModuleShape = ()
    shown: ModuleShape = ()
    #: What predicates in it, and in units inside, compare: `target_env = "p2"`, key and value.
    compared: frozenset[tuple[str, str]] = frozenset()
    #: Whether there is an allow in it, or in a unit inside.
    has_allows: bool = False
    #: Of a file: whether the parser had to guess somewhere.
    is_broken: bool = False
    #: Of a file: whether its first lines say that a program has written it.
    is_generated: bool = False


def walk_units(root: Unit) -> Iterator[tuple[int, Unit]]:
    """Every unit below `root`, itself first, in source order, each with its offset in the file."""
    stack = [(0, root)]
    while stack:
        offset, unit = stack.pop()
        yield offset, unit
        stack += ((offset + child.offset, child.unit) for child in reversed(unit.children))


def allows_in(root: Unit) -> Iterator[tuple[int, Allow]]:
    """The suppressions in `root`, each with the offset in the file that its spans count from."""
    stack = [(0, root)]
    while stack:
        offset, unit = stack.pop()
        for allow in unit.allows:
            yield offset, allow
        stack += (
            (offset + child.offset, child.unit)
            for child in reversed(unit.children)
            if child.unit.has_allows
        )


_SHOWS_NOTHING = Interface()


def shown_by(interface: Interface, children: tuple[Child, ...], shape: ModuleShape) -> ModuleShape:
    """What a unit with this interface and these units in it adds to the shape around it."""
    own = () if interface == _SHOWS_NOTHING else (interface,)
    return (*own, shape) if children else own
