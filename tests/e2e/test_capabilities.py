"""The table of what the server offers is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from support.raw_client import raw_client

PAGE = Path(__file__).parents[2] / "server" / "docs" / "lsp.md"
ASKS: dict[str, Any] = {"textDocument": {"diagnostic": {}}}


def test_the_table_of_capabilities_is_true() -> None:
    rows = re.findall(r"^\| `(\w+Provider)` \| ([^|]*) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    told = {name for name, what in rows if not what.startswith("none")}
    with raw_client() as client:
        capabilities = client.initialize(ASKS)
    offered = {name for name, value in capabilities.items() if name.endswith("Provider") and value}
    assert told == offered
