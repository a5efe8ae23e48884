"""What the parser says of a mistake, where, and what its edit makes of it."""

from __future__ import annotations

import pickle

import pytest

from wasi_lsp.cfg.ast import MAX_DEPTH, All, Gated, Invalid, KeyValue, Name, Not, walk
from wasi_lsp.cfg.parser import parse_arm_predicate, parse_cfg, parse_cfg_attr
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify


@pytest.mark.parametrize(
    ("text", "at", "message", "mended"),
    [
        ("target_env = p2", "p2", "must be a string", 'target_env = "p2"'),
        ("feature = my-feature", "my-feature", "must be a string", 'feature = "my-feature"'),
        ("target_pointer_width = 64", "64", "must be a string", 'target_pointer_width = "64"'),
        ("feature = true", "true", "must be a string", 'feature = "true"'),
        ('target_os = b"wasi"', 'b"wasi"', "not a byte string", 'target_os = "wasi"'),
        ('target_os = c"wasi"', 'c"wasi"', "not a C string", 'target_os = "wasi"'),
        ('feature = ["a", "b"]', '["a", "b"]', "one string", 'any(feature = "a", feature = "b")'),
        ('feature = concat!("a")', "concat", "must be a string", None),
        ("target_os =", "target_os =", "is missing", None),
        ('target_os = "wasi', '"wasi', "not closed", None),
        ('target_os = r#"wasi"', 'r#"wasi"', "not closed", None),
        ("unix /* why", "/* why", "not closed", None),
        ('target_os = "a"x', "x", "no suffix", 'target_os = "a"'),
        ('unix = "\\q"', "\\q", "no escape", None),
        ('target_os == "wasi"', "==", "not after `==`", 'target_os = "wasi"'),
        ('target_os: "wasi"', ":", "not after `:`", 'target_os = "wasi"'),
        ("target_env != p2", "!=", "no `!=`", 'not(target_env = "p2")'),
        ("unix && windows", "&&", "no `&&`", "all(unix, windows)"),
        ("unix || windows", "||", "no `||`", "any(unix, windows)"),
        ("unix or windows", "or", "no `or`", "any(unix, windows)"),
        ("a && b || c", "&&", "no `&&`", "any(all(a, b), c)"),
        ('os = "a" | "b"', "|", "no `|`", 'any(os = "a", os = "b")'),
        ("!unix", "!", "no `!`", "not(unix)"),
        ("!(unix)", "!", "no `!`", "not(unix)"),
        ("not unix", "not", "in parentheses", "not(unix)"),
        ("(unix)", "(", "group nothing", "unix"),
        ("all[unix]", "[", "in parentheses", "all(unix)"),
        ("all!(unix)", "!", "no macro calls", "all(unix)"),
        ("unix, windows", "windows", "only one predicate", "all(unix, windows)"),
        ("not(a, b)", "not", "one predicate", "not(any(a, b))"),
        ("not()", "not", "needs a predicate", None),
        ("all(unix windows)", "windows", "comma is missing", "all(unix, windows)"),
        ("all(unix,, x)", ",", "missing before this comma", "all(unix, x)"),
        ("all(unix", "(", "not closed", "all(unix)"),
        ("all(unix]", "]", "expected `)`", "all(unix)"),
        ("unix)", ")", "closes nothing", "unix"),
        ('feature("std")', "feature", "no predicate `feature(…)`", 'feature = "std"'),
        ("All(unix)", "All", "no predicate `All(…)`", "all(unix)"),
        ("or(unix, a)", "or", "no predicate `or(…)`", "any(unix, a)"),
        ("cfg(unix)", "cfg", "does not stand inside", "unix"),
        ('"unix"', '"unix"', "is a string", "unix"),
        ("a::b", "a::b", "is a path", None),
        ("fn", "fn", "keyword", None),
        ("_", "_", "no predicate", None),
        ("123", "123", "no predicate", None),
        ("", "", "missing", None),
        ("target(os)", "target", "takes keys", None),
        ("version(1)", "version", "one string", None),
    ],
)
def test_mistakes(text: str, at: str, message: str, mended: str | None) -> None:
    source = text.encode()
    parsed = parse_cfg(source, 0, len(source))
    (error,) = parsed.errors
    assert text[slice(*error.span)] == at
    assert message in error.message
    if mended is None:
        assert error.replacement is None
        return
    assert error.replacement is not None
    for span, new in sorted(error.replacement, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    assert text == mended
    assert not parse_cfg(text.encode(), 0, len(text)).errors


def test_offsets_are_those_of_the_whole_text() -> None:
    text = '/* é */ #[cfg(all(r#unix, target_os = r"wasi"))] fn f() {}'.encode()
    start = text.index(b"all")
    parsed = parse_cfg(text, start, text.index(b")]"))
    assert not parsed.errors
    both = parsed.expr
    assert isinstance(both, All)
    name, pair = both.args
    assert isinstance(name, Name)
    assert isinstance(pair, KeyValue)
    assert (name.name, text[slice(*name.span)]) == ("unix", b"r#unix")
    assert (pair.value, text[slice(*pair.value_span)]) == ("wasi", b'r"wasi"')
    assert text[slice(*pair.key_span)] == b"target_os"


def test_what_a_macro_fills_in_is_unknown_and_no_mistake() -> None:
    for inside in (
        "$x",
        "all($($x),*)",
        "any(unix, $($x,)+)",
        "feature = $x",
        "feature = concat!($x)",
        "not $x",
        "not($a, $b)",
        "unix && $x",
        "#x",
    ):
        parsed = parse_cfg(inside.encode(), 0, len(inside))
        assert parsed.errors == (), inside
        assert any(isinstance(node, Invalid) for node in walk(parsed.expr)), inside
    known = parse_cfg(b"all($x, unix)", 0, 13).expr
    assert isinstance(known, All)
    assert isinstance(known.args[1], Name)


def test_gated_predicates_are_known() -> None:
    for inside in ('version("1.70")', 'target(os = "wasi", env = "p1")', "target()"):
        parsed = parse_cfg(inside.encode(), 0, len(inside))
        assert parsed.errors == ()
        assert isinstance(parsed.expr, Gated)


def test_a_mistake_keeps_what_stands_around_it() -> None:
    text = b'all(unix, target_env = p2, feature = "x")'
    parsed = parse_cfg(text, 0, len(text))
    assert isinstance(parsed.expr, All)
    assert [type(arg) for arg in parsed.expr.args] == [Name, Invalid, KeyValue]
    assert len(parsed.errors) == 1


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 10_000])
def test_depth_is_bounded(depth: int) -> None:
    text = b"not(" * depth + b"unix" + b")" * depth
    parsed = parse_cfg(text, 0, len(text))
    assert [error.message for error in parsed.errors] == (
        []
        if depth <= MAX_DEPTH
        else [f"the predicate is nested more than {MAX_DEPTH} deep: what is inside is not examined"]
    )
    assert isinstance(parsed.expr, Not)
    assert Region.of(parsed.expr).is_exact == (depth <= MAX_DEPTH)
    assert render(simplify(parsed.expr))
    assert hash(parsed.expr) == hash(pickle.loads(pickle.dumps(parsed.expr)))


