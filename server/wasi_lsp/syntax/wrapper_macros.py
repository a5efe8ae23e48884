"""Macros of a crate that put a cfg onto the items passed to them.

    macro_rules! cfg_net {
        ($($item:item)*) => { $(#[cfg(feature = "net")] $item)* }
    }

tokio has dozens of them; without them the items inside would be out of sight.
"""

from __future__ import annotations

import re

from wasi_lsp.cfg.ast import All, CfgExpr
from wasi_lsp.syntax.attributes import parse_attribute
from wasi_lsp.syntax.facts import WrapperMacro
from wasi_lsp.syntax.scan import PlaceKind, places
from wasi_lsp.text.span import Span

_DEFINITION = re.compile(
    rb"macro_rules!\s*(?:r\#)?(\w+)\s*[({\[]\s*"
    # The only rule: a list of items.
    rb"[({\[]\s*\$\(\s*\$(\w+)\s*:\s*item\s*\)\s*[*+]\s*[)}\]]\s*=>\s*[({\[]\s*"
    # The only thing it makes: each item with attributes before it.
    rb"\$\((?P<attributes>[^$]*)\$(?P<item>\w+)\s*\)\s*[*+]\s*[)}\]]\s*;?\s*[)}\]]\s*;?"
)


def wrapper_macro(definition: bytes) -> WrapperMacro | None:
    """What a `macro_rules!` puts onto items; None for macros of any other form.

    The spans of the condition count from the start of `definition`.
    """
    match = _DEFINITION.search(definition)
    if match is None or match[2] != match["item"]:
        return None
    span = Span(*match.span("attributes"))
    conditions: list[CfgExpr] = []
    for place in places(definition, *span):
        if place.kind is PlaceKind.ATTRIBUTE:
            condition = parse_attribute(definition, place.inside).condition
            if condition is not None:
                conditions.append(condition)
    return WrapperMacro(match[1].decode(errors="replace"), All(span, tuple(conditions)))
