"""The state of a build script that is followed: where it is, and what its variables are there.

A `Machine` goes through the script once, and stands for all targets and features at the same time:
`live` says on which of them the code is reached that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tree_sitter import Node

from wasi_lsp.cfg.atoms import undecided_atom
from wasi_lsp.cfg.literal import unquote
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.cfg_aliases import Alias
from wasi_lsp.syntax.build_script.facts import Comparison, Printed
from wasi_lsp.syntax.build_script.nodes import identifiers
from wasi_lsp.syntax.build_script.values import Scope, Text, Value, constant, equal
from wasi_lsp.text.span import Span

#: Bounds, so that no script makes this slow or deep.
_MAX_EFFORT = 20_000
_MAX_DEPTH = 100


class TooMuchError(Exception):
    """The script passed the bounds, or does what is not followed: nothing is known of it."""


@dataclass(slots=True)
class Found:
    """What was seen on the way."""

    printed: list[Printed] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    comparisons: set[Comparison] = field(default_factory=set)
    #: Where the format strings start that `printed` accounts for.
    followed: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Loop:
    """Where a loop over known elements was left, by `continue` or by `break`."""

    continued: Region
    broken: Region


@dataclass(slots=True)
class Frame:
    """A function or closure that is followed; without a node it is the file itself."""

    node: Node | None
    #: What it returned early, and where.
    returns: list[tuple[Region, Value]] = field(default_factory=list)
    #: The loops around, from the outermost; None for one whose elements are not known.
    loops: list[Loop | None] = field(default_factory=list)


class Machine:
    """Goes through one file of a script.

    `source` names the file, for what only it can decide; `features` are those of the manifest, None
    if they are not known. `evaluate` follows an expression or statement: it is called by `value`
    alone.
    """

    def __init__(
        self,
        text: bytes,
        source: str,
        features: Collection[str] | None,
        evaluate: Callable[[Node, Machine], Value],
    ) -> None:
        self.text = text
        self.features = features
        self.found = Found()
        self.live = Region.everywhere()
        self.scope = Scope()
        self.frames = [Frame(None)]
        #: The calls, macros and turns of loops that lead here.
        self.way: list[int] = []
        #: How many loops around run nobody knows how often.
        self.repeats = 0
        #: How many macros around have their arguments parsed: the nodes are from another tree.
        self.remade = 0
        #: What makes a place in the tree that is followed one in the file.
        self.shift = 0
        #: Functions that were lost from sight, and followed for that.
        self.lost: list[Node] = []
        self._source = source
        self._evaluate = evaluate
        self._effort = self._depth = 0

    def value(self, node: Node) -> Value:
        """Follow an expression or statement; what it gives. Raises `TooMuchError`."""
        self._effort += 1 + len(self.live.may.nodes)
        if self._effort > _MAX_EFFORT:
            raise TooMuchError
        with self.deeper():
            value = self._evaluate(node, self)
        if isinstance(value, Region):
            self._effort += len(value.may.nodes)
        return value

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Follow a part of what is followed. Raises `TooMuchError`."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise TooMuchError
        yield
        self._depth -= 1

    @property
    def frame(self) -> Frame:
        """The function that is followed."""
        return self.frames[-1]

    @property
    def is_called(self) -> bool:
        """Whether the function was called by another one that is followed."""
        return len(self.frames) > 2

    @contextmanager
    def inside(self, scope: Scope) -> Iterator[None]:
        """Follow code that has a scope of its own."""
        outer, self.scope = self.scope, scope
        yield
        self.scope = outer

    def variable(self, name: str) -> Value:
        """What a variable is here."""
        holder = self.scope.holder(name)
        return holder.values[name] if holder is not None else None

    def forget(self, node: Node) -> None:
        """Take note of code that may set variables in ways that are not followed."""
        for name in identifiers(node):
            holder = self.scope.holder(name)
            if holder is not None and name in holder.mutable:
                holder.values[name] = None

    def literal(self, node: Node) -> Text:
        """The string that a literal is, or a character."""
        # A byte string means the same.
        literal = (node.text or b"").lstrip(b"bc")
        span = Span(node.end_byte - len(literal), node.end_byte).shift(self.shift)
        return constant(unquote(literal, node.start_byte)[0], literal=span)

    def equal(self, left: Value, right: Value) -> Region | None:
        """Where two values are equal; None if that cannot be said."""
        self.compare(left, right)
        return equal(left, right)

    def compare(self, left: Value, right: Value) -> None:
        """Note a comparison that can only fail."""
        if not isinstance(left, Text) or not isinstance(right, Text):
            return
        for value, wanted in ((left, right), (right, left)):
            if value.variable is None or wanted.literal is None:
                continue
            (text,) = wanted.cases
            if text not in value.cases:
                self.found.comparisons.add(Comparison(value.variable, text, wanted.literal))

    def region(self, value: Value, node: Node) -> Region:
        """A value as a Boolean: what is none, `node` decides."""
        return value if isinstance(value, Region) else self.undecided(node)

    def undecided(self, node: Node) -> Region:
        """What something else decides, at this place on this way."""
        way = [*self.way, node.start_byte]
        if self.repeats:
            way.append(self._effort)
        place = " ".join(map(str, way))
        return Region.of_atom(undecided_atom(self._source, place))
