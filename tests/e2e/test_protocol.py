"""What a client may send wrongly, out of turn or too late, over real pipes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.raw_client import TIMEOUT, RawClient, raw_client

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
INTERNAL_ERROR, NOT_INITIALIZED = -32603, -32002

URI = "untitled:Untitled-1"


@pytest.fixture(scope="module")
def shared() -> Iterator[RawClient]:
    """One initialized server; no test may end it."""
    with raw_client() as client:
        client.initialize()
        yield client


def error_of(answer: dict[str, Any]) -> tuple[Any, int]:
    error = answer["error"]
    assert error["message"]
    assert error.get("data") is None
    return answer["id"], error["code"]


@pytest.mark.parametrize(
    ("body", "id_", "code"),
    [
        (b"", None, PARSE_ERROR),
        (b"{", None, PARSE_ERROR),
        (b"\xff\xfe", None, PARSE_ERROR),
        (b"[" * 100_000, None, PARSE_ERROR),
        (b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b"}", None, PARSE_ERROR),
        (b"5", None, INVALID_REQUEST),
        (b"null", None, INVALID_REQUEST),
        (b"[]", None, INVALID_REQUEST),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]', None, INVALID_REQUEST),
        (b"{}", None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0"}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": 7}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "1.0", "id": 7, "method": "shutdown"}', None, INVALID_REQUEST),
        (b'{"id": 7, "method": "shutdown"}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": [1], "method": "shutdown"}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": true, "method": "shutdown"}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": 1.5, "method": "shutdown"}', None, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": 7, "method": ["shutdown"]}', 7, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "initialized", "params": {}}', 7, INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "wasi/unknown"}', 7, METHOD_NOT_FOUND),
        (b'{"jsonrpc": "2.0", "id": "a", "method": "$/unknown"}', "a", METHOD_NOT_FOUND),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "workspace/executeCommand", "params": '
         b'{"command": "x"}}', 7, INVALID_PARAMS),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "workspace/executeCommand", "params": '
         b'{"command": "wasi-lsp.selectedTargets"}}', 7, INVALID_PARAMS),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "workspace/executeCommand", "params": '
         b'{"command": "wasi-lsp.selectedTargets", "arguments": ["a", 5]}}', 7, INVALID_PARAMS),
    ],
)  # fmt: skip
def test_a_malformed_message_is_answered_with_an_error(
    shared: RawClient, body: bytes, id_: object, code: int
) -> None:
    shared.send_body(body)
    assert error_of(shared.receive()) == (id_, code)


@pytest.mark.parametrize(
    "params",
    [
        None,
        5,
        [],
        {},
        {"textDocument": {}},
        {"textDocument": {"uri": URI}, "position": {"line": -1, "character": 0}},
        {"textDocument": {"uri": URI}, "position": {"line": "a", "character": 0}},
        {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 2**40}},
    ],
)
def test_malformed_params_are_answered_with_an_error(shared: RawClient, params: object) -> None:
    shared.send({"jsonrpc": "2.0", "id": 8, "method": "textDocument/hover", "params": params})
    answer = shared.receive()
    assert error_of(answer) == (8, INVALID_PARAMS)
    assert answer["error"]["message"].startswith("textDocument/hover: ")


@pytest.mark.parametrize(
    "message",
    [
        {"method": "textDocument/didOpen", "params": {"textDocument": 5}},
        {"method": "textDocument/didChange", "params": None},
        {"method": "textDocument/didChange", "params": {
            "textDocument": {"uri": "file:///never-opened.rs", "version": 2},
            "contentChanges": [{"text": "x"}]}},
        {"method": "textDocument/didOpen", "params": {"textDocument": {
            "uri": "file:///\ud800.rs", "languageId": "rust", "version": 1, "text": "\ud800"}}},
        {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///no.rs"}}},
        {"method": "textDocument/hover", "params": {}},
        {"method": "wasi/unknown", "params": {"_a": 1, "class": 2, "": 3}},
        {"method": "$/cancelRequest", "params": {"id": "unknown"}},
        {"method": "$/cancelRequest", "params": {"id": [1]}},
        {"method": "$/setTrace", "params": {"value": "loud"}},
        {"method": "workspace/didChangeConfiguration", "params": {"settings": None}},
        {"method": "workspace/didChangeWorkspaceFolders", "params": {"event": {
            "added": [], "removed": [{"uri": "http://[", "name": "x"}]}}},
        {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [
            {"uri": "file:///%00/Cargo.toml", "type": 1}]}},
        {"id": 99, "result": 5},
        {"id": "unknown", "error": {"code": 1, "message": "x"}},
        {"id": [1], "result": None},
        {"id": None, "error": {"code": 1, "message": "x"}},
    ],
)  # fmt: skip
def test_a_bad_notification_or_answer_is_passed_over(
    shared: RawClient, message: dict[str, Any]
) -> None:
    shared.send({"jsonrpc": "2.0", **message})
    answer = shared.request("wasi/unknown", id_="after")
    assert error_of(answer) == ("after", METHOD_NOT_FOUND)


def test_headers_in_lower_case_and_junk_between_messages(shared: RawClient) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 3, "method": "wasi/unknown"}).encode()
    shared.send_bytes(b"X-Junk: 1\r\n\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
    assert error_of(shared.receive()) == (3, METHOD_NOT_FOUND)


def test_messages_in_small_pieces(shared: RawClient) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 4, "method": "wasi/unknown"}).encode()
    for byte in b"Content-Length: %d\r\n\r\n%b" % (len(body), body):
        shared.send_bytes(bytes([byte]))
    assert error_of(shared.receive()) == (4, METHOD_NOT_FOUND)


def test_a_second_initialize_is_refused(shared: RawClient) -> None:
    params: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    assert error_of(shared.request("initialize", params)) == (1, INVALID_REQUEST)


def test_the_log_shows_no_exception_of_ours(shared: RawClient) -> None:
    """Last in the file for `shared`: everything above was expected input."""
    assert "Traceback" not in shared.log()


def test_nothing_but_initialize_comes_first() -> None:
    with raw_client() as client:
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": URI, "languageId": "rust", "version": 1, "text": ""}})  # fmt: skip
        assert error_of(client.request("shutdown")) == (1, NOT_INITIALIZED)
        assert error_of(client.request("wasi/unknown")) == (1, NOT_INITIALIZED)
        assert error_of(client.request("initialize", {})) == (1, INVALID_PARAMS)
        assert client.initialize()["positionEncoding"] == "utf-16"


def test_after_shutdown_nothing_but_exit() -> None:
    with raw_client() as client:
        client.initialize()
        assert client.request("shutdown", id_=2)["result"] is None
        assert error_of(client.request("shutdown", id_=3)) == (3, INVALID_REQUEST)
        client.notify("exit")
        assert client.wait() == 0
        assert client.log() == ""


@pytest.mark.parametrize("initialized", [False, True])
def test_exit_without_shutdown_is_an_error(initialized: bool) -> None:
    with raw_client() as client:
        if initialized:
            client.initialize()
        client.notify("exit", 5)
        assert client.wait() == 1
        assert client.log() == ""


def test_a_client_that_is_gone_ends_the_server() -> None:
    with raw_client() as client:
        client.initialize()
        client.close_stdin()
        assert client.wait() == 1


def test_printing_does_not_reach_the_protocol() -> None:
    """Neither from Python nor from a child that inherits the descriptors, which reads nothing."""
    code = """
