"""The facts of code without units inside: paths, imports, scopes, gates, guards.

Code that tree-sitter leaves as tokens is parsed again where its meaning is known: the arms of
`cfg_if!` and `cfg_select!`, and the arguments of std's macros. Other macros stay closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from tree_sitter import Node

from wasi_lsp.cfg.ast import CfgExpr, compared_in
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.allows import MARKER, allow_of_comment, allows_in_header
from wasi_lsp.syntax.attributes import parse_attribute
from wasi_lsp.syntax.cfg_macros import parse_arms
from wasi_lsp.syntax.facts import (
    Allow,
    AttributeMacro,
    Child,
    Gate,
    Guard,
    Import,
    Interface,
    Item,
    PathUse,
    Predicate,
    PredicateKind,
    Scope,
    Unit,
    UnitKind,
    shown_by,
)
from wasi_lsp.syntax.grammar import comment_query, cursor, facts_query, new_parser
from wasi_lsp.syntax.guards import MAX_OPERATORS, guards_of_if
from wasi_lsp.syntax.handled import WORD, handled_in
from wasi_lsp.syntax.items import item_of_name
from wasi_lsp.syntax.macro_code import macro_code, macro_name
from wasi_lsp.syntax.paths import node_text, path_segments
from wasi_lsp.syntax.scan import SHORTEST_PLACE, Place, PlaceKind, is_compile_error, places
from wasi_lsp.syntax.use_tree import import_of_extern_crate, imports_of_use
from wasi_lsp.text.span import Span

_OPERATORS = {"binary_expression", "unary_expression", "parenthesized_expression"}
_ARM_MACROS = {"cfg_if": PlaceKind.CFG_IF, "cfg_select": PlaceKind.CFG_SELECT}
#: What an attribute stands in rather than before.
_HOLDERS = {"match_arm", "last_match_arm", "field_initializer", "shorthand_field_initializer"}
_IDENTIFIER = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_MAX_REPARSE_DEPTH = 8
_WRAP_BLOCK = b"fn _() {"


class _Part(NamedTuple):
    """A tree to read: its node, and what to add to the node's offsets."""

    node: Node
    text: bytes
    delta: int
    depth: int
    #: The block around a macro whose arm this is: what the arm declares belongs there.
    block: Span | None


@dataclass(slots=True)
class _ScopeParts:
    imports: list[Import]
    items: list[Item]
    is_module: bool


