"""One manifest, configuration or toolchain file at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasi_lsp.project.cargo_config import parse_cargo_config
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values
from wasi_lsp.project.manifest import INHERITED, parse_manifest
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toolchain import parse_toolchain
from wasi_lsp.rust_version import RustVersion

PATH = Path("Cargo.toml")

FULL = b"""
[package]
name = "shipper"
edition = "2021"
rust-version = "1.85"
build = "build/main.rs"

[package.metadata.component]
package = "example:shipper"

[features]
default = ["net"]
net = ["dep:socket2", "log?/std"]

[dependencies]
wasi = { package = "wasip2", version = "1" }
socket2 = { version = "0.6", optional = true }
log = { version = "0.4", optional = true }

[target.'cfg(target_env = "p2")'.dependencies]
wstd = "0.6"

[target.wasm32-wasip1.build-dependencies]
local = { path = "../local" }

[lints.rust]
unexpected_cfgs = { level = "warn", check-cfg = ['cfg(fuzzing)'] }
"""


def test_everything_of_a_manifest() -> None:
    manifest = parse_manifest(FULL, PATH)
    assert manifest.problems == ()
    assert (manifest.name, manifest.edition, manifest.rust_version) == ("shipper", "2021", "1.85")
    assert manifest.build == "build/main.rs"
    assert not manifest.proc_macro
    assert manifest.is_component
    # `socket2` is named as `dep:socket2`, so it implies no feature; `log` does.
    assert set(manifest.features) == {"default", "net", "log"}
    assert manifest.features["log"] == ("dep:log",)
    assert manifest.target_keys == ('cfg(target_env = "p2")', "wasm32-wasip1")
    assert manifest.declared_cfgs == DeclaredCfgs.of([("fuzzing", Values(bare=True))])
    by_name = {dependency.name: dependency for dependency in manifest.dependencies}
    assert by_name["wasi"].package == "wasip2"
    assert by_name["wstd"].target == 'cfg(target_env = "p2")'
    assert (by_name["local"].table, by_name["local"].path) == ("build-dependencies", "../local")
    assert "example:shipper" in manifest.words


def test_features_that_switch_on_others() -> None:
    manifest = parse_manifest(
        b"""
        [features]
        full = ["net", "log", "nonesuch"]
        net = ["dep:socket2", "log?/std", "serde/std"]
        log_std = ["log/std"]
        self = ["self"]
        broken = 1
        [dependencies]
        socket2 = { version = "0.6", optional = true }
        log = { version = "0.4", optional = true }
        serde = "1"
        """,
        PATH,
    )
    assert manifest.implied_features == {
        "full": {"net", "log"},
        "log_std": {"log"},
        "self": {"self"},
    }


def test_inheritance_is_left_to_the_workspace() -> None:
    manifest = parse_manifest(
        b'[package]\nname="a"\nedition.workspace=true\nrust-version={workspace=true}\n'
        b"[lints]\nworkspace=true\n",
        PATH,
    )
    assert manifest.edition is INHERITED
    assert manifest.rust_version is INHERITED
    assert manifest.declared_cfgs is INHERITED


@pytest.mark.parametrize(
    "lib", [b"proc-macro = true", b"proc_macro = true", b'crate-type = ["proc-macro"]']
)
def test_proc_macro(lib: bytes) -> None:
    assert parse_manifest(b'[package]\nname = "m"\n[lib]\n' + lib, PATH).proc_macro


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b'[package]\nname = "a\n', "not valid TOML: illegal character '\\n'", 2),
        (b"[package]\nname = \n\n", "not valid TOML: invalid value", 2),
        (b"a = [", "not valid TOML: invalid value", 1),
        (b"x=1\ny='\xff'", "not valid UTF-8", 2),
        (b"a = " + b"[" * 5_000, "nested too deeply to be read", None),
    ],
)
def test_broken_toml_is_a_problem_with_its_line(
    data: bytes, message: str, line: int | None
) -> None:
    assert parse_manifest(data, PATH).problems == (Problem(PATH, message, line),)


@pytest.mark.parametrize(
    "data",
    [
        b"package = 1",
        b"package = []\nfeatures = 3\ntarget = 'x'\nlints = 1",
        b"[package]\nname = 1\nedition = 2021\nrust-version = 1.85\nbuild = 3\nmetadata = 1",
        b"[features]\na = 1\nb = [1, {}]\n[dependencies]\nc = 1\nd = {optional = 1, path = 2}",
        b"[target.x]\ndependencies = 1\n[lints]\nrust.unexpected_cfgs = 'warn'",
        b"[workspace]\nmembers = 'a'\npackage = 1\nexclude = [1]",
    ],
)
def test_wrong_types_count_as_absent(data: bytes) -> None:
    manifest = parse_manifest(data, PATH)
    assert manifest.problems == ()
    assert manifest.name is None
    assert parse_cargo_config(data, PATH).problems == ()
    assert parse_toolchain(data, PATH).problems == ()


@given(st.binary(max_size=100) | st.text(max_size=100).map(str.encode))
def test_no_input_raises(data: bytes) -> None:
    parse_manifest(data, PATH)
    parse_cargo_config(data, PATH)
    parse_toolchain(data, Path("rust-toolchain"))


def test_cargo_config() -> None:
    config = parse_cargo_config(
        b"""
