"""Projects on disk: which crate a file belongs to, and what is known of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.projects import write_files
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.declared_cfgs import Values
from wasi_lsp.project.judged_version import VersionSource, choose_rust_version
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.rust_version import RustVersion

NEWEST = RustVersion(1, 96)


def crate_of(root: Path, name: str) -> Crate:
    return Workspace.load([root]).crate_of(root / name)


PACKAGE = '[package]\nname = "a"\n'


def test_a_file_outside_any_crate(tmp_path: Path) -> None:
    crate = crate_of(tmp_path, "a/b.rs")
    assert crate == Crate(root=tmp_path / "a")
    assert crate.edition is None
    assert crate.features is None


def test_the_nearest_manifest_counts(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "Cargo.toml": PACKAGE + 'edition = "2021"\n[features]\nouter = []',
            "inner/Cargo.toml": '[package]\nname = "inner"\n[features]\ninner = []',
        },
    )
    outer, inner = crate_of(tmp_path, "src/lib.rs"), crate_of(tmp_path, "inner/src/x/y.rs")
    assert (outer.name, outer.edition, outer.features) == ("a", "2021", frozenset({"outer"}))
    assert (inner.name, inner.edition, inner.features) == ("inner", "2015", frozenset({"inner"}))
    assert inner.root == tmp_path / "inner"


def test_inheritance_from_the_workspace(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "Cargo.toml": """
[workspace]
members = ["crates/*"]
exclude = ["crates/apart"]
[workspace.package]
edition = "2024"
rust-version = "1.86"
[workspace.lints.rust]
unexpected_cfgs = { level = "warn", check-cfg = ["cfg(loom)"] }
""",
            "crates/a/Cargo.toml": PACKAGE
            + "edition.workspace = true\nrust-version.workspace = true\n"
            + "[lints]\nworkspace = true\n",
            "crates/apart/Cargo.toml": PACKAGE + "rust-version.workspace = true\n",
        },
    )
    crate = crate_of(tmp_path, "crates/a/src/lib.rs")
    assert (crate.edition, crate.rust_version) == ("2024", RustVersion(1, 86))
    assert "loom" in crate.declared_cfgs.names
    assert crate_of(tmp_path, "crates/apart/src/lib.rs").rust_version is None
    # Beside the members of a virtual workspace there is no crate.
    assert crate_of(tmp_path, "scripts/x.rs").manifest_path is None


def test_package_workspace_names_the_workspace(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "ws/Cargo.toml": '[workspace]\nmembers = ["../a"]\npackage.rust-version = "1.90"',
            "a/Cargo.toml": PACKAGE + 'workspace = "../ws"\nrust-version.workspace = true',
        },
    )
    assert crate_of(tmp_path, "a/src/lib.rs").rust_version == RustVersion(1, 90)


@pytest.mark.parametrize(
    ("files", "targets", "sign"),
    [
        ({}, (), None),
        (
            {".cargo/config.toml": 'build.target = ["wasm32-wasip2", "wasm32-wasip1"]'},
            ("wasm32-wasip1", "wasm32-wasip2"),
            ".cargo/config.toml names wasm32-wasip1",
        ),
        (
            {".cargo/config": '[alias]\nw = "build --target=wasm32-wasip3"'},
            ("wasm32-wasip3",),
            ".cargo/config names wasm32-wasip3",
        ),
        (
            {"rust-toolchain.toml": '[toolchain]\ntargets = ["wasm32-wasip2"]'},
            ("wasm32-wasip2",),
            "rust-toolchain.toml names wasm32-wasip2",
        ),
        (
            {".cargo/config.toml": '[target.wasm32-wasi]\nrunner = "wasmtime"'},
            ("wasm32-wasip1",),
            ".cargo/config.toml names wasm32-wasip1",
        ),
        ({".cargo/config.toml": 'build.target = "wasm32-unknown-unknown"'}, (), None),
        ({".cargo/config.toml": 'alias.x = "my-wasm32-wasip2 wasm32-wasip2x"'}, (), None),
        (
            {"Cargo.toml": PACKAGE + "[target.'cfg(target_env = \"p1\")'.dependencies]"},
            ("wasm32-wasip1",),
            'Cargo.toml has a table for cfg(target_env = "p1")',
        ),
        (
            {"Cargo.toml": PACKAGE + "[target.'cfg(target_os = \"wasi\")'.dependencies]"},
            (),
            'Cargo.toml has a table for cfg(target_os = "wasi")',
        ),
        (
            {"Cargo.toml": PACKAGE + "[target.'cfg(target_arch = \"wasm32\")'.dependencies]"},
            (),
            None,
        ),
        (
            {"Cargo.toml": PACKAGE + 'metadata.docs.rs.targets = ["wasm32-wasip2"]'},
            ("wasm32-wasip2",),
            "Cargo.toml names wasm32-wasip2",
        ),
        (
            {"Cargo.toml": PACKAGE + '[dependencies]\nbindings = { package = "wit-bindgen" }'},
            (),
            "Cargo.toml depends on wit-bindgen",
        ),
        ({"Cargo.toml": PACKAGE + '[dev-dependencies]\nwasi = "0.11"'}, (), None),
        (
            {"Cargo.toml": PACKAGE + "[package.metadata.component]"},
            (),
            "Cargo.toml describes a WebAssembly component",
        ),
    ],
)
def test_signs_of_wasi(
    tmp_path: Path, files: dict[str, str], targets: tuple[str, ...], sign: str | None
) -> None:
    write_files(tmp_path, {"Cargo.toml": PACKAGE, **files})
    crate = crate_of(tmp_path, "src/lib.rs")
    assert crate.problems == ()
    assert crate.named_targets == targets
    assert crate.wasi_sign == sign


def test_cfgs_come_from_all_sources(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "Cargo.toml": PACKAGE + "[lints]\nrust.unexpected_cfgs.check-cfg = ['cfg(a)']",
            "build.rs": 'fn main() { println!("cargo::rustc-cfg=b"); }',
            ".cargo/config.toml": 'build.rustflags = ["--cfg", "c"]',
        },
    )
    declared = crate_of(tmp_path, "src/lib.rs").declared_cfgs
    assert declared.names == dict.fromkeys("abc", Values(bare=True))
    assert not declared.open_ended


@pytest.mark.parametrize(
    ("build_dependency", "open_ended"), [("cc", False), ("pyo3-build-config", True)]
)
def test_build_crates_may_print_cfgs(
    tmp_path: Path, build_dependency: str, open_ended: bool
) -> None:
    manifest = PACKAGE + f'[build-dependencies]\n{build_dependency} = "1"'
    write_files(tmp_path, {"Cargo.toml": manifest, "build.rs": "fn main() {}"})
    assert crate_of(tmp_path, "src/lib.rs").declared_cfgs.open_ended == open_ended


@pytest.mark.parametrize(
    ("manifest", "file", "on_host"),
    [
        (PACKAGE, "build.rs", True),
        (PACKAGE, "src/lib.rs", False),
        (PACKAGE + "build = false", "build.rs", False),
        (PACKAGE + 'build = "build/main.rs"', "build/main.rs", True),
        (PACKAGE + 'build = "build/main.rs"', "build/probe.rs", True),
        (PACKAGE + 'build = "build/main.rs"', "build/probe/deep.rs", True),
        (PACKAGE + 'build = "build/main.rs"', "shared/listed.rs", True),
        (PACKAGE + 'build = "build/main.rs"', "build/other.rs", False),
        (PACKAGE + 'build = "build/main.rs"', "build.rs", False),
        (PACKAGE + 'build = "src/build.rs"', "src/lib.rs", False),
        (PACKAGE + "[lib]\nproc-macro = true", "src/lib.rs", True),
    ],
)
def test_what_runs_on_the_host(tmp_path: Path, manifest: str, file: str, on_host: bool) -> None:
    scripts = {
        "build.rs": "fn main() {}",
        "src/build.rs": "fn main() {}",
        "build/main.rs": 'mod probe;\ninclude!("../shared/listed.rs");\nfn main() {}',
        "build/probe.rs": "mod deep;",
        "build/probe/deep.rs": 'fn f() { println!("cargo::rustc-cfg=deep"); }',
        "build/other.rs": "",
        "shared/listed.rs": "",
    }
    write_files(tmp_path, {"Cargo.toml": manifest, **scripts})
    crate = crate_of(tmp_path, file)
    assert not crate.declared_cfgs.open_ended
    assert ("deep" in crate.declared_cfgs.names) == ("main.rs" in manifest)
    assert crate.runs_on_host(tmp_path / file) == on_host
    assert crate.runs_on_host(Path(os.path.relpath(tmp_path / file))) == on_host


def test_helpers_of_macros_and_scripts_run_on_the_host_too(tmp_path: Path) -> None:
    def package(name: str, *lines: str) -> str:
        return "\n".join((f'[package]\nname = "{name}"', *lines))

    write_files(
        tmp_path,
        {
            "Cargo.toml": package(
                "top",
                "[dependencies]",
                'app = { path = "crates/app" }',
                '[workspace]\nmembers = ["crates/*"]',
                '[workspace.dependencies]\nhelper = { path = "crates/helper" }',
            ),
            "crates/app/Cargo.toml": package(
                "app",
                "[dependencies]",
                'macros = { path = "../macros" }',
                'both = { path = "../both" }',
                "[build-dependencies]",
                'codegen = { path = "../codegen" }',
                "[dev-dependencies]",
                'helper = { path = "../helper" }',
            ),
            "crates/macros/Cargo.toml": package(
                "macros",
                "[dependencies]",
                "helper.workspace = true",
                'both = { path = "../both" }',
                "[lib]\nproc-macro = true",
            ),
            "crates/helper/Cargo.toml": package("helper"),
            "crates/both/Cargo.toml": package("both"),
            "crates/codegen/Cargo.toml": package(
                "codegen", '[dependencies]\ndeep = { path = "../deep" }'
            ),
            "crates/deep/Cargo.toml": package("deep"),
            "crates/alone/Cargo.toml": package("alone"),
        },
    )
    workspace = Workspace.load([tmp_path])
    crates = sorted(path.name for path in (tmp_path / "crates").iterdir())
    on_host = [
        name
        for name in crates
        if workspace.crate_of(tmp_path / "crates" / name / "src/lib.rs").is_host_only
    ]
    assert on_host == ["codegen", "deep", "helper", "macros"]
    assert not workspace.crate_of(tmp_path / "src/lib.rs").is_host_only


@pytest.mark.parametrize(
    "script", ["mod gone;", 'include!("gone.rs");', 'include!(concat!("a", ".rs"));']
)
def test_a_part_of_the_script_that_is_not_found_leaves_names_open(
    tmp_path: Path, script: str
) -> None:
    write_files(tmp_path, {"Cargo.toml": PACKAGE, "build.rs": script})
    crate = crate_of(tmp_path, "src/lib.rs")
    assert crate.declared_cfgs.open_ended
    assert crate.problems == ()


def test_a_ring_of_includes_ends(tmp_path: Path) -> None:
    write_files(tmp_path, {"Cargo.toml": PACKAGE, "build.rs": 'include!("build.rs");'})
    assert not crate_of(tmp_path, "src/lib.rs").declared_cfgs.open_ended


def test_a_broken_manifest_is_reported_and_leaves_everything_open(tmp_path: Path) -> None:
    write_files(tmp_path, {"Cargo.toml": '[package]\nname = "a'})
    crate = crate_of(tmp_path, "src/lib.rs")
    assert [(problem.path, problem.line) for problem in crate.problems] == [
        (tmp_path / "Cargo.toml", 2)
    ]
    assert crate.features is None
    assert crate.declared_cfgs.open_ended


def test_nothing_outside_the_roots_is_read(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "Cargo.toml": PACKAGE + "[workspace]\npackage.rust-version = '1.70'",
            "rust-toolchain": "1.60",
            "root/Cargo.toml": PACKAGE + "rust-version.workspace = true\nbuild = '../build.rs'",
            "build.rs": 'fn main() { println!("cargo::rustc-cfg=secret"); }',
            "elsewhere/config.toml": 'build.target = "wasm32-wasip2"',
        },
    )
    (tmp_path / "root/.cargo").symlink_to(tmp_path / "elsewhere")
    crate = crate_of(tmp_path / "root", "src/lib.rs")
    assert crate.name == "a"
    assert crate.rust_version is None
    assert crate.toolchain.channel is None
    assert crate.build_script == frozenset()
    assert crate.named_targets == ()


def test_a_build_script_that_knows_wasi(tmp_path: Path) -> None:
    script = """
    fn main() {
        cfg_aliases! { unixy: { unix }, threads: { target_env = "p1" } }
        println!("cargo::rustc-cfg=flagged");
    }
    """
    write_files(
        tmp_path,
        {
            "Cargo.toml": PACKAGE,
            "build.rs": script,
            ".cargo/config.toml": "build.rustflags = ['--cfg', 'unixy']",
        },
    )
    crate = crate_of(tmp_path, "src/lib.rs")
    assert crate.wasi_sign == "the build script sets threads on WASI"
    assert crate.named_targets == ("wasm32-wasip1",)
    assert crate.set_cfgs["flagged"].where == Region.everywhere()
    # The flag sets it elsewhere, too.
    assert not crate.set_cfgs["unixy"].where.is_exact
    assert crate.set_cfgs["unixy"].where.possible_targets == all_targets()


def test_odd_files_in_the_place_of_project_files(tmp_path: Path) -> None:
    write_files(tmp_path, {"Cargo.toml": PACKAGE})
    (tmp_path / ".cargo/config.toml").mkdir(parents=True)
    os.mkfifo(tmp_path / "rust-toolchain")
    (tmp_path / "build.rs").symlink_to(tmp_path / "build.rs")
    crate = crate_of(tmp_path, "src/lib.rs")
    assert crate.problems == ()
    assert crate.build_script == frozenset()


@pytest.mark.parametrize(
    ("setting", "manifest", "toolchain", "version", "source"),
    [
        (RustVersion(1, 88), "1.85", "1.90", (1, 88), VersionSource.SETTING),
        (None, "1.85", "1.90", (1, 85), VersionSource.MANIFEST),
        (None, None, "1.90", (1, 90), VersionSource.TOOLCHAIN),
        (None, None, "stable", (1, 96), VersionSource.NEWEST),
        (None, None, None, (1, 96), VersionSource.NEWEST),
    ],
)
def test_the_judged_rust_version(
    tmp_path: Path,
    setting: RustVersion | None,
    manifest: str | None,
    toolchain: str | None,
    version: tuple[int, int],
    source: VersionSource,
) -> None:
    files = {"Cargo.toml": PACKAGE + (f'rust-version = "{manifest}"' if manifest else "")}
    if toolchain:
        files["rust-toolchain"] = toolchain
    write_files(tmp_path, files)
    choice = choose_rust_version(setting, crate_of(tmp_path, "src/lib.rs"), NEWEST)
    assert (choice.version, choice.source) == (RustVersion(*version), source)


@pytest.mark.parametrize(
    ("promised", "triple", "judged"),
    [
        ("1.63", "wasm32-wasip1", (1, 78)),
        ("1.63", "wasm32-wasip1-threads", (1, 78)),
        ("1.63", "wasm32-wasip2", (1, 82)),
        ("1.63", "wasm32-wasip3", (1, 92)),
        ("1.90", "wasm32-wasip2", (1, 90)),
        ("1.95", "wasm32-wasip3", (1, 95)),
    ],
)
def test_no_target_is_judged_before_its_first_release(
    promised: str, triple: str, judged: tuple[int, int]
) -> None:
    choice = choose_rust_version(RustVersion.parse(promised), Crate(root=Path()), NEWEST)
    assert choice.for_target(triple) == RustVersion(*judged)
