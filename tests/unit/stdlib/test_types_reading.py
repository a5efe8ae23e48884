"""From rustdoc JSON to lines: a small std with what is easily read wrongly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devtools.build_std_db.types_lines import type_lines
from devtools.build_std_db.types_share import share
from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.type_syntax import FLOATS, INTEGERS
from wasi_lsp.stdlib.type_table import TypeTable

Json = dict[str, Any]


def generic(name: str) -> Json:
    return {"generic": name}


def primitive(name: str) -> Json:
    return {"primitive": name}


def path(number: int, *args: Json) -> Json:
    given = [{"type": arg} for arg in args]
    listed = {"angle_bracketed": {"args": given, "constraints": []}} if args else None
    return {"resolved_path": {"path": "", "id": number, "args": listed}}


def trait(number: int, *args: Json) -> Json:
    return {"trait_bound": {
        "trait": path(number, *args)["resolved_path"], "generic_params": [], "modifier": "none",
    }}  # fmt: skip


def closure(number: int, inputs: list[Json], output: Json | None) -> Json:
    arguments = {"parenthesized": {"inputs": inputs, "output": output}}
    bound = trait(number)
    bound["trait_bound"]["trait"]["args"] = arguments
    return bound


def parameter(name: str, *bounds: Json, default: Json | None = None) -> Json:
    kind = {"bounds": list(bounds), "default": default, "is_synthetic": name.startswith("impl ")}
    return {"name": name, "kind": {"type": kind}}


def generics(*params: Json) -> Json:
    return {"params": list(params), "where_predicates": []}


def function(inputs: list[tuple[str, Json]], output: Json | None, *params: Json) -> Json:
    return {
        "function": {"sig": {"inputs": inputs, "output": output}, "generics": generics(*params)}
    }


def impl(
    of: int | None, on: Json, items: list[int], *params: Json, args: Json | None = None
) -> Json:
    named = None if of is None else path(of, *([args] if args else []))["resolved_path"]
    return {"impl": {
        "trait": named, "for": on, "items": items, "generics": generics(*params),
        "is_synthetic": False, "is_negative": False, "blanket_impl": None,
    }}  # fmt: skip


def struct(*params: Json) -> Json:
    return {"struct": {
        "kind": {"plain": {"fields": []}}, "generics": generics(*params), "impls": [],
    }}  # fmt: skip


MUT_SELF = {"borrowed_ref": {"is_mutable": True, "type": generic("Self")}}
PRELUDE = 3

#: By number: the name and the item. Module 1 is `m`, the names of the others say what they are.
ITEMS: dict[int, tuple[str | None, Json]] = {
    0: ("std", {"module": {"items": [1, 2, 60]}}),
    1: ("m", {"module": {"items": [10, 11, 12, 13, 14, 15, 16, 17]}}),
    2: ("prelude", {"module": {"items": [PRELUDE]}}),
    PRELUDE: ("rust_2024", {"module": {"items": [20]}}),
    60: ("ops", {"module": {"items": [61]}}),
    61: ("FnOnce", {"trait": {"items": [], "generics": generics(parameter("Args")), "bounds": []}}),
    10: ("Global", struct()),
    11: ("Pair", struct(parameter("T"), parameter("U"), parameter("A", default=path(10)))),
    12: ("Res", {"type_alias": {"generics": generics(parameter("T")),
                                "type": path(11, generic("T"), primitive("u8"))}}),
    13: ("Get", {"trait": {"items": [30, 31], "generics": generics(
        parameter("Rhs", default=generic("Self"))), "bounds": []}}),
    14: ("make", function([("it", {"impl_trait": [trait(13, primitive("u8"))]}),
                           ("f", generic("F"))], path(12, generic("R")),
                          parameter("F", closure(61, [primitive("u8")], generic("R"))),
                          parameter("R"), parameter("impl Get<u8>", trait(13, primitive("u8"))))),
    15: ("Kind", {"enum": {"variants": [40, 41], "generics": generics(parameter("T"))}}),
    16: ("LIMIT", {"constant": {"type": primitive("u8")}}),
    17: ("Hidden", {"trait": {"items": [], "generics": generics(), "bounds": []}}),
    20: (None, {"use": {"name": "Wrapped", "id": 40, "is_glob": False, "source": ""}}),
    30: ("get", function([("self", MUT_SELF)], {"qualified_path": {
        "name": "Out", "self_type": generic("Self"), "trait": {"path": "", "id": 13}}})),
    31: ("Out", {"assoc_type": {"type": None}}),
    40: ("Wrapped", {"variant": {"kind": {"tuple": [42]}}}),
    41: ("Empty", {"variant": {"kind": "plain"}}),
    42: ("0", {"struct_field": generic("T")}),
    # impl<U, T, A> Pair<U, T, A>: the parameters have each other's names.
    50: (None, impl(None, path(11, generic("U"), generic("T"), generic("A")), [51, 52],
                    parameter("U"), parameter("T"), parameter("A"))),
    51: ("swap", function([("self", generic("Self")), ("with", generic("V"))],
                          path(11, generic("T"), generic("U"), generic("A")), parameter("V"))),
    52: ("with", function([("with", generic("A"))], generic("Self"))),
    # impl<V> Pair<u8, V>: a special case.
    53: (None, impl(None, path(11, primitive("u8"), generic("V")), [54], parameter("V"))),
    54: ("second", function([("self", generic("Self"))], generic("V"))),
    # impl<X, Y: Hidden> Get for Pair<X, Y>
    55: (None, impl(13, path(11, generic("X"), generic("Y")), [56], parameter("X"),
                    parameter("Y", trait(17)))),
    56: ("Out", {"assoc_type": {"type": generic("Y")}}),
    # impl Get<u8> for &mut Global and for &Global
    57: (None, impl(13, {"borrowed_ref": {"is_mutable": True, "type": path(10)}}, [58],
                    args=primitive("u8"))),
    58: ("Out", {"assoc_type": {"type": primitive("bool")}}),
    59: (None, impl(13, {"borrowed_ref": {"is_mutable": False, "type": path(10)}}, [70],
                    args=primitive("u8"))),
    70: ("Out", {"assoc_type": {"type": primitive("char")}}),
}  # fmt: skip


def document(items: dict[int, tuple[str | None, Json]]) -> Json:
    index: Json = {
        str(number): {"id": number, "name": name, "inner": inner, "attrs": []}
        for number, (name, inner) in items.items()
    }
    return {"crate_version": "0.0.0", "root": 0, "index": index, "paths": {}}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str] | None]:
    folder: Path = tmp_path_factory.mktemp("rustdoc")
    empty: dict[int, tuple[str | None, Json]] = {0: ("core", {"module": {"items": []}})}
    for crate in ("core", "alloc", "std"):
        text = json.dumps(document(ITEMS if crate == "std" else empty))
        (folder / f"{crate}.json").write_text(text, encoding="utf-8")
    return SortedLines(type_lines("1.96.0", folder).encode()).get


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("std::m::Pair", ["struct", "T,U"]),
        ("std::m::Res", ["alias", "T", "std::m::Pair<T,u8>"]),
        ("std::m::Get", ["trait", "Rhs", "", "get", "Out"]),
        ("std::m::Get::get", ["fn", "(&mut self)-><Self as std::m::Get>::Out"]),
        ("std::m::Kind", ["enum", "T", "Wrapped(T),Empty"]),
        ("std::m::LIMIT", ["const", "u8"]),
        ("std::m::make", ["fn", "<F,R,Impl0>(Impl0,F)->std::m::Pair<R,u8> where F:fn(u8)->R,"
                                "Impl0:std::m::Get<u8>"]),
        ("std::m::Pair::swap", ["fn", "<V>(self,V)->std::m::Pair<U,T>"]),
        ("std::m::Pair::with", ["fn", "<A>(A)->std::m::Pair<T,U>"]),
        ("std::m::Pair::second", ["fn", "(self)->V for std::m::Pair<u8,V>"]),
        ("@impl std::m::Pair",
         ["std::m::Get<std::m::Pair<T,U>> for std::m::Pair<T,U> [Out=U]"]),
        ("@impl &std::m::Global", ["std::m::Get<u8> for &std::m::Global [Out=char]"]),
        ("@prelude", ["Wrapped=std::m::Kind::Wrapped"]),
    ],
)  # fmt: skip
def test_each_item_has_its_line(
    lines: Callable[[str], list[str] | None], key: str, columns: list[str]
) -> None:  # fmt: skip
    assert lines(key) == columns


def test_the_first_line_says_where_the_file_is_from(
    lines: Callable[[str], list[str] | None],
) -> None:
    first = lines("@")
    assert first is not None
    assert first[0].startswith("rustdoc 1.96.0, cargo rustdoc")


def test_what_all_numbers_share_is_written_once() -> None:
    lines = {f"{name}::pow": f"fn\t(self,u32)->{name}" for name in INTEGERS}
    lines |= {f"{name}::bits": f"fn\t(self)->{name if name != 'i8' else 'u8'}" for name in INTEGERS}
    lines |= {f"@impl {name}": f"std::a::A for {name}" for name in FLOATS}
    lines["@impl f64"] += "\tstd::a::B for f64"
    share(lines)
    assert lines["{integer}::pow"] == "fn\t(self,u32)->{integer}"
    assert "u32::pow" not in lines
    assert lines["i8::bits"] == "fn\t(self)->u8"
    assert lines["@impl {float}"] == "std::a::A for {float}"
    assert lines["@impl f64"] == "std::a::B for f64"
    text = "\n".join(sorted(f"{key}\t{value}" for key, value in lines.items() if value)) + "\n"
    signature = TypeTable(SortedLines(text.encode())).function("u32::pow")
    assert signature is not None
    assert str(signature.returns) == "Named(path='u32', args=())"
