"""The grammars and the queries. The only module that loads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import tree_sitter_rust
import tree_sitter_toml
from tree_sitter import Language, Parser, Query, QueryCursor

#: How deep in a tree something is looked for: each level more makes a query slower. An
#: `else if` is two levels.
_MAX_DEPTH = 1024


@cache
def language() -> Language:
    """The Rust grammar."""
    return Language(tree_sitter_rust.language())


def new_parser() -> Parser:
    """A parser. Never cancel a parse: without `reset` the next tree would be wrong."""
    return Parser(language())


@cache
def _toml() -> Language:
    return Language(tree_sitter_toml.language())


def new_toml_parser() -> Parser:
    """A parser of TOML."""
    return Parser(_toml())


def cursor(query: Query) -> QueryCursor:
    """What runs a query."""
    cursor = QueryCursor(query)
    cursor.set_max_start_depth(_MAX_DEPTH)
    return cursor


@cache
def facts_query() -> Query:
    """What extraction asks of an item's tree; the captures are named in the file."""
    text = files("wasi_lsp.syntax").joinpath("queries/rust.scm").read_text(encoding="utf-8")
    return Query(language(), text)


@cache
def comment_query() -> Query:
    """All line comments; asked only where a suppression may be among them."""
    return Query(language(), "(line_comment) @comment")


@cache
def type_name_query() -> Query:
    """All names of types, where they are declared too."""
    return Query(language(), "(type_identifier) @name")


@cache
def let_query() -> Query:
    """All `let` declarations."""
    return Query(language(), "(let_declaration) @let")


@cache
def jump_query() -> Query:
    """All jumps out of a loop, block or function, but for `?`."""
    return Query(language(), "[(return_expression) (break_expression) (continue_expression)] @jump")
