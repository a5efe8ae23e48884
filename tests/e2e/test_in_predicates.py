"""Completion and hover in a real project over stdio. `$0` is the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.cursor import with_cursor
from support.raw_client import RawClient, raw_client

MANIFEST = """\
[package]
name = "p"
version = "0.1.0"

[features]
net = []
tls = ["net"]

[dependencies]
serde = { version = "1", optional = true }

[lints.rust]
unexpected_cfgs = { level = "warn", check-cfg = ['cfg(loom)', 'cfg(backend, values("posix"))'] }
"""
ENVS = ["p2", "p1", "p3"]
ENV_PREDICATES = ['target_env = "p2"', 'target_env = "p1"', 'target_env = "p3"']
CAPABILITIES = {
    "experimental": {"commands": {"commands": ["wasi-lsp.showVersions"]}},
    "general": {"positionEncodings": ["utf-8"]},
    "textDocument": {
        "completion": {
            "completionItem": {
                "snippetSupport": True,
                "labelDetailsSupport": True,
                "tagSupport": {"valueSet": [1]},
                "documentationFormat": ["markdown"],
            }
        },
        "hover": {"contentFormat": ["markdown"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
}


class Project:
    """A crate whose one file is open in a client."""

    def __init__(self, client: RawClient, root: Path) -> None:
        self.client = client
        self.uri = (root / "src" / "lib.rs").as_uri()
        self.version = 1
        client.open(self.uri, "")

    def ask(self, method: str, marked: str) -> Any:
        """What the server answers at the cursor, once the file holds this text."""
        text, offset = with_cursor(marked)
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        changes = {"textDocument": document, "contentChanges": [{"text": text.decode()}]}
        self.client.notify("textDocument/didChange", changes)
        line_start = text.rfind(b"\n", 0, offset) + 1
        position = {"line": text.count(b"\n", 0, offset), "character": offset - line_start}
        params = {"textDocument": {"uri": self.uri}, "position": position}
        return self.client.request(method, params, id_=self.version)["result"]

    def labels(self, marked: str) -> list[str]:
        """The completion list in the order in which it is shown."""
        answer = self.ask("textDocument/completion", marked)
        items = sorted(answer["items"], key=lambda each: each["sortText"]) if answer else []
        return [item["label"] for item in items]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("project")
    (root / "src").mkdir()
    (root / "Cargo.toml").write_text(MANIFEST)
    (root / "src" / "lib.rs").write_text("")
    with raw_client() as client:
        folder = {"uri": root.as_uri(), "name": "p"}
        client.initialize(CAPABILITIES, workspaceFolders=[folder])
        yield Project(client, root)


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ('mod a;\n\n#[cfg(target_env = "$0', ENVS),
        ('#[cfg(target_env = "$0\nfn f() {\n    let x = "é";\n}\n', ENVS),
        ('#[cfg(all(target_os = "wasi", $0', ENV_PREDICATES),
        ('#[cfg(all(target_os = "wasi", $0))]\nfn f() {}\n', ENV_PREDICATES),
        ('fn f() {\n    if cfg!(target_env = "$0', ENVS),
        ('fn f() {\n    if cfg!(all(target_os = "wasi", $0) {\n    }\n}\n', ENV_PREDICATES),
        ('cfg_select! {\n    target_env = "$0', ENVS),
        ('#[cfg_attr(target_env = "$0', ENVS),
        ('#[cfg_attr(all(target_os = "wasi", $0), path = "p2.rs")]\nmod sys;\n', ENV_PREDICATES),
        ('cfg_if::cfg_if! {\n    if #[cfg(target_env = "$0', ENVS),
        ('#![cfg(target_env = "$0")]\n', ENVS),
        ('#[cfg(feature = "$0")]\nfn f() {}\n', ["net", "serde", "tls"]),
        ('#[cfg(backend = "$0")]\nfn f() {}\n', ["posix"]),
    ],
)
def test_completion(project: Project, marked: str, first: list[str]) -> None:
    assert project.labels(marked)[: len(first)] == first


def test_completion_knows_the_project(project: Project) -> None:
    labels = project.labels("#[cfg($0)]\nfn f() {}\n")
    assert {"loom", "backend", 'feature = "tls"', 'feature = "serde"'} <= set(labels)


def test_completion_of_what_fails_in_std(project: Project) -> None:
    # A project for WASI, which its file says.
    head = '#[cfg(target_os = "wasi")]\nuse std::io;\n'
    project.ask("textDocument/hover", f"$0{head}")
    project.client.notify("textDocument/didSave", {"textDocument": {"uri": project.uri}})
    answer = project.ask("textDocument/completion", f"{head}fn f() {{\n    std::thread::$0\n}}\n")
    (spawn,) = (item for item in answer["items"] if item["label"] == "spawn")
    assert spawn["labelDetails"]["detail"].strip() == "panics on wasip2"
    assert spawn["tags"] == [1]
    assert "documentation" not in spawn
    resolved = project.client.request("completionItem/resolve", spawn, id_=10_050)["result"]
    assert resolved["documentation"]["kind"] == "markdown"
    assert "panics" in resolved["documentation"]["value"]


def test_completion_of_an_attribute(project: Project) -> None:
    assert project.labels("#[cf$0]\nfn f() {}\n")[0] == 'cfg(target_os = "wasi")'


def test_no_completion_elsewhere(project: Project) -> None:
    assert project.labels("fn f() { g($0) }\n") == []


@pytest.mark.parametrize(
    ("marked", "on", "expected"),
    [
        ('#[cfg(target_os = "wa$0si")]\nfn f() {}\n', 'target_os = "wasi"', "WASI only"),
        ("#[cfg(unix)]\nmod m {\n    #[cfg(w$0indows)]\n    fn f() {}\n}\n", "windows", "never"),
        ("fn f() {\n    std::thread::spa$0wn(g);\n}\n", "spawn", "panics"),
        ("use std::os::un$0ix::fs;\n", "unix", "WASI is not a Unix"),
        ("// wasi-lsp: allow(WASI1$003)\nfn f() {}\n", "WASI103", "std-panics"),
    ],
)
def test_hover(project: Project, marked: str, on: str, expected: str) -> None:
    answer = project.ask("textDocument/hover", marked)
    assert answer["contents"]["kind"] == "markdown"
    assert expected in answer["contents"]["value"]
    start, end = answer["range"]["start"], answer["range"]["end"]
    line = with_cursor(marked)[0].split(b"\n")[start["line"]]
    assert (start["line"], line[start["character"] : end["character"]]) == (
        end["line"],
        on.encode(),
    )


def test_inlay_hint(project: Project) -> None:
    project.ask(
        "textDocument/hover", '$0#[cfg(not(unix))]\n#[cfg(target_os = "wasi")]\nfn é() {}\n'
    )
    document = {"uri": project.uri}
    # Now the project shows a sign of WASI.
    project.client.notify("textDocument/didSave", {"textDocument": document})
    everything = {
        "start": {"line": 0, "character": 0},
        "end": {"line": 3, "character": 0},
    }
    params = {"textDocument": document, "range": everything}
    (hint,) = project.client.request("textDocument/inlayHint", params, id_=10_001)["result"]
    assert hint["label"] == "→ wasip2"
    assert hint["position"] == {"line": 0, "character": 15}
    resolved = project.client.request("inlayHint/resolve", hint, id_=10_002)["result"]
    assert "`wasm32-wasip2`" in resolved["tooltip"]["value"]


def test_selection(project: Project) -> None:
    project.ask("textDocument/hover", "$0#[cfg(not(unix))]\nfn a() {}\n")
    params = {
        "textDocument": {"uri": project.uri},
        "positions": [{"line": 0, "character": 11}, {"line": 1, "character": 3}],
    }
    answer = project.client.request("textDocument/selectionRange", params, id_=10_003)["result"]
    inner, outer = answer[0]["range"], answer[0]["parent"]["range"]
    assert (inner["start"]["character"], inner["end"]["character"]) == (10, 14)
    assert (outer["start"]["character"], outer["end"]["character"]) == (6, 15)
    assert answer[1]["range"]["start"] == answer[1]["range"]["end"]


def test_highlights(project: Project) -> None:
    text = "#[cfg(un$0ix)]\nfn a() {}\n#[cfg(not(unix))]\nfn a() {}\n"
    equal, opposite = project.ask("textDocument/documentHighlight", text)
    assert (equal["kind"], opposite["kind"]) == (1, 2)
    assert opposite["range"] == {
        "start": {"line": 2, "character": 6},
        "end": {"line": 2, "character": 15},
    }
    assert project.ask("textDocument/documentHighlight", "fn a$0() {}\n") is None


def test_links(project: Project) -> None:
    project.ask("textDocument/hover", "$0// wasi-lsp: allow(WASI103)\nfn a() {}\n")
    params = {"textDocument": {"uri": project.uri}}
    (link,) = project.client.request("textDocument/documentLink", params, id_=10_060)["result"]
    assert link["range"]["start"] == {"line": 0, "character": 19}
    assert link["target"].endswith("/WASI103.md")


def test_the_outline_by_targets(project: Project) -> None:
    text = '$0#[cfg(target_env = "p2")]\nfn a() {}\n\n#[cfg(unix)]\nfn b() {}\nfn c() {}\n'
    project.ask("textDocument/hover", text)
    params = {"textDocument": {"uri": project.uri}}
    groups = project.client.request("textDocument/documentSymbol", params, id_=10_004)["result"]
    shown = [(group["name"], [each["name"] for each in group["children"]]) for group in groups]
    assert shown == [("wasip2", ["a"]), ("no WASI", ["b"])]


def test_folding(project: Project) -> None:
    project.ask("textDocument/hover", "$0#[cfg(unix)]\nfn a() {}\n#[cfg(unix)]\nfn b() {}\n")
    params = {"textDocument": {"uri": project.uri}}
    (fold,) = project.client.request("textDocument/foldingRange", params, id_=10_020)["result"]
    assert (fold["startLine"], fold["endLine"]) == (0, 3)


def test_lenses_and_ways_between_the_versions_of_an_item(project: Project) -> None:
    text = '$0#[cfg(target_env = "p1")]\nfn a() {}\n#[cfg(target_env = "p2")]\nfn a() {}\n'
    project.ask("textDocument/hover", text)
    document = {"uri": project.uri}
    params: dict[str, Any] = {"textDocument": document}
    lenses = project.client.request("textDocument/codeLens", params, id_=10_021)["result"]
    assert [lens["range"]["start"]["line"] for lens in lenses] == [1, 3]
    assert lenses[0]["command"]["title"] == "wasip1 · wasip2 · missing wasip3"
    assert lenses[0]["command"]["command"] == "wasi-lsp.showVersions"
    (shown,) = lenses[0]["command"]["arguments"][2]
    params["position"] = {"line": 1, "character": 3}
    (other,) = project.client.request("textDocument/implementation", params, id_=10_022)["result"]
    assert other == shown
    assert other["range"]["start"] == {"line": 3, "character": 3}


def test_lenses_are_asked_for_again_when_another_file_changes(tmp_path: Path) -> None:
    version = '#[cfg(target_env = "{}")]\nfn a() {{}}\n'
    files = {"src/lib.rs": "mod a;\n", "src/a.rs": version.format("p1") + version.format("p2")}
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\nversion = "0.1.0"\n')
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    lib, module = ((tmp_path / name).as_uri() for name in files)
    with raw_client() as client:
        client.initialize(
            {"workspace": {"codeLens": {"refreshSupport": True}}}, rootUri=tmp_path.as_uri()
        )
        for uri, text in zip((lib, module), files.values(), strict=True):
            client.open(uri, text)
        changed = {"text": '#[cfg(not(target_env = "p3"))]\nmod a;\n'}
        params = {"textDocument": {"uri": lib, "version": 2}, "contentChanges": [changed]}
        asked: dict[str, Any] = {"textDocument": {"uri": module}}
        before = client.request("textDocument/codeLens", asked, id_=1)["result"]
        assert before[0]["command"]["title"] == "wasip1 · wasip2 · missing wasip3"
        client.notify("textDocument/didChange", params)
        title, number = "", 2
        # The server asks at the start, too, when it has read the files.
        while title != "wasip1 · wasip2":
            client.answer(client.await_call("workspace/codeLens/refresh"), None)
            lenses = client.request("textDocument/codeLens", asked, id_=number)["result"]
            title, number = lenses[0]["command"]["title"], number + 1


def test_predicates_of_the_workspace_by_a_word(project: Project) -> None:
    text = '$0#[cfg(target_env = "p2")]\nfn a() {}\n#[cfg(unix)]\nfn b() {}\n'
    project.ask("textDocument/hover", text)
    found = {
        query: project.client.request("workspace/symbol", {"query": query}, id_=10_005 + number)
        for number, query in enumerate(["cfg:p2", "cfg:UNI", "cfg:", "spawn"])
    }
    (symbol,) = found["cfg:p2"]["result"]
    assert symbol["name"] == 'cfg:p2 target_env = "p2"'
    assert symbol["location"]["uri"] == project.uri
    assert symbol["location"]["range"]["start"] == {"line": 0, "character": 6}
    assert [each["name"] for each in found["cfg:UNI"]["result"]] == ["cfg:uni unix"]
    assert found["cfg:"]["result"] is None
    assert found["spawn"]["result"] is None


def test_no_hover_elsewhere(project: Project) -> None:
    assert project.ask("textDocument/hover", "fn f() { g$0() }\n") is None
