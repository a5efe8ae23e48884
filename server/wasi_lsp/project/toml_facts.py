"""What the TOML files of a project say of cfgs and targets, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.project.file_facts import FileFacts, TargetName, TargetRole
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.syntax.facts import Predicate, PredicateKind
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlKey, TomlTree, TomlValue, parse_toml_tree
from wasi_lsp.text.span import Span

#: The lists of targets in each kind of file.
_TARGET_LISTS: Mapping[FileKind, Mapping[tuple[str, ...], TargetRole]] = {
    FileKind.CARGO_CONFIG: {("build", "target"): TargetRole.BUILD},
    FileKind.TOOLCHAIN: {("toolchain", "targets"): TargetRole.INSTALL},
}


def toml_facts(text: bytes, kind: FileKind) -> FileFacts:
    """Read a manifest, a Cargo configuration or a toolchain file, which may be broken."""
    tree = parse_toml_tree(text)
    keys = list(_target_keys(tree))
    return FileFacts(
        predicates=tuple(_predicates(keys, text)),
        targets=(*_tables(keys), *_listed(tree.entries, kind)),
    )


def _target_keys(tree: TomlTree) -> Iterator[TomlKey]:
    """The second names of `[target.…]`, each place once."""
    seen: set[Span] = set()
    for entry in tree.entries:
        if len(entry.path) > 1 and entry.path[0].name == "target":
            key = entry.path[1]
            if key.span not in seen:
                seen.add(key.span)
                yield key


def _predicates(keys: Iterable[TomlKey], text: bytes) -> Iterator[Predicate]:
    for key in keys:
        inside = _inside_cfg(key, text)
        if inside is not None:
            parsed = parse_cfg(text, inside.start, inside.end)
            yield Predicate(PredicateKind.CARGO_TARGET, inside, parsed)


def _inside_cfg(key: TomlKey, text: bytes) -> Span | None:
    """What stands in the parentheses of a key such as `'cfg(…)'`."""
    source = text[key.span.start : key.span.end]
    if not key.name.startswith("cfg(") or not key.name.endswith(")") or b"\\" in source:
        return None
    return Span(key.span.start + source.index(b"(") + 1, key.span.start + source.rindex(b")"))


def _tables(keys: Iterable[TomlKey]) -> Iterator[TargetName]:
    for key in keys:
        if not key.name.startswith("cfg("):
            yield TargetName(key.name, _unquoted(key.span, key.name), TargetRole.TABLE)


def _listed(entries: Iterable[TomlEntry], kind: FileKind) -> Iterator[TargetName]:
    lists = _TARGET_LISTS.get(kind, {})
    for entry in entries:
        role = lists.get(entry.names)
        if role is not None and entry.value is not None:
            for value in (entry.value, *entry.value.items):
                yield from _named(value, role)


def _named(value: TomlValue, role: TargetRole) -> Iterator[TargetName]:
    if value.string is not None:
        yield TargetName(value.string, _unquoted(value.span, value.string), role)


def _unquoted(span: Span, name: str) -> Span:
    """The name within its quotes; the whole string where it is written otherwise."""
    around = span.end - span.start - len(name.encode())
    return Span(span.start + 1, span.end - 1) if around == 2 else span
