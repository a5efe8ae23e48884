"""The inlay hint at the top of a file that is compiled for some targets alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.projects import write_project
from support.raw_client import raw_client

PROJECT = """\
//- Cargo.toml
[package]
name = "a"
version = "0.1.0"
//- src/lib.rs
#[cfg(target_env = "p1")]
mod old;

#[cfg(target_os = "wasi")]
mod sys;
#[cfg(unix)]
mod unix;
//- src/old.rs
fn a() {}
//- src/sys.rs
#[cfg(target_env = "p2")]
mod net;
//- src/sys/net.rs
fn b() {}
//- src/unix.rs
fn c() {}
"""


@pytest.mark.parametrize(
    ("name", "label", "at"),
    [
        ("src/old.rs", "compiled for wasip1 only, by src/lib.rs:1", ("src/lib.rs", 0)),
        ("src/sys/net.rs", "compiled for wasip2 only, by src/sys.rs:1", ("src/sys.rs", 0)),
        ("src/unix.rs", "not compiled for WASI, by src/lib.rs:6", ("src/lib.rs", 5)),
        ("src/sys.rs", None, None),
        ("src/lib.rs", None, None),
    ],
)
def test_the_hint_leads_to_the_declaration(
    tmp_path: Path, name: str, label: str | None, at: tuple[str, int] | None
) -> None:
    labels = hints_at_top(tmp_path, PROJECT, name, is_awaited=label is not None)
    assert [part["value"] for parts in labels for part in parts] == ([label] if label else [])
    for parts in labels:
        assert at is not None
        location = parts[0]["location"]
        assert location["uri"] == (tmp_path / at[0]).as_uri()
        assert location["range"]["start"]["line"] == at[1]


def test_a_target_that_nobody_asked_for_is_one_of_wasi(tmp_path: Path) -> None:
    """The user is for wasip2: the file is left out there, but not on wasip1."""
    settings = {"targets": ["wasm32-wasip2"]}
    ((part,),) = hints_at_top(tmp_path, PROJECT, "src/old.rs", settings)
    assert part["value"] == "compiled for wasip1 only, by src/lib.rs:1"


def hints_at_top(
    root: Path, project: str, name: str, settings: Any = None, is_awaited: bool = True
) -> list[list[dict[str, Any]]]:
    """The parts of each hint at the top of a file."""
    files = write_project(root, project)
    uri = (root / name).as_uri()
    start, end = {"line": 0, "character": 0}, {"line": 1, "character": 0}
    params = {"textDocument": {"uri": uri}, "range": {"start": start, "end": end}}
    with raw_client() as client:
        folder = {"uri": root.as_uri(), "name": "a"}
        client.initialize(
            {"workspace": {"inlayHint": {"refreshSupport": True}}},
            workspaceFolders=[folder],
            initializationOptions=settings,
        )
        client.open(uri, files[root / name])
        if is_awaited:
            # The files have been read, and the hints are others now.
            client.answer(client.await_call("workspace/inlayHint/refresh"), None)
        hints = client.request("textDocument/inlayHint", params, id_=1)["result"]
    return [hint["label"] for hint in hints if isinstance(hint["label"], list)]
