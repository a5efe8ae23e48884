"""`impl` blocks without a trait, and the types that they are for."""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.paths import node_text, path_segments

#: The head of an `impl`; what follows the bound is no head that anybody writes.
_HEAD = re.compile(rb"\bimpl\b([^{};]{0,400}+)\{")
#: Of a trait; `for<'a>` is a bound.
_FOR = re.compile(rb"\bfor\b(?!\s*<)")
_WORD = re.compile(rb"\w+")
_TYPE = re.compile(rb"\b(?:struct|enum|union)\s+(?:r#)?(\w+)")
_DEFINED = re.compile(rb"\b(?:fn|const)\s+(?:r#)?(\w+)")


class ImplWords(NamedTuple):
    """What a text says of the inherent blocks in it, and more."""

    #: The words in their heads: the types that they are for are among them.
    in_heads: frozenset[bytes]
    #: The names of all functions and constants of the file.
    members: frozenset[bytes]
    #: The types that the file declares.
    types: frozenset[bytes]


def impl_words(text: bytes) -> ImplWords:
    """Read the text of a file, without parsing it."""
    heads = (match[1] for match in _HEAD.finditer(text))
    words = (word for head in heads if not _FOR.search(head) for word in _WORD.findall(head))
    in_heads = frozenset(words)
    if not in_heads:
        return ImplWords(in_heads, frozenset(), frozenset())
    return ImplWords(in_heads, frozenset(_DEFINED.findall(text)), frozenset(_TYPE.findall(text)))


def inherent_type(header: bytes) -> tuple[str, ...] | None:
    """The path of the type that a block is for, given as its header with an empty body.

    None for a trait's, and for one that is not for all instances of a generic type: of such two,
    `impl List<u8>` and `impl List<u16>`, may have the same names.
    """
    root = new_parser().parse(header).root_node
    block = next((each for each in root.named_children if each.type == "impl_item"), None)
    if block is None or root.has_error or block.child_by_field_name("trait") is not None:
        return None
    kind = block.child_by_field_name("type")
    if kind is not None and kind.type == "generic_type":
        given = _arguments(kind)
        if len(set(given)) < len(given) or not set(given) <= _parameters(block):
            return None
        kind = kind.child_by_field_name("type")
    if kind is None or kind.type not in ("type_identifier", "scoped_type_identifier"):
        return None
    segments = path_segments(kind, 0)
    return tuple(segment.name for segment in segments) if segments else None


def _arguments(kind: Node) -> list[str]:
    arguments = kind.child_by_field_name("type_arguments")
    listed = arguments.named_children if arguments is not None else ()
    # Lifetimes tell no two blocks apart.
    return [node_text(each) for each in listed if each.type != "lifetime"]


def _parameters(block: Node) -> set[str]:
    parameters = block.child_by_field_name("type_parameters")
    names = (
        each.child_by_field_name("name")
        for each in (parameters.named_children if parameters is not None else ())
        if each.type in ("type_parameter", "const_parameter")
    )
    return {node_text(name) for name in names if name is not None}
