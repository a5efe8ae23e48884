"""The dependencies and features of a manifest, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wasi_lsp.project.file_facts import DependencyEntry, FeatureEntry, Written
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlKey, TomlValue
from wasi_lsp.text.span import Span

_TABLES = {
    "dependencies": "dependencies",
    "dev-dependencies": "dev-dependencies",
    "dev_dependencies": "dev-dependencies",
    "build-dependencies": "build-dependencies",
    "build_dependencies": "build-dependencies",
}


def dependency_entries(
    entries: Iterable[TomlEntry], text: bytes, predicates: Mapping[Span, Predicate]
) -> Iterator[DependencyEntry]:
    """Every dependency; `predicates` are those of the keys of `[target]`, by the key's place."""
    #: What is said of each: its path in the file, and its keys with their values.
    said: dict[tuple[str, ...], tuple[tuple[TomlKey, ...], dict[str, TomlValue]]] = {}
    for entry in entries:
        depth = 3 if entry.path[0].name == "target" else 1
        if len(entry.path) <= depth or entry.path[depth - 1].name not in _TABLES:
            continue
        path, rest = entry.path[: depth + 1], entry.names[depth + 1 :]
        _, fields = said.setdefault(tuple(key.name for key in path), (path, {}))
        if entry.value is not None and len(rest) < 2:
            fields["".join(rest)] = entry.value
    for path, fields in said.values():
        yield _entry(path, fields, text, predicates)


def feature_entries(entries: Iterable[TomlEntry]) -> Iterator[FeatureEntry]:
    """Every feature of `[features]`."""
    for entry in entries:
        if len(entry.path) == 2 and entry.path[0].name == "features" and entry.value is not None:
            yield FeatureEntry(_key(entry.path[1]), tuple(_listed(entry.value)))


def _entry(
    path: tuple[TomlKey, ...],
    fields: Mapping[str, TomlValue],
    text: bytes,
    predicates: Mapping[Span, Predicate],
) -> DependencyEntry:
    *above, key = path
    target = above[1] if len(above) == 3 else None
    predicate = predicates.get(target.span) if target is not None else None
    version = fields.get("version", fields.get(""))
    package = fields.get("package")
    features = fields.get("features")
    default = fields.get("default-features", fields.get("default_features"))
    return DependencyEntry(
        name=_key(key),
        table=_TABLES[above[-1].name],
        triple=target.name if target is not None and predicate is None else None,
        predicate=predicate,
        package=package.string if package is not None else None,
        version=_written(version) if version is not None else None,
        features=tuple(_listed(features)) if features is not None else (),
        default_features=default is None or not _is(default, b"false", text),
        is_optional="optional" in fields and _is(fields["optional"], b"true", text),
        is_inherited="workspace" in fields and _is(fields["workspace"], b"true", text),
    )


def _key(key: TomlKey) -> Written:
    return Written(key.name, inside_quotes(key.span, key.name))


def _listed(value: TomlValue) -> Iterator[Written]:
    for item in value.items:
        written = _written(item)
        if written is not None:
            yield written


def _written(value: TomlValue) -> Written | None:
    if value.string is None:
        return None
    return Written(value.string, inside_quotes(value.span, value.string))


def _is(value: TomlValue, word: bytes, text: bytes) -> bool:
    return text[value.span.start : value.span.end] == word


def inside_quotes(span: Span, meant: str) -> Span:
    """A word within its quotes; the whole string where it is written otherwise than meant."""
    around = span.end - span.start - len(meant.encode(errors="replace"))
    return Span(span.start + 1, span.end - 1) if around == 2 else span
