"""Comments that are offered for a finding: where they go, and that they do what they say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.markdown import Case, cases_of_files
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.suppressions import suppression_fix, suppressions
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.text.edits import apply_edits

CASES = [
    case for case in cases_of_files(Path(__file__).parents[1] / "rules") if not case.is_project
]


def allowed(name: str, text: bytes, settings: Settings) -> dict[str, list[bytes]]:
    """By title: the text with each comment that is offered, which must take away its finding only.

    What else a comment covers goes, too, if it is of the same rule.
    """
    path = Path(name)
    kind = kind_of(path)
    assert kind is not None
    context = rule_context(Crate(Path(".")), path, Census(wasi_sign="a test"), settings)
    document = open_document(kind, path, text)
    found = document.check(context, settings)
    result: dict[str, list[bytes]] = {}
    for finding in found:
        for suppression in suppressions(document, [finding]):
            fix = suppression_fix(document, suppression)
            assert fix is not None
            edits = [(edit.span, edit.text.encode()) for edit in fix.edits]
            after = apply_edits(text, edits)
            assert after is not None
            left = open_document(kind, path, after).check(context, settings)
            before = Counter((each.code, each.message) for each in found)
            taken = before - Counter((each.code, each.message) for each in left)
            assert (finding.code, finding.message) in taken
            assert {code for code, _ in taken} <= {finding.code, "WASI000"}
            assert len(left) == len(found) - taken.total()
            result.setdefault(fix.title, []).append(after)
    return result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_comment_allows_its_finding(case: Case) -> None:
    allowed("src/lib.rs", case.source.encode(), case.settings)


@pytest.mark.parametrize(
    ("name", "before", "here", "in_file"),
    [
        (
            "a.rs",
            "fn f() {\n\tstd::thread::spawn(g);\n}\n",
            "fn f() {\n\t// wasi-lsp: allow(WASI103)\n\tstd::thread::spawn(g);\n}\n",
            "//! wasi-lsp: allow(WASI103)\nfn f() {\n\tstd::thread::spawn(g);\n}\n",
        ),
        (
            "a.rs",
            "\ufeffuse std::os::unix;\r\n",
            "\ufeff// wasi-lsp: allow(WASI101)\r\nuse std::os::unix;\r\n",
            "\ufeff//! wasi-lsp: allow(WASI101)\r\nuse std::os::unix;\r\n",
        ),
        (
            "a.rs",
            "#!/usr/bin/env x\n// (c)\n//! What it is.\n\nuse std::os::unix;\n",
            "#!/usr/bin/env x\n// (c)\n//! What it is.\n\n"
            "// wasi-lsp: allow(WASI101)\nuse std::os::unix;\n",
            "#!/usr/bin/env x\n// (c)\n//! What it is.\n"
            "//! wasi-lsp: allow(WASI101)\n\nuse std::os::unix;\n",
        ),
        # A second code joins the first, and so it does in a comment for the whole file.
        (
            "a.rs",
            "//! wasi-lsp: allow(WASI104)\n// wasi-lsp: allow(WASI102)\nuse std::os::unix;\n",
            "//! wasi-lsp: allow(WASI104)\n"
            "// wasi-lsp: allow(WASI102, WASI101)\nuse std::os::unix;\n",
            "//! wasi-lsp: allow(WASI104, WASI101)\n"
            "// wasi-lsp: allow(WASI102)\nuse std::os::unix;\n",
        ),
        # Above the line, a comment would belong to the statement before, or be text.
        (
            "a.rs",
            "fn f() { g(); std::thread::spawn(g); }\nfn h() {}\n",
            "// wasi-lsp: allow(WASI103)\nfn f() { g(); std::thread::spawn(g); }\nfn h() {}\n",
            "//! wasi-lsp: allow(WASI103)\nfn f() { g(); std::thread::spawn(g); }\nfn h() {}\n",
        ),
        (
            "a.rs",
            'fn f() {\n    g("\n"); std::thread::spawn(g);\n}\n',
            'fn f() {\n    g("\n"); std::thread::spawn(g); // wasi-lsp: allow(WASI103)\n}\n',
            '//! wasi-lsp: allow(WASI103)\nfn f() {\n    g("\n"); std::thread::spawn(g);\n}\n',
        ),
        (
            ".cargo/config.toml",
            '[build]\ntarget = [\n    "wasm32-wasip4",\n]\n',
            '[build]\ntarget = [\n    # wasi-lsp: allow(WASI302)\n    "wasm32-wasip4",\n]\n',
            '#! wasi-lsp: allow(WASI302)\n[build]\ntarget = [\n    "wasm32-wasip4",\n]\n',
        ),
        (
            "build.sh",
            "#!/bin/sh\ncargo build --target wasm32-wasip4\n",
            "#!/bin/sh\n# wasi-lsp: allow(WASI302)\ncargo build --target wasm32-wasip4\n",
            "#!/bin/sh\n#! wasi-lsp: allow(WASI302)\ncargo build --target wasm32-wasip4\n",
        ),
        # Here it would cut the command in two, and there it would be the interpreter.
        (
            "build.sh",
            "cargo build \\\n    --target wasm32-wasip4\n",
            "cargo build \\\n    --target wasm32-wasip4 # wasi-lsp: allow(WASI302)\n",
            None,
        ),
        ("build.sh", "cargo build \\\n  --target wasm32-wasip4 \\\n  --release\n", None, None),
        (
            ".github/workflows/ci.yml",
            "steps:\n  - run: |\n      cargo build --target wasm32-wasip4\n",
            "steps:\n  - run: |\n      # wasi-lsp: allow(WASI302)\n"
            "      cargo build --target wasm32-wasip4\n",
            "#! wasi-lsp: allow(WASI302)\n"
            "steps:\n  - run: |\n      cargo build --target wasm32-wasip4\n",
        ),
        ("package.json", '{"scripts": {"b": "cargo build --target wasm32-wasip4"}}\n', None, None),
        ("build.bat", "cargo build --target wasm32-wasip4\n", None, None),
    ],
)
def test_where_it_goes(name: str, before: str, here: str | None, in_file: str | None) -> None:
    offered = allowed(name, before.encode(), Settings())
    shown = {title: [text.decode() for text in texts] for title, texts in offered.items()}
    assert [texts for title, texts in shown.items() if title.endswith(" here")] == (
        [[here]] if here else []
    )
    assert [texts for title, texts in shown.items() if title.endswith(" in this file")] == (
        [[in_file]] if in_file else []
    )


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        # No comment belongs to what cannot be read.
        ("fn f() {\n    #[cfg(all(unix\n    g();\n}\n", ["WASI003 in this file"]),
        (
            'fn f() {\n    #[cfg(target_env = "wasip2", x y)]\n    g(\n}\n',
            ["WASI001 here", "WASI001 in this file", "WASI003 in this file"],
        ),
        ("use std::os::unix;\nfn f() { g(\n", ["WASI101 here", "WASI101 in this file"]),
    ],
)
def test_in_half_typed_code_it_is_offered_where_it_can_be(text: str, titles: list[str]) -> None:
    offered = allowed("src/lib.rs", text.encode(), Settings())
    assert sorted(title.removeprefix("Allow ") for title in offered) == titles


def test_one_comment_for_many_is_offered_once() -> None:
    """And none where everything is selected."""
    settings = Settings()
    context = rule_context(Crate(Path(".")), None, Census(wasi_sign="a test"), settings)
    text = b"fn f() {\n" + b"    std::thread::spawn(g);\n" * 30 + b"}\n"
    kind = kind_of(Path("a.rs"))
    assert kind is not None
    document = open_document(kind, None, text)
    found = document.check(context, settings)
    titles = Counter(each.title for each in suppressions(document, found[:3]))
    assert titles == {"Allow WASI103 here": 3, "Allow WASI103 in this file": 1}
    assert not list(suppressions(document, found))


def test_in_markdown_a_comment_stands_among_the_commands() -> None:
    """At the top of the file it would be a heading."""
    text = b"# How to build\n\n```sh\nrustup target add wasm32-wasi\n```\n"
    document = open_document(FileKind.MARKDOWN, Path("README.md"), text)
    context = rule_context(Crate(Path(".")), Path("README.md"), Census(), Settings())
    (finding,) = document.check(context, Settings())
    (suppression,) = suppressions(document, [finding])
    fix = suppression_fix(document, suppression)
    assert fix is not None
    assert [(edit.span.start, edit.text) for edit in fix.edits] == [
        (text.index(b"rustup"), "# wasi-lsp: allow(WASI301)\n")
    ]
