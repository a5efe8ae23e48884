"""Files of Cargo that are open in the editor: judged themselves, and what others are judged by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.raw_client import RawClient, raw_client

PUBLISH = "textDocument/publishDiagnostics"

MANIFEST = '[package]\nname = "p"\nversion = "0.1.0"\n\n[features]\nnet = []\n'
#: The feature is unknown once the manifest lacks it; `spawn` fails once something is for WASI.
SOURCE = '#[cfg(feature = "net")]\npub fn f() {\n    std::thread::spawn(|| ());\n}\n'
CONFIG = '[build]\ntarget = "wasm32-wasip2"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / ".cargo").mkdir()
    (tmp_path / "Cargo.toml").write_text(MANIFEST)
    (tmp_path / ".cargo" / "config.toml").write_text("")
    (tmp_path / "src" / "lib.rs").write_text(SOURCE)
    return tmp_path


class Editor:
    """What a user does with the files of a project."""

    def __init__(self, client: RawClient, project: Path, **capabilities: Any) -> None:
        self.client = client
        client.initialize(capabilities, rootUri=project.as_uri())
        self.versions: dict[Path, int] = {}

    def open(self, path: Path, text: str | None = None) -> None:
        self.versions[path] = 1
        language = "rust" if path.suffix == ".rs" else "toml"
        text = text if text is not None else path.read_text()
        self.client.open(path.as_uri(), text, language)

    def type(self, path: Path, text: str) -> None:
        """Replace the whole text."""
        self.versions[path] += 1
        identifier = {"uri": path.as_uri(), "version": self.versions[path]}
        params = {"textDocument": identifier, "contentChanges": [{"text": text}]}
        self.client.notify("textDocument/didChange", params)

    def close(self, path: Path) -> None:
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def shown(self, path: Path) -> list[dict[str, Any]]:
        """What is published next for a file."""
        while True:
            params = self.client.await_call(PUBLISH)["params"]
            if params["uri"] == path.as_uri():
                diagnostics: list[dict[str, Any]] = params["diagnostics"]
                return diagnostics

    def codes(self, path: Path) -> list[str | None]:
        return [diagnostic.get("code") for diagnostic in self.shown(path)]

    def ask(self, method: str, path: Path, **params: Any) -> Any:
        params["textDocument"] = {"uri": path.as_uri()}
        return self.client.request(method, params)["result"]


def test_a_manifest_is_judged_while_it_is_typed(project: Path) -> None:
    manifest = project / "Cargo.toml"
    with raw_client() as client:
        editor = Editor(client, project)
        editor.open(manifest)
        assert editor.codes(manifest) == []
        editor.type(manifest, MANIFEST + "[target.'cfg(target_os = \"wasip2\")'.dependencies]\n")
        (diagnostic,) = editor.shown(manifest)
        assert diagnostic["code"] == "WASI001"
        assert diagnostic["range"] == {
            "start": {"line": 6, "character": 25},
            "end": {"line": 6, "character": 33},
        }
        editor.close(manifest)
        assert editor.codes(manifest) == []


def test_unsaved_changes_count_for_open_rust_files(project: Path) -> None:
    manifest, source = project / "Cargo.toml", project / "src" / "lib.rs"
    with raw_client() as client:
        editor = Editor(client, project)
        editor.open(source)
        assert editor.codes(source) == []
        editor.open(manifest)
        editor.type(manifest, MANIFEST.replace("net", "tls"))
        assert editor.codes(source) == ["WASI002"]
        editor.type(manifest, MANIFEST)
        assert editor.codes(source) == []
        editor.type(manifest, MANIFEST.replace("net", "tls"))
        assert editor.codes(source) == ["WASI002"]
        # What was not saved is gone.
        editor.close(manifest)
        assert editor.codes(source) == []


def test_a_configuration_that_is_not_saved_yet_is_a_sign_of_wasi(project: Path) -> None:
    config, source = project / ".cargo" / "config.toml", project / "src" / "lib.rs"
    with raw_client() as client:
        editor = Editor(client, project)
        editor.open(source)
        assert editor.codes(source) == []
        editor.open(config)
        editor.type(config, CONFIG)
        assert editor.codes(source) == ["WASI103"]


def test_a_manifest_that_is_new_and_nowhere_on_disk(project: Path) -> None:
    manifest, source = project / "Cargo.toml", project / "src" / "lib.rs"
    manifest.unlink()
    with raw_client() as client:
        editor = Editor(client, project)
        editor.open(source)
        assert editor.codes(source) == []
        editor.open(manifest, MANIFEST.replace("net", "tls"))
        assert editor.codes(source) == ["WASI002"]


def test_a_broken_manifest_says_so_and_changes_nothing_else(project: Path) -> None:
    manifest, source = project / "Cargo.toml", project / "src" / "lib.rs"
    with raw_client() as client:
        editor = Editor(client, project)
        editor.open(source)
        assert editor.codes(source) == []
        editor.open(manifest, MANIFEST.replace("net", "tls"))
        assert editor.codes(source) == ["WASI002"]
        editor.type(manifest, MANIFEST + "[dependencies\n")
        # Published at once; the old, empty list comes first.
        shown = editor.shown(manifest) or editor.shown(manifest)
        assert [(each.get("code"), each["severity"]) for each in shown] == [(None, 2)]
        assert shown[0]["message"].startswith("not valid TOML: ")
        assert shown[0]["range"]["start"]["line"] == 6
        # A change that says something at last takes it back, and counts.
        editor.type(manifest, MANIFEST + "[dependencies]\n")
        assert editor.codes(manifest) == []
        assert editor.codes(source) == []


def test_who_asks_is_told_to_ask_again(project: Path) -> None:
    manifest, source = project / "Cargo.toml", project / "src" / "lib.rs"
    with raw_client() as client:
        editor = Editor(
            client,
            project,
            textDocument={"diagnostic": {}},
            workspace={"diagnostics": {"refreshSupport": True}},
        )
        editor.open(manifest)
        editor.open(source)
        assert editor.ask("textDocument/diagnostic", source)["items"] == []
        editor.type(manifest, MANIFEST.replace("net", "tls") + "[target.wasm32-wasip4]\n")
        (item,) = editor.ask("textDocument/diagnostic", manifest)["items"]
        assert item["code"] == "WASI302"
        client.answer(client.await_call("workspace/diagnostic/refresh"), None)
        (item,) = editor.ask("textDocument/diagnostic", source)["items"]
        assert item["code"] == "WASI002"


def test_rust_that_is_not_saved_counts_for_other_files(project: Path) -> None:
    lib, module = project / "src" / "lib.rs", project / "src" / "imp.rs"
    module.write_text("#[cfg(windows)]\nfn f() {}\n")
    (project / ".cargo" / "config.toml").write_text(CONFIG)
    lib.write_text("mod imp;\n")
    with raw_client() as client:
        editor = Editor(client, project)
        editor.open(module, "pub fn f() { std::thread::spawn(|| ()); }\n")
        assert editor.codes(module) == ["WASI103"]
        editor.open(lib)
        editor.type(lib, "#[cfg(windows)]\nmod imp;\n")
        assert editor.codes(module) == []
        # While it is half typed nothing is concluded from what seems to be missing.
        editor.type(lib, "#[cfg(windows\nmod imp;\n")
        editor.type(lib, "#[cfg(unix)]\nmod imp;\n")
        editor.type(lib, "mod imp;\n")
        assert editor.codes(module) == ["WASI103"]
        # Closed without saving, the text on disk counts again.
        lib.write_text("#[cfg(windows)]\nmod imp;\n")
        editor.close(lib)
        assert editor.codes(module) == []


def test_completion_hover_and_a_fix_that_clears_its_finding(project: Path) -> None:
    config = project / ".cargo" / "config.toml"
    with raw_client() as client:
        literals = {"codeActionKind": {"valueSet": ["quickfix"]}}
        capabilities = {"codeAction": {"codeActionLiteralSupport": literals}}
        editor = Editor(client, project, textDocument=capabilities)
        editor.open(config, '[build]\ntarget = "wasm32-wasip4"\n')
        (diagnostic,) = editor.shown(config)
        assert diagnostic["code"] == "WASI302"
        completion = editor.ask(
            "textDocument/completion", config, position=diagnostic["range"]["start"]
        )
        assert completion["items"][0]["label"] == "wasm32-wasip2"
        context = {"diagnostics": [diagnostic]}
        action, *_ = editor.ask(
            "textDocument/codeAction", config, range=diagnostic["range"], context=context
        )
        assert list(action["edit"]["changes"]) == [config.as_uri()]
        (edit,) = action["edit"]["changes"][config.as_uri()]
        assert edit["range"] == diagnostic["range"]
        assert edit["newText"].startswith("wasm32-wasip")
        editor.type(config, f'[build]\ntarget = "{edit["newText"]}"\n')
        assert editor.codes(config) == []
        hover = editor.ask("textDocument/hover", config, position=diagnostic["range"]["start"])
        assert hover["contents"]["value"].startswith(f"**`{edit['newText']}`**")
