"""The targets that TOML files name: those of Cargo, and of tools that run it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from wasi_lsp.project.channels import channels_in
from wasi_lsp.project.command_targets import CommandTargets
from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.shell_words import Word, read_script
from wasi_lsp.project.toml_dependencies import inside_quotes
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlTree, TomlValue
from wasi_lsp.text.span import Span

#: Keys whose value is a target or a list of them; `*` is any name.
_LISTS: Mapping[FileKind, Mapping[tuple[str, ...], TargetRole]] = {
    FileKind.CARGO_CONFIG: {("build", "target"): TargetRole.BUILD},
    FileKind.TOOLCHAIN: {("toolchain", "targets"): TargetRole.INSTALL},
    FileKind.MANIFEST: {
        # Cargo's `per-package-target` and `bindeps`.
        ("package", "default-target"): TargetRole.BUILD,
        ("package", "forced-target"): TargetRole.BUILD,
        ("dependencies", "*", "target"): TargetRole.BUILD,
        ("build-dependencies", "*", "target"): TargetRole.BUILD,
        ("dev-dependencies", "*", "target"): TargetRole.BUILD,
        ("package", "metadata", "docs", "rs", "default-target"): TargetRole.DOCS,
        ("package", "metadata", "docs", "rs", "targets"): TargetRole.DOCS,
        # cargo-dist.
        ("workspace", "metadata", "dist", "targets"): TargetRole.BUILD,
    },
    FileKind.TOOL_TOML: {
        # cargo-dist in a file of its own, cross, cargo-deny, mise.
        ("dist", "targets"): TargetRole.BUILD,
        ("build", "default-target"): TargetRole.BUILD,
        ("targets",): TargetRole.TABLE,
        ("graph", "targets"): TargetRole.TABLE,
        ("tools", "rust", "targets"): TargetRole.INSTALL,
    },
}

#: Tables with a target for each of their names.
_TABLES = (
    ("target",),
    ("package", "metadata", "binstall", "overrides"),
    ("package", "metadata", "cross", "target"),
    ("workspace", "metadata", "cross", "target"),
)


def toml_targets(tree: TomlTree, text: bytes, kind: FileKind) -> tuple[TargetName, ...]:
    """The names in a TOML file, each place once, in order."""
    names = [*_tables(tree.entries), *_listed(tree.entries, kind)]
    if kind is FileKind.CARGO_CONFIG:
        names += _aliases(tree.entries, text)
    elif kind is FileKind.TOOL_TOML:
        names += _commands(tree.entries, text)
    channels = _channels(tree, text, kind)
    by_place = {name.span: name for name in names}
    return tuple(replace(by_place[span], channels=channels) for span in sorted(by_place))


def _tables(entries: Iterable[TomlEntry]) -> Iterator[TargetName]:
    for entry in entries:
        for table in _TABLES:
            if len(entry.path) > len(table) and entry.names[: len(table)] == table:
                key = entry.path[len(table)]
                if _is_name(key.name):
                    yield TargetName(key.name, inside_quotes(key.span, key.name), TargetRole.TABLE)


def _listed(entries: Iterable[TomlEntry], kind: FileKind) -> Iterator[TargetName]:
    lists = _LISTS.get(kind, {})
    for entry in entries:
        if entry.value is None:
            continue
        role = lists.get(entry.names)
        if role is None and len(entry.path) == 3:
            role = lists.get((entry.names[0], "*", entry.names[2]))
        if role is not None:
            for value in (entry.value, *entry.value.items):
                if value.string is not None and _is_name(value.string):
                    yield TargetName(value.string, inside_quotes(value.span, value.string), role)


def _aliases(entries: Iterable[TomlEntry], text: bytes) -> list[TargetName]:
    targets = CommandTargets()
    for entry in entries:
        if entry.path[0].name == "alias" and len(entry.path) == 2 and entry.value is not None:
            if entry.value.items:
                targets.read_arguments(_words(entry.value, text), "cargo")
            elif entry.value.string is not None:
                for command in read_script(text, _inside(entry.value.span, text)).commands:
                    targets.read_arguments(command.words, "cargo")
    return targets.all_names()


def _commands(entries: Iterable[TomlEntry], text: bytes) -> list[TargetName]:
    targets = CommandTargets()
    programs = {
        entry.path[:-1]: entry.value.string
        for entry in entries
        if entry.value is not None and entry.names[-1] == "command"
    }
    for entry in entries:
        if entry.value is None:
            continue
        if entry.value.items:
            program = programs.get(entry.path[:-1]) if entry.names[-1] == "args" else None
            is_rust = program in ("cargo", "cross", "rustup")
            targets.read_arguments(_words(entry.value, text), program if is_rust else None)
        elif entry.value.string is not None:
            span = _inside(entry.value.span, text)
            targets.read(read_script(text, span).commands)
            targets.assign(entry.names[-1], Word(text[span.start : span.end], span))
    return targets.all_names()


def _channels(tree: TomlTree, text: bytes, kind: FileKind) -> frozenset[str]:
    """The toolchains that a file names. What holds for all of Cargo's is said elsewhere."""
    if kind is FileKind.TOOL_TOML:
        return channels_in(text, Span(0, len(text)))
    if kind is FileKind.TOOLCHAIN:
        return frozenset(
            entry.value.string
            for entry in tree.entries
            if entry.names == ("toolchain", "channel")
            and entry.value is not None
            and entry.value.string is not None
        )
    return frozenset()


def _words(value: TomlValue, text: bytes) -> list[Word]:
    strings = [item.span for item in value.items if item.string is not None]
    return [Word(text[span.start : span.end], span) for span in strings]


def _inside(span: Span, text: bytes) -> Span:
    """What stands in the quotes of a string."""
    width = 3 if text[span.start : span.start + 3] in (b'"""', b"'''") else 1
    return Span(span.start + width, max(span.start + width, span.end - width))


def _is_name(text: str) -> bool:
    """Whether it can be a target, and is no predicate and no variable."""
    return bool(text) and all(char.isalnum() or char in "_-./" for char in text)
