"""The shipped signatures of std: spot checks of what people use, and that nothing is left out."""

from __future__ import annotations

import tomllib

import pytest

from devtools.build_std_db.build import FACTS
from devtools.build_std_db.paths import expand
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.type_syntax import parse_type, write_signature, write_type
from wasi_lsp.stdlib.type_table import TypeTable, load_type_table


@pytest.fixture(scope="module")
def table() -> TypeTable:
    return load_type_table()


IO = "std::io::Error>"
RESULT = "std::result::Result<"
OPTION = "std::option::Option<"
ITEM = "<Self as std::iter::Iterator>::Item"
PATH = "where P:std::convert::AsRef<std::path::Path>"

SIGNATURES = {
    "std::net::TcpListener::bind": f"<A>(A)->{RESULT}std::net::TcpListener,{IO}"
    " where A:std::net::ToSocketAddrs",
    "std::net::TcpListener::accept": f"(&self)->{RESULT}(std::net::TcpStream,std::net::SocketAddr),"
    f"{IO}",
    "std::net::TcpListener::incoming": "(&self)->std::net::Incoming",
    "std::net::TcpListener::try_clone": f"(&self)->{RESULT}std::net::TcpListener,{IO}",
    "std::net::TcpStream::peek": f"(&self,&[u8])->{RESULT}usize,{IO}",
    "std::net::UdpSocket::recv_from": f"(&self,&[u8])->{RESULT}(usize,std::net::SocketAddr),{IO}",
    "std::process::Command::new": "<S>(S)->std::process::Command"
    " where S:std::convert::AsRef<std::ffi::OsStr>",
    "std::process::Command::arg": "<S>(&mut self,S)->&std::process::Command"
    " where S:std::convert::AsRef<std::ffi::OsStr>",
    "std::process::Command::spawn": f"(&mut self)->{RESULT}std::process::Child,{IO}",
    "std::process::Command::output": f"(&mut self)->{RESULT}std::process::Output,{IO}",
    "std::process::Child::wait_with_output": f"(self)->{RESULT}std::process::Output,{IO}",
    "std::process::exit": "(i32)->!",
    "std::option::Option::map": f"<U,F>(self,F)->{OPTION}U> where F:fn(T)->U",
    "std::option::Option::and_then": f"<U,F>(self,F)->{OPTION}U> where F:fn(T)->{OPTION}U>",
    "std::option::Option::ok_or": f"<E>(self,E)->{RESULT}T,E>",
    "std::option::Option::unwrap_or_else": "<F>(self,F)->T where F:fn()->T",
    "std::option::Option::as_ref": f"(&self)->{OPTION}&T>",
    "std::option::Option::take": f"(&mut self)->{OPTION}T>",
    "std::option::Option::Some": f"<T>(T)->{OPTION}T>",
    "std::result::Result::Err": f"<T,E>(E)->{RESULT}T,E>",
    "std::result::Result::map": f"<U,F>(self,F)->{RESULT}U,E> where F:fn(T)->U",
    "std::result::Result::map_err": f"<F,O>(self,O)->{RESULT}T,F> where O:fn(E)->F",
    "std::result::Result::ok": f"(self)->{OPTION}T>",
    "std::result::Result::expect": "(self,&str)->T where E:std::fmt::Debug",
    "std::result::Result::unwrap_or_default": "(self)->T where T:std::default::Default",
    "std::iter::Iterator::next": f"(&mut self)->{OPTION}{ITEM}>",
    "std::iter::Iterator::map": f"<B,F>(self,F)->std::iter::Map<Self,F> where F:fn({ITEM})->B",
    "std::iter::Iterator::filter": f"<P>(self,P)->std::iter::Filter<Self,P>"
    f" where P:fn(&{ITEM})->bool",
    "std::iter::Iterator::filter_map": f"<B,F>(self,F)->std::iter::FilterMap<Self,F>"
    f" where F:fn({ITEM})->{OPTION}B>",
    "std::iter::Iterator::enumerate": "(self)->std::iter::Enumerate<Self>",
    "std::iter::Iterator::zip": "<U>(self,U)->std::iter::Zip<Self,<U as std::iter::IntoIterator>"
    "::IntoIter> where U:std::iter::IntoIterator",
    "std::iter::Iterator::flatten": "(self)->std::iter::Flatten<Self>",
    "std::iter::Iterator::collect": f"<B>(self)->B where B:std::iter::FromIterator<{ITEM}>",
    "std::iter::Iterator::fold": f"<B,F>(self,B,F)->B where F:fn(B,{ITEM})->B",
    "std::sync::mpsc::channel": "<T>()->(std::sync::mpsc::Sender<T>,std::sync::mpsc::Receiver<T>)",
    "std::sync::mpsc::Receiver::recv": f"(&self)->{RESULT}T,std::sync::mpsc::RecvError>",
    "std::thread::spawn": "<F,T>(F)->std::thread::JoinHandle<T> where F:fn()->T",
    "std::thread::Builder::spawn": f"<F,T>(self,F)->{RESULT}std::thread::JoinHandle<T>,{IO}"
    " where F:fn()->T",
    "std::thread::scope": "<F,T>(F)->T where F:fn(&std::thread::Scope)->T",
    "std::thread::Scope::spawn": "<F,T>(&self,F)->std::thread::ScopedJoinHandle<T> where F:fn()->T",
    "std::thread::JoinHandle::join": f"(self)->{RESULT}T,std::boxed::Box<dyn std::any::Any>>",
    "std::sync::Mutex::lock": f"(&self)->{RESULT}std::sync::MutexGuard<T>,"
    "std::sync::PoisonError<std::sync::MutexGuard<T>>>",
    "std::sync::Condvar::wait": f"<T>(&self,std::sync::MutexGuard<T>)->{RESULT}std::sync::"
    "MutexGuard<T>,std::sync::PoisonError<std::sync::MutexGuard<T>>>",
    "std::sync::LazyLock::new": "<F>(F)->std::sync::LazyLock<T> where F:fn()->T",
    "std::path::Path::parent": f"(&self)->{OPTION}&std::path::Path>",
    "std::path::Path::join": f"<P>(&self,P)->std::path::PathBuf {PATH}",
    "std::path::Path::canonicalize": f"(&self)->{RESULT}std::path::PathBuf,{IO}",
    "std::path::Path::read_dir": f"(&self)->{RESULT}std::fs::ReadDir,{IO}",
    "std::path::PathBuf::push": f"<P>(&mut self,P) {PATH}",
    "std::ffi::OsStr::to_string_lossy": "(&self)->std::borrow::Cow<str>",
    "std::fs::File::open": f"<P>(P)->{RESULT}std::fs::File,{IO} {PATH}",
    "std::fs::File::metadata": f"(&self)->{RESULT}std::fs::Metadata,{IO}",
    "std::fs::OpenOptions::open": f"<P>(&self,P)->{RESULT}std::fs::File,{IO} {PATH}",
    "std::fs::read": f"<P>(P)->{RESULT}std::vec::Vec<u8>,{IO} {PATH}",
    "std::fs::read_dir": f"<P>(P)->{RESULT}std::fs::ReadDir,{IO} {PATH}",
    "std::io::stdin": "()->std::io::Stdin",
    "std::io::Stdin::lock": "(&self)->std::io::StdinLock",
    "std::io::BufReader::new": "(R)->std::io::BufReader<R>",
    "std::io::BufRead::lines": "(self)->std::io::Lines<Self>",
    "std::io::Read::read": f"(&mut self,&[u8])->{RESULT}usize,{IO}",
    "std::io::Read::by_ref": "(&mut self)->&Self",
    "std::io::Read::take": "(self,u64)->std::io::Take<Self>",
    "std::io::Read::chain": "<R>(self,R)->std::io::Chain<Self,R> where R:std::io::Read",
    "std::io::Read::bytes": "(self)->std::io::Bytes<Self>",
    "std::io::Write::by_ref": "(&mut self)->&Self",
    "std::env::args": "()->std::env::Args",
    "std::env::var": "<K>(K)->std::result::Result<std::string::String,std::env::VarError>"
    " where K:std::convert::AsRef<std::ffi::OsStr>",
    "std::time::Instant::elapsed": "(&self)->std::time::Duration",
    "std::time::SystemTime::duration_since": f"(&self,std::time::SystemTime)->{RESULT}"
    "std::time::Duration,std::time::SystemTimeError>",
    "std::future::Future::poll": "(self:std::pin::Pin<&Self>,&std::task::Context)->"
    "std::task::Poll<<Self as std::future::Future>::Output>",
    "std::os::fd::AsRawFd::as_raw_fd": "(&self)->i32",
    "std::collections::HashMap::entry": "(&mut self,K)->std::collections::hash_map::Entry<K,V>",
    "std::collections::HashMap::new": "()->std::collections::HashMap<K,V>",
    "std::boxed::Box::new": "(T)->std::boxed::Box<T>",
    "std::cmp::Reverse": "<T>(T)->std::cmp::Reverse<T>",
    "std::fmt::Formatter::write_str": f"(&mut self,&str)->{RESULT}(),std::fmt::Error>",
    "slice::iter": "(&self)->std::slice::Iter<T>",
    "slice::sort_by_key": "<K,F>(&mut self,F) where F:fn(&T)->K,K:std::cmp::Ord",
    "str::lines": "(&self)->std::str::Lines",
    "str::parse": f"<F>(&self)->{RESULT}F,<F as std::str::FromStr>::Err> where F:std::str::FromStr",
    "u8::checked_add": f"(self,u8)->{OPTION}u8>",
    "u64::count_ones": "(self)->u32",
    "f64::sqrt": "(self)->f64",
    "char::to_digit": f"(self,u32)->{OPTION}u32>",
}


