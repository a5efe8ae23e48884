"""From a parsed file to its facts.

Works item by item: an item whose bytes are known keeps its facts, so that a keystroke costs the
item it falls into. Predicates are found by their tokens (`scan`), never by the tree, so that
broken code loses none; the tree tells what they stand on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from tree_sitter import Node, Tree

from wasi_lsp.syntax.allows import MARKER, is_inner, stands_alone
from wasi_lsp.syntax.attributes import attribute_macro
from wasi_lsp.syntax.cfg_macros import parse_arms
from wasi_lsp.syntax.facts import Child, FileModule, Interface, Unit, UnitKind
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.half_typed import parse
from wasi_lsp.syntax.items import is_public, item_of
from wasi_lsp.syntax.leaf import LeafFacts
from wasi_lsp.syntax.macro_code import macro_name
from wasi_lsp.syntax.paths import node_text
from wasi_lsp.syntax.scan import PlaceKind, group_end, places
from wasi_lsp.syntax.use_tree import import_of_extern_crate, imports_of_use
from wasi_lsp.syntax.wrapper_macros import wrapper_macro
from wasi_lsp.text.span import Span


class UnitKey(NamedTuple):
    """What makes two units equal: their bytes, and whether the parser had to guess in them."""

    source: bytes
    has_error: bool


class KnownUnit(NamedTuple):
    """A unit, and all the units in it: who finds it again has them, too."""

    unit: Unit
    inside: Mapping[UnitKey, KnownUnit]


KnownUnits = Mapping[UnitKey, KnownUnit]

_CONTAINERS = {
    "mod_item": UnitKind.MODULE,
    "impl_item": UnitKind.IMPL,
    "trait_item": UnitKind.TRAIT,
    "foreign_mod_item": UnitKind.EXTERN,
}
#: How deep `mod` in `mod` is followed; deeper code is one unit.
_MAX_DEPTH = 64
#: How many levels a macro counts for: at each, all that is in it is read and parsed again.
_MACRO_LEVELS = 16
_WRAP = b"fn _() {"
_INCLUDED = re.compile(rb'include\s*!\s*[(\[{]\s*"([^"\\]*)"')
#: What generators write into the comments at the top.
_GENERATED = re.compile(
    rb"(?:\s*+(?://|/?\*|#!\[)[^\n]*\n){0,16}?\s*(?://|/?\*)[^\n]*"
    rb"(?:@generated|(?i:automatically generated|auto-?generated|do not edit|do not modify))"
)
_ARM_MACROS = ("cfg_if", "cfg_select")
_OPENING = re.compile(rb"[({\[]")
_ITEM_WORD = re.compile(
    rb"\b(?:mod|use|fn|struct|enum|impl|trait|type|static|const|extern|union)\b"
)


def extract(text: bytes) -> Unit:
    """The facts of a whole file, as the unit of kind FILE."""
    tree, half_typed = parse(text)
    return Extractor({}).file(text, tree, is_broken=bool(half_typed))


class Before(NamedTuple):
    """The facts of a file before it was edited, and how much of its text is as it was."""

    unit: Unit
    #: How many bytes, and nodes in them, are the same at the start and at the end.
    same_start: int
    same_end: int


class Extractor:
    """One extraction; afterwards `used` holds every unit of the file, for the next one.

    After an edit it may hold some more, of what is gone.
    """

    def __init__(self, known: KnownUnits) -> None:
        self._known = known
        self.used: dict[UnitKey, KnownUnit] = {}
        #: Those of `used` in the container that is being read.
        self._inside: dict[UnitKey, KnownUnit] = {}

    def file(
        self, text: bytes, tree: Tree, before: Before | None = None, *, is_broken: bool = False
    ) -> Unit:
        """The facts of the file that `tree` was parsed from, which may be a broken one."""
        facts = LeafFacts(text)
        children = self._children_after_edit(facts, tree, before) if before is not None else None
        if children is None:
            children = self._children(facts, _Body(tree.root_node, text, 0), 0, 0)
        unit = facts.unit(UnitKind.FILE, Interface(), children)
        is_generated = _GENERATED.match(text) is not None
        is_broken = is_broken or tree.root_node.has_error
        return replace(unit, is_broken=is_broken, is_generated=is_generated)

    def _children_after_edit(
        self, facts: LeafFacts, tree: Tree, before: Before
    ) -> tuple[Child, ...] | None:
        """The units of the file, of which only those are looked at where something changed.

        None where that is not enough: comments between the units may allow something.
        """
        old = before.unit.children
        if before.unit.allows:
            return None
        text, delta = facts.source, len(facts.source) - before.unit.length
        first = bisect_left(old, before.same_start, key=_end)
        # To the item behind the change may belong what is before it: attributes, comments.
        last = 1 + bisect_right(old, before.unit.length - before.same_end, key=_start)
        front, back = old[:first], [Child(each.offset + delta, each.unit) for each in old[last:]]
        self.used = dict(self._known)
        start = _end(front[-1]) if front else 0
        end = back[0].offset if back else len(text)
        body = _Body(tree.root_node, text, 0)
        middle = [
            Child(item.start, self._unit(text, item, 0))
            for item in _items(body, facts, Span(start, end))
        ]
        children = (*front, *middle, *back)
        gap = 0
        for child in children:
            facts.read_predicates(gap, child.offset)
            gap = _end(child)
        facts.read_predicates(gap, len(text))
        return children

    def _unit(self, text: bytes, item: _ItemNode, depth: int) -> Unit:
        """The unit of an item of `text`."""
        start, node, attributes = item
        key = UnitKey(text[start : node.end_byte], node.has_error)
        found = self.used.get(key) or self._known.get(key)
        if found is None:
            around, self._inside = self._inside, {}
            unit = self._new_unit(_Body(node, text, -start), key.source, attributes, depth)
            found, self._inside = KnownUnit(unit, self._inside), around
        for known in (self._inside, self.used):
            known |= found.inside
            known[key] = found
        return found.unit

    def _new_unit(
        self, whole: _Body, source: bytes, attributes: tuple[Node, ...], depth: int
    ) -> Unit:
        node, delta = whole.node, whole.delta
        item_start = node.start_byte + delta
        facts = LeafFacts(source)
        facts.read_header_allows(item_start)
        found = (attribute_macro(each.text or b"", each.start_byte + delta) for each in attributes)
        facts.attribute_macros += filter(None, found)
        facts.has_attribute_macro = bool(facts.attribute_macros)
        name = node.child_by_field_name("name")
        if name is not None:
            facts.name = Span(name.start_byte + delta, name.end_byte + delta)
        kind = _CONTAINERS.get(node.type)
        body = node.child_by_field_name("body")
        if depth < _MAX_DEPTH and kind is not None and body is not None:
            body_start = body.start_byte + delta
            facts.read_predicates(0, body_start, item_start)
            for child in node.children:
                if child != body:
                    facts.read_code(child, whole.text, delta)
            children = self._children(facts, _Body(body, whole.text, delta), body_start, depth + 1)
            header = b""
            interface = _interface(node, delta, kind)
            if kind in (UnitKind.IMPL, UnitKind.TRAIT):
                header = source[:body_start] + b"{}"
                interface = replace(interface, signature=header)
            return facts.unit(kind, interface, children, header)
        called = _called_macro(node) if depth < _MAX_DEPTH else None
        if called is not None:
            if called in _ARM_MACROS:
                special = self._arms(facts, source, item_start, depth)
            else:
                special = self._macro(facts, source, item_start, called, depth)
            if special is not None:
                return special
        facts.read_predicates(0, len(source), item_start)
        facts.read_code(node, whole.text, delta)
        interface = _interface(node, delta, UnitKind.ITEM)
        if node.type == "mod_item" and interface.items and body is None:
            module = FileModule(interface.items[0].name, tuple(facts.module_paths))
            interface = replace(interface, file_module=module)
        if interface.items:
            end = body.start_byte + delta if node.type == "function_item" and body else None
            interface = replace(interface, signature=source[item_start:end])
        return facts.unit(UnitKind.ITEM, interface, (), source)

    def _children(
        self, facts: LeafFacts, body: _Body, body_start: int, depth: int
    ) -> tuple[Child, ...]:
        """The units inside a container; what stands between them goes to the container's facts."""
        children: list[Child] = []
        gap = body_start
        for item in _items(body, facts):
            unit_start = item.start + body.delta
            facts.read_predicates(gap, unit_start)
            children.append(Child(unit_start, self._unit(body.text, item, depth)))
            gap = item.node.end_byte + body.delta
        facts.read_predicates(gap, len(facts.source))
        return tuple(children)

    def _arms(self, facts: LeafFacts, source: bytes, item_start: int, depth: int) -> Unit | None:
        """The unit of a `cfg_if!` or `cfg_select!` among items; each arm is a container."""
        place = next(
            (
                place
                for place in places(source, item_start, len(source))
                if place.kind in (PlaceKind.CFG_IF, PlaceKind.CFG_SELECT)
            ),
            None,
        )
        if place is None:
            return None
        facts.read_predicates(0, item_start, item_start)
        arms = parse_arms(source, place)
        facts.predicates += arms.predicates
        children: list[Child] = []
        for arm in arms.arms:
            arm_facts = LeafFacts(source[arm.body.start : arm.body.end])
            arm_facts.conditions.append(arm.condition)
            inside = self._reparsed(arm_facts, depth + _MACRO_LEVELS) or ()
            unit = arm_facts.unit(UnitKind.ARM, Interface(), inside)
            children.append(Child(arm.body.start, unit))
        return facts.unit(UnitKind.CFG_ARMS, Interface(), tuple(children))

    def _macro(
        self, facts: LeafFacts, source: bytes, item_start: int, name: str, depth: int
    ) -> Unit | None:
        """The unit of a macro call whose tokens are items; None if they evidently are not."""
        opening = _OPENING.search(source, item_start)
        if opening is None or not _ITEM_WORD.search(source, opening.start()):
            return None
        opened = opening.start()
        inside = Span(opened + 1, group_end(source, opened, len(source)) - 1)
        body_facts = LeafFacts(source[inside.start : inside.end])
        children = self._reparsed(body_facts, depth + _MACRO_LEVELS)
        if children is None:
            return None
        facts.read_predicates(0, item_start, item_start)
        if name == "thread_local":
            # Its statics are items of the module, of another type than the one that is written.
            keys = (replace(each.unit, kind=UnitKind.THREAD_LOCAL) for each in children)
            children = tuple(map(Child, (each.offset for each in children), keys))
            body = body_facts.unit(UnitKind.ARM, Interface(), children)
            return facts.unit(UnitKind.ARM, Interface(), (Child(inside.start, body),))
        body = body_facts.unit(UnitKind.ARM, Interface(), children)
        interface = Interface(called_macro=name)
        return facts.unit(UnitKind.MACRO, interface, (Child(inside.start, body),))

    def _reparsed(self, facts: LeafFacts, depth: int) -> tuple[Child, ...] | None:
        """The items in tokens that the tree does not understand; None if they are not Rust."""
        # The last item may lack its semicolon, as in `thread_local!`.
        text = _WRAP + facts.source + b";}"
        root = new_parser().parse(text).root_node
        function = root.children[0] if root.children else None
        block = function.child_by_field_name("body") if function is not None else None
        if block is None or root.has_error:
            facts.read_predicates(0, len(facts.source))
            return None
        return self._children(facts, _Body(block, text, -len(_WRAP)), 0, depth)


