"""How sets of WASI targets are called in an editor, where there is little room."""

from __future__ import annotations

from wasi_lsp.cfg.targets import TargetSet

#: What is written of a triple.
_PREFIX = "wasm32-"
#: On a stable compiler no predicate tells these two apart: one of them is enough.
_TWIN = ("wasm32-wasip1-threads", "wasm32-wasip1")


def short_names(targets: TargetSet) -> str:
    """`wasip1, wasip2`; for no target `no WASI`."""
    if not targets:
        return "no WASI"
    twin, first = _TWIN
    shown = (each for each in targets if each != twin or first not in targets)
    return ", ".join(each.removeprefix(_PREFIX) for each in shown)