class LeafFacts:
    """Collects the facts of one unit. Spans count from the unit's start."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.predicates: list[Predicate] = []
        #: Where the name of the item itself stands.
        self.name: Span | None = None
        self.has_attribute_macro = False
        self.attribute_macros: list[AttributeMacro] = []
        #: Conditions of the attributes before the item itself.
        self.conditions: list[CfgExpr] = []
        self.gates: list[Gate] = []
        self.guards: list[Guard] = []
        self.handled: list[Span] = []
        self.paths: list[PathUse] = []
        self.allows: list[Allow] = []
        self.type_parameters: set[str] = set()
        self.bound_names: set[str] = set()
        self.features: set[str] = set()
        self.is_no_main = False
        #: Where cfgs may be used that nothing declares.
        self.unexpected_cfgs: list[Span] = []
        #: `path` attributes before the item itself.
        self.module_paths: list[tuple[tuple[CfgExpr, ...], str]] = []
        self._scopes: dict[Span, _ScopeParts] = {}
        self._attribute_targets: dict[int, Span] = {}
        self._attribute_conditions: list[tuple[int, CfgExpr]] = []
        #: The attributes inside the unit that allow such cfgs, by their start.
        self._lenient_attributes: set[int] = set()
        self._macro_predicates: dict[int, CfgExpr] = {}
        #: Predicates of attributes and `cfg!` calls that the tree must show, by their start.
        self._unplaced: list[tuple[int, Predicate]] = []
        self._placed_macros: set[int] = set()
        #: Where the `if`s begin whose guards are known.
        self._guarded_ifs: set[int] = set()
        self._arm_places: dict[int, Place] = {}

    def found_predicates(self) -> list[Predicate]:
        """What `read_predicates` found, in source order, wherever the tree would place it."""
        unplaced = (predicate for _, predicate in self._unplaced)
        return sorted([*self.predicates, *unplaced], key=lambda each: each.span)

    def unit(
        self,
        kind: UnitKind,
        interface: Interface,
        children: tuple[Child, ...],
        source: bytes = b"",
    ) -> Unit:
        """The finished unit. The attributes' conditions go to its interface."""
        gates = self.gates + [
            Gate(self._attribute_targets[start], condition)
            for start, condition in self._attribute_conditions
            if start in self._attribute_targets
        ]
        placed = self._attribute_targets.keys() | self._placed_macros
        predicates = self.predicates + [
            predicate if start in placed else replace(predicate, in_macro=True)
            for start, predicate in self._unplaced
        ]
        scopes = (
            # A query gives what it captures in no certain order.
            Scope(
                span,
                tuple(sorted(parts.imports, key=lambda each: each.span)),
                tuple(sorted(parts.items)),
                parts.is_module,
            )
            for span, parts in self._scopes.items()
        )
        interface = replace(
            interface,
            conditions=tuple(self.conditions),
            where=Region.of_all(self.conditions),
            has_attribute_macro=self.has_attribute_macro,
        )
        shape = tuple(chain.from_iterable(child.unit.shown for child in children))
        return Unit(
            kind=kind,
            length=len(self.source),
            interface=interface,
            name=self.name,
            source=source,
            predicates=tuple(sorted(predicates, key=lambda each: each.span)),
            gates=tuple(gates),
            guards=tuple(self.guards),
            handled=tuple(self.handled),
            # Outer scopes first.
            scopes=tuple(sorted(scopes, key=lambda each: (each.span.start, -each.span.end))),
            paths=tuple(sorted(self.paths, key=lambda each: each.span)),
            attribute_macros=tuple(self.attribute_macros),
            allows=tuple(self.allows),
            type_parameters=frozenset(self.type_parameters),
            bound_names=frozenset(self.bound_names),
            features=frozenset(self.features),
            is_no_main=self.is_no_main,
            unexpected_cfgs=tuple(self.unexpected_cfgs),
            children=children,
            shape=shape,
            shown=shown_by(interface, children, shape),
            compared=_compared(predicates).union(*{child.unit.compared for child in children}),
            has_allows=bool(self.allows) or any(child.unit.has_allows for child in children),
        )

    def read_header_allows(self, item_start: int) -> None:
        """Note the suppressions among the attributes before the item."""
        self.allows += allows_in_header(self.source, item_start, Span(0, len(self.source)))

    def read_predicates(self, start: int, end: int, item_start: int | None = None) -> None:
        """Find every predicate between two offsets, by its tokens.

        The attributes before `item_start` stand on the unit as a whole. Without it, the text is
        what stands between the units of a container, and its inner attributes do.
        """
        # Between the items of a file are thousands of places with nothing but a line break or two.
        if end - start < SHORTEST_PLACE:
            return
        in_arm: set[int] = set()
        for place in places(self.source, start, end):
            match place.kind:
                case PlaceKind.ATTRIBUTE | PlaceKind.INNER_ATTRIBUTE:
                    if place.start in in_arm:
                        continue
                    attribute = parse_attribute(self.source, place.inside)
                    self.features.update(attribute.features)
                    self.is_no_main |= attribute.is_no_main
                    is_inner = place.kind is PlaceKind.INNER_ATTRIBUTE
                    predicates = attribute.predicates
                    if not is_inner and is_compile_error(self.source, place.end):
                        predicates = [replace(each, forbids=True) for each in predicates]
                    if item_start is None or place.start < item_start:
                        self.predicates += predicates
                    else:
                        self._unplaced += ((place.start, each) for each in predicates)
                    is_on_unit = is_inner if item_start is None else place.start < item_start
                    if attribute.allows_unexpected_cfgs:
                        if is_on_unit:
                            # The lint's level holds inside, not for other attributes beside it.
                            self.unexpected_cfgs.append(Span(item_start or 0, len(self.source)))
                        else:
                            self._lenient_attributes.add(place.start)
                    if is_on_unit:
                        self.module_paths += attribute.paths
                        self.attribute_macros += attribute.conditional_macros
                        if attribute.run_where is not None:
                            whole = Span(0, len(self.source))
                            self.guards.append(Guard(whole, attribute.run_where))
                    if attribute.condition is None:
                        continue
                    if is_on_unit:
                        self.conditions.append(attribute.condition)
                    else:
                        self._attribute_conditions.append((place.start, attribute.condition))
                case PlaceKind.CFG:
                    predicate = cfg_macro_predicate(self.source, place)
                    self._unplaced.append((place.start, predicate))
                    self._macro_predicates[place.start] = predicate.parsed.expr
                case PlaceKind.CFG_IF | PlaceKind.CFG_SELECT:
                    self._arm_places[place.inside.start] = place
                    self.predicates += parse_arms(self.source, place).predicates
                    if place.kind is PlaceKind.CFG_IF:
                        in_arm |= _attribute_starts_in_cfg_if(self.source, place)

    def read_code(self, node: Node, text: bytes, delta: int) -> None:
        """Collect what the tree of `node` says; `delta` turns its offsets into the unit's."""
        pending = deque([_Part(node, text, delta, 0, None)])
        while pending:
            pending.extend(self._read_part(pending.popleft()))

    def _read_part(self, part: _Part) -> list[_Part]:
        captures = cursor(facts_query()).captures(part.node)
        delta = part.delta
        errors = [_span(node, delta) for node in captures.get("error", ())]
        for node in captures.get("attribute", ()):
            start = node.start_byte + delta
            self._attribute_targets[start] = _attribute_target(node, delta)
            if start in self._lenient_attributes:
                self.unexpected_cfgs += _where_lints_hold(node, delta)
        in_use = [_span(node, delta) for node in captures.get("use", ())]
        for node in captures.get("use", ()):
            self._add_imports(node, part, imports_of_use(node, delta))
        for node in captures.get("extern_crate", ()):
            self._add_imports(node, part, import_of_extern_crate(node, delta))
        for node in captures.get("item", ()):
            self._add_item(node, part)
        for node in captures.get("module", ()):
            scope = self._scopes.setdefault(
                _span(node, delta), _ScopeParts([], [], is_module=False)
            )
            scope.is_module = True
        self.type_parameters.update(map(node_text, captures.get("type_parameter", ())))
        for node in captures.get("pattern", ()):
            self.bound_names.update(
                word.decode(errors="replace") for word in _IDENTIFIER.findall(node.text or b"")
            )
        callees = {_span(node, delta) for node in captures.get("callee", ())}
        self._add_paths(
            captures.get("path", []) + captures.get("callee", []), callees, in_use + errors, delta
        )
        if part.text.find(MARKER, part.node.start_byte, part.node.end_byte) >= 0:
            for node in cursor(comment_query()).captures(part.node).get("comment", ()):
                self.add_allow(node, part.text, delta)
        if WORD in self.source:
            self.handled += handled_in(part.node, delta)
        more: list[_Part] = []
        for node in captures.get("macro", ()):
            more += self._read_macro(node, part)
        return more

    def _add_paths(
        self, nodes: list[Node], callees: set[Span], skipped: list[Span], delta: int
    ) -> None:
        longest: dict[int, Node] = {}
        for node in nodes:
            known = longest.get(node.start_byte)
            if known is None or known.end_byte < node.end_byte:
                longest[node.start_byte] = node
        starts: list[int] = []
        # The furthest end of those up to the same index of `starts`.
        ends: list[int] = []
        for skip in sorted(skipped):
            starts.append(skip.start)
            ends.append(max(skip.end, ends[-1] if ends else 0))
        for node in longest.values():
            span = _span(node, delta)
            before = bisect_right(starts, span.start)
            if before and ends[before - 1] >= span.end:
                continue
            if node.parent is not None and node.parent.type == "macro_invocation":
                continue
            segments = path_segments(node, delta)
            # `_` is the function that arguments of macros are wrapped in.
            if segments and segments[0].name != "_":
                self.paths.append(PathUse(segments, span, span in callees))

    def _scope_of(self, node: Node, part: _Part) -> _ScopeParts | None:
        """The scope of the nearest block around an item; None at the unit's own level."""
        span = _block_of(node, part)
        if span is None:
            return None
        return self._scopes.setdefault(span, _ScopeParts([], [], is_module=False))

    def _add_imports(self, node: Node, part: _Part, imports: tuple[Import, ...]) -> None:
        scope = self._scope_of(node, part)
        if scope is not None:
            scope.imports.extend(imports)

    def _add_item(self, name: Node, part: _Part) -> None:
        item = item_of_name(name)
        scope = self._scope_of(name.parent, part) if name.parent is not None else None
        if item is not None and scope is not None:
            scope.items.append(item)

    def add_allow(self, node: Node, text: bytes, delta: int) -> None:
        """Note what the line comment `node` of `text` suppresses, if anything."""
        following = node.next_named_sibling
        while following is not None and following.type in ("line_comment", "block_comment"):
            following = following.next_named_sibling
        covers = None if following is None else Span(following.start_byte, following.end_byte)
        while following is not None and following.type == "attribute_item":
            following = following.next_named_sibling
            if following is not None and covers is not None:
                covers = Span(covers.start, following.end_byte)
        allow = allow_of_comment(text, Span(node.start_byte, node.end_byte), covers, delta)
        if allow is not None:
            self.allows.append(allow)

    def _read_macro(self, node: Node, part: _Part) -> list[_Part]:
        name = macro_name(node)
        if name == "cfg":
            self._read_cfg_macro(node, part.delta)
            return []
        if part.depth >= _MAX_REPARSE_DEPTH:
            return []
        if name in _ARM_MACROS:
            arguments = next((c for c in node.children if c.type == "token_tree"), node)
            place = self._arm_places.get(arguments.start_byte + 1 + part.delta)
            if place is None:
                return []
            return self._read_arms(place, part.depth + 1, _block_of(node, part))
        code = macro_code(node)
        if code is None:
            return []
        root = new_parser().parse(code.text).root_node
        delta = code.at + part.delta - code.start
        return [_Part(root, code.text, delta, part.depth + 1, _block_of(node, part))]

    def _read_arms(self, place: Place, depth: int, block: Span | None) -> list[_Part]:
        parts: list[_Part] = []
        for arm in parse_arms(self.source, place).arms:
            self.gates.append(Gate(arm.body, arm.condition))
            text = _WRAP_BLOCK + self.source[arm.body.start : arm.body.end] + b"}"
            root = new_parser().parse(text).root_node
            parts.append(_Part(root, text, arm.body.start - len(_WRAP_BLOCK), depth, block))
        return parts

    def _read_cfg_macro(self, node: Node, delta: int) -> None:
        """If the `cfg!` call decides an `if`, note what is reached where."""
        self._placed_macros.add(_macro_start(node, delta))
        condition = node
        for _ in range(MAX_OPERATORS):
            if condition.parent is None or condition.parent.type not in _OPERATORS:
                break
            condition = condition.parent
        statement = condition.parent
        if statement is None or statement.type != "if_expression":
            return
        decides = statement.child_by_field_name("condition")
        if decides is None or decides.start_byte != condition.start_byte:
            return
        # An `if` with several `cfg!` calls is met once for each.
        start = statement.start_byte + delta
        if start in self._guarded_ifs:
            return
        self._guarded_ifs.add(start)
        self.guards += guards_of_if(
            statement, delta, lambda call: self._macro_predicates.get(_macro_start(call, delta))
        )