class _Body(NamedTuple):
    """A node, the text that its offsets count in, and what turns them into the unit's."""

    node: Node
    text: bytes
    delta: int


class _ItemNode(NamedTuple):
    """An item, where what belongs to it starts (attributes, suppressions), and its attributes."""

    start: int
    node: Node
    attributes: tuple[Node, ...]


def _start(child: Child) -> int:
    return child.offset


def _end(child: Child) -> int:
    return child.offset + child.unit.length


def _named_children(node: Node, within: Span | None) -> Iterator[Node]:
    """The children of a node; with `within`, only those that begin there."""
    if within is None:
        yield from node.named_children
        return
    cursor = node.walk()
    is_there = cursor.goto_first_child_for_byte(within.start) is not None
    while is_there and (child := cursor.node) is not None and child.start_byte < within.end:
        if child.is_named:
            yield child
        is_there = cursor.goto_next_sibling()


def _items(body: _Body, facts: LeafFacts, within: Span | None = None) -> Iterator[_ItemNode]:
    """The items of a container; with `within`, which begins behind an item, only those in there."""
    pending: int | None = None
    attributes: list[Node] = []
    for node in _named_children(body.node, within):
        match node.type:
            case "attribute_item":
                pending = node.start_byte if pending is None else pending
                attributes.append(node)
            case "line_comment" if MARKER in (node.text or b""):
                if stands_alone(body.text, node.start_byte) and not is_inner(node.text or b""):
                    pending = node.start_byte if pending is None else pending
                else:
                    facts.add_allow(node, body.text, body.delta)
            case "line_comment" | "block_comment":
                continue
            case "inner_attribute_item" | "ERROR" | "shebang" | "empty_statement":
                pending, attributes = None, []
            case _:
                start = node.start_byte if pending is None else pending
                yield _ItemNode(start, node, tuple(attributes))
                pending, attributes = None, []


