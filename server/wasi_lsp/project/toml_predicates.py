"""The predicates in the files of Cargo: the keys `cfg(…)` of `[target.…]`."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.cargo_parser import parse_cargo_cfg
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.parsed import ParsedCfg
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.syntax.facts import Predicate, PredicateKind
from wasi_lsp.syntax.toml_string import locate_string
from wasi_lsp.syntax.toml_tree import TomlKey, TomlTree
from wasi_lsp.text.located import Located

_OPENING = "cfg("


def target_keys(tree: TomlTree) -> Iterator[TomlKey]:
    """The second names of `[target.…]`, each place once."""
    seen = set()
    for entry in tree.entries:
        if len(entry.path) > 1 and entry.path[0].name == "target":
            key = entry.path[1]
            if key.span not in seen:
                seen.add(key.span)
                yield key


def is_triple(key: TomlKey) -> bool:
    """Whether the key names a target; `cfg(` and what Cargo takes for no name does not."""
    return all(char.isalnum() or char in "_-." for char in key.name)


def predicate_of_key(key: TomlKey, text: bytes) -> Predicate | None:
    """The predicate in a key such as `'cfg(…)'`."""
    if not key.name.startswith(_OPENING) or not key.name.endswith(")"):
        return None
    located = locate_string(text[key.span.start : key.span.end].decode(), key.span.start)
    if located is None:
        return None
    inside = located.part(len(_OPENING), len(located.text) - 1)
    span = inside.span(0, len(inside.text))
    return Predicate(PredicateKind.CARGO_TARGET, span, _parse(inside, text))


def _parse(inside: Located, text: bytes) -> ParsedCfg:
    """As Cargo reads it; where rustc rejects it as well, with rustc's errors, which say more."""
    parsed = parse_cargo_cfg(inside)
    span = inside.span(0, len(inside.text))
    stands_as_meant = text[span.start : span.end] == inside.text.encode()
    if not parsed.errors or not stands_as_meant:
        return parsed
    by_rustc = parse_cfg(text, span.start, span.end)
    return by_rustc if by_rustc.errors else ParsedCfg(by_rustc.expr, parsed.errors)


def key_error(key: TomlKey) -> CfgError | None:
    """Why a key of `[target]` is neither a predicate nor the name of a target."""
    if is_triple(key) or (key.name.startswith(_OPENING) and key.name.endswith(")")):
        return None
    if key.name.startswith(_OPENING):
        return CfgError(key.span, "the predicate is not closed", "close it with `)`")
    if "(" in key.name:
        message = "a target has no parenthesis in its name"
        return CfgError(key.span, message, "a predicate is written `cfg(…)`")
    odd = next(char for char in key.name if not (char.isalnum() or char in "_-."))
    return CfgError(key.span, f"a target has no `{odd}` in its name")