[build]
target = "wasm32-wasip2"
rustflags = '--cfg tokio_unstable --cfg io="poll"'
[target.'cfg(target_os = "wasi")']
rustflags = ["--cfg=a", "--check-cfg", "cfg(b)", "-C", "opt-level=3", "--cfg"]
[target.wasm32-wasip1]
runner = "wasmtime"
[alias]
wasi = "build --target wasm32-wasip3"
""",
        Path(".cargo/config.toml"),
    )
    assert config.build_targets == ("wasm32-wasip2",)
    assert config.target_keys == ('cfg(target_os = "wasi")', "wasm32-wasip1")
    bare = Values(bare=True)
    assert config.declared_cfgs.names == {
        "tokio_unstable": bare,
        "io": Values(strings=frozenset(["poll"])),
        "a": bare,
        "b": bare,
    }
    assert "build --target wasm32-wasip3" in config.words


@pytest.mark.parametrize(
    ("name", "data", "channel", "targets", "version"),
    [
        ("rust-toolchain", b"nightly-2026-01-01\n", "nightly-2026-01-01", (), None),
        ("rust-toolchain", b"1.85.0", "1.85.0", (), RustVersion(1, 85)),
        ("rust-toolchain", b"[toolchain]\nchannel = '1.85'", "1.85", (), RustVersion(1, 85)),
        (
            "rust-toolchain.toml",
            b"[toolchain]\nchannel = 'stable'\ntargets = ['wasm32-wasip2']",
            "stable",
            ("wasm32-wasip2",),
            None,
        ),
        ("rust-toolchain.toml", b"[toolchain]\npath = '/rust'", None, (), None),
    ],
)
def test_toolchain(
    name: str,
    data: bytes,
    channel: str | None,
    targets: tuple[str, ...],
    version: RustVersion | None,
) -> None:
    toolchain = parse_toolchain(data, Path(name))
    assert toolchain.problems == ()
    assert (toolchain.channel, toolchain.targets) == (channel, targets)
    assert toolchain.rust_version == version
    assert toolchain.is_nightly == (channel is not None and "nightly" in channel)


@pytest.mark.parametrize(
    ("data", "library"),
    [
        (b'[package]\nname = "a-b"', ("a_b", "src/lib.rs")),
        (b'[package]\nname = "a"\n[lib]\nname = "c"\npath = "./c.rs"', ("c", "c.rs")),
        (b"[workspace]", None),
    ],
)
def test_library(data: bytes, library: tuple[str, str] | None) -> None:
    assert parse_manifest(data, PATH).library == library