@pytest.mark.parametrize(
    "piece", ["(", "!", "not ", "all[", "cfg(", "$(", "#(", "/*", '"a" ', "a=[", "x::", "a\u20ac"]
)
def test_long_nonsense_is_read_fast(piece: str) -> None:
    text = (piece * 5_000).encode()
    parsed = parse_cfg(text, 0, len(text))
    assert len(parsed.errors) <= MAX_DEPTH + 1


def test_cfg_attr() -> None:
    text = b'unix, doc = "a, b", allow(x, y) , cfg(windows),'
    parsed = parse_cfg_attr(text, 0, len(text))
    assert parsed.predicate.errors == ()
    assert [text[slice(*span)] for span in parsed.attributes] == [
        b'doc = "a, b"',
        b"allow(x, y)",
        b"cfg(windows)",
    ]


def test_cfg_attr_without_attributes() -> None:
    assert parse_cfg_attr(b"unix,", 0, 5).predicate.errors == ()
    (error,) = parse_cfg_attr(b"unix", 0, 4).predicate.errors
    assert "needs attributes" in error.message


def test_arms() -> None:
    text = b'all(unix, test) => { "a" } _ => { "b" }'
    arm = parse_arm_predicate(text, 0, len(text))
    assert arm.predicate is not None
    assert isinstance(arm.predicate.expr, All)
    assert text[arm.end_offset :].startswith(b'=> { "a" }')
    last = parse_arm_predicate(text, text.index(b"_ "), len(text))
    assert last.predicate is None
    assert text[last.end_offset :] == b'=> { "b" }'


def test_an_arm_without_arrow_stops_at_its_body() -> None:
    text = b"windows { 1 } _ => { 2 }"
    arm = parse_arm_predicate(text, 0, len(text))
    assert arm.predicate is not None
    (error,) = arm.predicate.errors
    assert "expected `=>`" in error.message
    assert text[arm.end_offset :].startswith(b"{ 1 }")
