"""How settings reach the server: with `initialize`, when it asks, and unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.raw_client import RawClient, raw_client

URI = "untitled:Untitled-1"
WRONG = '#[cfg(target_env = "wasip2")]\nfn f() {}\n'

#: A client that can be asked for its settings.
ASKABLE = {"workspace": {"configuration": True}}
PUBLISH = "textDocument/publishDiagnostics"
ASK = "workspace/configuration"
WARNING, HINT = 2, 4


def open_wrong(client: RawClient) -> None:
    client.open(URI, WRONG)


def published(client: RawClient) -> list[int]:
    """The severities of what is published next."""
    diagnostics = client.await_call(PUBLISH)["params"]["diagnostics"]
    return [diagnostic["severity"] for diagnostic in diagnostics]


def rules(severity: str) -> dict[str, Any]:
    return {"rules": {"WASI001": severity}}


def change(client: RawClient, settings: Any) -> None:
    client.notify("workspace/didChangeConfiguration", {"settings": settings})


def test_with_initialize() -> None:
    with raw_client() as client:
        client.initialize(initializationOptions=rules("hint"))
        open_wrong(client)
        assert published(client) == [HINT]


def test_settings_that_come_unasked() -> None:
    with raw_client() as client:
        client.initialize(initializationOptions=rules("off"))
        open_wrong(client)
        assert published(client) == []
        change(client, {"wasi-lsp": rules("hint")})
        assert published(client) == [HINT]
        # Nothing of ours in it, or nothing new: no reason to judge again.
        nothing_new: list[Any] = [None, [], {}, {"other": {}}, {"wasi-lsp": rules("hint")}]
        for settings in nothing_new:
            change(client, settings)
        change(client, {"wasi-lsp": rules("off")})
        assert published(client) == []


def test_when_asked() -> None:
    with raw_client() as client:
        client.initialize(ASKABLE, initializationOptions=rules("off"))
        open_wrong(client)
        ask = client.await_call(ASK)
        assert ask["params"] == {"items": [{"section": "wasi-lsp"}]}
        client.answer(ask, [rules("hint")])
        assert published(client) == [HINT]
        change(client, {})
        client.answer(client.await_call(ASK), [None])
        assert published(client) == []


def test_nothing_is_judged_before_the_client_has_answered() -> None:
    with raw_client() as client:
        client.initialize(ASKABLE)
        ask = client.await_call(ASK)
        open_wrong(client)
        client.request("wasi/unknown")
        assert client.received() == []
        client.answer(ask, [rules("hint")])
        assert published(client) == [HINT]
        client.request("wasi/unknown")
        assert client.received() == []


@pytest.mark.parametrize("silent", [True, False])
def test_a_client_that_does_not_answer_gets_its_diagnostics(silent: bool) -> None:
    with raw_client() as client:
        client.initialize(ASKABLE, initializationOptions=rules("hint"))
        ask = client.await_call(ASK)
        open_wrong(client)
        if not silent:
            error = {"code": -32601, "message": "no"}
            client.send({"jsonrpc": "2.0", "id": ask["id"], "error": error})
        assert published(client) == [HINT]
        # A late answer still counts.
        if silent:
            client.answer(ask, [rules("off")])
            assert published(client) == []


def test_a_senseless_answer_leaves_the_settings_of_initialize() -> None:
    with raw_client() as client:
        client.initialize(ASKABLE, initializationOptions=rules("hint"))
        open_wrong(client)
        client.answer(client.await_call(ASK), None)
        assert published(client) == [HINT]
        answers: list[Any] = [5, {}, [], "x", [5], [[]], [None, None]]
        for answer in answers:
            change(client, {})
            client.answer(client.await_call(ASK), answer)
        client.request("wasi/unknown")
        assert [message for message in client.received() if message["method"] == PUBLISH] == []
        change(client, {})
        client.answer(client.await_call(ASK), [rules("off")])
        assert published(client) == []
        assert "Traceback" not in client.log()


def test_as_neovim_does_at_the_start() -> None:
    with raw_client() as client:
        client.initialize(ASKABLE)
        change(client, {})
        open_wrong(client)
        client.answer(client.await_call(ASK), [None])
        client.answer(client.await_call(ASK), [None])
        assert published(client) == [WARNING]
        client.request("wasi/unknown")
        assert client.received() == []


def test_a_wrong_setting_is_told_once() -> None:
    with raw_client() as client:
        client.initialize(initializationOptions={"target": "wasm32-wasip2", "stdRules": 5})
        shown = [client.await_call("window/showMessage")["params"] for _ in range(2)]
        assert [message["type"] for message in shown] == [WARNING, WARNING]
        assert shown[0]["message"].startswith("wasi-lsp: no setting `wasi-lsp.target`")
        assert "`wasi-lsp.stdRules` should be one of" in shown[1]["message"]
        change(client, {"wasi-lsp": {"stdRules": 6}})
        again = client.await_call("window/showMessage")["params"]["message"]
        assert "not 6" in again


def test_the_client_is_asked_to_tell_of_changes() -> None:
    with raw_client() as client:
        client.initialize({"workspace": {"didChangeConfiguration": {"dynamicRegistration": True}}})
        registrations = client.await_call("client/registerCapability")["params"]["registrations"]
        assert [
            (registration["method"], registration["registerOptions"])
            for registration in registrations
        ] == [("workspace/didChangeConfiguration", {"section": "wasi-lsp"})]


def test_what_is_inactive_on_the_target_in_focus_is_dimmed() -> None:
    with raw_client() as client:
        client.initialize(initializationOptions={"focus": "wasm32-wasip2"})
        text = "fn a() {}\n#[cfg(unix)]\nfn b() {}\n"
        client.open(URI, text)
        (dimmed,) = client.await_call(PUBLISH)["params"]["diagnostics"]
        assert (dimmed["severity"], dimmed["tags"]) == (HINT, [1])
        assert dimmed["message"] == "not compiled for wasm32-wasip2"
        assert dimmed["range"]["start"] == {"line": 1, "character": 0}
        change(client, {"wasi-lsp": {"focus": None}})
        assert published(client) == []


def test_each_folder_has_its_own(tmp_path: Path) -> None:
    folders = []
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lib.rs").write_text(WRONG)
        folders.append({"uri": (tmp_path / name).as_uri(), "name": name})

    def severities(name: str) -> list[int]:
        while True:
            params = client.await_call(PUBLISH)["params"]
            if params["uri"] == (tmp_path / name / "lib.rs").as_uri():
                return [each["severity"] for each in params["diagnostics"]]

    def open_in(name: str) -> None:
        uri = (tmp_path / name / "lib.rs").as_uri()
        client.open(uri, WRONG)

    with raw_client() as client:
        client.initialize(ASKABLE, workspaceFolders=folders[:2])
        ask = client.await_call(ASK)
        scopes = [each.get("scopeUri") for each in ask["params"]["items"]]
        assert scopes == [None, *(each["uri"] for each in folders[:2])]
        client.answer(ask, [None, None, rules("hint")])
        open_in("a")
        assert severities("a") == [WARNING]
        open_in("b")
        assert severities("b") == [HINT]
        # A folder comes while the server runs.
        event = {"added": folders[2:], "removed": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        ask = client.await_call(ASK)
        assert len(ask["params"]["items"]) == 4
        client.answer(ask, [None, rules("off"), rules("hint"), rules("hint")])
        assert severities("a") == []
        open_in("c")
        assert severities("c") == [HINT]
