"""What the server tells about itself: in a file that a user can send, and to a client that asks."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from support.command import wasi_lsp
from support.raw_client import raw_client

SECRET = "correct_horse"
TEXT = f'#[cfg(target_env = "wasip2")]\nfn {SECRET}() {{}}\n'


def test_a_log_without_a_word_of_the_source(tmp_path: Path) -> None:
    log, project = tmp_path / "log", tmp_path / "project"
    project.mkdir()
    (project / "Cargo.toml").write_text(f'[package]\nname = "p"\ndescription = "{SECRET}"\n')
    uri = (project / "lib.rs").as_uri()
    with raw_client("--stdio", "--log", str(log)) as client:
        client.initialize(
            clientInfo={"name": "Tester", "version": "7"},
            workspaceFolders=[{"uri": project.as_uri(), "name": "p"}],
            initializationOptions={"targets": ["wasm32-wasip1"]},
        )
        client.open(uri, TEXT)
        client.await_call("textDocument/publishDiagnostics")
        params = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 8}}
        client.request("textDocument/hover", params)
        client.request("textDocument/hover", {"textDocument": SECRET})
        client.request("shutdown", id_=2)
        client.notify("exit")
        client.wait()
        assert client.log() == ""
    written = log.read_text("utf-8")
    for told in (
        f"wasi-lsp {version('wasi-lsp')}",
        "tree-sitter-rust",
        "client Tester 7",
        str(project),
        "wasm32-wasip1",
        "textDocument/didOpen: ",
        "textDocument/hover: ",
    ):
        assert told in written
    assert SECRET not in written


def test_a_log_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    with raw_client("--stdio", "--log", str(tmp_path)) as client:
        client.initialize()
        client.request("shutdown", id_=2)
        client.notify("exit")
        assert client.wait() == 0
        assert "cannot write the log" in client.log()


def test_a_log_is_of_the_server() -> None:
    result = wasi_lsp("--log", "x", "explain")
    assert result.code == 2
    assert "--log goes with --stdio or --tcp" in result.err


def test_a_client_can_have_the_times() -> None:
    with raw_client() as client:
        client.initialize()
        client.notify("$/setTrace", {"value": "messages"})
        client.request("workspace/symbol", {"query": ""})
        message = client.await_call("$/logTrace")["params"]["message"]
        assert message.startswith("workspace/symbol: ")
        client.notify("$/setTrace", {"value": "off"})
        client.request("workspace/symbol", {"query": ""}, id_=3)
        assert client.received() == []
