"""Gates as code actions, over stdio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.cursor import with_cursor
from support.raw_client import raw_client

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8"]},
    "textDocument": {
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
        }
    },
}
MANIFEST = '[package]\nname = "p"\n[target.wasm32-wasip2.dependencies]\n'


def actions(root: Path, marked: str) -> list[dict[str, Any]]:
    """The actions at the cursor of a file with this text."""
    (root / "src").mkdir()
    (root / "Cargo.toml").write_text(MANIFEST)
    text, offset = with_cursor(marked)
    uri = (root / "src/lib.rs").as_uri()
    line_start = text.rfind(b"\n", 0, offset) + 1
    position = {"line": text.count(b"\n", 0, offset), "character": offset - line_start}
    with raw_client() as client:
        client.initialize(CAPABILITIES, workspaceFolders=[{"uri": root.as_uri(), "name": "p"}])
        document = {"uri": uri, "languageId": "rust", "version": 1, "text": text.decode()}
        client.notify("textDocument/didOpen", {"textDocument": document})
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": position, "end": position},
            "context": {"diagnostics": []},
        }
        found: list[dict[str, Any]] = client.request("textDocument/codeAction", params)["result"]
        return found or []


def test_a_gate_is_a_quick_fix(tmp_path: Path) -> None:
    (action,) = actions(tmp_path, "fn main() {\n    std::thread::sp$0awn(|| ());\n}\n")
    assert action["kind"] == "quickfix"
    assert action["title"] == 'Gate the statement with `#[cfg(not(target_os = "wasi"))]`'
    assert not action.get("isPreferred")
    ((edit,),) = action["edit"]["changes"].values()
    assert edit["newText"] == '#[cfg(not(target_os = "wasi"))]\n    '
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 1, "character": 4}
    assert action["diagnostics"][0]["code"] == "WASI103"


def test_no_gate_where_the_value_is_needed(tmp_path: Path) -> None:
    assert actions(tmp_path, "fn id() -> u32 {\n    std::process::i$0d()\n}\n") == []
