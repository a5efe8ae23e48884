"""What the TOML files of a project say of cfgs and targets, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wasi_lsp.project.file_facts import FileFacts, TargetName, TargetRole
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.toml_allows import allows_in_toml
from wasi_lsp.project.toml_dependencies import (
    dependency_entries,
    feature_items,
    inside_quotes,
)
from wasi_lsp.project.toml_predicates import (
    is_triple,
    key_error,
    predicate_of_key,
    target_keys,
)
from wasi_lsp.project.toml_specs import spec_errors
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlKey, TomlValue, parse_toml_tree

#: The lists of targets in each kind of file.
_TARGET_LISTS: Mapping[FileKind, Mapping[tuple[str, ...], TargetRole]] = {
    FileKind.CARGO_CONFIG: {("build", "target"): TargetRole.BUILD},
    FileKind.TOOLCHAIN: {("toolchain", "targets"): TargetRole.INSTALL},
}


def toml_facts(text: bytes, kind: FileKind) -> FileFacts:
    """Read a manifest, a Cargo configuration or a toolchain file, which may be broken."""
    tree = parse_toml_tree(text)
    keys = list(target_keys(tree))
    found = ((key, predicate_of_key(key, text)) for key in keys)
    predicates = {key.span: predicate for key, predicate in found if predicate is not None}
    is_manifest = kind is FileKind.MANIFEST
    dependencies = dependency_entries(tree.entries, text, predicates) if is_manifest else ()
    return FileFacts(
        predicates=tuple(predicates.values()),
        errors=(*filter(None, map(key_error, keys)), *spec_errors(tree.entries, text)),
        targets=(*_tables(keys), *_listed(tree.entries, kind)),
        dependencies=tuple(dependencies),
        feature_items=tuple(feature_items(tree.entries)) if is_manifest else (),
        allows=tuple(allows_in_toml(tree, text)),
        escaped=tuple(key.span for key in keys if text.startswith(b'"', key.span.start)),
    )


def _tables(keys: Iterable[TomlKey]) -> Iterator[TargetName]:
    for key in keys:
        if is_triple(key):
            yield TargetName(key.name, inside_quotes(key.span, key.name), TargetRole.TABLE)


def _listed(entries: Iterable[TomlEntry], kind: FileKind) -> Iterator[TargetName]:
    lists = _TARGET_LISTS.get(kind, {})
    for entry in entries:
        role = lists.get(entry.names)
        if role is not None and entry.value is not None:
            for value in (entry.value, *entry.value.items):
                yield from _named(value, role)


def _named(value: TomlValue, role: TargetRole) -> Iterator[TargetName]:
    if value.string is not None:
        yield TargetName(value.string, inside_quotes(value.span, value.string), role)