def cfg_macro_predicate(source: bytes, place: Place) -> Predicate:
    """The predicate of a `cfg!(…)` call."""
    parsed = parse_cfg(source, *place.inside)
    return Predicate(PredicateKind.CFG_MACRO, parsed.expr.span, parsed)


def _attribute_starts_in_cfg_if(source: bytes, place: Place) -> set[int]:
    """Where the `#[cfg(…)]` of the arms themselves begin: they belong to `cfg_if!`."""
    arms = parse_arms(source, place)
    starts: set[int] = set()
    for predicate in arms.predicates:
        starts.add(source.rfind(b"#", place.start, predicate.span.start + 1))
    return starts


def _macro_start(node: Node, delta: int) -> int:
    """Where `cfg!` begins in a call that may be written `core::cfg!(…)`."""
    name = node.child_by_field_name("macro")
    if name is not None and name.type == "scoped_identifier":
        name = name.child_by_field_name("name")
    return (name or node).start_byte + delta


def _attribute_target(node: Node, delta: int) -> Span:
    """The span of what an attribute stands on, the attribute included."""
    parent = node.parent
    if parent is None:
        return _span(node, delta)
    if node.type == "inner_attribute_item" or parent.type in _HOLDERS:
        return _span(parent, delta)
    following = _behind_attributes(node)
    end = node.end_byte if following is None else following.end_byte
    return Span(node.start_byte + delta, end + delta)


