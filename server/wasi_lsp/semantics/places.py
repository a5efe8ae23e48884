"""Under which condition the code at any place of a file is compiled."""

from __future__ import annotations

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.file_place import FilePlace
from wasi_lsp.semantics.modules import build_module
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.nesting import Nesting
from wasi_lsp.text.span import Span


class Places:
    """The conditions in one file, to be looked up by place."""

    def __init__(self, root: Unit, place: FilePlace) -> None:
        module = build_module(root, place.wrapper_macros)
        units = {
            Span(offset, offset + unit.length): (offset, unit, around)
            for offset, unit, around in walk_surroundings(root, module, place)
        }
        self._nesting = Nesting(units)
        self._units: list[tuple[int, Unit, Surroundings]] = [
            units[span] for span in self._nesting.spans
        ]

    def compiled_at(self, span: Span) -> Region:
        """Where the code at `span`, which is not empty, exists."""
        number = next(self._nesting.around(span), None)
        if number is None:
            return Region.unknown()
        offset, unit, around = self._units[number]
        own = around.where & unit.interface.where
        return own & Layers(unit.gates).at(span.shift(-offset))
