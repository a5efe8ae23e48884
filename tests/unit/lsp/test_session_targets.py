"""What one file says of targets counts for the others that are open, as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from wasi_lsp.analysis.processes import Processes
from wasi_lsp.analysis.scan import take_survey
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.session import Session
from wasi_lsp.project.file_kinds import kind_of
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

SCRIPT = "cargo build --release\ncp target/wasm32-wasip1/release/a.wasm dist\n"
CONFIG = '[build]\ntarget = "wasm32-wasip2"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo" / "config.toml").write_text(CONFIG)
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\n')
    (tmp_path / "build.sh").write_text(SCRIPT)
    return tmp_path


def start(project: Path) -> Session:
    session = Session()
    session.folders.set_roots([project])
    session.add_survey(project, take_survey(project, Processes()))
    return session


def open_file(session: Session, path: Path) -> OpenFile:
    kind = kind_of(path)
    assert kind is not None
    file = session.open(path.as_uri(), 1, path, kind, path.read_bytes())
    session.survey(file)
    return file


def codes(session: Session, file: OpenFile) -> list[str]:
    return [finding.code for finding in session.judge(file)]


def test_another_open_file_changes(project: Path) -> None:
    session = start(project)
    script = open_file(session, project / "build.sh")
    assert codes(session, script) == ["WASI304"]
    config = open_file(session, project / ".cargo" / "config.toml")
    at = CONFIG.index("p2")
    text = CONFIG.replace("p2", "p1").encode()
    config.edit(2, LineIndex(text), [(Span(at, at + 2), b"p1")])
    assert script in session.survey(config)
    assert codes(session, script) == []
    # What was not saved is forgotten with the window.
    closed = session.close(config.uri)
    assert closed is not None
    assert script in closed
    assert codes(session, script) == ["WASI304"]


def test_a_predicate_comes_and_goes(project: Path) -> None:
    """While it stands there, and no longer, all files are judged for the target that it names."""
    (project / "src").mkdir()
    (project / "src" / "lib.rs").write_text("mod a;\n")
    (project / "src" / "a.rs").write_text("pub fn a() {}\n")
    session = start(project)
    lib, module = (open_file(session, project / "src" / name) for name in ("lib.rs", "a.rs"))

    def judged_for() -> list[str]:
        return [*session.context_of(module).targets]

    assert judged_for() == ["wasm32-wasip2"]
    typed = b'#[cfg(target_env = "p1")]\n'
    lib.edit(2, LineIndex(typed + b"mod a;\n"), [(Span(0, 0), typed)])
    assert module in session.survey(lib)
    assert judged_for() == ["wasm32-wasip1", "wasm32-wasip2"]
    lib.edit(3, LineIndex(b"mod a;\n"), [(Span(0, len(typed)), b"")])
    assert module in session.survey(lib)
    assert judged_for() == ["wasm32-wasip2"]

    other = project / "src" / "b.rs"
    other.write_bytes(typed + b"fn b() {}\n")
    assert module in session.disk.changed([other])
    assert judged_for() == ["wasm32-wasip1", "wasm32-wasip2"]
    other.unlink()
    assert module in session.disk.changed([other])
    assert judged_for() == ["wasm32-wasip2"]


def test_a_file_changes_on_disk(project: Path) -> None:
    session = start(project)
    script = open_file(session, project / "build.sh")
    other = project / "other.sh"
    other.write_text("cargo build --target wasm32-wasip1\n")
    assert script in session.disk.changed([other])
    assert codes(session, script) == []
    other.unlink()
    assert script in session.disk.changed([other])
    assert codes(session, script) == ["WASI304"]


def test_the_open_file_itself_is_known_as_it_is(project: Path) -> None:
    session = start(project)
    script = open_file(session, project / "build.sh")
    at = SCRIPT.index("p1")
    script.edit(2, LineIndex(SCRIPT.replace("p1", "p2").encode()), [(Span(at, at + 2), b"p2")])
    assert codes(session, script) == []


def test_a_name_is_changed_in_all_files_at_once(project: Path) -> None:
    config = project / ".cargo" / "config.toml"
    config.write_text(CONFIG.replace("p2", ""))
    (project / "build.sh").write_text(SCRIPT.replace("p1", ""))
    session = start(project)
    script = open_file(session, project / "build.sh")
    (finding,) = session.judge(script)
    (fix,) = finding.fixes
    assert fix.title == "Write `wasm32-wasip1` in 2 files"
    assert {edit.path or script.path for edit in fix.edits} == {config, script.path}
