from __future__ import annotations

import tomllib
from typing import Any

import pytest

from wasi_lsp.project.gate_dependency import gate_dependency
from wasi_lsp.text.edits import apply_edits

PREDICATE = 'not(target_os = "wasi")'
CFG = f"cfg({PREDICATE})"
TOKIO = ("dependencies", "tokio")


def gated(text: str, path: tuple[str, ...] = TOKIO) -> str | None:
    edits = gate_dependency(text.encode(), path, PREDICATE)
    if edits is None:
        return None
    after = apply_edits(text.encode(), [(span, new.encode()) for span, new in edits])
    assert after is not None
    return after.decode()


def test_the_entry_moves_with_its_comments() -> None:
    before = """\
[package]
name = "a"

[dependencies]
serde = "1"
# For the server.
# Not on WASI.
tokio = { version = "1", features = [
    "net", # sockets
] } # the runtime
url = "2"

[features]
"""
    assert (
        gated(before)
        == f"""\
[package]
name = "a"

[dependencies]
serde = "1"
url = "2"

[target.'{CFG}'.dependencies]
# For the server.
# Not on WASI.
tokio = {{ version = "1", features = [
    "net", # sockets
] }} # the runtime

[features]
"""
    )


def test_it_goes_to_the_table_that_is_there() -> None:
    before = f"""\
[target.'{CFG}'.dependencies]
mio = "1" # sockets

[dependencies]
tokio = "1\""""
    assert (
        gated(before)
        == f"""\
[target.'{CFG}'.dependencies]
mio = "1" # sockets
tokio = "1"

[dependencies]
"""
    )


def test_the_table_of_one_dependency() -> None:
    before = '[dependencies.tokio]\nversion = "1"\n\n[dependencies.tokio.x]\ny = 1\n'
    assert gated(before) == before.replace("dependencies", f"target.'{CFG}'.dependencies")


def test_a_table_that_has_a_cfg() -> None:
    path = ("target", 'cfg(all(unix, feature = "a"))', "dependencies", "tokio")
    before = '[target.\'cfg(all(unix, feature = "a"))\'.dependencies]\ntokio = "1"\n'
    both = f'cfg(all(unix, feature = "a", {PREDICATE}))'
    assert gated(before, path) == before.replace(
        'tokio = "1"\n', f"\n[target.'{both}'.dependencies]\ntokio = \"1\"\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        'dependencies = { tokio = "1" }\n',
        '[workspace.dependencies]\ntokio = "1"\n',
        '[build-dependencies]\ntokio = "1"\n',
        '[dependencies]\nserde = "1"\n',
        "[dependencies\ntokio = ",
        "",
    ],
)
def test_what_cannot_be_moved_stays(before: str) -> None:
    for path in (TOKIO, ("workspace", *TOKIO), ("build-dependencies", "tokio")):
        assert gated(before, path) is None


@pytest.mark.parametrize(
    "before",
    [
        'dependencies.tokio = "1"\n[package]\nname = "a"\n',
        'dependencies.tokio.version = "1"\ndependencies.tokio.optional = true\n',
        '[dependencies]\ntokio.version = "1"\na = "1"\ntokio.optional = true\n[features]\n',
        '[dependencies]\r\n"tokio" = "1"\r\na = "1"\r\n',
        'dev-dependencies.b = "1"\n[dependencies]\n\n  tokio = "1"\n\n',
        '[package]\nname="a"\n[dependencies.tokio]\nversion = "1"\nfeatures = []',
    ],
)
def test_nothing_else_changes(before: str) -> None:
    after = gated(before)
    assert after is not None
    was, is_ = tomllib.loads(before), tomllib.loads(after)
    moved = was["dependencies"].pop("tokio")
    assert is_.pop("target") == {CFG: {"dependencies": {"tokio": moved}}}
    assert _without_empty(is_) == _without_empty(was)


def _without_empty(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value != {}}