import os, subprocess, sys
from pygls.lsp.server import LanguageServer
report = LanguageServer.__init__
def talk(self, *args, **kwargs):
    print("from Python")
    subprocess.run([sys.executable, "-c", "print('from a child', input() if 0 else '')"])
    subprocess.run([sys.executable, "-c", "import sys; print('child read', sys.stdin.read())"])
    report(self, *args, **kwargs)
LanguageServer.__init__ = talk
from wasi_lsp.lsp.app import serve_stdio
sys.exit(serve_stdio())
"""
    with raw_client(code=code) as client:
        assert client.initialize()
        client.request("shutdown")
        client.notify("exit")
        assert client.wait() == 0
        assert client.log().split() == ["from", "Python", "from", "a", "child", "child", "read"]


def test_a_bug_of_ours_is_answered_without_our_paths_and_logged() -> None:
    code = """
import sys
from wasi_lsp.analysis import rust_document
from wasi_lsp.lsp.handlers import hover
hover.hover_at = rust_document.check_parsed = lambda *arguments: 1 / 0
from wasi_lsp.lsp.app import serve_stdio
sys.exit(serve_stdio())
"""
    with raw_client(code=code) as client:
        client.initialize()
        client.open(URI, "#[cfg(unix)]")
        published = client.await_call("textDocument/publishDiagnostics")
        assert published["params"]["diagnostics"] == []
        place = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 7}}
        answer = client.request("textDocument/hover", place)
        assert error_of(answer) == (1, INTERNAL_ERROR)
        assert "/" not in answer["error"]["message"]
        assert client.request("shutdown")["result"] is None
        client.notify("exit")
        assert client.wait() == 0
        assert client.log().count("ZeroDivisionError: division by zero") == 2
        assert "window/showMessage" not in str(client.received())


def test_a_huge_file_is_left_alone() -> None:
    with raw_client() as client:
        client.initialize()
        text = "fn f() {}\n" * 2_000_000
        client.open(URI, text)
        shown = client.await_call("window/showMessage")["params"]["message"]
        assert "is larger than 16 MiB: it is not checked" in shown
        place = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
        assert client.request("textDocument/hover", place)["result"] is None


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(("closed", "code"), [("<&-", 2), (">&-", 2), ("2>&-", 1)])
def test_closed_streams(closed: str, code: int) -> None:
    command = f'"$0" -m wasi_lsp --stdio < /dev/null {closed}'
    ended = subprocess.run(
        ["sh", "-c", command, sys.executable], capture_output=True, text=True, timeout=TIMEOUT
    )
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr
    assert ("--stdio needs an open stdin and stdout" in ended.stderr) == (code == 2)


def test_tcp_serves_the_same() -> None:
    with raw_client("--tcp", "127.0.0.1:0") as client:
        deadline = time.monotonic() + TIMEOUT
        while "listening on" not in client.log():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        port = int(client.log().strip().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
            stream = connection.makefile("rwb")
            for message in (
                {"id": 1, "method": "initialize", "params": {"capabilities": {}}},
                {"id": 2, "method": "shutdown"},
                {"method": "exit"},
            ):
                body = json.dumps({"jsonrpc": "2.0", **message}).encode()
                stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            stream.flush()
            answers = stream.read()
            assert b'"positionEncoding": "utf-16"' in answers
        assert client.wait() == 0


def test_tcp_says_why_it_cannot_listen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with raw_client("--tcp", address) as client:
            assert client.wait() == 2
            assert f"cannot listen on {address}" in client.log()