@pytest.mark.parametrize("path", SIGNATURES)
def test_signature(table: TypeTable, path: str) -> None:
    signature = table.function(path)
    assert signature is not None
    assert signature.path == path
    assert write_signature(signature) == SIGNATURES[path]


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("std::option::Option<&u8>", "copied", f"(self)->{OPTION}u8>"),
        ("std::option::Option<u8>", "copied", None),
        ("std::option::Option<std::option::Option<bool>>", "flatten", f"(self)->{OPTION}bool>"),
        (
            "std::option::Option<std::result::Result<u8,bool>>",
            "transpose",
            f"(self)->{RESULT}std::option::Option<u8>,bool>",
        ),
        ("std::vec::Vec<my::Type>", "pop", f"(&mut self)->{OPTION}my::Type>"),
        ("[std::fs::File]", "first", f"(&self)->{OPTION}&std::fs::File>"),
        ("[u8;_]", "as_slice", "(&self)->&[u8]"),
        ("{integer}", "pow", "(self,u32)->{integer}"),
        ("dyn std::error::Error", "is", "<T>(&self)->bool"),
        ("std::sync::Mutex<_>", "is_poisoned", "(&self)->bool"),
        ("my::Type", "pop", None),
        ("&std::vec::Vec<u8>", "pop", None),
        ("_", "pop", None),
    ],
)
def test_method_of_a_type(table: TypeTable, kind: str, name: str, text: str | None) -> None:
    signature = table.method_of(parse_type(kind), name)
    assert (signature and write_signature(signature)) == text


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("core::option::Option", "std::option::Option"),
        ("core::result::Result::Ok", "std::result::Result::Ok"),
        ("alloc::string::String", "std::string::String"),
        ("alloc::vec::Vec::push", "std::vec::Vec::push"),
        ("std::collections::hash_map::HashMap", "std::collections::HashMap"),
        ("std::collections::hash_map::HashMap::insert", "std::collections::HashMap::insert"),
        ("std::os::unix::io::OwnedFd", "std::os::fd::OwnedFd"),
        ("std::prelude::v1::Some", "std::option::Option::Some"),
        ("std::io::Result", "std::io::Result"),
        ("std::sync::mpsc::Receiver", "std::sync::mpsc::Receiver"),
        ("std::fs::File::open", "std::fs::File::open"),
        ("str", "str"),
        ("std::fs::Nothing", None),
        ("std::fs::File::nothing", None),
        ("fs::File", None),
        ("@prelude", None),
        ("", None),
        ("::" * 5000, None),
    ],
)
def test_canonical(table: TypeTable, path: str, canonical: str | None) -> None:
    assert table.canonical(path) == canonical


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Vec", "std::vec::Vec"),
        ("Some", "std::option::Option::Some"),
        ("Err", "std::result::Result::Err"),
        ("Box", "std::boxed::Box"),
        ("String", "std::string::String"),
        ("ToString", "std::string::ToString"),
        ("Iterator", "std::iter::Iterator"),
        ("Clone", "std::clone::Clone"),
        ("Drop", "std::ops::Drop"),
        ("drop", "std::mem::drop"),
        ("TryFrom", "std::convert::TryFrom"),
        ("Future", "std::future::Future"),
        ("HashMap", None),
        ("println", None),
    ],
)
def test_prelude(table: TypeTable, name: str, path: str | None) -> None:
    assert table.prelude(name) == path


