"""Where an item of std is documented, and where the WASI functions beneath it are defined.

The names of pages and anchors are rustdoc's, of Rust 1.95: where its pages do not follow the rule
for all of their kind, there is no answer. Of the items of a trait those that must be implemented
have another kind of anchor, which the table does not tell apart: they lead to the trait.
"""

from __future__ import annotations

import re

from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.stdlib.model import StdItem

#: The definitions of WASI 0.2, as the table names its functions.
_WIT = "https://github.com/WebAssembly/WASI/blob/v0.2.12/proposals/"
_WIT_FUNCTION = re.compile(r"wasi:(?P<package>[\w-]+)/(?P<interface>[\w-]+)\.")
#: The files of interfaces that have none of their own name.
_WIT_FILES = {
    "stdin": "stdio",
    "stdout": "stdio",
    "stderr": "stdio",
    "terminal-stdin": "terminal",
    "terminal-stdout": "terminal",
    "terminal-stderr": "terminal",
}

_ROOT = "https://doc.rust-lang.org/std/"
#: By kind of item: the word in the name of its page.
_PAGES = {
    "fn": "fn",
    "struct": "struct",
    "enum": "enum",
    "union": "union",
    "trait": "trait",
    "type": "type",
    "const": "constant",
    "static": "static",
    "macro": "macro",
}
_MEMBERS = frozenset({"method", "assoc_fn", "trait_method"})
#: What is shown at another path: re-exports, and what is made for another system than the pages.
_ELSEWHERE = re.compile(
    r"std::(?:prelude::|arch\b|sync::atomic::Atomic|hash_map$|derive$|test$"
    r"|os::(?!(?:fd|raw|unix|wasi|windows|linux)\b)"
    r"|os::\w+::prelude::|os::(?:unix|wasi)::io::|os::wasi::fs::(?:link|rename|symlink)$)"
)


def doc_url(table: StdTable, item: StdItem) -> str | None:
    """The page on a stable `item`, in the newest documentation; None where it is not known."""
    if item.feature is not None or _ELSEWHERE.match(item.path):
        return None
    parent, _, name = item.path.rpartition("::")
    if item.kind in _MEMBERS:
        owner = table.item(parent)
        page = doc_url(table, owner) if owner is not None else None
        if page is None or item.kind == "trait_method":
            return page
        return f"{page}#method.{name}"
    folder = "/".join(parent.split("::")[1:])
    before = f"{_ROOT}{folder}/" if folder else _ROOT
    if item.kind == "mod":
        return f"{before}{name}/index.html" if parent else f"{_ROOT}index.html"
    # The macros that derive a trait have its name, and a page of another kind.
    if item.kind not in _PAGES or (item.kind == "macro" and name[0].isupper()):
        return None
    return f"{before}{_PAGES[item.kind]}.{name}.html"


def wit_url(function: str) -> str | None:
    """The file that defines a function such as `wasi:clocks/monotonic-clock.now`."""
    match = _WIT_FUNCTION.match(function)
    if match is None:
        return None
    file = _WIT_FILES.get(match["interface"], match["interface"])
    return f"{_WIT}{match['package']}/wit/{file}.wit"
