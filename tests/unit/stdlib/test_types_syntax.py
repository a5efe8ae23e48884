"""Types as text: what is written is read again as the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.type_match import match_type, parameters, substitute, weight
from wasi_lsp.stdlib.type_syntax import (
    parse_fields,
    parse_impl,
    parse_signature,
    parse_type,
    parse_variants,
    write_fields,
    write_impl,
    write_signature,
    write_type,
    write_variants,
)
from wasi_lsp.stdlib.type_table import load_type_table
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Function,
    Named,
    Never,
    Parameter,
    Projection,
    Reference,
    SliceType,
    TraitObject,
    TupleType,
    Type,
)

_NAMES = st.sampled_from(["T", "Self", "Impl0", "K_"])
_TRAITS = st.sampled_from(["std::iter::Iterator", "std::io::Read", "std::convert::From"])
_LEAVES: st.SearchStrategy[Type] = st.one_of(
    st.builds(Parameter, _NAMES),
    st.sampled_from([UNKNOWN, Never(), TupleType(()), Named("u8"), Named("str")]),
    st.builds(Named, st.sampled_from(["std::fs::File", "{integer}", "bool"])),
)


def _larger(kinds: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    several = st.lists(kinds, min_size=1, max_size=3).map(tuple)
    bindings = st.lists(
        st.tuples(st.sampled_from(["Item", "Output"]), kinds), max_size=2
    ).map(tuple)  # fmt: skip
    return st.one_of(
        st.builds(Named, st.sampled_from(["std::vec::Vec", "std::result::Result"]), several),
        st.builds(Reference, kinds),
        st.builds(TupleType, several),
        st.builds(SliceType, kinds, st.booleans()),
        st.builds(Projection, kinds, _TRAITS, st.sampled_from(["Item", "Output"])),
        st.builds(Function, several, kinds),
        st.builds(TraitObject, _TRAITS, several, bindings),
    )


types = st.recursive(_LEAVES, _larger, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(types)
def test_a_type_is_read_as_it_was_written(kind: Type) -> None:
    assert parse_type(write_type(kind)) == kind


def test_every_line_is_read_as_it_was_written() -> None:
    lines: SortedLines = load_type_table()._lines
    counts = {"fn": 0, "impl": 0, "fields": 0, "variants": 0, "alias": 0}
    for key, columns in lines:
        if key.startswith("@impl "):
            for text in columns:
                assert write_impl(parse_impl(text)) == text
                counts["impl"] += 1
        elif columns[0] == "fn":
            for text in columns[1:]:
                assert write_signature(parse_signature(key, text)) == text
                counts["fn"] += 1
        elif columns[0] in ("struct", "union") and len(columns) > 2:
            assert write_fields(parse_fields(columns[2])) == columns[2]
            counts["fields"] += 1
        elif columns[0] == "enum" and len(columns) > 2:
            assert write_variants(parse_variants(columns[2])) == columns[2]
            counts["variants"] += 1
        elif columns[0] == "alias":
            assert write_type(parse_type(columns[2])) == columns[2]
            counts["alias"] += 1
    assert counts["fn"] > 4000
    assert counts["impl"] > 3000
    assert min(counts.values()) > 30


@pytest.mark.parametrize(
    "text", ["", "Vec<", "std::vec::Vec<T", "(A,B", "[u8;3]", "&", "<T as X>", "u8 u8", "T>"]
)
def test_another_text_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"is missing|no type begins|what is"):
        parse_type(text)


@settings(max_examples=200, deadline=None)
@given(types, types)
def test_a_pattern_matches_what_is_put_into_it(pattern: Type, kind: Type) -> None:
    instance = substitute(pattern, dict.fromkeys(parameters(pattern), kind))
    values: dict[str, Type] = {}
    assert match_type(pattern, instance, values)
    assert all(value == kind for value in values.values())


@pytest.mark.parametrize(
    ("pattern", "kind", "values"),
    [
        ("std::vec::Vec<T>", "std::vec::Vec<u8>", {"T": "u8"}),
        ("std::vec::Vec<T>", "std::vec::Vec<_>", {"T": "_"}),
        ("std::vec::Vec<T>", "_", {}),
        ("(T,T)", "(_,u8)", {"T": "u8"}),
        ("(T,T)", "(u8,bool)", None),
        ("&T", "u8", None),
        ("[T]", "[u8;_]", None),
        ("fn(A)->B", "fn(u8)->bool", {"A": "u8", "B": "bool"}),
        ("fn(A)->B", "fn()->bool", None),
        ("u8", "{integer}", {}),
        ("u8", "{float}", None),
        ("std::fs::File", "std::net::TcpStream", None),
    ],
)
def test_match(pattern: str, kind: str, values: dict[str, str] | None) -> None:
    found: dict[str, Type] = {}
    if match_type(parse_type(pattern), parse_type(kind), found):
        assert {name: write_type(value) for name, value in found.items()} == values
    else:
        assert values is None


def test_weight_gives_up_on_deep_types() -> None:
    kind: Type = Named("u8")
    for _ in range(100_000):
        kind = Reference(kind)
    assert weight(kind, 24) == float("inf")
    assert weight(parse_type("(u8,&u8)"), 24) == 4
