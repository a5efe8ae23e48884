"""Where a project sets or declares a cfg, and where its manifest has a feature."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from wasi_lsp.cfg.atoms import feature_of
from wasi_lsp.ide.answers import Place
from wasi_lsp.ide.cfg_names import name_of
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, parse_cfg_flag, parse_check_cfg
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlValue, parse_toml_tree
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

#: Gives the text of a file of the workspace; None if it cannot be read.
Read = Callable[[Path], bytes | None]

_CHECK_CFG = (
    ("lints", "rust", "unexpected_cfgs", "check-cfg"),
    ("workspace", "lints", "rust", "unexpected_cfgs", "check-cfg"),
)
_CONFIGS = (".cargo/config.toml", ".cargo/config")


def definitions(atom: str, crate: Crate, read: Read) -> list[Place]:
    """The places that bring an atom into the world of `crate`.

    A feature has its line in the manifest; a name, the lines of the build script that set it, and
    the flags that set or declare it.
    """
    feature = feature_of(atom)
    if feature is not None:
        return list(_of_feature(feature, crate, read))
    places = [*_in_build_script(atom, crate, read), *_in_flags(name_of(atom), crate, read)]
    return list(dict.fromkeys(places))


def _of_feature(feature: str, crate: Crate, read: Read) -> Iterator[Place]:
    path = crate.manifest_path
    text = read(path) if path is not None else None
    if path is None or text is None:
        return
    entries = parse_toml_tree(text).entries
    own = (entry.path[1].span for entry in entries if entry.names == ("features", feature))
    span = next(own, None) or _of_dependency(feature, entries)
    if span is not None:
        yield Place(path, span)


def _of_dependency(name: str, entries: Iterable[TomlEntry]) -> Span | None:
    """The key of a dependency, which is a feature if it is optional."""
    for entry in entries:
        for table, key in pairwise(entry.path):
            if (table.name, key.name) == ("dependencies", name):
                return key.span
    return None


def _in_build_script(atom: str, crate: Crate, read: Read) -> Iterator[Place]:
    exact = crate.set_cfgs.get(atom)
    found = [exact] if exact is not None else []
    if not found:
        # Another value of the same key leads to where its values come from.
        found = [each for key, each in crate.set_cfgs.items() if name_of(key) == name_of(atom)]
    for scripted in found:
        for place in scripted.places:
            text = read(place.path)
            if text is None:
                continue
            lines = LineIndex(text)
            line = lines.line_span(min(place.line, lines.line_count) - 1)
            yield Place(place.path, _word(name_of(atom), text, line))


def _in_flags(name: str, crate: Crate, read: Read) -> Iterator[Place]:
    """What flags of the compiler say of a name, in manifests and Cargo's configuration."""
    folders = [crate.root, *crate.root.parents]
    manifests = dict.fromkeys([crate.root, crate.workspace or crate.root])
    for path in (folder / "Cargo.toml" for folder in manifests):
        for entry, text in _entries(path, read):
            if entry.names in _CHECK_CFG and entry.value is not None:
                for item in entry.value.items:
                    yield from _told(name, path, text, item, parse_check_cfg)
    for path in (folder / file for folder in folders for file in _CONFIGS):
        for entry, text in _entries(path, read):
            if entry.names[-1] == "rustflags" and entry.value is not None:
                for item in (entry.value, *entry.value.items):
                    yield from _told(name, path, text, item, _of_flag)


def _entries(path: Path, read: Read) -> Iterator[tuple[TomlEntry, bytes]]:
    text = read(path)
    if text is not None:
        for entry in parse_toml_tree(text).entries:
            yield entry, text


def _told(
    name: str, path: Path, text: bytes, item: TomlValue, parse: Callable[[str], DeclaredCfgs]
) -> Iterator[Place]:
    if item.string is not None and name in parse(item.string).names:
        yield Place(path, _word(name, text, item.span))


def _of_flag(flag: str) -> DeclaredCfgs:
    """What an argument, or several with spaces between them, say; options may be cut off."""
    found = []
    for word in (flag, *flag.split()):
        value = word.removeprefix("--cfg=").removeprefix("--check-cfg=")
        found += [parse_cfg_flag(value), parse_check_cfg(value)]
    return DeclaredCfgs.union(found)


def _word(word: str, text: bytes, within: Span) -> Span:
    """The first place of a word in a part of the text; all of the part where it is not written."""
    pattern = re.compile(rb"\b%b\b" % re.escape(word.encode()))
    match = pattern.search(text, within.start, within.end)
    return Span(*match.span()) if match is not None else within