def test_aliases_are_written_out(table: TypeTable) -> None:
    alias = table.alias("std::io::Result")
    assert alias is not None
    assert (alias[0], write_type(alias[1])) == (("T",), f"{RESULT}T,{IO}")
    result = table.alias("std::thread::Result")
    assert result is not None
    assert write_type(result[1]) == f"{RESULT}T,std::boxed::Box<dyn std::any::Any>>"
    long = table.alias("std::ffi::c_long")
    assert long is not None
    assert write_type(long[1]) == "_", "its width depends on the target"
    assert table.alias("std::fs::File") is None


def test_parameters_with_defaults_are_left_out(table: TypeTable) -> None:
    assert table.type_params("std::vec::Vec") == ("T",)
    assert table.type_params("std::collections::HashMap") == ("K", "V")
    assert table.type_params("std::result::Result") == ("T", "E")
    assert table.type_params("std::convert::From") == ("T",)
    assert table.type_params("std::fs::File") == ()
    assert table.type_params("std::fs::read") is None
    assert table.type_params("nothing") is None


def test_fields_and_variants(table: TypeTable) -> None:
    def texts(path: str) -> dict[str, str]:
        return {name: write_type(kind) for name, kind in table.fields(path).items()}

    assert texts("std::process::Child") == {
        "stdin": f"{OPTION}std::process::ChildStdin>",
        "stdout": f"{OPTION}std::process::ChildStdout>",
        "stderr": f"{OPTION}std::process::ChildStderr>",
    }
    assert texts("std::process::Output")["stdout"] == "std::vec::Vec<u8>"
    assert texts("std::num::Wrapping") == {"0": "T"}
    assert texts("std::fs::File") == {}
    assert texts("std::option::Option") == {}
    assert dict(table.variants("std::option::Option")) == {"None": (), "Some": (parse_type("T"),)}
    assert write_type(table.variants("std::net::SocketAddr")["V6"][0]) == "std::net::SocketAddrV6"
    assert table.variants("std::fs::File") == {}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("std::time::UNIX_EPOCH", "std::time::SystemTime"),
        ("std::time::SystemTime::UNIX_EPOCH", "std::time::SystemTime"),
        ("core::time::Duration::ZERO", "std::time::Duration"),
        ("std::net::Ipv4Addr::LOCALHOST", "std::net::Ipv4Addr"),
        ("std::process::ExitCode::SUCCESS", "std::process::ExitCode"),
        ("std::path::MAIN_SEPARATOR", "char"),
        ("std::f64::consts::PI", "f64"),
        ("u16::MAX", "u16"),
        ("u16::BITS", "u32"),
        ("std::fs::read", None),
        ("std::fs::File", None),
        ("nothing", None),
    ],
)
def test_constant(table: TypeTable, path: str, kind: str | None) -> None:
    found = table.constant(path)
    assert (found and write_type(found)) == kind


