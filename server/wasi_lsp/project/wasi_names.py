"""The names of WASI targets, past and present, as projects write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wasi_lsp.cfg.targets import wasi_targets

#: Former names, with the target that took their place: RELEASES.md of Rust 1.35 (wasm32-wasi),
#: 1.78 (wasm32-wasip1, wasm32-wasip1-threads) and 1.84 (wasm32-wasi removed).
RENAMED = {
    "wasm32-unknown-wasi": "wasm32-wasip1",
    "wasm32-wasi": "wasm32-wasip1",
    "wasm32-wasi-preview1-threads": "wasm32-wasip1-threads",
}

_WORD = re.compile(r"(?<![\w-])wasm32-[a-z0-9-]+(?![\w-])")


def triples_in(texts: Iterable[str]) -> Iterator[str]:
    """The WASI targets that stand as words in `texts`; former names under their new one."""
    for text in texts:
        for word in _WORD.findall(text):
            triple = RENAMED.get(word, word)
            if triple in wasi_targets():
                yield triple


def triple_of_env(value: str) -> str | None:
    """The target that `target_env = "p2"` and its kin mean; None for other values.

    wasm32-wasip1-threads has the cfgs of wasm32-wasip1, so `p1` means the plain one.
    """
    triple = f"wasm32-wasi{value}"
    return triple if triple in wasi_targets() else None
