"""Hypothesis strategies for predicates, well formed and not."""

from __future__ import annotations

from hypothesis import strategies as st

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, KeyValue, Lit, Name, Not
from wasi_lsp.text.span import Span

_NOWHERE = Span(0, 0)

#: Atoms that a target decides, and free ones; few, so that they meet.
_TARGET_ATOMS = [
    ("target_os", "wasi"),
    ("target_os", "linux"),
    ("target_env", "p1"),
    ("target_env", "p2"),
    ("target_env", ""),
    ("target_family", "wasm"),
    ("target_family", "unix"),
    ("target_arch", "wasm32"),
    ("target_pointer_width", "64"),
    ("target_has_atomic", "64"),
    ("target_os", "nonesuch"),
]
#: The free atoms that occur, as `atom_of` writes them.
FREE_ATOMS = ("test", "docsrs", 'feature="a"', 'feature="b"')


def name(word: str) -> Name:
    return Name(_NOWHERE, word)


def key_value(key: str, value: str) -> KeyValue:
    return KeyValue(_NOWHERE, key, value, _NOWHERE, _NOWHERE)


_LEAVES = st.one_of(
    st.sampled_from([key_value(*pair) for pair in _TARGET_ATOMS]),
    st.sampled_from([name("unix"), name("windows"), name("test"), name("docsrs")]),
    st.sampled_from([key_value("feature", "a"), key_value("feature", "b")]),
    st.sampled_from([Lit(_NOWHERE, True), Lit(_NOWHERE, False)]),
)


def combined(inner: st.SearchStrategy[CfgExpr]) -> st.SearchStrategy[CfgExpr]:
    """Operators on such predicates."""
    lists = st.lists(inner, max_size=4).map(tuple)
    return st.one_of(
        lists.map(lambda args: All(_NOWHERE, args)),
        lists.map(lambda args: Any(_NOWHERE, args)),
        inner.map(lambda arg: Not(_NOWHERE, arg)),
    )


#: Predicates of which everything is known.
EXACT: st.SearchStrategy[CfgExpr] = st.recursive(_LEAVES, combined, max_leaves=12)

#: Predicates with unknown parts; the span tells them apart.
PARTLY_KNOWN: st.SearchStrategy[CfgExpr] = st.recursive(
    st.one_of(_LEAVES, st.integers(0, 99).map(lambda n: Invalid(Span(n, n)))),
    combined,
    max_leaves=12,
)

_PIECES = [
    *["all(", "any(", "not(", "(", ")", ",", "=", "==", "&&", "||", "!", "[", "]", "{", "}"],
    *['"wasi"', '"p2', 'r#"x"#', 'r#"', 'b"x"', "'a'", "'a", "1u8", "1.5", "\\", "\\\n", "\r"],
    *["target_os", "target_env", "unix", "feature", "true", "false", "r#fn", "fn", "_", "self"],
    *["$x", "$(", ")*", "#x", "//", "/*", "*/", "///", "=>", "::", ";", "version(", "target("],
    *[" ", "\n", "\u2028", "\u00a0", "é", "日", "€", "\0", '"\\u{1F600}"', '"\\q"', "cfg(", "and"],
]

#: Text that looks like the inside of a cfg, broken in every way, and bytes that are no text.
BROKEN_TEXT: st.SearchStrategy[bytes] = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=30).map(lambda pieces: "".join(pieces).encode()),
    st.binary(max_size=60),
)
