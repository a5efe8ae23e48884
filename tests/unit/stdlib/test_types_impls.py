"""Associated types of std's types, as far as std's impls say."""

from __future__ import annotations

import pytest

from wasi_lsp.stdlib.type_syntax import parse_type, write_type
from wasi_lsp.stdlib.type_table import TypeTable, load_type_table
from wasi_lsp.stdlib.types import Named, Type

ITERATOR = "std::iter::Iterator"
INTO = "std::iter::IntoIterator"


@pytest.fixture(scope="module")
def table() -> TypeTable:
    return load_type_table()


def item_of(table: TypeTable, iterable: Type) -> Type | None:
    """What a `for` loop goes through."""
    return table.assoc_of(iterable, INTO, "Item")


def text(kind: Type | None) -> str | None:
    return None if kind is None else write_type(kind)


@pytest.mark.parametrize(
    ("path", "trait", "name", "kind"),
    [
        ("std::net::Incoming", ITERATOR, "Item",
         "std::result::Result<std::net::TcpStream,std::io::Error>"),
        ("std::fs::ReadDir", ITERATOR, "Item",
         "std::result::Result<std::fs::DirEntry,std::io::Error>"),
        ("std::io::Lines", ITERATOR, "Item",
         "std::result::Result<std::string::String,std::io::Error>"),
        ("std::env::Vars", ITERATOR, "Item", "(std::string::String,std::string::String)"),
        ("std::vec::IntoIter", ITERATOR, "Item", "T"),
        ("std::slice::Iter", ITERATOR, "Item", "&T"),
        ("std::iter::Map", ITERATOR, "Item", "<F as std::ops::FnOnce>::Output"),
        ("std::iter::Zip", ITERATOR, "Item",
         "(<A as std::iter::Iterator>::Item,<B as std::iter::Iterator>::Item)"),
        ("std::vec::Vec", INTO, "Item", "T"),
        ("&std::vec::Vec", INTO, "Item", "&T"),
        ("&std::vec::Vec", INTO, "IntoIter", "std::slice::Iter<T>"),
        ("&slice", INTO, "Item", "&T"),
        ("slice", INTO, "Item", None),
        ("array", INTO, "Item", "T"),
        ("std::collections::HashMap", INTO, "Item", "(K,V)"),
        ("&std::collections::HashMap", INTO, "Item", "(&K,&V)"),
        ("std::option::Option", INTO, "Item", "T"),
        ("std::sync::mpsc::Receiver", INTO, "Item", "T"),
        ("core::option::Option", "core::iter::IntoIterator", "Item", "T"),
        ("std::fs::File", INTO, "Item", None),
        ("std::time::Instant", "std::ops::Add", "Output", "std::time::Instant"),
        ("std::time::Instant", "std::ops::Sub", "Output", None),
        ("std::path::PathBuf", "std::str::FromStr", "Err", "std::convert::Infallible"),
        ("std::net::SocketAddr", "std::str::FromStr", "Err", "std::net::AddrParseError"),
        ("my::Type", INTO, "Item", None),
    ],
)  # fmt: skip
def test_associated_types_over_the_parameters_of_a_type(
    table: TypeTable, path: str, trait: str, name: str, kind: str | None
) -> None:
    assert text(table.assoc(path, trait, name)) == kind


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("std::string::String", "str"),
        ("std::vec::Vec", "[T]"),
        ("std::boxed::Box", "T"),
        ("std::rc::Rc", "T"),
        ("std::sync::Arc", "T"),
        ("std::sync::MutexGuard", "T"),
        ("std::sync::RwLockReadGuard", "T"),
        ("std::sync::LazyLock", "T"),
        ("std::cell::RefMut", "T"),
        ("std::path::PathBuf", "std::path::Path"),
        ("std::ffi::OsString", "std::ffi::OsStr"),
        ("std::borrow::Cow", "B"),
        ("std::fs::File", None),
    ],
)
def test_what_a_pointer_leads_to(table: TypeTable, path: str, target: str | None) -> None:
    assert text(table.assoc(path, "std::ops::Deref", "Target")) == target


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("std::iter::Map<std::slice::Iter<u8>,fn(&u8)->bool>", "bool"),
        ("std::iter::Map<std::slice::Iter<u8>,_>", "_"),
        ("std::iter::Filter<std::vec::IntoIter<std::fs::File>,_>", "std::fs::File"),
        ("std::iter::FilterMap<std::fs::ReadDir,fn(_)->std::option::Option<u8>>", "u8"),
        ("std::iter::Flatten<std::vec::IntoIter<std::option::Option<bool>>>", "bool"),
        ("std::iter::Flatten<std::net::Incoming>", "std::net::TcpStream"),
        ("std::iter::FlatMap<std::ops::Range<u8>,std::vec::Vec<bool>,fn(u8)->std::vec::Vec<bool>>",
         "bool"),
        ("std::iter::Enumerate<std::iter::Rev<std::vec::IntoIter<char>>>", "(usize,char)"),
        ("std::iter::Copied<std::slice::Iter<u8>>", "u8"),
        ("std::iter::Cloned<std::slice::Iter<std::string::String>>", "std::string::String"),
        ("std::iter::Peekable<std::str::Chars>", "char"),
        ("std::iter::Zip<std::ops::RangeFrom<{integer}>,std::env::Args>",
         "({integer},std::string::String)"),
        ("std::iter::Chain<std::slice::Iter<u8>,std::slice::Iter<u8>>", "&u8"),
        ("dyn std::iter::Iterator<Item=u8>", "u8"),
        ("std::boxed::Box<dyn std::iter::Iterator<Item=u8>>", "u8"),
        ("&std::boxed::Box<std::vec::Vec<u8>>", None),
        ("std::ops::Range<usize>", "usize"),
        ("[std::net::SocketAddr;_]", "std::net::SocketAddr"),
        ("std::iter::Filter<my::Iter,_>", "<my::Iter as std::iter::Iterator>::Item"),
        ("my::Iter", None),
        ("T", None),
        ("_", None),
    ],
)  # fmt: skip
def test_what_a_loop_goes_through(table: TypeTable, kind: str, item: str | None) -> None:
    assert text(item_of(table, parse_type(kind))) == item