def _where_lints_hold(node: Node, delta: int) -> Iterator[Span]:
    """Where the level of a lint in an attribute counts: not for other attributes beside it."""
    target = _attribute_target(node, delta)
    if node.type == "inner_attribute_item":
        yield target
        return
    following = _behind_attributes(node)
    called = following
    if following is not None and following.type == "expression_statement":
        called = following.named_child(0)
    # On the call of a macro it has no effect.
    if following is not None and called is not None and called.type != "macro_invocation":
        yield Span(following.start_byte + delta, target.end)


def _behind_attributes(node: Node) -> Node | None:
    """What stands behind an attribute and those that follow it."""
    following = node.next_named_sibling
    while following is not None and (
        following.type in ("attribute_item", "line_comment", "block_comment")
    ):
        following = following.next_named_sibling
    return following


def _block_of(node: Node, part: _Part) -> Span | None:
    """The nearest block around a node, or the body of the nearest `mod`."""
    block = node.parent
    while block is not None and block.type not in ("block", "declaration_list"):
        block = block.parent
    if block is None or block.start_byte < part.node.start_byte:
        return None
    function = block.parent
    is_wrapper = part.depth > 0 and function is not None and function.parent == part.node
    return part.block if is_wrapper else _span(block, part.delta)


def _span(node: Node, delta: int) -> Span:
    return Span(node.start_byte + delta, node.end_byte + delta)


def _compared(predicates: Iterable[Predicate]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (each.key, each.value)
        for predicate in predicates
        for each in compared_in(predicate.parsed.expr)
    )
