"""Writing the types of rustdoc JSON as Rust source, with full public std paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Gives the public path of an item by its number in the document, None where it has none.
Name = Callable[[int], str | None]


def receiver(signature: dict[str, Any]) -> str | None:
    """Return how a function takes `self` (`&mut self`); None for a function without receiver."""
    inputs = signature["inputs"]
    if not inputs or inputs[0][0] != "self":
        return None
    kind = inputs[0][1]
    if kind == {"generic": "Self"}:
        return "self"
    borrowed = kind.get("borrowed_ref")
    if borrowed and borrowed["type"] == {"generic": "Self"}:
        return "&mut self" if borrowed["is_mutable"] else "&self"
    return "self: _"


def type_text(kind: dict[str, Any] | None, name: Name) -> str:
    """Return `kind` as Rust source; lifetimes are left out."""
    if kind is None:
        return "()"
    tag, value = next(iter(kind.items()))
    match tag:
        case "resolved_path":
            path = name(value["id"]) or value["path"]
            return f"{path}{_arguments(value.get('args'), name)}"
        case "generic" | "primitive":
            return "!" if value == "never" else str(value)
        case "tuple":
            parts = [type_text(part, name) for part in value]
            return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
        case "slice":
            return f"[{type_text(value, name)}]"
        case "array":
            return f"[{type_text(value['type'], name)}; {value['len']}]"
        case "borrowed_ref":
            return f"&{'mut ' * value['is_mutable']}{type_text(value['type'], name)}"
        case "raw_pointer":
            mutability = "mut" if value["is_mutable"] else "const"
            return f"*{mutability} {type_text(value['type'], name)}"
        case "impl_trait":
            return f"impl {_bounds(value, name)}"
        case "dyn_trait":
            traits = [bound["trait"] for bound in value["traits"]]
            return "dyn " + " + ".join(
                f"{name(trait['id']) or trait['path']}{_arguments(trait.get('args'), name)}"
                for trait in traits
            )
        case "qualified_path":
            return f"{type_text(value['self_type'], name)}::{value['name']}"
    return "_"


def _arguments(arguments: dict[str, Any] | None, name: Name) -> str:
    listed = (arguments or {}).get("angle_bracketed")
    if not listed:
        return ""
    types = [type_text(each["type"], name) for each in listed["args"] if "type" in each]
    for constraint in listed["constraints"]:
        term = constraint["binding"].get("equality", {}).get("type")
        if term is not None:
            types.append(f"{constraint['name']} = {type_text(term, name)}")
    return f"<{', '.join(types)}>" if types else ""


def _bounds(bounds: list[dict[str, Any]], name: Name) -> str:
    return " + ".join(
        f"{name(bound['trait_bound']['trait']['id']) or bound['trait_bound']['trait']['path']}"
        f"{_arguments(bound['trait_bound']['trait'].get('args'), name)}"
        for bound in bounds
        if "trait_bound" in bound
    )
