"""What accepting an item of a completion makes of a text."""

from __future__ import annotations

from wasi_lsp.ide.answers import Completion
from wasi_lsp.text.edits import apply_edits


def after_accepting(text: bytes, item: Completion) -> str:
    """The text after the item is accepted."""
    after = apply_edits(text, [(item.span, item.insert_text.encode())])
    assert after is not None
    return after.decode()