def test_traits(table: TypeTable) -> None:
    assert table.supertraits("std::io::BufRead") == ("std::io::Read",)
    methods = table.trait_methods("std::io::Read")
    assert {"read", "read_to_string", "by_ref", "take"} <= methods.keys()
    assert methods["read"].path == "std::io::Read::read"
    assert table.trait_methods("std::fs::File") == {}
    assert {"std::io::Read", "std::io::Write", "std::io::Seek", "std::os::fd::AsRawFd"} <= set(
        table.traits_of("std::fs::File")
    )
    assert "std::clone::Clone" not in table.traits_of("std::fs::File")
    assert "std::io::BufRead" in table.traits_of("std::io::BufReader")
    assert "std::io::Write" not in table.traits_of("std::io::BufReader")
    assert table.traits_of("my::Type") == ()


@pytest.mark.parametrize(
    ("kind", "name", "traits"),
    [
        ("std::string::String", "to_string", ["std::string::ToString"]),
        ("std::fs::File", "to_string", []),
        ("std::path::PathBuf", "to_owned", ["std::borrow::ToOwned"]),
        ("std::vec::IntoIter", "into_iter", ["std::iter::IntoIterator"]),
        ("std::net::SocketAddr", "to_socket_addrs", ["std::net::ToSocketAddrs"]),
        ("std::net::TcpStream", "by_ref", ["std::io::Read", "std::io::Write"]),
        ("std::vec::Vec", "lines", []),
        ("u8", "cmp", ["std::cmp::Ord"]),
        ("slice", "read", []),
    ],
)
def test_traits_with(table: TypeTable, kind: str, name: str, traits: list[str]) -> None:
    assert list(table.traits_with(kind, name)) == traits


