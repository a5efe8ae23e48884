"""Hover on the name of a target."""

from __future__ import annotations

from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.ide.target_words import described
from wasi_lsp.project.wasi_names import RENAMED


def hover_target(name: str) -> str | None:
    """Markdown on the target `name`, a former name included; None for one that nobody has."""
    if name in all_targets():
        return described(name)
    renamed = RENAMED.get(name)
    if renamed is None:
        return None
    return f"**`{name}`** is the former name of `{renamed}`.\n\n---\n\n{described(renamed)}"
