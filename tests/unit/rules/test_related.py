"""The places that a finding points to beside its own."""

from __future__ import annotations

from pathlib import Path

from support.annotations import findings_in
from support.projects import findings_of_project, write_project
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.rules.finding import Finding
from wasi_lsp.text.span import Span


def _related(finding: Finding, text: bytes) -> list[str]:
    return [text[each.span.start : each.span.end].decode() for each in finding.related]


def test_the_outer_predicate() -> None:
    source = """
    #[cfg(feature = "a")]
    #[cfg(any(target_os = "macos", target_os = "ios"))]
    mod apple {
        #[cfg(feature = "b")]
        impl A {
            #[cfg(target_os = "wasi")]
            fn f() {}
        }
    }
    """
    (finding,) = findings_in(source)
    assert _related(finding, source.encode()) == ['any(target_os = "macos", target_os = "ios")']


def test_several_that_only_together_contradict() -> None:
    source = """
    #[cfg(unix)]
    mod a {
        #[cfg(not(target_os = "macos"))]
        mod b {
            #[cfg(target_vendor = "apple")]
            mod c {
                #[cfg(all(target_os = "macos", feature = "a"))]
                fn f() {}
                #[cfg(any(target_os = "macos", windows))]
                fn g() {}
            }
        }
    }
    """
    first, second = findings_in(source)
    assert _related(first, source.encode()) == ['not(target_os = "macos")']
    assert _related(second, source.encode()) == [
        'target_vendor = "apple"',
        'not(target_os = "macos")',
    ]


def test_an_earlier_arm() -> None:
    source = """
    cfg_if! {
        if #[cfg(unix)] {
        } else {
            #[cfg(target_os = "linux")]
            fn f() {}
        }
    }
    fn g() {
        cfg_select! {
            target_os = "linux" => {}
            unix => {}
            target_os = "macos" => {}
        }
    }
    """
    in_arm, arm = findings_in(source)
    assert _related(in_arm, source.encode()) == ["unix"]
    assert in_arm.related[0].message == "this arm is taken instead"
    assert _related(arm, source.encode()) == ["unix"]


def test_a_place_that_moves_while_its_file_is_edited() -> None:
    source = b"#[cfg(unix)]\nmod a {\n    fn f() {}\n    #[cfg(windows)]\n    fn g() {}\n}\n"
    context = rule_context(Crate(Path()), None, Census(), Settings())
    document = RustDocument.open(None, source)
    document.check(context, Settings())
    for at, word in ((0, b"// moved\n"), (source.index(b"#"), b"#[allow(unused)]\n")):
        document.edit([(Span(at, at), word)])
        (finding,) = document.check(context, Settings())
        assert _related(finding, document.text) == ["unix"]
        (kept,) = document.check(context, Settings())
        assert kept == finding


def test_a_declaration_in_another_file(tmp_path: Path) -> None:
    text = """\
//- Cargo.toml
[package]
name = "a"
version = "0.1.0"
//- src/lib.rs
#[cfg(feature = "a")]
mod outer {
    #[cfg(unix)]
    mod sys;
    #[cfg(windows)]
    #[path = "windows.rs"]
    mod sys;
}
//- src/outer/sys.rs
mod inner;
//- src/outer/sys/inner.rs
#[cfg(target_os = "wasi")]
fn f() {}
//- src/outer/windows.rs
#[cfg(target_os = "wasi")]
fn g() {}
"""
    files = write_project(tmp_path, text)
    findings = findings_of_project(tmp_path, Settings())
    root = tmp_path / "src" / "lib.rs"
    for name, outer in (("sys/inner.rs", "unix"), ("windows.rs", "windows")):
        (finding,) = findings[tmp_path / "src" / "outer" / name]
        assert [each.path for each in finding.related] == [root]
        assert _related(finding, files[root].encode()) == [outer]
