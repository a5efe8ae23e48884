"""The signature of a function, to be compared with that of another: its types in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.paths import node_text

_FUNCTIONS = ("function_item", "function_signature_item")
_PARAMETERS = ("parameter", "self_parameter", "variadic_parameter")
_LIFETIME = re.compile(r"'\w+\s*,?\s*")
_QUALIFIER = re.compile(r"(?:\w+\s*::\s*)+(?=\w)")
_SPACE = re.compile(r"\s+|(?<=[<(\[]),?(?=[>)\]])")


@dataclass(frozen=True, slots=True)
class Signature:
    """What callers of a function must know. Types lack lifetimes and the paths of their names."""

    is_async: bool
    is_unsafe: bool
    #: The parameters' types; of a receiver it is the whole of it: `&mut self`.
    parameters: tuple[str, ...]
    #: Empty where nothing is returned.
    returns: str
    #: How many types and constants it is generic over.
    generics: int


def signature_of(declaration: bytes) -> Signature | None:
    """The signature of a function, given without its body.

    None for what is no function, and where a cfg decides about a parameter. Where a semicolon
    stands for the body it is a function of an `extern` block, which are unsafe.
    """
    is_foreign = declaration.rstrip().endswith(b";")
    root = new_parser().parse(declaration.rstrip().removesuffix(b";") + b"{}").root_node
    node = next((each for each in root.named_children if each.type in _FUNCTIONS), None)
    parameters = node.child_by_field_name("parameters") if node is not None else None
    if node is None or parameters is None or root.has_error:
        return None
    if any(each.type == "attribute_item" for each in parameters.named_children):
        return None
    modifiers = next((each for each in node.children if each.type == "function_modifiers"), None)
    words = node_text(modifiers).split() if modifiers is not None else []
    generics = node.child_by_field_name("type_parameters")
    returns = node.child_by_field_name("return_type")
    return Signature(
        is_async="async" in words,
        is_unsafe=is_foreign or "unsafe" in words,
        parameters=tuple(
            _type_text(each.child_by_field_name("type") or each)
            for each in parameters.named_children
            if each.type in _PARAMETERS
        ),
        returns=_type_text(returns) if returns is not None else "",
        generics=sum(
            each.type in ("type_parameter", "const_parameter")
            for each in (generics.named_children if generics is not None else ())
        ),
    )


def _type_text(node: Node) -> str:
    """`std :: io::Result< & 'a  str >` as `Result<&str>`."""
    text = _LIFETIME.sub("", node_text(node))
    text = _SPACE.sub(" ", _QUALIFIER.sub("", text))
    return re.sub(r" ?([^\w ]) ?", r"\1", text).replace("<>", "").replace(",>", ">").strip()
