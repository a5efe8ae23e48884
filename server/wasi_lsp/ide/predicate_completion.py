"""Completion inside predicates: keys, values, operators, and whole predicates for WASI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wasi_lsp.cfg.atoms import value_atom
from wasi_lsp.cfg.render import identifier
from wasi_lsp.cfg.targets import target_keys, values_on, wasi_targets
from wasi_lsp.cfg.well_known import built_in_names, gate_of, known_values
from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.completion_item import CompletionItem
from wasi_lsp.ide.predicate_position import PredicatePosition, predicate_position
from wasi_lsp.ide.predicate_words import (
    key_words,
    name_words,
    predicate_words,
    script_words,
    value_words,
)
from wasi_lsp.project.build_script_files import ScriptedCfg
from wasi_lsp.project.declared_cfgs import DeclaredCfgs

_WASI = 'target_os = "wasi"'
_WASI_ATOM = 'target_os="wasi"'
#: In the order in which they are offered.
_WASI_ENVS = ("p2", "p1", "p3")
_WASM_FEATURES = (
    "atomics",
    "bulk-memory",
    "simd128",
    "exception-handling",
    "extended-const",
    "gc",
    "multivalue",
    "mutable-globals",
    "nontrapping-fptoint",
    "reference-types",
    "relaxed-simd",
    "sign-ext",
    "tail-call",
    "wide-arithmetic",
)
_WHOLE_PREDICATES = (
    _WASI,
    *(f'all(target_os = "wasi", target_env = "{env}")' for env in _WASI_ENVS),
    'target_family = "wasm"',
    'not(target_family = "wasm")',
    'target_arch = "wasm32"',
    'any(unix, target_os = "wasi")',
    'all(target_arch = "wasm32", target_os = "unknown")',
)
#: The common names first, as in code in the wild.
_FIRST_NAMES = ("unix", "windows", "test", "debug_assertions", "docsrs")
_FIRST_KEYS = ("target_os", "target_env", "target_family", "target_arch", "feature")


def complete_predicate(
    text: bytes,
    offset: int,
    features: tuple[str, ...] = (),
    declared: DeclaredCfgs | None = None,
    scripted: Mapping[str, ScriptedCfg] | None = None,
) -> tuple[Completion, ...]:
    """What may be typed at the byte `offset` of `text`, best first; nothing outside predicates.

    `features` are those of the crate, `declared` the cfg names that its project declares,
    `scripted` those of them that its build script sets. What is typed already is not filtered: the
    client does that.
    """
    place = predicate_position(text, offset)
    return complete_at(place, features, declared, scripted) if place is not None else ()


def complete_at(
    place: PredicatePosition,
    features: tuple[str, ...] = (),
    declared: DeclaredCfgs | None = None,
    scripted: Mapping[str, ScriptedCfg] | None = None,
) -> tuple[Completion, ...]:
    """What may be typed at a place in a predicate; as `complete_predicate`."""
    names = declared or DeclaredCfgs()
    if place.key is not None:
        items = _values(place, place.key, features, names)
    else:
        items = _predicates(place, features, names)
    items = (_with_script(item, place.key, scripted or {}) for item in items)
    return tuple(_closed(place, item).at(place.span, rank) for rank, item in enumerate(items))


def _with_script(
    item: CompletionItem, key: str | None, scripted: Mapping[str, ScriptedCfg]
) -> CompletionItem:
    """An item for a cfg that the build script sets says where it does."""
    atom = value_atom(key, item.filter_text or "") if key is not None else item.label
    is_own = item.kind in (CompletionKind.NAME, CompletionKind.VALUE) and atom in scripted
    if not is_own:
        return item
    detail, documentation = script_words(scripted[atom])
    return replace(item, detail=detail, documentation=documentation)


def _closed(place: PredicatePosition, item: CompletionItem) -> CompletionItem:
    """An item with what the code behind the cursor lacks."""
    if item.kind in (CompletionKind.OPERATOR, CompletionKind.PREDICATE):
        return replace(item, text=item.text + place.closing)
    return item


# Values


def _values(
    place: PredicatePosition, key: str, features: tuple[str, ...], declared: DeclaredCfgs
) -> Iterator[CompletionItem]:
    kind = CompletionKind.FEATURE if key == "feature" else CompletionKind.VALUE
    for value in _ordered_values(key, features, declared):
        detail, documentation = value_words(key, value)
        yield CompletionItem(
            label=value if place.quoted and value else f'"{value}"',
            kind=kind,
            text=value + place.closing_quote if place.quoted else f'"{value}"',
            detail=detail,
            documentation=documentation,
            filter_text=value,
        )


def _ordered_values(key: str, features: tuple[str, ...], declared: DeclaredCfgs) -> list[str]:
    """The values of `key`; those that WASI has come first."""
    if key == "feature":
        return list(features)
    if key == "target_env":
        first = list(_WASI_ENVS)
    elif key == "target_feature":
        first = list(_WASM_FEATURES)
    else:
        first = list(values_on(key, wasi_targets()))
    rest = sorted(known_values(key) or ())
    if key in declared.names:
        rest += sorted(declared.names[key].strings)
    return list(dict.fromkeys([value for value in first if value in rest] + rest))


# Predicates


def _predicates(
    place: PredicatePosition, features: tuple[str, ...], declared: DeclaredCfgs
) -> Iterator[CompletionItem]:
    if not place.has_equals:
        yield from _wasi_predicates(place)
        yield from _operators()
    if place.is_arm:
        detail = "in every other case: the last arm"
        yield CompletionItem("_", CompletionKind.PREDICATE, "_", detail)
    yield from _keys(place, declared)
    if not place.has_equals:
        yield from _names(declared)
        for feature in features:
            text = f'feature = "{feature}"'
            yield CompletionItem(
                text, CompletionKind.FEATURE, text, *value_words("feature", feature)
            )


def _wasi_predicates(place: PredicatePosition) -> Iterator[CompletionItem]:
    within_wasi = place.operator == "all" and _WASI_ATOM in place.siblings
    if within_wasi:
        for env in _WASI_ENVS:
            text = f'target_env = "{env}"'
            yield _predicate(text, *value_words("target_env", env))
        return
    for text in _WHOLE_PREDICATES:
        yield _predicate(text)


def _predicate(text: str, detail: str = "", documentation: str = "") -> CompletionItem:
    if not detail:
        detail, documentation = predicate_words(text)
    return CompletionItem(text, CompletionKind.PREDICATE, text, detail, documentation)


def _operators() -> Iterator[CompletionItem]:
    for name, detail in (
        ("all", "true if every predicate in it is"),
        ("any", "true if one predicate in it is"),
        ("not", "true if the predicate in it is not"),
    ):
        yield CompletionItem(
            f"{name}(…)", CompletionKind.OPERATOR, f"{name}($0)", detail, "", True, name
        )


def _keys(place: PredicatePosition, declared: DeclaredCfgs) -> Iterator[CompletionItem]:
    built_in = [name for name in built_in_names() if known_values(name)]
    custom = [name for name, values in declared.names.items() if values.strings]
    stable = [*_FIRST_KEYS, *target_keys(), "target_feature", "panic"]
    for key in dict.fromkeys([*stable, *sorted(custom), *built_in]):
        if place.has_equals:
            text, snippet = identifier(key), False
        else:
            text, snippet = f'{identifier(key)} = "$0"', True
        yield CompletionItem(key, CompletionKind.KEY, text, *key_words(key), snippet)


def _names(declared: DeclaredCfgs) -> Iterator[CompletionItem]:
    built_in = [name for name in built_in_names() if not known_values(name)]
    custom = sorted(name for name, values in declared.names.items() if values.bare)
    stable = [name for name in built_in if gate_of(name) is None]
    for name in dict.fromkeys([*_FIRST_NAMES, *custom, *stable, *built_in]):
        yield CompletionItem(name, CompletionKind.NAME, identifier(name), *name_words(name))
    for literal in ("true", "false"):
        yield CompletionItem(literal, CompletionKind.NAME, literal, "since Rust 1.88")
