"""How sets of WASI targets are called in an editor, where there is little room."""

from __future__ import annotations

from wasi_lsp.cfg.targets import TargetSet

#: What is written of a triple.
_PREFIX = "wasm32-"
#: On a stable compiler no predicate tells these two apart: one of them is enough.
_TWIN = ("wasm32-wasip1-threads", "wasm32-wasip1")


def each_short_name(targets: TargetSet) -> list[str]:
    """`wasip1` and so on, without the one that no predicate tells from another."""
    twin, first = _TWIN
    shown = (each for each in targets if each != twin or first not in targets)
    return [each.removeprefix(_PREFIX) for each in shown]


def short_names(targets: TargetSet) -> str:
    """`wasip1, wasip2`; for no target `no WASI`."""
    return ", ".join(each_short_name(targets)) or "no WASI"
