"""What an expression in a build script is, on every target and with all features at once.

The script runs on the machine that builds, and learns from Cargo what it builds for. So a string in
it is one thing here and another there, and a Boolean is a region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.text.span import Span

#: Strings with more alternatives are not followed.
MAX_CASES = 1024


@dataclass(frozen=True, slots=True)
class Text:
    """A string by the condition under which it is that string; no two conditions overlap.

    Where none holds there is no string: it stands for `Option` and `Result` as well.
    """

    cases: Mapping[str, Region]
    #: The variable of Cargo that it is the value of, or a part of the value.
    variable: str | None = None
    #: The literal that it is, in the file.
    literal: Span | None = None

    @property
    def present(self) -> Region:
        """Where there is a string."""
        return union(self.cases.values())

    def where(self, test: Callable[[str], bool]) -> Region:
        """Where it is a string that passes the test."""
        return union(region for text, region in self.cases.items() if test(text))

    def map(self, change: Callable[[str], str | None]) -> Text:
        """Each string changed; None for no string."""
        return text_of((change(text), region) for text, region in self.cases.items())


@dataclass(frozen=True, slots=True)
class Items:
    """The elements of a list, in order, each with the condition under which it is there."""

    items: tuple[tuple[Value, Region], ...]

    @property
    def present(self) -> Region:
        """Where there is an element at all."""
        return union(region for _, region in self.items)


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple of the language."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or a closure of the script, with the variables around a closure."""

    node: Node
    scope: Scope
    #: What makes a place in its tree one in the file.
    shift: int


@dataclass(slots=True)
class Scope:
    """The variables of a block."""

    outer: Scope | None = None
    values: dict[str, Value] = field(default_factory=dict)
    #: Those declared with `mut`.
    mutable: set[str] = field(default_factory=set)

    def holder(self, name: str) -> Scope | None:
        """The innermost scope that has the variable."""
        scope: Scope | None = self
        while scope is not None and name not in scope.values:
            scope = scope.outer
        return scope


#: A Boolean is a region. None is what cannot be followed.
Value = Region | Text | Items | Tuple | Function | None


def constant(text: str, variable: str | None = None, literal: Span | None = None) -> Text:
    """The same string everywhere."""
    return Text({text: Region.everywhere()}, variable, literal)


#: `None`, or an error.
ABSENT = Text({})


def union(regions: Iterable[Region]) -> Region:
    """Where one of the regions holds."""
    bits = 0
    result = Region.nowhere()
    for region in regions:
        if region.is_exact and not region.may.nodes:
            bits |= region.may.root
        else:
            result = result | region
    return result | Region.on(TargetSet(bits)) if bits else result


def text_of(cases: Iterable[tuple[str | None, Region]]) -> Text:
    """The string with these alternatives; equal ones are joined, None is no string."""
    found: dict[str, list[Region]] = {}
    for text, region in cases:
        if text is not None and region.is_satisfiable:
            found.setdefault(text, []).append(region)
    return Text({text: union(regions) for text, regions in found.items()})


def choose(cases: Iterable[tuple[Region, Value]]) -> Value:
    """The value that is this one here and that one there; of a list or function, the only one."""
    left = [(where, value) for where, value in cases if where.is_satisfiable]
    if len(left) == 1:
        return left[0][1]
    regions = [(where, value) for where, value in left if isinstance(value, Region)]
    if len(regions) == len(left):
        return union(where & value for where, value in regions)
    texts = [(where, value) for where, value in left if isinstance(value, Text)]
    if len(texts) == len(left) and sum(len(text.cases) for _, text in texts) <= MAX_CASES:
        return text_of(
            (text, where & region) for where, value in texts for text, region in value.cases.items()
        )
    return None


def equal(left: Value, right: Value) -> Region | None:
    """Where two values are equal; None if that cannot be said."""
    if isinstance(left, Region) and isinstance(right, Region):
        return (left & right) | (~left & ~right)
    if isinstance(left, Text) and isinstance(right, Text):
        if len(left.cases) > len(right.cases):
            left, right = right, left
        both = union(
            region & right.cases[text] for text, region in left.cases.items() if text in right.cases
        )
        return both | (~left.present & ~right.present)
    return None


def functions_in(value: Value) -> list[Function]:
    """The functions in a value: who throws it away has to know what they do."""
    if isinstance(value, Function):
        return [value]
    if isinstance(value, Tuple):
        return [each for part in value.parts for each in functions_in(part)]
    if isinstance(value, Items):
        return [each for item, _ in value.items for each in functions_in(item)]
    return []
