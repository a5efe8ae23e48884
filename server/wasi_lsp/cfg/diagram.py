"""Functions from free atoms to sets of targets: reduced ordered decision diagrams.

A diagram asks for one atom after another, in alphabetical order, and ends in a set of targets. It
is in a canonical form: two diagrams are equal exactly if they are the same function.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from wasi_lsp.cfg.targets import all_targets

#: Bounds on one operation, so that no predicate makes it slow or deep. Code in the wild stays far
#: below: the largest predicates are plain lists of some hundred features, one node each.
MAX_ATOMS = 256
MAX_STEPS = 20_000

#: A set of targets as bits (not negative), or the node `nodes[-1 - ref]` (negative).
Ref = int


class Node(NamedTuple):
    """Ask for `atom`: go to `low` if it is not set, to `high` if it is."""

    atom: str
    low: Ref
    high: Ref


class Diagram(NamedTuple):
    """A diagram in canonical form: a node stands after those it refers to, in order of visit."""

    nodes: tuple[Node, ...]
    root: Ref


class TooBigError(Exception):
    """The operation passed its bounds; its result is not known."""


class Builder:
    """Makes diagrams: holds the nodes of one operation, each of them once."""

    def __init__(self) -> None:
        self.all = all_targets().bits
        self._nodes: list[Node] = []
        self._known: dict[Node, Ref] = {}
        self._anded: dict[tuple[Ref, Ref], Ref] = {}
        self._negated: dict[Ref, Ref] = {}
        self._atoms: set[str] = set()
        self._steps = 0

    def atom(self, atom: str) -> Ref:
        """True on every target where `atom` is set."""
        self._admit(atom)
        return self._node(atom, 0, self.all)

    def load(self, diagram: Diagram) -> Ref:
        """The same function as `diagram`, among the nodes of this builder."""
        refs: list[Ref] = []

        def here(ref: Ref) -> Ref:
            return ref if ref >= 0 else refs[-1 - ref]

        for atom, low, high in diagram.nodes:
            self._admit(atom)
            refs.append(self._node(atom, here(low), here(high)))
        return here(diagram.root)

    def negate(self, ref: Ref) -> Ref:
        """The complement."""
        if ref >= 0:
            return self.all ^ ref
        found = self._negated.get(ref)
        if found is None:
            atom, low, high = self._nodes[-1 - ref]
            found = self._node(atom, self.negate(low), self.negate(high))
            self._negated[ref] = found
            self._negated[found] = ref
        return found

    def both(self, a: Ref, b: Ref) -> Ref:
        """The intersection."""
        if a >= 0 and b >= 0:
            return a & b
        if a == b or b == self.all or a == 0:
            return a
        if a == self.all or b == 0:
            return b
        key = (a, b) if a < b else (b, a)
        found = self._anded.get(key)
        if found is None:
            self._step()
            atom = min(self._first_atom(a), self._first_atom(b))
            a_low, a_high = self._branches(a, atom)
            b_low, b_high = self._branches(b, atom)
            found = self._node(atom, self.both(a_low, b_low), self.both(a_high, b_high))
            self._anded[key] = found
        return found

    def either(self, a: Ref, b: Ref) -> Ref:
        """The union."""
        if a >= 0 and b >= 0:
            return a | b
        if a == b or b == 0 or a == self.all:
            return a
        if a == 0 or b == self.all:
            return b
        return self.negate(self.both(self.negate(a), self.negate(b)))

    def all_of(self, refs: list[Ref]) -> Ref:
        """The intersection of many. What asks for the last atoms comes first: that is cheap."""
        result = self.all
        for ref in sorted(refs, key=self._first_atom, reverse=True):
            result = self.both(ref, result)
        return result

    def any_of(self, refs: list[Ref]) -> Ref:
        """The union of many."""
        return self.negate(self.all_of([self.negate(ref) for ref in refs]))

    def substitute(self, ref: Ref, functions: Mapping[str, Ref]) -> Ref:
        """The function with some atoms replaced, all at once, by functions of this builder."""
        done: dict[Ref, Ref] = {}

        def visit(ref: Ref) -> Ref:
            if ref >= 0:
                return ref
            if (found := done.get(ref)) is None:
                atom, low, high = self._nodes[-1 - ref]
                low, high = visit(low), visit(high)
                chosen = functions.get(atom)
                if chosen is None and atom < min(self._first_atom(low), self._first_atom(high)):
                    found = self._node(atom, low, high)
                else:
                    chosen = self.atom(atom) if chosen is None else chosen
                    found = self.either(
                        self.both(chosen, high), self.both(self.negate(chosen), low)
                    )
                done[ref] = found
            return found

        return visit(ref)

    def finish(self, root: Ref) -> Diagram:
        """The canonical form of the function at `root`."""
        if root >= 0:
            return Diagram((), root)
        order: list[Node] = []
        placed: dict[Ref, Ref] = {}

        def place(ref: Ref) -> Ref:
            if ref >= 0:
                return ref
            found = placed.get(ref)
            if found is None:
                atom, low, high = self._nodes[-1 - ref]
                order.append(Node(atom, place(low), place(high)))
                found = placed[ref] = -len(order)
            return found

        return Diagram((), place(root))._replace(nodes=tuple(order))

    def _first_atom(self, ref: Ref) -> str:
        # Sets of targets sort as if behind every atom.
        return "\U0010ffff" if ref >= 0 else self._nodes[-1 - ref].atom

    def _node(self, atom: str, low: Ref, high: Ref) -> Ref:
        if low == high:
            return low
        node = Node(atom, low, high)
        found = self._known.get(node)
        if found is None:
            self._step()
            self._nodes.append(node)
            found = self._known[node] = -len(self._nodes)
        return found

    def _branches(self, ref: Ref, atom: str) -> tuple[Ref, Ref]:
        if ref >= 0:
            return ref, ref
        node = self._nodes[-1 - ref]
        return (node.low, node.high) if node.atom == atom else (ref, ref)

    def _admit(self, atom: str) -> None:
        self._atoms.add(atom)
        if len(self._atoms) > MAX_ATOMS:
            raise TooBigError

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooBigError


@cache
def full() -> Diagram:
    """True on every target."""
    return Diagram((), all_targets().bits)


#: True on no target.
EMPTY = Diagram((), 0)


def leaves(diagram: Diagram) -> list[int]:
    """The sets of targets in which `diagram` ends, each as bits; every one can be reached."""
    if not diagram.nodes:
        return [diagram.root]
    return [ref for _, low, high in diagram.nodes for ref in (low, high) if ref >= 0]