def test_traits_of_references_only(table: TypeTable) -> None:
    assert "std::io::Read" in table.traits_of_ref("slice")
    assert table.traits_of_ref("std::fs::File") == ()


def test_all_functions_of_std_have_a_signature(table: TypeTable) -> None:
    """But those that the documents do not hold, and those that a type has through a trait."""
    std = load_std_table()
    unlisted = {
        path
        for item in tomllib.loads((FACTS / "unlisted.toml").read_text("utf-8"))["item"]
        for pattern in item["paths"]
        for path in expand(pattern)
    }
    count = 0
    for path in std.paths():
        item = std.item(path)
        assert item is not None
        if item.kind not in ("fn", "method", "assoc_fn", "trait_method") or path in unlisted:
            continue
        count += 1
        signature = table.function(path)
        if signature is None:
            owner, _, name = path.rpartition("::")
            assert item.trait is not None, path
            assert item.trait in table.traits_with(owner, name), path
            signature = table.trait_methods(item.trait)[name]
        assert (signature.receiver is None) == (item.receiver is None), path
    assert count > 3500


def test_all_types_and_constants_of_std_are_known(table: TypeTable) -> None:
    kinds = {"struct": "struct", "enum": "enum", "union": "union", "type": "alias"}
    for path in (std := load_std_table()).paths():
        item = std.item(path)
        assert item is not None
        if item.kind in ("const", "static"):
            assert table.constant(path) is not None, path
        if item.kind in kinds:
            assert table.kind(path) == kinds[item.kind], path
