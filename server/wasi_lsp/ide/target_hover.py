"""Hover on the name of a target."""

from __future__ import annotations

from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.ide.target_words import described
from wasi_lsp.project.wasi_names import FORMER


def hover_target(name: str) -> str | None:
    """Markdown on the target `name`, a former name included; None for one that nobody has."""
    if name in all_targets():
        return described(name)
    former = FORMER.get(name)
    if former is None:
        return None
    return (
        f"**`{name}`** is a former name of `{former.successor}`, which Rust {former.removed} and "
        f"later do not know.\n\n---\n\n{described(former.successor)}"
    )
