"""Moving a dependency of a manifest behind a cfg, with its comments and in its own spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wasi_lsp.cfg.ast import All, CfgExpr
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.render import render
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlTree, parse_toml_tree
from wasi_lsp.text.span import Span

#: What to put in the place of some bytes of the file.
TomlEdit = tuple[Span, str]

#: Those that a target decides about; build dependencies are for the machine that builds.
_TABLES = frozenset({"dependencies", "dev-dependencies"})
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMMENT_LINE = re.compile(rb"[ \t]*#[^\n]*\n")


def gate_dependency(
    text: bytes, path: Sequence[str], predicate: str
) -> tuple[TomlEdit, ...] | None:
    """The edits that move the dependency at `path` to `[target.'cfg(predicate)'.dependencies]`.

    `path` is the whole path of its key: `("dependencies", "tokio")`, or one in a table that has a
    cfg already, which then holds beside the new one. None where the manifest has no such key, or
    has it in a form that cannot be moved, as in an inline table.
    """
    tree = parse_toml_tree(text)
    table = tuple(path[:-1])
    gated = _gated(table, predicate)
    if gated is None or tree.is_broken or not _is_plain(tree, table):
        return None
    own = [entry for entry in tree.entries if entry.names[: len(path)] == tuple(path)]
    headers = [entry for entry in own if entry.value is None]
    around = [entry for entry in tree.entries if entry.value is None and entry.names == table]
    if headers or not around:
        # `[dependencies.tokio]` with its tables, or `dependencies.tokio` before all tables.
        named = headers or list(_outermost(own))
        places = (
            Span(each.path[0].span.start, each.path[len(table) - 1].span.end) for each in named
        )
        return tuple((place, _spelled(gated)) for place in places) or None
    moved = [_lines_of(entry, text) for entry in _outermost(own)]
    if len(around) > 1 or not moved:
        return None
    lines = "".join(text[span.start : span.end].decode().rstrip("\r\n") + "\n" for span in moved)
    there = next((e for e in tree.entries if e.value is None and e.names == gated), None)
    at = _end_of_table(there or around[0], tree, text)
    before = "" if text[:at].endswith(b"\n") else "\n"
    title = "" if there is not None else f"\n[{_spelled(gated)}]\n"
    return (*((span, "") for span in moved), (Span(at, at), f"{before}{title}{lines}"))


def dependency_at(text: bytes, span: Span) -> tuple[str, ...] | None:
    """The path of the dependency whose key or value `span` lies in; None where there is none."""
    for entry in parse_toml_tree(text).entries:
        at = next((n for n, name in enumerate(entry.names) if name in _TABLES), None)
        if at is None or at + 1 >= len(entry.path):
            continue
        if entry.span.covers(span) or entry.path[at + 1].span.covers(span):
            return entry.names[: at + 2]
    return None


def _gated(table: tuple[str, ...], predicate: str) -> tuple[str, ...] | None:
    """The path of the table with the predicate; None for a table that can have none."""
    parts = _parts(predicate)
    match table:
        case (name,):
            key = f"cfg({predicate})"
        case ("target", known, name) if known.startswith("cfg(") and known.endswith(")"):
            both = (*_parts(known.removeprefix("cfg(").removesuffix(")")), *parts)
            key = f"cfg({render(All(Span(0, 0), both))})"
        case _:
            return None
    return ("target", key, name) if name in _TABLES and "'" not in key else None


def _parts(predicate: str) -> tuple[CfgExpr, ...]:
    text = predicate.encode()
    expr = parse_cfg(text, 0, len(text)).expr
    return expr.args if isinstance(expr, All) else (expr,)


def _is_plain(tree: TomlTree, table: tuple[str, ...]) -> bool:
    """Whether no table on the way is written inline."""
    return not any(
        entry.value is not None and entry.names == table[: len(entry.names)]
        for entry in tree.entries
    )


def _outermost(entries: Iterable[TomlEntry]) -> Iterable[TomlEntry]:
    """The entries that are not part of another one's value; they come in source order."""
    end = -1
    for entry in entries:
        if entry.span.start >= end:
            end = entry.span.end
            yield entry


def _lines_of(entry: TomlEntry, text: bytes) -> Span:
    """The lines of an entry, with the comments right above it."""
    start = text.rfind(b"\n", 0, entry.span.start) + 1
    while start > 0:
        above = text.rfind(b"\n", 0, start - 1) + 1
        if _COMMENT_LINE.fullmatch(text, above, start) is None:
            break
        start = above
    return Span(start, _line_end(text, entry.span.end))


def _line_end(text: bytes, offset: int) -> int:
    line_break = text.find(b"\n", offset)
    return len(text) if line_break < 0 else line_break + 1


def _end_of_table(header: TomlEntry, tree: TomlTree, text: bytes) -> int:
    """The end of the line of its last entry."""
    last = header
    for entry in tree.entries:
        if entry.span.start > header.span.start:
            if entry.value is None:
                break
            last = entry if entry.span.end > last.span.end else last
    return _line_end(text, last.span.end)


def _spelled(path: tuple[str, ...]) -> str:
    return ".".join(name if _BARE_KEY.fullmatch(name) else f"'{name}'" for name in path)
