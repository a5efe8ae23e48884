"""Completion in the files of Cargo and rustup: of what is about cfgs and targets.

Cargo's own keys are left to the tools that know their schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.check_cfg_completion import complete_check_cfg
from wasi_lsp.ide.completion_item import CompletionItem
from wasi_lsp.ide.component_keys import COMPONENT_TABLES, component_keys, component_values
from wasi_lsp.ide.predicate_completion import complete_at
from wasi_lsp.ide.predicate_position import position_behind
from wasi_lsp.ide.predicate_words import predicate_words
from wasi_lsp.ide.release_completion import release_items
from wasi_lsp.ide.target_completion import target_items
from wasi_lsp.ide.toml_position import Place, TomlPosition, toml_position
from wasi_lsp.ide.toml_string_at import TomlStringAt, string_at
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import CARGO_FILES, FileKind
from wasi_lsp.rules.cargo_atoms import WITHOUT_MEANING

#: The predicates that tables of dependencies need most.
_PREDICATES = (
    'target_os = "wasi"',
    'all(target_os = "wasi", target_env = "p2")',
    'all(target_os = "wasi", target_env = "p1")',
    'not(target_os = "wasi")',
    'target_family = "wasm"',
    'not(target_family = "wasm")',
    'all(target_arch = "wasm32", target_os = "unknown")',
)
_TABLE_PREDICATES = _PREDICATES[:6]
_DEPENDENCY_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")
_CHECK_CFG = ("lints", "rust", "unexpected_cfgs", "check-cfg")
_UNEXPECTED_CFGS = "unexpected_cfgs = { level = \"warn\", check-cfg = ['cfg($0)'] }"

_EQUALS = re.compile(rb"[ \t]*=")

_Items = Callable[[], Iterable[CompletionItem]]


def complete_toml(text: bytes, kind: FileKind, offset: int, crate: Crate) -> tuple[Completion, ...]:
    """What may be typed at the byte `offset` of a file, best first; nothing in other kinds."""
    if kind not in CARGO_FILES:
        return ()
    place = toml_position(text, offset)
    if place.place is Place.COMMENT:
        return ()
    string = string_at(text, place, offset)
    if place.quote and text.startswith(b"cfg(", place.span.start) and _names_a_target(place):
        return _in_predicate(string, place, crate) if string is not None else ()
    if string is not None and _is_check_cfg(kind, place):
        offered = complete_check_cfg(string.text, string.offset, crate.declared_cfgs)
        return tuple(map(string.fitted, offered))
    if _is_check_cfg(kind, place) and not place.quote:
        return _in_quotes_of_their_own(complete_check_cfg(b"", 0, crate.declared_cfgs), place)
    if place.place is Place.VALUE:
        items = _VALUES.get((kind, place.path)) or _component_values(kind, place)
        return _fitted(map(_quoted(place), items()), place) if items is not None else ()
    if _names_a_target(place):
        return _fitted(map(_quoted(place), _target_keys()), place)
    if place.quote:
        return ()
    items = _NAMES.get((kind, place.place, place.path))
    if items is not None:
        return _fitted(items(), place)
    if kind is FileKind.MANIFEST:
        is_header = place.place is Place.HEADER
        return _fitted(_tables(place) if is_header else _component_keys(text, place), place)
    return ()


def _names_a_target(place: TomlPosition) -> bool:
    return place.place in (Place.HEADER, Place.KEY) and place.path == ("target",)


def _is_check_cfg(kind: FileKind, place: TomlPosition) -> bool:
    is_list = place.path in (_CHECK_CFG, ("workspace", *_CHECK_CFG))
    return kind is FileKind.MANIFEST and place.place is Place.VALUE and is_list


def _in_predicate(
    string: TomlStringAt, place: TomlPosition, crate: Crate
) -> tuple[Completion, ...]:
    text = string.text if place.closed else string.text[: string.offset]
    found = position_behind(text, 0, string.offset)
    if found is None:
        return ()
    offered = complete_at(found, (), crate.declared_cfgs)
    return tuple(string.fitted(each) for each in offered if each.label not in WITHOUT_MEANING)


def _in_quotes_of_their_own(
    offered: Iterable[Completion], place: TomlPosition
) -> tuple[Completion, ...]:
    return tuple(
        replace(each, span=place.span, insert_text=f"'{each.insert_text}'") for each in offered
    )


def _fitted(items: Iterable[CompletionItem], place: TomlPosition) -> tuple[Completion, ...]:
    return tuple(item.at(place.span, rank) for rank, item in enumerate(items))


def _quoted(place: TomlPosition) -> Callable[[CompletionItem], CompletionItem]:
    """How to put items into the string at a place, or into one of their own."""
    if place.quote:
        ending = "" if place.closed else place.quote
        return lambda item: replace(item, text=item.text + ending)
    if place.place is not Place.VALUE:
        return lambda item: replace(item, text=_key(item.text))
    return lambda item: replace(item, text=f'"{item.text}"')


def _key(name: str) -> str:
    return f"'{name}'" if "(" in name else name


def _target_keys() -> Iterator[CompletionItem]:
    """What stands behind `[target.`."""
    for predicate in _PREDICATES:
        name = f"cfg({predicate})"
        yield CompletionItem(name, CompletionKind.PREDICATE, name, *predicate_words(predicate))
    yield CompletionItem(
        "cfg(…)",
        CompletionKind.PREDICATE,
        "cfg($0)",
        "any predicate",
        is_snippet=True,
        filter_text="cfg",
    )
    yield from _targets()


def _targets(*, installable: bool = False) -> Iterator[CompletionItem]:
    for target in target_items(installable=installable):
        yield CompletionItem(target.triple, CompletionKind.TARGET, target.triple, *target[1:])


def _installable() -> Iterator[CompletionItem]:
    return _targets(installable=True)


def _tables(place: TomlPosition) -> Iterator[CompletionItem]:
    """The tables below the one that the names before the cursor lead to."""
    if not place.path:
        for predicate in _TABLE_PREDICATES:
            yield _table(f"target.'cfg({predicate})'.dependencies", predicate)
    if len(place.path) == 2 and place.path[0] == "target":
        for table in _DEPENDENCY_TABLES:
            yield _table(table, "for these targets")
    depth = len(place.path)
    for path, meaning in COMPONENT_TABLES.items():
        if path[:depth] == place.path and path != place.path:
            yield _table(".".join(path[depth:]), meaning)


def _component_keys(text: bytes, place: TomlPosition) -> Iterator[CompletionItem]:
    has_value = _EQUALS.match(text, place.span.end) is not None
    for key in component_keys(place.path):
        source = key.name if has_value else f"{key.name} = {key.value}"
        yield CompletionItem(
            key.name, CompletionKind.KEY, source, key.meaning, is_snippet=not has_value
        )


def _component_values(kind: FileKind, place: TomlPosition) -> _Items | None:
    values = component_values(place.path) if kind is FileKind.MANIFEST else {}
    if not values:
        return None
    return lambda: (
        CompletionItem(value, CompletionKind.VALUE, value, meaning)
        for value, meaning in values.items()
    )


def _target_tables() -> Iterator[CompletionItem]:
    yield _table("target.wasm32-wasip2", "what holds for this target alone")
    yield _table("target.'cfg(target_os = \"wasi\")'", 'target_os = "wasi"')


def _table(name: str, predicate: str) -> CompletionItem:
    return CompletionItem(name, CompletionKind.TABLE, name, predicate)


def _releases() -> Iterator[CompletionItem]:
    for release, reason in release_items():
        yield CompletionItem(release, CompletionKind.VALUE, release, reason)


def _channels() -> Iterator[CompletionItem]:
    for channel in ("stable", "beta", "nightly"):
        yield CompletionItem(channel, CompletionKind.VALUE, channel)
    yield from _releases()


def _check_cfg() -> Iterator[CompletionItem]:
    yield CompletionItem(
        "unexpected_cfgs",
        CompletionKind.TABLE,
        _UNEXPECTED_CFGS,
        "declare the cfg names of this project",
        is_snippet=True,
    )


_VALUES: Mapping[tuple[FileKind, tuple[str, ...]], _Items] = {
    (FileKind.MANIFEST, ("package", "rust-version")): _releases,
    (FileKind.MANIFEST, ("workspace", "package", "rust-version")): _releases,
    (FileKind.MANIFEST, ("package", "metadata", "docs", "rs", "targets")): _targets,
    (FileKind.MANIFEST, ("package", "metadata", "docs", "rs", "default-target")): _targets,
    (FileKind.CARGO_CONFIG, ("build", "target")): _targets,
    (FileKind.TOOLCHAIN, ("toolchain", "targets")): _installable,
    (FileKind.TOOLCHAIN, ("toolchain", "channel")): _channels,
}
_NAMES: Mapping[tuple[FileKind, Place, tuple[str, ...]], _Items] = {
    (FileKind.CARGO_CONFIG, Place.HEADER, ()): _target_tables,
    (FileKind.MANIFEST, Place.KEY, ("lints", "rust")): _check_cfg,
    (FileKind.MANIFEST, Place.KEY, ("workspace", "lints", "rust")): _check_cfg,
}
