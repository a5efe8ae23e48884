"""What an edit leaves as it was keeps its facts."""

from wasi_lsp.syntax.facts import Unit, walk_units
from wasi_lsp.syntax.incremental import ParsedSource
from wasi_lsp.text.span import Span

TEXT = b"""\
mod a { fn one() {} impl S { fn two() {} } }
mod b { fn three() {} impl S { fn four() {} } }
"""


def test_units_are_known_again_after_edits_in_other_containers() -> None:
    source = ParsedSource.parse(TEXT)
    before = _functions(source)
    for name in (b"one", b"three"):
        at = source.text.index(name)
        source.edit([(Span(at, at), b"x")])
        after = _functions(source)
        changed = {key for key, unit in after.items() if before.get(key) is not unit}
        assert changed == {f"x{name.decode()}"}
        before = after


def test_units_that_only_move_are_known_again_and_comments_between_them_count() -> None:
    source = ParsedSource.parse(b"fn z() {}\n\nfn a() {}\n\nfn b() {}\n\nfn c() {}\n")
    before = _functions(source)
    for where, typed in (
        (b"fn c", b"// wasi-lsp: allow(WASI101)\n"),
        (b"fn b", b"#[cfg(unix)]\n"),
        # Between two items, next to neither.
        (b"\nfn a", b"#[cfg(windows)]"),
        (b"fn z", b"#![feature(wasi_ext)]\n"),
    ):
        at = source.text.index(where)
        source.edit([(Span(at, at), typed)])
        after = _functions(source)
    assert after["z"] is before["z"]
    assert len(_unit(after["a"]).interface.conditions) == 1
    assert [allow.codes for allow in _unit(after["c"]).allows] == [("WASI101",)]
    assert _unit(after["b"]).interface.conditions
    assert source.unit.features == {"wasi_ext"}


def _unit(found: object) -> Unit:
    assert isinstance(found, Unit)
    return found


def _functions(source: ParsedSource) -> dict[str, object]:
    return {
        item.name: unit
        for _, unit in walk_units(source.unit)
        for item in unit.interface.items
        if item.in_values
    }
