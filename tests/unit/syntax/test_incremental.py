"""What an edit leaves as it was keeps its facts."""

from wasi_lsp.syntax.facts import walk_units
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


def _functions(source: ParsedSource) -> dict[str, object]:
    return {
        item.name: unit
        for _, unit in walk_units(source.unit)
        for item in unit.interface.items
        if item.in_values
    }
