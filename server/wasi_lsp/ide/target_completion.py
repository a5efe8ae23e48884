"""The targets of rustc as completions: those of WASI first, then by how well Rust supports them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wasi_lsp.cfg.targets import TargetInfo, all_targets, target_info
from wasi_lsp.ide.target_words import described, tier_words

#: What a component is built for comes first.
_WASI_ORDER = ("wasm32-wasip2", "wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip3")
_NO_TIER = 9


class TargetItem(NamedTuple):
    """A target, with a short phrase and a Markdown text about it."""

    triple: str
    detail: str
    documentation: str


def target_items(*, installable: bool = False) -> Iterator[TargetItem]:
    """Every target in the order in which they are offered; `installable` are those rustup has."""
    known = [info for triple in all_targets() if (info := target_info(triple)) is not None]
    for info in sorted(known, key=_rank):
        if not installable or info.tier in (1, 2):
            # Texts on all of rustc's targets would make the list slow.
            documentation = described(info.triple) if _is_wasm(info) else ""
            yield TargetItem(info.triple, tier_words(info), documentation)


def _rank(info: TargetInfo) -> tuple[bool, int, int, str]:
    place = _WASI_ORDER.index(info.triple) if info.triple in _WASI_ORDER else len(_WASI_ORDER)
    return not _is_wasm(info), place, info.tier or _NO_TIER, info.triple


def _is_wasm(info: TargetInfo) -> bool:
    return info.triple.startswith("wasm")
