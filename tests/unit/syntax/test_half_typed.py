"""While an attribute is being typed, the items behind it stay what they are."""

import pytest

from wasi_lsp.syntax.facts import walk_units
from wasi_lsp.syntax.half_typed import unclosed_attributes, with_closed
from wasi_lsp.syntax.incremental import ParsedSource
from wasi_lsp.text.span import Span

BEHIND = b"""
fn a() {}

#[test]
fn b() {
    let text = "]";
}
"""


@pytest.mark.parametrize(
    "typed",
    [
        b"#[",
        b"#[c",
        b"#[cfg",
        b"#[cfg(",
        b'#[cfg(target_env = "p',
        b'#[cfg(target_env = "p2"',
        b"#[cfg(all(unix), ",
        b"#[cfg(\n    unix,\n    any(",
        b"#[derive(Clone, De",
        b"#![cfg_attr(unix, ",
        b"#[test] #[cfg(",
    ],
)
def test_items_behind_a_half_typed_attribute(typed: bytes) -> None:
    source = ParsedSource.parse(BEHIND)
    known = dict(_functions(source))
    for at, character in enumerate(typed):
        source.edit([(Span(at, at), bytes([character]))])
        now = _functions(source)
        assert now.keys() == known.keys(), source.text
        assert now["b"] is known["b"], source.text
        assert _functions(ParsedSource.parse(source.text)).keys() == known.keys()
    # The file is another one when the attribute is finished: until then nothing is certain.
    assert source.unit.is_broken


def test_a_finished_attribute_is_read_as_it_is() -> None:
    source = ParsedSource.parse(BEHIND)
    for at, character in enumerate(b"#[cfg( any(unix , windows ) ) ]"):
        source.edit([(Span(at, at), bytes([character]))])
    assert not source.unit.is_broken
    assert [len(unit.predicates) for _, unit in walk_units(source.unit)] == [0, 1, 0]


def test_an_attribute_that_loses_its_end_above_the_line_of_the_edit() -> None:
    source = ParsedSource.parse(b"#[cfg(\n    unix\n)]" + BEHIND)
    at = source.text.index(b")]")
    source.edit([(Span(at, at + 2), b"")])
    assert _functions(source).keys() == {"a", "b"}


@pytest.mark.parametrize("place", [b"if ", b"else if "])
def test_in_an_arm(place: bytes) -> None:
    arms = b"cfg_if! {\n if #[cfg(unix)] {\n  fn c() {}\n } else if #[cfg(unix)] {\n }\n}"
    at = arms.index(place + b"#") + len(place)
    text = arms[:at] + arms[at + len(b"#[cfg(unix)]") :] + BEHIND
    source = ParsedSource.parse(text)
    for step, character in enumerate(b'#[cfg(all(target_env = "p2", unix))]', at):
        source.edit([(Span(step, step), bytes([character]))])
        assert {"a", "b"} <= _functions(source).keys(), source.text
    assert not source.unit.is_broken
    assert _functions(source).keys() == {"a", "b", "c"}


@pytest.mark.parametrize("text", [b"#[cfg(unix)]\nfn a() {}", b"// #[cfg(\nfn a() {}", b"a #[cfg("])
def test_what_is_no_half_typed_attribute(text: bytes) -> None:
    assert not list(unclosed_attributes(text, Span(0, len(text))))


def test_a_long_attribute_has_an_end() -> None:
    text = b"#[cfg(any(\n" + b"    unix,\n" * 1000 + b"))]\nfn a() {}"
    assert not list(unclosed_attributes(text, Span(0, len(text))))


def test_a_file_of_nothing_else_is_read_in_no_time() -> None:
    source = ParsedSource.parse(b"#[cfg(\n" * 20_000)
    assert source.unit.is_broken
    source.edit([(Span(0, 0), b"#[a(\n")])
    assert source.unit.is_broken


@pytest.mark.parametrize("attribute", [b"#[", b"#![", b"#[a", b"#[cfg(\n\nunix, ", b"#[cfg("])
def test_lines_and_length_stay(attribute: bytes) -> None:
    text = attribute + b"\nfn a() {}"
    closed = with_closed(text, unclosed_attributes(text, Span(0, len(text))))
    assert len(closed) == len(text)
    assert [len(line) for line in closed.split(b"\n")] == [len(line) for line in text.split(b"\n")]


def _functions(source: ParsedSource) -> dict[str, object]:
    return {
        item.name: unit
        for _, unit in walk_units(source.unit)
        for item in unit.interface.items
        if item.in_values
    }
