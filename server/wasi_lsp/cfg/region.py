"""Regions: the exact condition under which code exists, over all targets and free atoms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Lit, Name, Not
from wasi_lsp.cfg.atoms import atom_of, deciding_targets
from wasi_lsp.cfg.diagram import EMPTY, Builder, Diagram, Ref, TooBigError, full, leaves
from wasi_lsp.cfg.targets import NONE, TargetSet, all_targets

#: For an atom that targets decide: those that are taken not to.
FreeOn = Callable[[Name | KeyValue], TargetSet]


@dataclass(frozen=True, slots=True)
class Region:
    """A condition over targets and free atoms (features, `test`, custom names).

    Regions of the same condition are equal. What is not known (`Invalid`, `Gated`, a predicate too
    large to work out) is kept as a pair: `may` holds wherever the condition can hold, `must` only
    where it holds for sure; both are the same where everything is known. Nothing that is not known
    is ever concluded: `possible_targets` errs to more, `certain_targets` and `implies` to less.
    """

    may: Diagram
    must: Diagram

    @classmethod
    def of(cls, expr: CfgExpr, free_on: FreeOn | None = None) -> Region:
        """The condition that `expr` says.

        With `free_on`, what it would say if the targets that this gives for an atom decided nothing
        about it: there it is as free as a feature.
        """
        builder = Builder()

        def visit(expr: CfgExpr) -> tuple[Ref, Ref]:
            """What may hold, and what must."""
            if isinstance(expr, Name | KeyValue):
                targets = deciding_targets(expr)
                if targets is None:
                    ref = builder.atom(atom_of(expr))
                    return ref, ref
                free = free_on(expr) if free_on is not None else NONE
                ref = targets.bits
                if free:
                    atom = builder.both(builder.atom(atom_of(expr)), free.bits)
                    ref = builder.either(atom, (targets - free).bits)
                return ref, ref
            if isinstance(expr, All | Any):
                join = builder.all_of if isinstance(expr, All) else builder.any_of
                pairs = [visit(arg) for arg in expr.args]
                may = join([may for may, _ in pairs])
                if all(may == must for may, must in pairs):
                    return may, may
                return may, join([must for _, must in pairs])
            if isinstance(expr, Not):
                may, must = visit(expr.arg)
                return builder.negate(must), builder.negate(may)
            if isinstance(expr, Lit):
                bits = builder.all if expr.value else 0
                return bits, bits
            return builder.all, 0

        try:
            return _finish(builder, *visit(expr))
        except TooBigError:
            return cls.unknown()

    @classmethod
    def of_all(cls, conditions: Iterable[CfgExpr]) -> Region:
        """Where all of the conditions hold."""
        region = cls.everywhere()
        for condition in conditions:
            region = region & cls.of(condition)
        return region

    @classmethod
    def of_atom(cls, atom: str) -> Region:
        """True where a free atom is set, which is written as `atom_of` does."""
        builder = Builder()
        ref = builder.atom(atom)
        return _finish(builder, ref, ref)

    @classmethod
    def on(cls, targets: TargetSet) -> Region:
        """True on `targets`, whatever the atoms."""
        diagram = Diagram((), targets.bits)
        return cls(diagram, diagram)

    @classmethod
    def everywhere(cls) -> Region:
        """The condition of code without any cfg."""
        return _everywhere()

    @classmethod
    def nowhere(cls) -> Region:
        """The condition that never holds."""
        return cls(EMPTY, EMPTY)

    @classmethod
    def unknown(cls) -> Region:
        """A condition of which nothing is known."""
        return cls(full(), EMPTY)

    def __and__(self, other: Region) -> Region:
        # Most code stands under no cfg at all.
        if self.must == full():
            return other
        if other.must == full():
            return self
        return _join(Builder.both, self, other)

    def __or__(self, other: Region) -> Region:
        if self.may == EMPTY:
            return other
        if other.may == EMPTY:
            return self
        return _join(Builder.either, self, other)

    def __invert__(self) -> Region:
        return _negated(self)

    def assume(self, atoms: Mapping[str, bool]) -> Region:
        """What is left of the condition once `atoms` (written as `atom_of` does) are known."""
        everywhere, nowhere = full().root, EMPTY.root
        constants = {atom: everywhere if value else nowhere for atom, value in atoms.items()}
        return _map(lambda builder, ref: builder.substitute(ref, constants), self)

    def within(self, bounds: Mapping[str, Region]) -> Region:
        """The condition in a world where each atom of `bounds` holds as its region says.

        An atom must hold where its region must, and holds only where it may; between the two it
        stays free. What this takes into account is exact: `a.within(bounds)` and `b.within(bounds)`
        overlap, and imply each other, exactly if `a` and `b` do in that world. So the regions in
        `bounds` speak of atoms without a bound, or of an atom's own freedom.
        """
        builder = Builder()

        def function(atom: str, region: Region) -> Ref:
            if region.is_exact:
                return builder.load(region.may)
            may = builder.both(builder.load(region.may), builder.atom(atom))
            return builder.either(builder.load(region.must), may)

        try:
            functions = {atom: function(atom, bounds[atom]) for atom in self.atoms & bounds.keys()}
            may = builder.substitute(builder.load(self.may), functions)
            must = may
            if not self.is_exact:
                must = builder.substitute(builder.load(self.must), functions)
            return _finish(builder, may, must)
        except TooBigError:
            return Region(self.may, EMPTY)

    @property
    def possible_targets(self) -> TargetSet:
        """The targets on which some choice of the atoms can make it true."""
        bits = 0
        for leaf in leaves(self.may):
            bits |= leaf
        return TargetSet(bits)

    @property
    def known_targets(self) -> TargetSet:
        """The targets on which some choice of the atoms makes it true for sure."""
        bits = 0
        for leaf in leaves(self.must):
            bits |= leaf
        return TargetSet(bits)

    @property
    def certain_targets(self) -> TargetSet:
        """The targets on which it is true whatever the atoms are."""
        bits = all_targets().bits
        for leaf in leaves(self.must):
            bits &= leaf
        return TargetSet(bits)

    @property
    def is_satisfiable(self) -> bool:
        """Whether it can hold on any target; also true where that is not known."""
        return bool(self.possible_targets)

    @property
    def is_exact(self) -> bool:
        """Whether everything about it is known."""
        return self.may == self.must

    @property
    def atoms(self) -> frozenset[str]:
        """The free atoms on which it depends."""
        return frozenset(node.atom for node in self.may.nodes + self.must.nodes)

    def implies(self, other: Region) -> bool:
        """Whether `other` holds wherever this does, for sure; false where that is not known."""
        return not (self & ~other).is_satisfiable

    def overlaps(self, other: Region) -> bool:
        """Whether both can hold at once; also true where that is not known."""
        return (self & other).is_satisfiable


@cache
def _everywhere() -> Region:
    return Region(full(), full())


def _finish(builder: Builder, may: Ref, must: Ref) -> Region:
    upper = builder.finish(may)
    return Region(upper, upper if may == must else builder.finish(must))


#: How many results are remembered: conditions are few in a project, and met again and again.
_REMEMBERED = 2048


@lru_cache(_REMEMBERED)
def _negated(region: Region) -> Region:
    return _map(lambda builder, ref: builder.negate(ref), Region(region.must, region.may))


@lru_cache(_REMEMBERED)
def _join(operation: Callable[[Builder, Ref, Ref], Ref], a: Region, b: Region) -> Region:
    builder = Builder()
    try:
        may = operation(builder, builder.load(a.may), builder.load(b.may))
        if a.is_exact and b.is_exact:
            must = may
        else:
            must = operation(builder, builder.load(a.must), builder.load(b.must))
        return _finish(builder, may, must)
    except TooBigError:
        return Region.unknown()


def _map(operation: Callable[[Builder, Ref], Ref], region: Region) -> Region:
    builder = Builder()
    try:
        may = operation(builder, builder.load(region.may))
        must = may if region.is_exact else operation(builder, builder.load(region.must))
        return _finish(builder, may, must)
    except TooBigError:
        return Region.unknown()