def _interface(node: Node, delta: int, kind: UnitKind) -> Interface:
    match node.type:
        case "use_declaration":
            return Interface(imports=imports_of_use(node, delta), is_public=is_public(node))
        case "extern_crate_declaration":
            imports = import_of_extern_crate(node, delta)
            return Interface(imports=imports, is_public=is_public(node))
        case "macro_definition":
            defined = node.child_by_field_name("name")
            macro = node_text(defined) if defined is not None else None
            return Interface(macro=macro, wrapper_macro=wrapper_macro(node.text or b""))
        case "macro_invocation" | "expression_statement":
            name = _called_macro(node)
            path = _INCLUDED.search(node.text or b"") if name == "include" else None
            included = path[1].decode(errors="replace") if path is not None else None
            return Interface(
                included=included, is_compile_error=name == "compile_error", called_macro=name
            )
    item = item_of(node)
    if item is None:
        return Interface()
    module = item.name if kind is UnitKind.MODULE else None
    return Interface(items=(item,), module=module, is_public=is_public(node))


def _called_macro(node: Node) -> str | None:
    """The name of the macro that an item-like node calls, without its path."""
    if node.type == "expression_statement" and node.named_child_count:
        node = node.named_children[0]
    if node.type != "macro_invocation":
        return None
    return macro_name(node)
