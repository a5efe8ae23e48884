"""Project files that change while the editor runs; whatever they change is judged again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from support.raw_client import RawClient, raw_client
from wasi_lsp.project.file_kinds import WATCHED_NAMES

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
    client.open(uri, SOURCE)


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
            "**/wasi-lsp.toml",
            *(f"**/{name}" for name in WATCHED_NAMES),
            "**/*.rs",
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
        changes = [{"uri": show_a_sign(project).as_uri(), "type": 1}]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
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


def open_file(client: RawClient, path: Path, text: str) -> None:
    path.write_text(text)
    client.open(path.as_uri(), text)


def published_for(client: RawClient, path: Path) -> list[str]:
    while True:
        params = client.await_call(PUBLISH)["params"]
        if params["uri"] == path.as_uri():
            return [diagnostic["code"] for diagnostic in params["diagnostics"]]


def test_a_module_is_judged_where_another_file_compiles_it(project: Path) -> None:
    show_a_sign(project)
    lib, module = project / "src" / "lib.rs", project / "src" / "imp.rs"
    lib.write_text("#[cfg(windows)]\nmod imp;\n")
    module.write_text(SOURCE)
    with raw_client() as client:
        start(client, project, {})
        open_file(client, module, SOURCE)
        # Until the other file has been read, the module may be for every target.
        while published_for(client, module) != []:
            pass
        open_file(client, lib, '#[cfg(unix)]\nmod imp;\n#[cfg(target_env = "p2")]\nmod imp;\n')
        assert published_for(client, module) == ["WASI103"]
        # What is typed counts for other files when it is saved.
        whole = {"text": "#[cfg(unix)]\nmod imp;\n"}
        identifier = {"uri": lib.as_uri(), "version": 2}
        client.notify(
            "textDocument/didChange", {"textDocument": identifier, "contentChanges": [whole]}
        )
        assert published_for(client, lib) == []
        client.notify("textDocument/didSave", {"textDocument": identifier})
        assert published_for(client, module) == []


def test_the_names_of_another_file_count_when_it_is_saved(project: Path) -> None:
    show_a_sign(project)
    lib, module = project / "src" / "lib.rs", project / "src" / "imp.rs"
    lib.write_text("mod imp;\npub use std::fmt as work;\n")
    module.write_text("use crate::work;\nfn f() {\n    work::spawn(|| ());\n}\n")
    with raw_client() as client:
        start(client, project, {})
        open_file(client, lib, lib.read_text())
        open_file(client, module, module.read_text())
        assert published_for(client, module) == []
        whole = {"text": "mod imp;\npub use std::thread as work;\n"}
        identifier = {"uri": lib.as_uri(), "version": 2}
        client.notify(
            "textDocument/didChange", {"textDocument": identifier, "contentChanges": [whole]}
        )
        client.notify("textDocument/didSave", {"textDocument": identifier})
        while published_for(client, module) != ["WASI103"]:
            pass


def test_the_names_of_another_package_count_when_it_is_saved(project: Path) -> None:
    show_a_sign(project)
    manifest = project / "Cargo.toml"
    depends = manifest.read_text() + 'edition = "2021"\n[dependencies]\nmid = { path = "mid" }\n'
    manifest.write_text(depends)
    inner = project / "inner" / "src" / "lib.rs"
    for name, text, dependency in (
        ("mid", "pub use inner::work;\n", 'inner = { path = "../inner" }\n'),
        ("inner", "pub use std::fmt as work;\n", ""),
    ):
        package = f'[package]\nname = "{name}"\nedition = "2021"\n[dependencies]\n'
        (project / name / "src").mkdir(parents=True)
        (project / name / "Cargo.toml").write_text(package + dependency)
        (project / name / "src" / "lib.rs").write_text(text)
    lib = project / "src" / "lib.rs"
    lib.write_text("fn f() {\n    mid::work::spawn(|| ());\n}\n")

    def save(version: int, text: str) -> None:
        document = {"uri": inner.as_uri(), "version": version}
        changes = {"textDocument": document, "contentChanges": [{"text": text}]}
        client.notify("textDocument/didChange", changes)
        client.notify("textDocument/didSave", {"textDocument": document})

    def await_codes(*codes: str) -> None:
        while published_for(client, lib) != [*codes]:
            pass

    with raw_client() as client:
        start(client, project, WATCHES)
        open_file(client, lib, lib.read_text())
        open_file(client, inner, inner.read_text())
        await_codes()
        save(2, "pub use std::thread as work;\n")
        await_codes("WASI103")
        save(3, "pub use std::thread as renamed;\n")
        await_codes()
        save(4, "mod private;\npub mod work {\n    pub use std::thread::*;\n}\n")
        await_codes("WASI103")
        # The manifest of a package in between says where its names come from.
        (project / "mid" / "Cargo.toml").write_text('[package]\nname = "mid"\n')
        changes = [{"uri": (project / "mid" / "Cargo.toml").as_uri(), "type": 2}]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        await_codes()


def test_the_predicates_of_other_files_name_targets(project: Path) -> None:
    (project / "src" / "other.rs").write_text('#[cfg(target_env = "p1")]\nfn f() {}\n')
    with raw_client() as client:
        start(client, project, {})
        open_lib(client, project)
        message = ""
        while "wasm32-wasip1" not in message:
            diagnostics = client.await_call(PUBLISH)["params"]["diagnostics"]
            message = "".join(diagnostic["message"] for diagnostic in diagnostics)


def test_a_large_project_is_read_beside_the_work_and_keeps_nobody_waiting(project: Path) -> None:
    for number in range(300):
        filler = f"fn f_{number}() {{ std::fs::read(1); }}\n" * 200
        (project / "src" / f"m{number}.rs").write_text(f"mod x{number};\n{filler}")
    (project / "src" / "last.rs").write_text('#[cfg(target_os = "wasi")]\nfn f() {}\n')
    with raw_client() as client:
        start(client, project, {})
        open_lib(client, project)
        assert published(client) == []
        assert published(client) == ["WASI103"]
    with raw_client() as client:
        start(client, project, {})
        open_lib(client, project)
        assert published(client) == []
        client.request("shutdown")
        asked = time.monotonic()
        client.notify("exit")
        assert client.wait() == 0
        assert time.monotonic() - asked < 5
        # Nor does a process complain that was about to start.
        assert client.log() == ""


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
