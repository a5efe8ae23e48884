"""Gates and rewritings as code actions, over stdio."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from support.cursor import with_cursor
from support.raw_client import raw_client

CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-8"]},
    "textDocument": {
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
        }
    },
}
MANIFEST = '[package]\nname = "p"\n[target.wasm32-wasip2.dependencies]\n'


def actions(
    root: Path, marked: str, manifest: str = MANIFEST, only: list[str] | None = None
) -> list[dict[str, Any]]:
    """The actions at the cursor of a file with this text."""
    (root / "src").mkdir()
    (root / "Cargo.toml").write_text(manifest)
    text, offset = with_cursor(marked)
    uri = (root / "src/lib.rs").as_uri()
    line_start = text.rfind(b"\n", 0, offset) + 1
    position = {"line": text.count(b"\n", 0, offset), "character": offset - line_start}
    with raw_client() as client:
        client.initialize(CAPABILITIES, workspaceFolders=[{"uri": root.as_uri(), "name": "p"}])
        client.open(uri, text.decode())
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": position, "end": position},
            "context": {"diagnostics": []} | ({"only": only} if only else {}),
        }
        found: list[dict[str, Any]] = client.request("textDocument/codeAction", params)["result"]
        return found or []


def test_a_comment_is_made_when_it_was_chosen(tmp_path: Path) -> None:
    lazy = {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
    literals = CAPABILITIES["textDocument"]["codeAction"]
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo" / "config.toml").write_text('[build]\ntarget = "wasm32-wasip2"\n')
    uri = (tmp_path / "lib.rs").as_uri()
    text = "fn f() {\n    std::thread::spawn(f);\n}\n"
    at = {"line": 1, "character": 20}
    with raw_client() as client:
        client.initialize(
            {"textDocument": {"codeAction": {**literals, **lazy}}},
            workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "p"}],
        )
        client.open(uri, text)
        client.await_call("textDocument/publishDiagnostics")
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": []},
        }
        found = client.request("textDocument/codeAction", params)["result"]
        gate, here, in_file = found
        assert "edit" in gate
        assert [here["title"], in_file["title"]] == [
            "Allow WASI103 here",
            "Allow WASI103 in this file",
        ]
        assert "edit" not in here
        resolved = client.request("codeAction/resolve", here)["result"]
        ((edit,),) = resolved["edit"]["changes"].values()
        assert edit["newText"] == "    // wasi-lsp: allow(WASI103)\n"
        assert edit["range"]["start"] == {"line": 1, "character": 0}
        # What was offered for another text is not made in this one.
        change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "\n"}]}
        client.notify("textDocument/didChange", change)
        assert client.request("codeAction/resolve", in_file)["error"]["code"] == -32801
        broken = {**here, "data": {"uri": 5}}
        assert client.request("codeAction/resolve", broken)["error"]["code"] == -32801


def test_a_gate_is_a_quick_fix(tmp_path: Path) -> None:
    action, *_ = actions(tmp_path, "fn main() {\n    std::thread::sp$0awn(|| ());\n}\n")
    assert action["kind"] == "quickfix"
    assert action["title"] == 'Gate the statement with `cfg(not(target_os = "wasi"))`'
    assert not action.get("isPreferred")
    ((edit,),) = action["edit"]["changes"].values()
    assert edit["newText"] == '#[cfg(not(target_os = "wasi"))]\n    '
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 1, "character": 4}
    assert action["diagnostics"][0]["code"] == "WASI103"


def test_no_gate_where_the_value_is_needed(tmp_path: Path) -> None:
    found = actions(tmp_path, "fn id() -> u32 {\n    std::process::i$0d()\n}\n")
    assert [action["title"].partition(" ")[0] for action in found] == ["Allow", "Allow"]


def test_all_fixes_that_are_certain_are_one_action(tmp_path: Path) -> None:
    """In the file as it is; and only for who asks, so that no menu has it beside each of them."""
    wrong = '#[cfg(target_env = "wasi$0p2")]\nfn a() {}\n#[cfg(target_env = "wasip1")]\nfn b() {}\n'
    text = wrong.replace("$0", "")
    for name in ("asked", "saved", "menu"):
        (tmp_path / name).mkdir()
    (action,) = actions(tmp_path / "asked", wrong, only=["source.fixAll.wasi-lsp"])
    assert action["kind"] == "source.fixAll.wasi-lsp"
    ((first, second),) = action["edit"]["changes"].values()
    lines = text.splitlines()
    for edit in (first, second):
        start, end = edit["range"]["start"], edit["range"]["end"]
        line = lines[start["line"]]
        lines[start["line"]] = (
            line[: start["character"]] + edit["newText"] + line[end["character"] :]
        )
    assert lines == [
        '#[cfg(target_env = "p2")]',
        "fn a() {}",
        '#[cfg(target_env = "p1")]',
        "fn b() {}",
    ]
    assert actions(tmp_path / "saved", wrong, only=["source.fixAll"]) == [action | {"edit": ANY}]
    assert all(each.get("kind") != action["kind"] for each in actions(tmp_path / "menu", wrong))


def test_a_finding_can_be_allowed(tmp_path: Path) -> None:
    *_, here, in_file = actions(tmp_path, "use std::os::un$0ix;\n")
    assert here["title"] == "Allow WASI101 here"
    assert in_file["title"] == "Allow WASI101 in this file"
    assert here["kind"] == in_file["kind"] == "quickfix"
    assert here["diagnostics"][0]["code"] == "WASI101"
    ((edit,),) = in_file["edit"]["changes"].values()
    assert edit["newText"] == "//! wasi-lsp: allow(WASI101)\n"
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 0, "character": 0}


CFG_IF = "cfg_if::cfg_i$0f! { if #[cfg(unix)] { mod a; } }\n"


def test_cfg_if_can_be_rewritten(tmp_path: Path) -> None:
    (action,) = actions(tmp_path, CFG_IF)
    assert action["kind"] == "refactor.rewrite"
    assert action["title"] == "Rewrite to `cfg_select!`"
    (edits,) = action["edit"]["changes"].values()
    assert [edit["newText"] for edit in edits] == ["cfg_select", "", " => ", " _ => {}"]


def test_cfg_if_stays_where_the_rust_version_has_no_cfg_select(tmp_path: Path) -> None:
    manifest = '[package]\nname = "p"\nrust-version = "1.94"\n'
    assert actions(tmp_path, CFG_IF, manifest) == []


def test_a_predicate_can_be_simplified(tmp_path: Path) -> None:
    marked = "#[cfg(not(any(not(unix), n$0ot(test))))]\nfn f() {}\n"
    (action,) = actions(tmp_path, marked, only=["refactor"])
    assert action["title"] == "Simplify to `all(unix, test)`"
    ((edit,),) = action["edit"]["changes"].values()
    assert edit["newText"] == "all(unix, test)"
    assert edit["range"]["end"] == {"line": 0, "character": 36}


@pytest.mark.parametrize("is_used", [False, True])
def test_a_version_for_a_missing_target_is_offered_once(tmp_path: Path, is_used: bool) -> None:
    use = "pub fn g() { f(); }\n" if is_used else ""
    found = actions(
        tmp_path,
        '#[cfg(target_env = "p1")]\nfn f() {}\n#[cfg(target_env = "p2")]\nfn f$0() {}\n' + use,
    )
    stubs = [each["kind"] for each in found if each["title"].startswith("Add `f`")]
    assert stubs == ["quickfix" if is_used else "refactor.rewrite"]


def test_only_what_is_asked_for(tmp_path: Path) -> None:
    assert actions(tmp_path, CFG_IF, only=["quickfix", "refactor.extract"]) == []


COMMANDS = ["wasi-lsp.showSelected", "wasi-lsp.installTarget"]


@pytest.mark.parametrize("has_commands", [True, False])
def test_what_a_client_shows_or_runs_by_itself(tmp_path: Path, has_commands: bool) -> None:
    can: dict[str, Any] = dict(CAPABILITIES)
    if has_commands:
        can["experimental"] = {"commands": {"commands": COMMANDS}}
    files = {
        tmp_path / "lib.rs": ("rust", '#[cfg(target_os = "wasi")]\nfn f() {}\n', 0, 8),
        tmp_path / "rust-toolchain.toml": (
            "toml",
            '[toolchain]\ntargets = ["wasm32-wasip2"]\n',
            1,
            16,
        ),
    }
    with raw_client() as client:
        client.initialize(can, workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "p"}])
        found: list[dict[str, Any]] = []
        for path, (language, text, line, character) in files.items():
            client.open(path.as_uri(), text, language)
            at = {"line": line, "character": character}
            params = {
                "textDocument": {"uri": path.as_uri()},
                "range": {"start": at, "end": at},
                "context": {"diagnostics": []},
            }
            answer = client.request("textDocument/codeAction", params, id_=path.name)
            found += (each["command"] for each in answer["result"] if "command" in each)
        arguments = [(tmp_path / "lib.rs").as_uri(), {"line": 0, "character": 8}]
        asked = {"command": "wasi-lsp.selectedTargets", "arguments": arguments}
        shown = {"title": "Show what this predicate selects", "arguments": arguments}
        if has_commands:
            assert found == [
                {**shown, "command": "wasi-lsp.showSelected"},
                {
                    "title": "Install wasm32-wasip2 with rustup",
                    "command": "wasi-lsp.installTarget",
                    "arguments": ["wasm32-wasip2"],
                },
            ]
            page = client.request("workspace/executeCommand", asked, id_="page")["result"]
        else:
            assert found == [{**shown, "command": "wasi-lsp.selectedTargets"}]
            message = {"jsonrpc": "2.0", "id": "page", "method": "workspace/executeCommand"}
            client.send({**message, "params": asked})
            page = client.await_call("window/showMessage")["params"]["message"]
        assert page.startswith('# `target_os = "wasi"`')
        assert "`wasm32-wasip2`" in page


@pytest.mark.parametrize("leads_there", [True, False])
def test_a_client_without_links_on_diagnostics_can_show_the_page(
    tmp_path: Path, leads_there: bool
) -> None:
    can = {
        "window": {"showDocument": {"support": True}},
        "textDocument": {
            **CAPABILITIES["textDocument"],
            "publishDiagnostics": {"codeDescriptionSupport": leads_there},
        },
    }
    uri = (tmp_path / "lib.rs").as_uri()
    with raw_client() as client:
        client.initialize(can, workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "p"}])
        text = '#[cfg(target_env = "wasip2")]\nfn f() {}\n'
        client.open(uri, text)
        at = {"line": 0, "character": 20}
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": []},
        }
        found = client.request("textDocument/codeAction", params, id_="actions")["result"]
        commands = [each["command"] for each in found if each.get("command")]
        pages = [each for each in commands if each["command"] == "wasi-lsp.showPage"]
        if leads_there:
            assert pages == []
            return
        (page,) = pages
        assert page["title"] == "Show the page on WASI001"
        asked = {"command": page["command"], "arguments": page["arguments"]}
        message = {"jsonrpc": "2.0", "id": "page", "method": "workspace/executeCommand"}
        client.send({**message, "params": asked})
        shown = client.await_call("window/showDocument")
        assert shown["params"]["uri"].endswith("/WASI001.md")
        client.answer(shown, {"success": True})
        outside = {"command": "wasi-lsp.showPage", "arguments": ["../vscode"]}
        refused = client.request("workspace/executeCommand", outside, id_="outside")
        assert refused["error"]["code"] == -32602
