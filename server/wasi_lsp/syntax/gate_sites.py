"""Which code an attribute `#[cfg(…)]` can take out of a build so that the rest still compiles.

Looked for when somebody asks for a fix, never at a keystroke. What is offered is safe by its form:
a statement whose value and names nobody needs, an arm with a catch-all behind it, a test, the
`impl` of a trait. Where the form does not tell, there is no site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tree_sitter import Node, Tree

from wasi_lsp.syntax.gate_imports import ImportSite, import_site, mentions
from wasi_lsp.syntax.grammar import cursor, jump_query, let_query
from wasi_lsp.syntax.macro_code import EXPRESSION_MACROS, macro_name
from wasi_lsp.text.span import Span


class SiteKind(StrEnum):
    """What is left out, in the words of a title."""

    STATEMENT = "statement"
    ARM = "arm"
    TEST = "test"
    IMPL = "impl"


@dataclass(frozen=True, slots=True)
class GateSite:
    """Code that an attribute before `span` takes out."""

    kind: SiteKind
    span: Span
    #: What stands before the code on its line, for the line of the attribute; None if it is code.
    indent: str | None


#: How many sites around each other are looked at: each is read through as a whole.
_MAX_TRIED = 16

#: What an attribute may stand before without brackets: rustc takes it for a part of all others.
_TAKES_ATTRIBUTES = frozenset(
    {
        *("call_expression", "try_expression", "await_expression", "macro_invocation"),
        *("if_expression", "match_expression", "while_expression", "loop_expression"),
        *("for_expression", "unsafe_block", "block"),
    }
)
_COMMENTS = frozenset({"line_comment", "block_comment"})
_ITEMS = frozenset(
    {
        *("const_item", "static_item", "struct_item", "enum_item", "union_item", "type_item"),
        *(
            "trait_item",
            "mod_item",
            "macro_definition",
            "foreign_mod_item",
            "function_signature_item",
        ),
    }
)
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_CLOSURES = frozenset({"closure_expression", "async_block"})

#: Initial values whose type may be settled by a later use only.
_OPEN = re.compile(
    rb"\b(?:None|Ok|Err|vec|collect|parse|into|try_into|default|sum|product|from|from_iter|new|empty"
    rb"|with_capacity|channel|sync_channel|zeroed|uninit|transmute|downcast|unwrap_or_default)\b"
    rb"|\||\[\s*\]|\A\s*-?[\d.][\d_.]*\s*\Z"
)
#: Constructors of std's types without parameters.
_CLOSED = re.compile(
    rb"\b(?:Command|OpenOptions|DirBuilder|PathBuf|String|OsString|Condvar|Barrier|Duration"
    rb"|Atomic\w+)\s*::\s*(?:new|from|with_capacity|default)\b"
)
#: What has the value of a block in it as its own.
_PASSES_ITS_VALUE_ON = frozenset(
    {
        *("if_expression", "else_clause", "match_expression", "match_block", "match_arm"),
        *("last_match_arm", "unsafe_block", "block", "expression_statement"),
    }
)
#: What may end the block it stands in, so that nothing needs a value behind it.
_MAY_END = re.compile(rb"!|\b(?:exit|abort|loop|panic_any|resume_unwind|unreachable_unchecked)\b")


class GateSites:
    """Looks for sites in one text."""

    def __init__(self, text: bytes, tree: Tree) -> None:
        self._text = text
        self._root = tree.root_node
        #: By the function's node.
        self._known_lets: dict[int, list[Node]] = {}

    def imports(self, span: Span) -> ImportSite | None:
        """As `import_site`; None for code."""
        return import_site(self._root, self._text, span)

    def mentions(self, name: str, *, is_member: bool = False) -> Iterator[Span | None]:
        """As `gate_imports.mentions`."""
        return mentions(self._root, self._text, name, is_member=is_member)

    def around(self, span: Span) -> GateSite | None:
        """The smallest site that holds the code at `span`, which is not in a `use`."""
        node = self._root.descendant_for_byte_range(span.start, span.end)
        inner: Node | None = None
        tried = 0
        while node is not None and node.type not in _ITEMS and node.type != "ERROR":
            site: GateSite | None = None
            match node.type:
                case "token_tree" | "attribute_item" | "inner_attribute_item":
                    if not _is_in_expression_macro(node):
                        return None
                case "expression_statement" | "let_declaration" if tried < _MAX_TRIED:
                    site = self._statement(node)
                    tried += 1
                case "match_arm" | "last_match_arm" if tried < _MAX_TRIED:
                    site = self._arm(node)
                    tried += 1
                case "function_item":
                    return self._test(node)
                case "impl_item":
                    return self._impl(node, inner)
            if site is not None:
                return site
            inner, node = node, node.parent
        return None

    def _statement(self, node: Node) -> GateSite | None:
        block = node.parent
        if block is None or block.type != "block" or node.has_error:
            return None
        if node.type == "expression_statement":
            if not node.named_children or node.named_children[0].type not in _TAKES_ATTRIBUTES:
                return None
        elif self._are_needed_behind(node, block):
            return None
        if not self._can_end_without(node, block) or not self._is_independent(node):
            return None
        function = block.parent
        if function is not None and function.type == "function_item":
            is_all = all(each.type in _COMMENTS or each == node for each in block.named_children)
            # A test without a body would pass, and say that something works.
            test = self._test(function) if is_all else None
            if test is not None:
                return test
        return self._site(SiteKind.STATEMENT, node)

    def _arm(self, node: Node) -> GateSite | None:
        """An arm that may go: what it matches falls to a later one that takes everything."""
        if node.has_error or not self._is_independent(node):
            return None
        following = node.next_named_sibling
        while following is not None:
            if following.type in ("match_arm", "last_match_arm"):
                pattern = following.child_by_field_name("pattern")
                value = following.child_by_field_name("value")
                if pattern is not None and pattern.text == b"_" and value is not None:
                    ends = _MAY_END.search(value.text or b"") or _jumps(value)
                    return None if ends else self._site(SiteKind.ARM, node)
            following = following.next_named_sibling
        return None

    def _test(self, node: Node) -> GateSite | None:
        name = node.child_by_field_name("name")
        if name is None or node.has_error:
            return None
        attributes = [each.text or b"" for each in _attributes(node)]
        if not any(re.match(rb"#\s*\[\s*(?:\w+::)*test\s*[\](]", each) for each in attributes):
            return None
        mentions = re.findall(rb"\b%b\b" % re.escape(name.text or b""), self._text)
        return self._site(SiteKind.TEST, node) if len(mentions) == 1 else None

    def _impl(self, node: Node, inner: Node | None) -> GateSite | None:
        """The `impl` of a trait that is missing itself: nothing else can use it either."""
        trait = node.child_by_field_name("trait")
        if trait is None or inner != trait or node.has_error:
            return None
        return self._site(SiteKind.IMPL, node)

    def _lets(self, function: Node) -> list[Node]:
        known = self._known_lets.get(function.id)
        if known is None:
            known = cursor(let_query()).captures(function).get("let", [])
            self._known_lets[function.id] = known
        return known

    def _site(self, kind: SiteKind, node: Node) -> GateSite:
        start = node.start_byte
        for attribute in _attributes(node):
            start = attribute.start_byte
        return GateSite(kind, Span(start, node.end_byte), indent_at(self._text, start))

    def _are_needed_behind(self, node: Node, block: Node) -> bool:
        """Whether the block speaks of a name behind the `let` that binds it, also in strings."""
        pattern = node.child_by_field_name("pattern")
        rest = self._text[node.end_byte : block.end_byte]
        words = set(_WORD.findall(rest))
        return pattern is None or not words.isdisjoint(_words(pattern) - {b"_"})

    def _can_end_without(self, node: Node, block: Node) -> bool:
        """Whether the block still has its type if the statement is its last one and goes."""
        if _next_code(node) is not None or _is_of_type_unit(block):
            return True
        holder = block.parent
        is_closed = node.type == "let_declaration" or node.children[-1].type == ";"
        return (
            holder is not None
            and holder.type in _CLOSURES
            and is_closed
            and _MAY_END.search(node.text or b"") is None
        )

    def _is_independent(self, node: Node) -> bool:
        """Whether nothing around depends on it: on its jumps, its types, or what it assigns."""
        if _jumps(node):
            return False
        function = node.parent
        while function is not None and function.type != "function_item":
            if function.type in _CLOSURES:
                # Its result may be known by this alone, as its parameters if it has a name.
                asks = b"?" in (node.text or b"")
                if asks and function.child_by_field_name("return_type") is None:
                    return False
                if function.parent is not None and function.parent.type == "let_declaration":
                    return False
            function = function.parent
        if function is None:
            return False
        words = _words(node)
        for each in self._lets(function):
            pattern = each.child_by_field_name("pattern")
            is_before = each.start_byte < node.start_byte and each.end_byte <= node.start_byte
            if not is_before or pattern is None or words.isdisjoint(_words(pattern)):
                continue
            value = each.child_by_field_name("value")
            if value is None:
                return False
            if each.child_by_field_name("type") is None:
                source = _CLOSED.sub(b"", value.text or b"")
                if _OPEN.search(source):
                    return False
        return True


def indent_at(text: bytes, offset: int) -> str | None:
    """The white space between the start of the line and `offset`; None if there is more."""
    line = max(text.rfind(b"\n", 0, offset), text.rfind(b"\r", 0, offset)) + 1
    before = text[line:offset]
    return None if before.strip(b" \t") else before.decode()


def _words(node: Node) -> set[bytes]:
    return set(_WORD.findall(node.text or b""))


def _jumps(node: Node) -> bool:
    """Whether it jumps out of something: `return`, `break`, `continue`."""
    return bool(cursor(jump_query()).captures(node))


def _attributes(node: Node) -> Iterator[Node]:
    """The attributes before a node, the nearest first; doc comments stay above them."""
    before = node.prev_named_sibling
    while before is not None and before.type == "attribute_item":
        yield before
        before = before.prev_named_sibling


def _is_in_expression_macro(node: Node) -> bool:
    """Whether a group of tokens is an argument of a macro that is known to take expressions."""
    call = node
    while call.type == "token_tree" and call.parent is not None:
        call = call.parent
    return call.type == "macro_invocation" and macro_name(call) in EXPRESSION_MACROS


def _next_code(node: Node) -> Node | None:
    following = node.next_named_sibling
    while following is not None and following.type in _COMMENTS:
        following = following.next_named_sibling
    return following


def _is_of_type_unit(block: Node) -> bool:
    """Whether a block evidently has no value that anything asks for."""
    node = block
    while (parent := node.parent) is not None:
        match parent.type:
            case "function_item":
                return parent.child_by_field_name("return_type") is None
            case "for_expression" | "while_expression" | "loop_expression":
                return parent.child_by_field_name("body") == node
            case "if_expression" if parent.child_by_field_name("condition") == node:
                return False
            case "match_expression" if parent.child_by_field_name("value") == node:
                return False
            case "expression_statement" if parent.children[-1].type == ";" or _next_code(parent):
                return True
        if parent.type not in _PASSES_ITS_VALUE_ON:
            return False
        node = parent
    return False
