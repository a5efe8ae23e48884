"""Whether an item is used in another open file is asked of the text as it is now."""

from __future__ import annotations

from pathlib import Path

from wasi_lsp.analysis.processes import Processes
from wasi_lsp.analysis.scan import take_survey
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.session import Session
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

SYS = """\
#[cfg(all(target_os = "wasi", target_env = "p1"))]
pub fn open() {}
#[cfg(all(target_os = "wasi", target_env = "p2"))]
pub fn open() {}
"""
MAIN = "mod sys;\nfn main() {\n    run();\n}\nfn run() {}\n"


def write(session: Session, file: OpenFile, old: str, new: str) -> None:
    text = file.document.text
    start = text.index(old.encode())
    changed = text.replace(old.encode(), new.encode(), 1)
    span = Span(start, start + len(old))
    file.edit(file.version + 1, LineIndex(changed), [(span, new.encode())])
    session.survey(file)


def test_a_call_is_typed_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\n')
    session = Session()
    opened = {}
    for name, text in (("sys", SYS), ("main", MAIN)):
        (tmp_path / "src" / f"{name}.rs").write_text(text)
    session.folders.set_roots([tmp_path])
    session.add_survey(tmp_path, take_survey(tmp_path, Processes()))
    for name in ("sys", "main"):
        path = tmp_path / "src" / f"{name}.rs"
        opened[name] = session.open(path.as_uri(), 1, path, FileKind.RUST, path.read_bytes())
        session.survey(opened[name])
    sys, main = opened["sys"], opened["main"]
    assert session.judge(sys) == ()

    write(session, main, "run();", "sys::open();")
    write(session, sys, "pub fn open() {}\n#", "pub fn open() { }\n#")
    (finding,) = session.judge(sys)
    assert (finding.code, finding.related[-1].path) == ("WASI202", main.path)

    write(session, main, "sys::open();", "run();")
    write(session, sys, "pub fn open() { }\n#", "pub fn open() {}\n#")
    assert session.judge(sys) == ()
