"""Settings in the files of a project, on the command line and in the editor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import wasi_lsp
from support.projects import write_project
from support.raw_client import raw_client

SPAWN = "fn main() {\n    std::thread::spawn(|| {});\n}\n"
PACKAGE = '[package]\nname = "a"\nversion = "0.1.0"\n'
PUBLISH = "textDocument/publishDiagnostics"


def codes(folder: Path, *options: str) -> list[tuple[str, str]]:
    """The codes and severities that `check` prints for a folder."""
    result = wasi_lsp("check", "--format", "json", "--exit-zero", *options, cwd=folder)
    return [(each["code"], each["severity"]) for each in json.loads(result.out)["findings"]]


@pytest.mark.parametrize(
    "files",
    [
        {"wasi-lsp.toml": '[rules]\nWASI103 = "hint"\n', "Cargo.toml": PACKAGE},
        {"Cargo.toml": PACKAGE + '[package.metadata.wasi-lsp]\nrules = { WASI103 = "hint" }\n'},
        {
            "Cargo.toml": PACKAGE
            + '[workspace.metadata.wasi-lsp.rules]\nWASI103 = "error"\n'
            + '[package.metadata.wasi-lsp.rules]\nWASI103 = "hint"\n'
        },
        {"wasi-lsp.toml": 'rules.WASI1 = "hint"\n'},
    ],
)
def test_the_nearest_settings_count(tmp_path: Path, files: dict[str, str]) -> None:
    text = "".join(f"//- {name}\n{body}" for name, body in files.items())
    write_project(tmp_path, f"{text}//- src/main.rs\n{SPAWN}")
    assert codes(tmp_path) == [("WASI103", "hint")]
    # An option says more than a file.
    assert codes(tmp_path, "--rule", "WASI103=error") == [("WASI103", "error")]


def test_targets_and_files_to_judge(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        '//- wasi-lsp.toml\ntargets = ["wasm32-wasip1-threads"]\nexclude = ["/vendor/"]\n'
        f"//- main.rs\n{SPAWN}//- vendor/other.rs\nuse std::os::unix;\n",
    )
    assert codes(tmp_path) == []
    named = codes(tmp_path, "vendor/other.rs")
    assert named == [("WASI101", "error")]


def test_what_is_wrong_in_the_file_is_said(tmp_path: Path) -> None:
    write_project(tmp_path, f"//- wasi-lsp.toml\n\ntarget = 1\n//- main.rs\n{SPAWN}")
    result = wasi_lsp("check", "main.rs", cwd=tmp_path)
    assert result.code == 2
    assert "wasi-lsp.toml:2: no setting `wasi-lsp.target`" in result.err


def test_in_the_editor(tmp_path: Path) -> None:
    write_project(tmp_path, f'//- wasi-lsp.toml\n[rules]\nWASI103 = "hint"\n//- main.rs\n{SPAWN}')
    settings, main = (tmp_path / "wasi-lsp.toml").as_uri(), (tmp_path / "main.rs").as_uri()

    published: dict[str, list[dict[str, object]]] = {}

    def shown(uri: str) -> list[dict[str, object]]:
        """What is published next for a file, or was while another was waited for."""
        while uri not in published:
            params = client.await_call(PUBLISH)["params"]
            published[params["uri"]] = params["diagnostics"]
        return published.pop(uri)

    with raw_client() as client:
        client.initialize(
            initializationOptions={"stdRules": "always"},
            workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "a"}],
        )
        client.open(main, SPAWN)
        assert [(each["code"], each["severity"]) for each in shown(main)] == [("WASI103", 4)]
        # What is typed there counts at once, and what is wrong there is said there.
        client.open(settings, '[rules]\nWASI103 = "error"\nWASI9 = "off"\n')
        (wrong,) = shown(settings)
        assert "not `WASI9`" in str(wrong["message"])
        assert [(each["code"], each["severity"]) for each in shown(main)] == [("WASI103", 1)]
