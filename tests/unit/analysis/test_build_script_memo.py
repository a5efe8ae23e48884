"""An open build script is followed again when its text or the features changed, and only then."""

from dataclasses import replace
from pathlib import Path

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.engine import check_source
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.text.span import Span

PATH = Path("/a/build.rs")
CRATE = Crate(root=PATH.parent, build_script=frozenset({PATH}))
TEXT = b'fn main() { println!("cargo::rustc-cfg=a b"); }'


def test_findings_are_those_of_a_file_that_is_read_anew() -> None:
    context = rule_context(CRATE, PATH, Census(), Settings())
    document = RustDocument.open(PATH, TEXT)
    assert document.check(context, Settings())

    script = document.memo.script_of(document.text, PATH, context)
    assert document.check(context, Settings()) == check_source(TEXT, context, Settings())
    assert document.memo.script_of(document.text, PATH, context) is script

    at = TEXT.index(b" b")
    document.edit([(Span(at, at + 2), b"")])
    assert document.check(context, Settings()) == ()

    others = replace(context, crate=replace(CRATE, features=frozenset({"net"})))
    script = document.memo.script_of(document.text, PATH, context)
    assert document.memo.script_of(document.text, PATH, others) is not script
