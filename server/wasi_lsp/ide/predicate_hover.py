"""Hover on a predicate: where it holds, in words and in targets, and what the cursor points at."""

from __future__ import annotations

from wasi_lsp.cfg.ast import CfgExpr, Gated, Invalid, KeyValue, Lit, Name, walk
from wasi_lsp.cfg.explain import explain
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.cfg.targets import (
    TargetSet,
    all_targets,
    targets_with_value,
    values_on,
    wasi_targets,
)
from wasi_lsp.cfg.well_known import is_known_name, known_values
from wasi_lsp.cfg.wording import system_name
from wasi_lsp.ide.predicate_words import (
    count_words,
    gate_words,
    key_words,
    name_words,
    named_targets,
    value_words,
)

#: Systems with more targets come first; of the rest their number is told.
_MAX_SYSTEMS = 5
#: Free atoms that are named.
_MAX_ATOMS = 6


def hover_predicate(
    expr: CfgExpr, offset: int, context: Region | None = None, text: bytes = b""
) -> str | None:
    """Markdown on the predicate `expr` for a cursor at the byte `offset`; None outside of it.

    `context` is the condition of the code around, `text` what `expr` was parsed from.
    """
    if not expr.span.touches(offset):
        return None
    region = Region.of(expr)
    said = explain(expr)
    parts = [
        _atom(expr, offset),
        f"**{said[:1].upper()}{said[1:]}**",
        _targets(region.possible_targets),
        _condition(region),
        _simplified(expr, text),
        _context(region, context),
    ]
    return "\n\n".join(part for part in parts if part)


def _atom(expr: CfgExpr, offset: int) -> str:
    """What stands under the cursor, if the predicate is more than that."""
    for node in walk(expr):
        if not node.span.touches(offset):
            continue
        if isinstance(node, Name):
            phrase, more = name_words(node.name)
            if not is_known_name(node.name):
                phrase = "no name that Rust or Cargo knows: the project declares it, or nothing"
            return _entry(node.name, phrase, more)
        if isinstance(node, KeyValue):
            return _key_value(node)
        if isinstance(node, Gated):
            return _entry(f"{node.name}(…)", "a predicate of nightly", gate_words(node.name))
        if isinstance(node, Lit):
            word = "true" if node.value else "false"
            return _entry(word, "always the same", "Since Rust 1.88; before: `all()`, `any()`.")
        if isinstance(node, Invalid) and not node.parts:
            return ""
    return ""


def _key_value(node: KeyValue) -> str:
    key, more = key_words(node.key)
    lines = [_entry(node.key, key, more)]
    known = known_values(node.key)
    atom = f'{node.key} = "{node.value}"'
    if known is not None and node.value not in known:
        lines.append(_entry(atom, "no value that Rust knows: true nowhere", ""))
    elif targets_with_value(node.key, node.value) is not None:
        lines.append(_entry(atom, *value_words(node.key, node.value)))
    return "\n\n".join(lines)


def _entry(code: str, phrase: str, more: str) -> str:
    line = f"`{code}`" + (f" — {phrase}" if phrase else "")
    return f"{line}. {more}" if more else line


def _targets(possible: TargetSet) -> str:
    """The targets by system: WASI first, then where most of them are."""
    if not possible:
        return "No target of Rust."
    if possible == all_targets():
        return f"Every target of Rust ({len(possible)})."
    wasi = possible & wasi_targets()
    if not wasi:
        lines = ["- WASI: none"]
    elif wasi == wasi_targets():
        lines = [f"- WASI: every target ({named_targets(wasi)})"]
    else:
        lines = [f"- WASI: {named_targets(wasi)}"]
    systems = [
        (system_name(value), possible & (targets_with_value("target_os", value) or wasi))
        for value in values_on("target_os", possible - wasi)
    ]
    systems.sort(key=lambda row: (-len(row[1]), row[0]))
    for name, targets in systems[:_MAX_SYSTEMS]:
        lines.append(f"- {name}: {named_targets(targets, 2)}")
    rest = systems[_MAX_SYSTEMS:]
    if rest:
        count = sum(len(targets) for _, targets in rest)
        lines.append(f"- {count} more on {len(rest)} other systems")
    return f"{len(possible)} of {len(all_targets())} targets:\n\n" + "\n".join(lines)


def _condition(region: Region) -> str:
    """On what else it depends than on the target."""
    atoms = sorted(region.atoms)
    if not region.is_exact:
        return "A part of it is not known here."
    if not atoms:
        return ""
    named = ", ".join(f"`{atom.replace('=', ' = ', 1)}`" for atom in atoms[:_MAX_ATOMS])
    more = f" and {len(atoms) - _MAX_ATOMS} more" if len(atoms) > _MAX_ATOMS else ""
    sure = region.certain_targets
    always = f" Whatever is set, it holds on {count_words(sure)}." if sure else ""
    return f"It depends on {named}{more}.{always}"


def _simplified(expr: CfgExpr, text: bytes) -> str:
    simple = render(simplify(expr), text)
    return f"The same, shorter: `{simple}`" if simple != render(expr, text) else ""


def _context(region: Region, context: Region | None) -> str:
    """What the code around leaves of it."""
    if context is None or context == Region.everywhere():
        return ""
    here = region & context
    if not here.is_satisfiable:
        return "Under the conditions of the code around, it never holds."
    if context.implies(region):
        return "Under the conditions of the code around, it always holds."
    possible = here.possible_targets
    if possible == region.possible_targets:
        return ""
    return f"With the conditions of the code around: {named_targets(possible)}."