@pytest.mark.parametrize(
    ("kind", "trait", "args", "output"),
    [
        ("std::time::Instant", "std::ops::Sub", ["std::time::Instant"], "std::time::Duration"),
        ("std::time::Instant", "std::ops::Sub", ["std::time::Duration"], "std::time::Instant"),
        ("u8", "std::ops::Add", ["u8"], "u8"),
        ("&u8", "std::ops::Add", ["u8"], "u8"),
        ("std::string::String", "std::ops::Add", ["&str"], "std::string::String"),
        ("[std::string::String]", "std::slice::Concat", None, "std::string::String"),
        ("[std::vec::Vec<u8>]", "std::slice::Concat", None, "std::vec::Vec<u8>"),
    ],
)
def test_outputs_of_operators(
    table: TypeTable, kind: str, trait: str, args: list[str] | None, output: str
) -> None:
    given = tuple(map(parse_type, args)) if args is not None else None
    assert text(table.assoc_of(parse_type(kind), trait, "Output", given)) == output


@pytest.mark.parametrize(
    ("kind", "trait", "implemented"),
    [
        ("std::io::BufReader<std::fs::File>", "std::io::BufRead", True),
        ("std::io::BufReader<std::vec::Vec<u8>>", "std::io::BufRead", False),
        ("std::io::BufReader<my::Type>", "std::io::BufRead", True),
        ("std::io::Cursor<std::vec::Vec<u8>>", "std::io::Write", True),
        ("&std::fs::File", "std::io::Write", True),
        ("&[u8]", "std::io::Read", True),
        ("std::vec::Vec<u8>", "std::iter::Iterator", False),
        ("std::vec::Vec<u8>", "std::iter::IntoIterator", True),
        ("std::string::String", "std::string::ToString", True),
        ("std::boxed::Box<dyn std::error::Error>", "std::fmt::Display", True),
        ("my::Type", "std::fmt::Display", False),
    ],
)
def test_implements(table: TypeTable, kind: str, trait: str, implemented: bool) -> None:
    assert table.implements(parse_type(kind), trait) == implemented


def test_long_chains_are_followed_up_to_a_length(table: TypeTable) -> None:
    kind, item = parse_type("std::vec::IntoIter<u8>"), "u8"
    for _ in range(10):
        kind = Named("std::iter::Enumerate", (Named("std::iter::Skip", (kind,)),))
        item = f"(usize,{item})"
        assert text(item_of(table, kind)) == item
    for _ in range(10):
        kind = Named("std::iter::Enumerate", (Named("std::iter::Skip", (kind,)),))
    assert item_of(table, kind) is None


def test_no_type_is_too_large(table: TypeTable) -> None:
    deep = parse_type("std::vec::IntoIter<u8>")
    for _ in range(50_000):
        deep = Named("std::iter::Skip", (deep,))
    assert item_of(table, deep) is None
    assert not table.implements(deep, ITERATOR)
    assert text(table.normalise(deep)) == "_"
    wide = parse_type("std::vec::IntoIter<u8>")
    for _ in range(20):
        wide = Named("std::iter::Zip", (wide, wide))
    assert item_of(table, wide) is None
