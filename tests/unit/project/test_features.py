"""Which features are on where a workspace is built."""

from __future__ import annotations

from pathlib import Path

from wasi_lsp.project.features import switched_on, unified_features
from wasi_lsp.project.workspace import Workspace

TARGET = "wasm32-wasip2"


def test_features_switch_on_further_ones(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(
        """
        [package]
        name = "p"
        [dependencies]
        log = { version = "1", optional = true }
        socket2 = { version = "1", optional = true }
        [features]
        default = ["a", "log/std", "gone?/std"]
        a = ["b", "dep:socket2"]
        b = ["a"]
        other = []
        """
    )
    crate = Workspace.load([tmp_path]).crate_in(tmp_path)
    assert switched_on(crate, ["default"]) == {"default", "a", "b", "log"}
    assert switched_on(crate, ["nothing"]) == set()


def unified(root: Path, manifests: dict[str, str]) -> dict[str, frozenset[str]]:
    """The features that are on in each package, where `[workspace]` builds all members."""
    for name, text in manifests.items():
        (root / name).mkdir(parents=True, exist_ok=True)
        package = f'[package]\nname = "{name}"\n' if name != "." else ""
        (root / name / "Cargo.toml").write_text(package + text)
    workspace = Workspace.load([root])
    members = [workspace.crate_in(root / name) for name in manifests if name not in (".", "out")]
    found = unified_features(members, workspace.crate_in, TARGET)
    return {folder.name: features for folder, features in found.items()}


FEATURES = """
[features]
default = ["std"]
std = []
net = ["tls"]
tls = []
extra = []
"""


def test_members_have_their_defaults_and_what_others_ask(tmp_path: Path) -> None:
    found = unified(
        tmp_path,
        {
            ".": '[workspace]\nmembers = ["a", "b"]\nexclude = ["out"]\n',
            "a": '[dependencies]\nb = { path = "../b", default-features = false }\n'
            'out = { path = "../out", default-features = false, features = ["net"] }\n',
            "b": FEATURES,
            "out": FEATURES,
        },
    )
    assert found == {"a": set(), "b": {"default", "std"}, "out": {"net", "tls"}}


def test_features_of_dependencies_behind_own_features(tmp_path: Path) -> None:
    found = unified(
        tmp_path,
        {
            ".": '[workspace]\nmembers = ["a"]\nexclude = ["out"]\n'
            '[workspace.dependencies]\nreal = { package = "out", path = "out",'
            " default-features = false }\n",
            "a": "[dependencies]\nreal = { workspace = true, optional = true }\n"
            '[features]\ndefault = ["real?/net", "more"]\nmore = ["dep:real"]\n'
            'unused = ["real/extra"]\n',
            "out": FEATURES,
        },
    )
    assert found == {"a": {"default", "more"}, "out": {"net", "tls"}}


def test_what_is_not_built_for_the_target_asks_nothing(tmp_path: Path) -> None:
    out = 'out = { path = "../out", default-features = false, features = ["%s"] }\n'
    found = unified(
        tmp_path,
        {
            ".": '[workspace]\nmembers = ["a", "macros"]\nexclude = ["out"]\n',
            "a": f'[target."cfg(unix)".dependencies]\n{out % "net"}'
            f"[target.{TARGET}.dev-dependencies]\n{out % 'extra'}"
            f"[build-dependencies]\n{out % 'std'}",
            "macros": f"[lib]\nproc-macro = true\n[dependencies]\n{out % 'tls'}",
            "out": FEATURES,
        },
    )
    assert found["out"] == {"extra"}
