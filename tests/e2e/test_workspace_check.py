"""What is wrong in files that are not open: published, or for those who ask."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from support.projects import write_files
from support.raw_client import RawClient, raw_client

PUBLISH, ASK = "textDocument/publishDiagnostics", "workspace/diagnostic"
PULLS: dict[str, Any] = {"textDocument": {"diagnostic": {}}}
THREADS = "pub fn f() {\n    std::thread::spawn(|| ());\n}\n"
LIB = "mod other;\npub use std::fmt as work;\n"
USER = "use crate::work;\nfn f() {\n    work::spawn(|| ());\n}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two packages of a workspace."""
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["a", "b"]\n',
        ".cargo/config.toml": '[build]\ntarget = "wasm32-wasip2"\n',
        "a/src/lib.rs": LIB,
        "a/src/other.rs": THREADS,
        "b/src/lib.rs": THREADS,
    }
    for name in ("a", "b"):
        files[f"{name}/Cargo.toml"] = f'[package]\nname = "{name}"\nedition = "2021"\n'
    write_files(tmp_path, files)
    return tmp_path


def start(client: RawClient, project: Path, capabilities: Any = None, **settings: Any) -> None:
    folders = [{"uri": project.as_uri(), "name": "p"}]
    client.initialize(
        capabilities or {}, workspaceFolders=folders, initializationOptions=settings or None
    )


def open_lib(client: RawClient, project: Path) -> dict[str, Any]:
    uri = (project / "a" / "src" / "lib.rs").as_uri()
    client.open(uri, LIB)
    return {"uri": uri, "version": 2}


def await_published(client: RawClient, path: Path, *codes: str) -> None:
    """Wait until exactly this is shown for a file."""
    while True:
        params = client.await_call(PUBLISH)["params"]
        found = [each["code"] for each in params["diagnostics"]]
        if params["uri"] == path.as_uri() and found == [*codes]:
            return


def test_the_packages_of_open_files(project: Path) -> None:
    other, elsewhere = project / "a/src/other.rs", project / "b/src/lib.rs"
    with raw_client() as client:
        start(client, project)
        open_lib(client, project)
        await_published(client, other, "WASI103")
        # With the settings comes the other package, and goes again.
        for scope, codes in (("workspace", ["WASI103"]), ("packages", [])):
            settings = {"settings": {"wasi-lsp": {"checkFiles": scope}}}
            client.notify("workspace/didChangeConfiguration", settings)
            await_published(client, elsewhere, *codes)
        settings = {"settings": {"wasi-lsp": {"checkFiles": "open"}}}
        client.notify("workspace/didChangeConfiguration", settings)
        await_published(client, other)


def test_a_save_judges_what_it_concerns(project: Path) -> None:
    other = project / "a/src/other.rs"
    other.write_text(USER)
    with raw_client() as client:
        start(client, project, checkFiles="workspace")
        identifier = open_lib(client, project)
        await_published(client, project / "b/src/lib.rs", "WASI103")
        for version, word, codes in ((2, "thread", ["WASI103"]), (3, "fmt", [])):
            text = LIB.replace("fmt", word)
            (project / "a/src/lib.rs").write_text(text)
            document = {**identifier, "version": version}
            changes = {"textDocument": document, "contentChanges": [{"text": text}]}
            client.notify("textDocument/didChange", changes)
            client.notify("textDocument/didSave", {"textDocument": document})
            await_published(client, other, *codes)


def test_a_closed_file_is_judged_as_it_is_on_disk(project: Path) -> None:
    with raw_client() as client:
        start(client, project)
        open_lib(client, project)
        other = project / "a/src/other.rs"
        await_published(client, other, "WASI103")
        client.open(other.as_uri(), "\n")
        await_published(client, other)
        client.notify("textDocument/didClose", {"textDocument": {"uri": other.as_uri()}})
        await_published(client, other, "WASI103")


def items_of(reports: Sequence[dict[str, Any]]) -> dict[str, list[str] | None]:
    """By file: the codes that a report has; None where it says that nothing has changed."""
    return {
        "/".join(each["uri"].split("/")[-3:]): (
            [item["code"] for item in each["items"]] if each["kind"] == "full" else None
        )
        for each in reports
    }


