"""Which targets a predicate selects, and which can be installed. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.cfg.targets import all_targets, targets_with_value
from wasi_lsp.ide.installable_targets import installable_targets
from wasi_lsp.ide.selected_targets import selected_targets
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.text.span import Span


def page(marked: str, kind: FileKind = FileKind.RUST) -> str | None:
    text, offset = with_cursor(marked)
    context = rule_context(Crate(Path()), None, Census(), Settings())
    return selected_targets(open_document(kind, Path("x"), text), offset, context)


def test_every_target_is_named_by_its_system() -> None:
    found = page('#[cfg($0any(target_os = "wasi", target_os = "linux"))]\nfn f() {}\n')
    assert found is not None
    wasi, linux = found.splitlines()[-2:]
    assert wasi.startswith("- **WASI** (4): `wasm32-wasip1`, ")
    selected = targets_with_value("target_os", "linux")
    assert selected is not None
    assert linux.startswith(f"- **Linux** ({len(selected)}): ")
    assert all(f"`{triple}`" in linux for triple in selected)
    count = len(selected) + 4
    assert f"**It selects {count} targets** of {len(all_targets())}." in found


def test_what_the_code_around_leaves_of_it() -> None:
    found = page(
        '#[cfg(target_os = "wasi")]\nmod m {\n#[cfg(target_$0family = "wasm")]\nfn f() {}\n}\n'
    )
    assert found is not None
    here, ruled_out = found.split("## Ruled out by the conditions around it")
    assert "Given the conditions around it, it selects 4 targets" in here
    assert "`wasm32-unknown-unknown`" not in here
    assert "`wasm32-unknown-unknown`" in ruled_out


def test_what_else_it_depends_on() -> None:
    found = page('#[cfg($0all(target_env = "p2", feature = "net"))]\nfn f() {}\n')
    assert found is not None
    assert "selects 1 target**" in found
    assert 'It also depends on `feature = "net"`.' in found


def test_one_that_selects_nothing() -> None:
    found = page("#[cfg($0all(unix, windows))]\nfn f() {}\n")
    assert found is not None
    assert "**It selects no target**" in found


def test_in_a_table_of_cargo() -> None:
    found = page("[target.'cfg($0windows)'.dependencies]\n", FileKind.MANIFEST)
    assert found is not None
    assert found.startswith("# `windows`")


def test_nothing_elsewhere() -> None:
    assert page("#[cfg(unix)]\nfn $0f() {}\n") is None


@pytest.mark.parametrize(
    ("kind", "marked", "targets"),
    [
        (FileKind.TOOLCHAIN, '[toolchain]\ntargets = ["wasm32-$0wasip2"]\n', ["wasm32-wasip2"]),
        (FileKind.CARGO_CONFIG, '[build]\ntarget = "wasm32-$0wasip1"\n', ["wasm32-wasip1"]),
        # rustup has none of tier 3, and no target of a name that nobody knows.
        (FileKind.TOOLCHAIN, '[toolchain]\ntargets = ["wasm32-$0wasip3"]\n', []),
        (FileKind.TOOLCHAIN, '[toolchain]\ntargets = ["wasm32-$0wasip4"]\n', []),
        (FileKind.TOOLCHAIN, '[toolchain]\ntargets = ["x86_64-pc-$0windows-msvc"]\n', []),
        (FileKind.TOOLCHAIN, '[toolchain]\n$0targets = ["wasm32-wasip2"]\n', []),
        (FileKind.RUST, "// wasm32-$0wasip2", []),
    ],
)
def test_targets_to_install(kind: FileKind, marked: str, targets: list[str]) -> None:
    text, offset = with_cursor(marked)
    document = open_document(kind, Path("x"), text)
    assert list(installable_targets(document, Span(offset, offset))) == targets
