"""Files that somebody else changes on disk, whether or not the client tells of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.projects import write_files
from support.raw_client import RawClient, raw_client

MANIFEST = '[package]\nname = "p"\nversion = "0.1.0"\nedition = "2021"\n'
SIGN = '[build]\ntarget = "wasm32-wasip2"\n'
#: `work` is what `src/other/mod.rs` says that it is.
LIB = "mod other;\nuse other::work;\npub fn f() {\n    work::spawn(|| ());\n}\n"
THREADS = "pub use std::thread as work;\n"
NOTHING = "pub use std::fmt as work;\n"

PUBLISH = "textDocument/publishDiagnostics"
CREATED, CHANGED, DELETED = 1, 2, 3

WATCHES = {"dynamicRegistration": True}

#: Tells the server of changes, as one kind of client does.
Tell = Callable[[RawClient, Path, int], None]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "Cargo.toml": MANIFEST,
        ".cargo/config.toml": SIGN,
        "src/lib.rs": LIB,
        "src/other/mod.rs": NOTHING,
        "src/other/inner.rs": "#[cfg(probe)]\nfn g() {}\n",
    }
    write_files(tmp_path, files)
    return tmp_path


def watched(client: RawClient, path: Path, change: int) -> None:
    changes = [{"uri": path.as_uri(), "type": change}]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})


def saved(client: RawClient, path: Path, change: int) -> None:
    root = next(each for each in path.parents if (each / "Cargo.toml").exists())
    identifier = {"uri": (root / "src" / "lib.rs").as_uri()}
    client.notify("textDocument/didSave", {"textDocument": identifier})


@pytest.fixture(params=["watches", "does not watch"])
def editor(request: pytest.FixtureRequest, project: Path) -> Iterator[tuple[RawClient, Tell]]:
    """A client with `src/lib.rs` open, and how it tells of changes."""
    watches = request.param == "watches"
    workspace = {"didChangeWatchedFiles": WATCHES} if watches else {}
    with raw_client() as client:
        started(client, project, {"workspace": workspace})
        yield client, watched if watches else saved


def started(
    client: RawClient, project: Path, capabilities: dict[str, Any], last: Sequence[str] = ()
) -> dict[str, Any]:
    folders = [{"uri": project.as_uri(), "name": "p"}]
    found = client.initialize(capabilities, workspaceFolders=folders)
    uri = (project / "src" / "lib.rs").as_uri()
    client.open(uri, LIB)
    # Judged at once, and once more if that says something else when its files have been read.
    while codes(client) != [*last]:
        pass
    await_symbols(client, "cfg:probe", 1)
    return found


def await_symbols(client: RawClient, query: str, count: int) -> None:
    """Wait until so many predicates are known: what changed has been read."""
    for number in range(200):
        params = {"query": query}
        if len(client.request("workspace/symbol", params, f"{query} {number}")["result"]) == count:
            return
        time.sleep(0.05)
    raise AssertionError(query)


def codes(client: RawClient) -> list[str]:
    return [each["code"] for each in client.await_call(PUBLISH)["params"]["diagnostics"]]


def test_a_file_is_changed(editor: tuple[RawClient, Tell], project: Path) -> None:
    client, tell = editor
    other = project / "src" / "other" / "mod.rs"
    other.write_text(THREADS)
    tell(client, other, CHANGED)
    assert codes(client) == ["WASI103"]
    other.write_text(NOTHING)
    tell(client, other, CHANGED)
    assert codes(client) == []


def test_a_file_is_made_and_removed(editor: tuple[RawClient, Tell], project: Path) -> None:
    client, tell = editor
    other, new = project / "src" / "other" / "mod.rs", project / "src" / "other.rs"
    other.unlink()
    new.write_text(THREADS)
    tell(client, new, CREATED)
    tell(client, other, DELETED)
    assert codes(client) == ["WASI103"]
    new.unlink()
    tell(client, new, DELETED)
    assert codes(client) == []


def test_a_manifest_is_changed(editor: tuple[RawClient, Tell], project: Path) -> None:
    client, tell = editor
    other = project / "src" / "other" / "mod.rs"
    other.write_text(THREADS)
    tell(client, other, CHANGED)
    assert codes(client) == ["WASI103"]
    manifest = project / "Cargo.toml"
    manifest.write_text(MANIFEST + '[package.metadata.wasi-lsp]\nrules = { WASI103 = "off" }\n')
    tell(client, manifest, CHANGED)
    assert codes(client) == []


def test_what_git_ignores_is_not_read(editor: tuple[RawClient, Tell], project: Path) -> None:
    client, tell = editor
    (project / ".git").mkdir()
    (project / ".gitignore").write_text("/out/\n")
    out = project / "out" / "a.rs"
    out.parent.mkdir()
    out.write_text("#[cfg(ignored)]\nfn f() {}\n")
    tell(client, out, CREATED)
    assert client.request("workspace/symbol", {"query": "cfg:ignored"})["result"] == []


def test_a_folder_is_renamed_and_deleted_in_the_editor(project: Path) -> None:
    other = project / "src" / "other"
    (other / "mod.rs").write_text(THREADS)
    with raw_client() as client:
        operations = {"fileOperations": {"didRename": True, "didDelete": True}}
        found = started(client, project, {"workspace": operations}, ["WASI103"])
        assert {"didRename", "didDelete"} <= found["workspace"]["fileOperations"].keys()
        away = other.rename(project / "src" / "away")
        files = [{"oldUri": other.as_uri(), "newUri": away.as_uri()}]
        client.notify("workspace/didRenameFiles", {"files": files})
        assert codes(client) == []
        symbols = client.request("workspace/symbol", {"query": "cfg:probe"})["result"]
        assert [each["location"]["uri"] for each in symbols] == [(away / "inner.rs").as_uri()]
        shutil.rmtree(away)
        client.notify("workspace/didDeleteFiles", {"files": [{"uri": away.as_uri()}]})
        assert client.request("workspace/symbol", {"query": "cfg:probe"})["result"] == []


def test_many_files_change_at_once(project: Path) -> None:
    """As when another branch is checked out."""
    with raw_client() as client:
        started(client, project, {"workspace": {"didChangeWatchedFiles": WATCHES}})
        changes = []
        for number in range(100):
            path = project / "src" / f"m{number}.rs"
            path.write_text("#[cfg(many)]\nfn g() {}\n")
            changes.append({"uri": path.as_uri(), "type": CREATED})
        other = project / "src" / "other" / "mod.rs"
        other.write_text(THREADS)
        changes.append({"uri": other.as_uri(), "type": CHANGED})
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        while codes(client) != ["WASI103"]:
            pass
        await_symbols(client, "cfg:many", 100)