def test_who_asks_is_answered_when_there_is_news(project: Path) -> None:
    with raw_client() as client:
        start(client, project, PULLS, checkFiles="workspace")
        params: dict[str, Any] = {"previousResultIds": []}
        first = client.request(ASK, params)["result"]["items"]
        assert items_of(first) == {"a/src/other.rs": ["WASI103"], "b/src/lib.rs": ["WASI103"]}
        known = [{"uri": each["uri"], "value": each["resultId"]} for each in first]
        # Nothing is published to those who ask.
        assert client.received() == []

        client.send({"jsonrpc": "2.0", "id": 2, "method": ASK, "params": {
            "previousResultIds": known}})  # fmt: skip
        client.request("wasi/unknown", id_="later")
        assert client.received() == []
        path = project / "b/src/lib.rs"
        path.write_text("\n")
        changes = [{"uri": path.as_uri(), "type": 2}]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        answer = client.receive()
        assert answer["id"] == 2
        second = answer["result"]["items"]
        assert items_of(second) == {"b/src/lib.rs": [], "a/src/other.rs": None}

        client.send({"jsonrpc": "2.0", "id": 3, "method": ASK, "params": {
            "previousResultIds": [
                {"uri": each["uri"], "value": each["resultId"]} for each in second]}})  # fmt: skip
        client.notify("$/cancelRequest", {"id": 3})
        assert client.receive()["error"]["code"] == -32800


def test_who_asks_for_open_files_only_is_told_of_the_others(project: Path) -> None:
    other = project / "a/src/other.rs"
    document = {"uri": other.as_uri()}
    with raw_client() as client:
        start(client, project, PULLS)
        identifier = open_lib(client, project)
        client.request("textDocument/diagnostic", {"textDocument": identifier})
        await_published(client, other, "WASI103")
        # Once it is open, the answer has what is wrong.
        client.open(other.as_uri(), THREADS)
        await_published(client, other)
        answer = client.request("textDocument/diagnostic", {"textDocument": document})
        assert [each["code"] for each in answer["result"]["items"]] == ["WASI103"]
        client.notify("textDocument/didClose", {"textDocument": document})
        await_published(client, other, "WASI103")
        # Who asks late for all files is not told twice.
        client.send({"jsonrpc": "2.0", "id": 2, "method": ASK, "params": {
            "previousResultIds": []}})  # fmt: skip
        await_published(client, other)
        reports = client.receive()["result"]["items"]
        assert items_of(reports) == {"a/src/other.rs": ["WASI103"]}


def test_parts_and_progress(project: Path) -> None:
    for number in range(100):
        (project / f"b/src/m{number}.rs").write_text(THREADS)
    with raw_client() as client:
        start(client, project, {**PULLS, "window": {"workDoneProgress": True}},
              checkFiles="workspace")  # fmt: skip
        client.send({"jsonrpc": "2.0", "id": 1, "method": ASK, "params": {
            "previousResultIds": [], "partialResultToken": "parts"}})  # fmt: skip
        parts: list[dict[str, Any]] = []
        kinds: list[str] = []
        while True:
            message = client.receive()
            if message.get("method") == "window/workDoneProgress/create":
                token = message["params"]["token"]
                client.answer(message, None)
            elif message.get("method") == "$/progress":
                value = message["params"]["value"]
                if message["params"]["token"] == "parts":
                    parts += value["items"]
                else:
                    assert message["params"]["token"] == token
                    kinds.append(value["kind"])
            elif message.get("id") == 1:
                assert message["result"] == {"items": []}
                break
        while not kinds or kinds[-1] != "end":
            kinds.append(client.await_call("$/progress")["params"]["value"]["kind"])
        assert kinds[0] == "begin"
        assert kinds.count("report") > 50
        found = items_of(parts)
        assert len(parts) == len(found) == 102
        assert all(codes == ["WASI103"] for codes in found.values())


def children_of(process: int) -> set[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text().split()}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_outlives_the_server(project: Path) -> None:
    for number in range(200):
        (project / f"b/src/m{number}.rs").write_text(THREADS * 50)
    with raw_client() as client:
        start(client, project, checkFiles="workspace")
        client.await_call(PUBLISH)
        children = children_of(client.process.pid)
        assert children
        client.process.kill()
        client.process.wait()
        for _ in range(200):
            if not any(Path(f"/proc/{child}").exists() for child in children):
                return
            time.sleep(0.05)
        raise AssertionError(children)
