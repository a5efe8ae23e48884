"""Project files that change while the editor runs; whatever they change is judged again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.raw_client import RawClient, raw_client

#: Panics on wasm32-wasip2, which is reported in projects that show a sign of WASI only.
SOURCE = "pub fn f() {\n    std::thread::spawn(|| ());\n}\n"
SIGN = '[build]\ntarget = "wasm32-wasip2"\n'

PUBLISH = "textDocument/publishDiagnostics"
WATCHES = {"didChangeWatchedFiles": {"dynamicRegistration": True}}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "p"\nversion = "0.1.0"\n')
    (tmp_path / "src" / "lib.rs").write_text(SOURCE)
    (tmp_path / ".cargo").mkdir()
    return tmp_path


def show_a_sign(project: Path) -> Path:
    path = project / ".cargo" / "config.toml"
    path.write_text(SIGN)
    return path


def start(client: RawClient, project: Path | None, workspace: dict[str, Any]) -> None:
    folders = [folder(project)] if project is not None else None
    client.initialize({"workspace": workspace}, workspaceFolders=folders)


def folder(path: Path) -> dict[str, str]:
    return {"uri": path.as_uri(), "name": path.name}


def open_lib(client: RawClient, project: Path) -> None:
    uri = (project / "src" / "lib.rs").as_uri()
    document = {"uri": uri, "languageId": "rust", "version": 1, "text": SOURCE}
    client.notify("textDocument/didOpen", {"textDocument": document})


def published(client: RawClient) -> list[str]:
    diagnostics = client.await_call(PUBLISH)["params"]["diagnostics"]
    return [diagnostic["code"] for diagnostic in diagnostics]


def test_a_watched_file(project: Path) -> None:
    with raw_client() as client:
        start(client, project, WATCHES)
        (registration,) = client.await_call("client/registerCapability")["params"]["registrations"]
        watchers = registration["registerOptions"]["watchers"]
        assert [watcher["globPattern"] for watcher in watchers] == [
            "**/Cargo.toml",
            "**/.cargo/config.toml",
            "**/.cargo/config",
            "**/rust-toolchain.toml",
            "**/rust-toolchain",
            "**/build.rs",
        ]
        open_lib(client, project)
        assert published(client) == []
        uri = show_a_sign(project).as_uri()
        client.notify(
            "workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 1}]}
        )  # fmt: skip
        assert published(client) == ["WASI103"]
        # Nothing that matters has changed.
        client.notify(
            "workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]}
        )  # fmt: skip
        client.request("wasi/unknown")
        assert client.received() == []


def test_without_watching_a_save_is_the_occasion(project: Path) -> None:
    with raw_client() as client:
        start(client, project, {})
        open_lib(client, project)
        assert published(client) == []
        show_a_sign(project)
        uri = (project / "src" / "lib.rs").as_uri()
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert published(client) == ["WASI103"]


def test_who_asks_for_diagnostics_is_told_to_ask_again(project: Path) -> None:
    with raw_client() as client:
        client.initialize(
            {
                "textDocument": {"diagnostic": {}},
                "workspace": {**WATCHES, "diagnostics": {"refreshSupport": True}},
            },
            rootUri=project.as_uri(),
        )
        open_lib(client, project)
        uri = (project / "src" / "lib.rs").as_uri()
        params: dict[str, Any] = {"textDocument": {"uri": uri}}
        before = client.request("textDocument/diagnostic", params, id_=2)["result"]
        assert before["items"] == []
        show_a_sign(project)
        client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        client.answer(client.await_call("workspace/diagnostic/refresh"), None)
        params["previousResultId"] = before["resultId"]
        after = client.request("textDocument/diagnostic", params, id_=3)["result"]
        assert [item["code"] for item in after["items"]] == ["WASI103"]


def test_workspace_folders_come_and_go(project: Path) -> None:
    """Project files count only below the folders that the editor works in."""
    show_a_sign(project)
    with raw_client() as client:
        start(client, None, {})
        open_lib(client, project)
        assert published(client) == []
        for event, codes in (
            ({"added": [folder(project)], "removed": []}, ["WASI103"]),
            ({"added": [], "removed": [folder(project)]}, []),
        ):
            client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
            assert published(client) == codes


def test_a_withdrawn_question_is_answered_so(project: Path) -> None:
    with raw_client() as client:
        client.initialize(
            {"textDocument": {"diagnostic": {}}, "workspace": {"configuration": True}}
        )
        params = {"textDocument": {"uri": "file:///x.rs"}}
        client.send(
            {"jsonrpc": "2.0", "id": 5, "method": "textDocument/diagnostic", "params": params}
        )
        client.notify("$/cancelRequest", {"id": 5})
        answer = client.receive()
        while answer.get("id") != 5:
            answer = client.receive()
        assert answer["error"]["code"] == -32800
