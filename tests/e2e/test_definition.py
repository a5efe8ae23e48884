"""From a cfg name or feature to where it comes from and who asks for it. `$0` is the cursor.

rust-analyzer has no answer for these, nor for modules of other targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from support.projects import write_project
from support.raw_client import RawClient, raw_client

PROJECT = """\
//- Cargo.toml
[package]
name = "a"
version = "0.1.0"

[features]
net = ["tls-all"]
tls-all = ["dep:log"]

[dependencies]
serde = { version = "1", optional = true }
log = { version = "1", optional = true }

[target.'cfg(wasip2)'.dependencies]
rand = { version = "0.9", optional = true }

[lints.rust]
unexpected_cfgs = { level = "warn", check-cfg = ['cfg(loom)', 'cfg(backend, values("a"))'] }
//- .cargo/config.toml
[build]
rustflags = ["--cfg", "tuned", "--check-cfg=cfg(tuned)"]
//- build.rs
fn main() {
    println!("cargo::rustc-check-cfg=cfg(wasip2)");
    if std::env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("p2") {
        println!("cargo::rustc-cfg=wasip2");
    }
}
//- src/lib.rs
#[cfg(wasip2)]
mod p2;
#[cfg(not(wasip2))]
mod other;
#[cfg(feature = "net")]
fn net() {}
#[cfg(any(loom, backend = "a", tuned))]
fn loom() {}
#[cfg_attr(feature = "tls-all", inline)]
fn tls() {}
#[cfg(feature = "serde")]
fn serde() {}
#[cfg(feature = "rand")]
fn rand() {}
#[cfg(target_os = "wasi")]
mod wasi;
mod net;
//- src/net.rs
fn h() { super::other::f(); }
//- src/p2.rs
fn f() { if cfg!(all(wasip2, unix)) {} }
//- src/other.rs
pub mod inner { pub fn g() {} }
pub fn f() {}
//- src/wasi.rs
use crate::other::inner;
fn h() { super::other::f(); crate::p2::f(); inner::g(); }
#[cfg(feature = "net")]
fn g() {}
"""
#: The server has read the whole project before it answers a client that asks for diagnostics.
ASKS: dict[str, Any] = {"textDocument": {"diagnostic": {}}}


class Project:
    """A project of which files are opened as they are asked about."""

    def __init__(self, client: RawClient, root: Path, files: dict[Path, str]) -> None:
        self.client = client
        self.root = root
        self.texts = {path.relative_to(root).as_posix(): text for path, text in files.items()}
        for name, text in self.texts.items():
            if name.startswith(("src/lib", "src/wasi", "src/net", "Cargo")):
                language = "rust" if name.endswith(".rs") else "toml"
                client.open((root / name).as_uri(), text, language)
        uri = {"uri": (root / "src/lib.rs").as_uri()}
        client.request("textDocument/diagnostic", {"textDocument": uri}, id_="ready")

    def ask(self, method: str, name: str, marked: str, **context: bool) -> list[str]:
        """The answer for the cursor in a line of a file: `file:line: text` of each place."""
        before, _, after = marked.partition("$0")
        lines = self.texts[name].splitlines()
        line = next(n for n, text in enumerate(lines) if before + after in text)
        position = {"line": line, "character": lines[line].index(before + after) + len(before)}
        document = {"uri": (self.root / name).as_uri()}
        params = {"textDocument": document, "position": position, "context": context}
        answer = self.client.request(f"textDocument/{method}", params, id_=f"{method}{marked}")
        return [self.shown(location) for location in answer["result"] or ()]

    def shown(self, location: dict[str, Any]) -> str:
        path = unquote(location["uri"]).removeprefix(f"{self.root.as_uri()}/")
        start, end = location["range"]["start"], location["range"]["end"]
        line = self.texts[path].splitlines()[start["line"]] if self.texts[path] else ""
        return f"{path}:{start['line'] + 1}: {line[start['character'] : end['character']]}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("project").resolve()
    files = write_project(root, PROJECT)
    with raw_client() as client:
        client.initialize(ASKS, workspaceFolders=[{"uri": root.as_uri(), "name": "a"}])
        yield Project(client, root, files)


@pytest.mark.parametrize(
    ("name", "marked", "places"),
    [
        ("src/lib.rs", "#[cfg(wasi$0p2)]", ["build.rs:4: wasip2"]),
        ("src/lib.rs", "#[cfg(not(wasip2$0))]", ["build.rs:4: wasip2"]),
        ("Cargo.toml", "cfg(was$0ip2)", ["build.rs:4: wasip2"]),
        ("src/lib.rs", '#[cfg(feature = "n$0et")]', ["Cargo.toml:6: net"]),
        ("src/lib.rs", 'feature = "tls$0-all"', ["Cargo.toml:7: tls-all"]),
        ("src/lib.rs", 'feature = "ser$0de"', ["Cargo.toml:10: serde"]),
        ("src/lib.rs", 'feature = "ra$0nd"', ["Cargo.toml:14: rand"]),
        ("Cargo.toml", 'net = ["tls$0-all"]', ["Cargo.toml:7: tls-all"]),
        ("src/lib.rs", "any(lo$0om", ["Cargo.toml:17: loom"]),
        ("src/lib.rs", 'backend = "$0a"', ["Cargo.toml:17: backend"]),
        (
            "src/lib.rs",
            "tun$0ed",
            [".cargo/config.toml:2: tuned", ".cargo/config.toml:2: tuned"],
        ),
        ("src/lib.rs", "mod p$02;", ["src/p2.rs:1: "]),
        ("src/lib.rs", "mod wa$0si;", ["src/wasi.rs:1: "]),
        ("src/wasi.rs", "super::oth$0er::f", ["src/other.rs:1: "]),
        ("src/wasi.rs", "crate::p$02::f", ["src/p2.rs:1: "]),
        ("src/wasi.rs", "use crate::o$0ther", ["src/other.rs:1: "]),
        # In the file of `other`, not a file.
        ("src/wasi.rs", "in$0ner::g", []),
        ("src/net.rs", "super::oth$0er::f", []),
        # What rust-analyzer knows, or what comes with the compiler.
        ("src/lib.rs", "mod oth$0er;", []),
        ("src/lib.rs", "target_$0os", []),
        ("src/lib.rs", "fn n$0et()", []),
    ],
)
def test_definition(project: Project, name: str, marked: str, places: list[str]) -> None:
    assert project.ask("definition", name, marked) == places


@pytest.mark.parametrize(
    ("name", "marked", "places"),
    [
        (
            "src/lib.rs",
            "#[cfg(wasi$0p2)]",
            [
                "Cargo.toml:13: wasip2",
                "src/lib.rs:1: wasip2",
                "src/lib.rs:3: wasip2",
                "src/p2.rs:1: wasip2",
            ],
        ),
        (
            "Cargo.toml",
            'n$0et = ["tls-all"]',
            ['src/lib.rs:5: feature = "net"', 'src/wasi.rs:3: feature = "net"'],
        ),
        ("src/lib.rs", "fn n$0et()", []),
        ("src/lib.rs", "target_$0os", []),
    ],
)
def test_references(project: Project, name: str, marked: str, places: list[str]) -> None:
    assert project.ask("references", name, marked, includeDeclaration=False) == places


def test_references_with_the_declaration(project: Project) -> None:
    found = project.ask(
        "references", "src/lib.rs", 'feature = "tls$0-all"', includeDeclaration=True
    )
    assert found == ["Cargo.toml:7: tls-all", 'src/lib.rs:9: feature = "tls-all"']
