"""An import that can be left out of a build: by itself, split out of its group, and who uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from wasi_lsp.syntax.facts import Import
from wasi_lsp.syntax.use_tree import imports_of_use
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class ImportSite:
    """Imports that fail together."""

    #: What they import; none is a glob.
    imports: tuple[Import, ...]
    #: The whole declaration with its attributes.
    declaration: Span
    #: How to make them a declaration of their own: None where they are one already, else what to
    #: remove and the text of the new declaration.
    split: tuple[Span, str] | None = None


#: Attributes that name no import.
_NAMELESS = re.compile(rb"#\s*!?\s*\[\s*(?:cfg|cfg_attr|doc|allow|warn|deny|expect|forbid)\b")
_TREES = frozenset(
    {"scoped_use_list", "use_as_clause", "use_wildcard", "identifier", "scoped_identifier"}
)
_NAMES = frozenset({"identifier", "type_identifier", "shorthand_field_identifier"})
#: How far before a name its path is looked at.
_LONGEST_PATH = 64
_FROM_MODULE = re.compile(rb"\b(?:self|super|crate)\s*::$")
_RELATIVE = frozenset({"self", "super", "crate"})
#: Text in which a name is none.
_QUIET = frozenset(
    {
        *("line_comment", "block_comment", "doc_comment"),
        *("string_literal", "raw_string_literal", "string_content", "escape_sequence"),
    }
)


def import_site(root: Node, text: bytes, span: Span) -> ImportSite | None:
    """The imports that fail where the path at `span` in a `use` does; None for what is public."""
    tree = _failing_tree(root.descendant_for_byte_range(span.start, span.end))
    declaration = tree
    while declaration is not None and declaration.type != "use_declaration":
        declaration = declaration.parent
    if tree is None or declaration is None or declaration.has_error:
        return None
    if any(child.type == "visibility_modifier" for child in declaration.children):
        return None
    inside = Span(tree.start_byte, tree.end_byte)
    every = imports_of_use(declaration, 0)
    imports = tuple(each for each in every if inside.covers(each.span))
    if not imports or any(each.is_glob for each in imports):
        return None
    start = declaration.start_byte
    while (before := declaration.prev_named_sibling) is not None:
        if before.type != "attribute_item":
            break
        declaration, start = before, before.start_byte
    whole = Span(start, _end_of_use(declaration))
    if len(imports) == len(every):
        return ImportSite(imports, whole)
    split = _split(tree, text, whole)
    return ImportSite(imports, whole, split) if split is not None else None


def _end_of_use(node: Node) -> int:
    while node.type != "use_declaration" and node.next_named_sibling is not None:
        node = node.next_named_sibling
    return node.end_byte


def _failing_tree(node: Node | None) -> Node | None:
    """The largest part of a `use` that has the path at `node` in front of it."""
    while node is not None and node.parent is not None:
        parent = node.parent
        match parent.type:
            case "use_declaration":
                return node
            case "use_list":
                if sum(child.type in _TREES for child in parent.named_children) > 1:
                    return node
            case "scoped_use_list" | "scoped_identifier" | "use_as_clause" | "use_wildcard":
                pass
            case _:
                return None
        node = parent
    return None


def _split(tree: Node, text: bytes, whole: Span) -> tuple[Span, str] | None:
    source = text[tree.start_byte : tree.end_byte]
    if re.match(rb"self\b", source) or b"\n" in source:
        return None
    prefix: list[bytes] = []
    holder = tree.parent
    while holder is not None and holder.type != "use_declaration":
        if holder.type == "scoped_use_list":
            path = holder.child_by_field_name("path")
            prefix.insert(0, (path.text or b"") if path is not None else b"")
        holder = holder.parent
    if holder is None:
        return None
    attributes = text[whole.start : holder.start_byte]
    if b"\n" in attributes.rstrip():
        return None
    new = attributes + b"use " + b"::".join([*prefix, source]) + b";"
    return _removal(tree, text), new.decode(errors="replace")


def _removal(tree: Node, text: bytes) -> Span:
    """The element of a list with its comma, and its line if it has one of its own."""
    start, end = tree.start_byte, tree.end_byte
    following = tree.next_sibling
    if following is not None and following.type == ",":
        end = following.end_byte
    line = max(text.rfind(b"\n", 0, start), text.rfind(b"{", 0, start), text.rfind(b",", 0, start))
    while text[end : end + 1] in (b" ", b"\t"):
        end += 1
    line_break = next((each for each in (b"\n", b"\r\n") if text.startswith(each, end)), None)
    if text[line : line + 1] == b"\n" and line_break is not None:
        return Span(line + 1, end + len(line_break))
    if following is not None and following.type == ",":
        return Span(start, end)
    before = tree.prev_sibling
    if before is not None and before.type == ",":
        start = before.start_byte
    return Span(start, end)


def mentions(root: Node, text: bytes, name: str, *, is_member: bool) -> Iterator[Span | None]:
    """Where code speaks of an imported name, or, if `is_member`, of a method of this name.

    None where it is not plain whether it does: in attributes, and in what imports it further.
    """
    word = re.compile(rb"(?<![\w'])%b\b" % re.escape(name.encode()))
    for match in word.finditer(text):
        span = Span(*match.span())
        node = root.descendant_for_byte_range(*span)
        if node is None or node.type in _QUIET:
            continue
        holder = _holder(node)
        before = text[max(0, span.start - _LONGEST_PATH) : span.start].rstrip()
        has_owner = before.endswith((b"::", b".")) and not before.endswith(b"..")
        if holder is None and has_owner is is_member and (is_member or node.type in _NAMES):
            yield span
        elif _is_unclear(holder, name, before, is_member=is_member):
            yield None


def _is_unclear(holder: Node | None, name: str, before: bytes, *, is_member: bool) -> bool:
    """Whether the name may be used where it can be gated in no way."""
    if holder is None:
        return not is_member and _FROM_MODULE.search(before) is not None
    if holder.type != "use_declaration":
        return _NAMELESS.match(holder.text or b"") is None
    return not is_member and any(_starts_with(each, name) for each in imports_of_use(holder, 0))


def _holder(node: Node | None) -> Node | None:
    """The attribute or `use` that a node stands in."""
    while node is not None:
        if node.type in ("attribute_item", "inner_attribute_item", "use_declaration"):
            return node
        node = node.parent
    return None


def _starts_with(imported: Import, name: str) -> bool:
    names = [segment.name for segment in imported.path]
    while names and names[0] in _RELATIVE:
        names.pop(0)
    return bool(names) and names[0] == name
