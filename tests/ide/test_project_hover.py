"""Hover in files that are not Rust. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.hover import hover
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.manifest import parse_manifest

MANIFEST, CONFIG, TOOLCHAIN = FileKind.MANIFEST, FileKind.CARGO_CONFIG, FileKind.TOOLCHAIN


def hover_at(kind: FileKind, marked: str) -> tuple[str, str] | None:
    """The text that the hover is on, and what it says."""
    text, offset = with_cursor(marked)
    manifest = parse_manifest(text, Path("Cargo.toml"))
    crate = Crate(
        root=Path(),
        features=frozenset(manifest.features),
        implied_features=manifest.implied_features,
    )
    context = rule_context(crate, None, Census(), Settings())
    found = hover(open_document(kind, Path("x"), text), offset, context)
    return (text[slice(*found.span)].decode(), found.markdown) if found is not None else None


@pytest.mark.parametrize(
    ("kind", "marked", "on", "words"),
    [
        (
            MANIFEST,
            "[target.'cfg(target_os = \"wa$0si\")'.dependencies]",
            'target_os = "wasi"',
            ["wasm32-wasip2", "the operating system of the target"],
        ),
        (
            MANIFEST,
            "[target.'cfg(not(un$0ix))'.dependencies]",
            "not(unix)",
            ["Every target except Unix"],
        ),
        (
            MANIFEST,
            "[target.wasm32-$0wasip2.dependencies]",
            "wasm32-wasip2",
            ["tier 2, since Rust 1.82", '`target_env = "p2"`', "rustup target add wasm32-wasip2"],
        ),
        (CONFIG, "[build]\ntarget = '$0wasm32-wasip3'", "wasm32-wasip3", ["tier 3", "build-std"]),
        (
            TOOLCHAIN,
            '[toolchain]\ntargets = ["wasm32-wasi$0"]',
            "wasm32-wasi",
            ["former name of `wasm32-wasip1`", '`target_env = "p1"`'],
        ),
        (
            CONFIG,
            "[build]\ntarget = ['x86_64-unknown-linux-gnu$0']",
            "x86_64-unknown-linux-gnu",
            ["tier 1", "`unix`"],
        ),
        (CONFIG, "[build]\ntarget = 'wasm32v1-none$0'", "wasm32v1-none", ["without std"]),
    ],
)
def test_what_is_told(kind: FileKind, marked: str, on: str, words: list[str]) -> None:
    found = hover_at(kind, marked)
    assert found is not None
    assert found[0] == on
    for word in words:
        assert word in found[1]


FEATURES = """
[features]
default = ["net"]
net = ["dep:tokio", "io"]
io = ["tokio/fs", "tokio?/rt"]
alone = []

[dependencies]
tokio = { version = "1", optional = true, features = ["time"] }
"""


@pytest.mark.parametrize(
    ("marked", "on", "words"),
    [
        # Crates that do not compile.
        (
            '[dependencies]\ntok$0io = "1"',
            "tokio",
            [
                "tokio 1.54.1 does not compile for WASI (Rust 1.96.0)",
                "with `fs`, or with `full`, or with `io-std`",
            ],
        ),
        (
            '[dependencies]\ntokio = { version = "1", features = ["fu$0ll"] }',
            "full",
            ["`full`: a feature of `tokio`", "unless `tokio_unstable` is set", "*Only features"],
        ),
        (
            "[target.'cfg(target_env = \"p2\")'.dependencies]\nctrlc$0 = '3'",
            "ctrlc",
            ["This table is for `wasm32-wasip2`.", "- whatever its features are: not for"],
        ),
        (
            "[target.'cfg(unix)'.dependencies]\nlibc$0 = '0.2'",
            "libc",
            ["This table is not for WASI."],
        ),
        # Whose API it is, and what is for the browser.
        (
            "[target.wasm32-wasip1.dependencies.$0wasi]\nversion = '0.11'",
            "wasi",
            ["This table is for `wasm32-wasip1`", "The API of WASI 0.1."],
        ),
        (
            "[dependencies]\nwa$0si = '>=0.11'",
            "wasi",
            ["The API of WASI 0.1 or WASI 0.2."],
        ),
        (
            "[dependencies]\nwe$0b = { package = 'web-sys', version = '0.3' }",
            "web",
            ["`web-sys`", "For JavaScript, which WASI does not have"],
        ),
        (
            "[dependencies]\ngetrandom = { version = '0.2', features = ['j$0s'] }",
            "js",
            ["a feature of `getrandom`", "For JavaScript"],
        ),
        # Features of the package.
        (
            FEATURES.replace("net =", "n$0et ="),
            "net",
            [
                "a feature of this package",
                "Switches on `dep:tokio`, `io`, and with these `tokio/fs`, `tokio?/rt`",
                "Switched on by `default`",
                "- with `fs`: not for `wasm32-wasip1`",
            ],
        ),
        (FEATURES.replace('["net"]', '["n$0et"]'), "net", ["Switches on `dep:tokio`"]),
        (FEATURES.replace("alone", "alo$0ne"), "alone", ["Switches on nothing else"]),
        (FEATURES.replace("tokio/fs", "tokio/f$0s"), "tokio/fs", ["`fs`: a feature of `tokio`"]),
        (FEATURES.replace("dep:tokio", "dep:$0tokio"), "dep:tokio", ["**`tokio`**", "`full`"]),
    ],
)
def test_what_is_told_of_dependencies_and_features(marked: str, on: str, words: list[str]) -> None:
    found = hover_at(MANIFEST, marked)
    assert found is not None
    assert found[0] == on
    for word in words:
        assert word in found[1]


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (MANIFEST, FEATURES.replace("?/rt", "?/r$0t")),
        (MANIFEST, FEATURES.replace('"time"', '"ti$0me"')),
        (MANIFEST, "[dependencies]\nlib$0c = '0.2'"),
        (MANIFEST, "[dependencies]\ntok$0io = '99'"),
        (MANIFEST, "[dependencies]\ntok$0io = { path = '../tokio' }"),
        (MANIFEST, "[features]\na = ['$0nothing']"),
        (MANIFEST, "[pack$0age]"),
        (MANIFEST, "[target.'cfg(unix)'.depend$0encies]"),
        (CONFIG, "[build]\ntar$0get = 'wasm32-wasip2'"),
        (CONFIG, "[build]\ntarget = 'specs/my-os.js$0on'"),
    ],
)
def test_nothing_is_told_of_other_things(kind: FileKind, marked: str) -> None:
    assert hover_at(kind, marked) is None
