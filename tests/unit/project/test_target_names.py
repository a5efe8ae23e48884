"""Which targets are found in which files, and exactly where; and what is none of Rust's."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from wasi_lsp.analysis.project_files import file_facts
from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.project.file_kinds import kind_of
from wasi_lsp.text.span import Span

CI = ".github/workflows/ci.yml"

#: A file, its text with each name in marks, and what the names are for, in order.
NAMED = [
    # Cargo's own files.
    (".cargo/config.toml", 'build.target = "‹wasm32-wasi›"', "build"),
    (
        ".cargo/config.toml",
        "[build]\ntarget = ['‹wasm32-wasi›', \"‹x86_64-pc-foo›\"]",
        "build build",
    ),
    (".cargo/config.toml", '[target.‹wasm32-wasi›]\nrunner = "wasmtime"', "table"),
    (".cargo/config.toml", '[target."‹wasm32-wasi›".env]\n', "table"),
    (".cargo/config.toml", '[alias]\nw = "build --target ‹wasm32-wasi›"', "build"),
    (".cargo/config.toml", '[alias]\nw = ["b", "--target", "‹wasm32-wasi›"]', "build"),
    (".cargo/config.toml", '[alias]\nw = ["b", "--target=‹wasm32-wasi›"]', "build"),
    ("rust-toolchain.toml", '[toolchain]\ntargets = ["‹wasm32-wasi›"]', "install"),
    ("rust-toolchain", '[toolchain]\ntargets = ["‹wasm32-wasi›"]', "install"),
    ("Cargo.toml", "[target.‹wasm32-wasi›.dependencies]\na = '1'", "table"),
    ("Cargo.toml", "[package.metadata.docs.rs]\ntargets = ['‹wasm32-wasi›']", "docs"),
    ("Cargo.toml", "[package.metadata.docs.rs]\ndefault-target = '‹wasm32-wasi›'", "docs"),
    ("Cargo.toml", "[package]\nforced-target = '‹wasm32-wasi›'", "build"),
    ("Cargo.toml", "[dependencies]\na = { artifact = 'bin', target = '‹wasm32-wasi›' }", "build"),
    ("Cargo.toml", "[workspace.metadata.dist]\ntargets = ['‹wasm32-wasi›']", "build"),
    ("Cross.toml", "[target.‹wasm32-wasi›]\nimage = 'a'", "table"),
    # Tools that run Cargo.
    ("spin.toml", "[component.a.build]\ncommand = 'cargo build --target ‹wasm32-wasi›'", "build"),
    ("spin.toml", 'source = "target/‹wasm32-wasi›/release/a.wasm"', "artifact"),
    (
        "fastly.toml",
        '[scripts]\nbuild = "cargo build --target ‹wasm32-wasi› --color=always"',
        "build",
    ),
    (
        "Makefile.toml",
        '[tasks.a]\nargs = ["build", "--target", "‹wasm32-wasi›"]\ncommand = "cargo"',
        "build",
    ),
    ("Makefile.toml", "[tasks.a]\nscript = '''\nrustup target add ‹wasm32-wasi›\n'''", "install"),
    ("mise.toml", '[tools]\nrust = { version = "1", targets = "‹wasm32-wasi›" }', "install"),
    # Markdown.
    ("README.md", "```sh\nrustup target add ‹wasm32-wasi›\n```", "told"),
    ("README.md", "> ~~~~console\n> ~~~\n> $ cargo b --target ‹wasm32-wasi›\n> ~~~~\n", "told"),
    ("a.markdown", "1. ```Bash copy\n   cp target/‹wasm32-wasi›/debug/a.wasm .\n   ```\n", "told"),
    # Nix.
    (
        "flake.nix",
        'rust-bin.stable.latest.default.override {\n  targets = [ "‹wasm32-wasi›" # why\n'
        '    "‹wasm32-unknown-unknown›" ];\n}',
        "locked locked",
    ),
    (
        "rust.nix",
        'rust-bin.stable."1.86.0".minimal.override { targets = ["‹wasm32-wasi›"]; }',
        "install",
    ),
    (
        "a.nix",
        "fenix.packages.x.combine [ t.rustc targets.‹wasm32-wasi›.stable.rust-std ]",
        "locked",
    ),
    ("a.nix", "{ buildPhase = ''\n  cargo build --target ‹wasm32-wasi›\n''; }", "locked"),
    ("a.nix", '{ cargoExtraArgs = "--target ‹wasm32-wasi›"; }', "locked"),
    ("a.nix", '{ cargoBuildFlags = [ "--target=‹wasm32-wasi›" ]; }', "locked"),
    ("a.nix", 'mkShell { CARGO_BUILD_TARGET = "‹wasm32-wasi›"; }', "locked"),
    ("a.nix", "let t = \"‹wasm32-wasi›\"; in ''cargo build --target ${t}''", "locked"),
    # Without a suffix.
    ("scripts/build", "#!/usr/bin/env bash\ncargo build --target ‹wasm32-wasi›\n", "build"),
    ("x", "#!/bin/sh -e\nrustup target add ‹wasm32-wasi›\n", "install"),
    # Shells.
    ("a.sh", "cargo build --target ‹wasm32-wasi›", "build"),
    ("a.sh", "cargo build --target=‹wasm32-wasi›;", "build"),
    ("a.sh", 'cargo build --target="‹wasm32-wasi›"', "build"),
    ("a.sh", "cargo +1.77 build \\\n  --target '‹wasm32-wasi›'", "build"),
    ("a.sh", "FOO=1 ~/.cargo/bin/cargo test --target ‹wasm32-wasi›", "build"),
    ("a.sh", "cross build --target ‹wasm32-wasi›", "build"),
    ("a.sh", "rustc --print cfg --target ‹wasm32-wasi›", "build"),
    ("a.sh", "cargo component build --target ‹wasm32-wasi›", "build"),
    ("a.sh", "rustup target add x ‹wasm32-wasi› ‹wasm32-wasip1›", "install install"),
    ("a.sh", "rustup +nightly target add ‹wasm32-wasi› --toolchain a", "install"),
    ("a.sh", "rustup toolchain install stable -t ‹wasm32-wasi›", "install"),
    ("a.sh", "curl https://sh.rustup.rs -sSf | sh -s -- -y --target ‹wasm32-wasi›", "install"),
    ("a.sh", "bash -c 'cd a && cargo build --target ‹wasm32-wasi›'", "build"),
    ("a.sh", "echo $(cargo build --target ‹wasm32-wasi›)", "build"),
    ("a.sh", "export CARGO_BUILD_TARGET=‹wasm32-wasi›", "build"),
    ("a.sh", "export CARGO_TARGET_‹WASM32_WASI›_RUNNER=wasmtime", "table"),
    ("a.sh", "cp a/target/‹wasm32-wasi›/release/a.wasm .", "artifact"),
    ("a.sh", 'cp "${CARGO_TARGET_DIR}/‹wasm32-wasi›/debug/a.wasm" .', "artifact"),
    ("a.sh", "T=‹wasm32-wasi›\ncargo build --target $T", "build"),
    ("a.sh", 'T="${1:-a}"\nU=${T:-‹wasm32-wasi›}\ncargo build --target "${U}"', "build"),
    ("a.sh", "for t in a ‹wasm32-wasi›; do rustup target add $t; done", "install"),
    (
        "a.sh",
        'ALL=(‹wasm32-wasi› ‹wasm32-wasip2›)\nfor t in "${ALL[@]}"; do cargo b --target "$t"; done',
        "build build",
    ),
    ("a.ps1", "$env:T = '‹wasm32-wasi›'\ncargo build `\n  --target $env:T", "build"),
    ("a.bat", "cargo build --target ‹wasm32-wasi›\r\n", "build"),
    # Recipes.
    ("Makefile", "T ?= ‹wasm32-wasi›\na:\n\t@$(CARGO) build --target $(T)", "build"),
    ("a.mk", "a: target/‹wasm32-wasi›/release/a.wasm\n", "artifact"),
    ("justfile", 't := "‹wasm32-wasi›"\na:\n  cargo build --target {{t}} {{FLAGS}}', "build"),
    ("Dockerfile", "RUN rustup target add ‹wasm32-wasi› && \\\n  cargo build", "install"),
    ("app.Dockerfile", 'RUN ["cargo", "build", "--target", "‹wasm32-wasi›"]', "build"),
    ("Dockerfile", "ENV T ‹wasm32-wasi›\nRUN cargo build --target $T", "build"),
    ("Containerfile", "ARG T=‹wasm32-wasi›\nRUN cargo build --target ${T}", "build"),
    # CI.
    (CI, "jobs:\n a:\n  steps:\n   - run: cargo build --target ‹wasm32-wasi›", "build"),
    (
        CI,
        "jobs:\n a:\n  steps:\n   - run: |\n      x\n      cargo b --target ‹wasm32-wasi›\n",
        "build",
    ),
    (
        CI,
        "jobs:\n a:\n  steps:\n   - uses: dtolnay/rust-toolchain@stable\n"
        "     with:\n      targets: x, ‹wasm32-wasi›, ‹wasm32-wasip1›",
        "install install",
    ),
    (
        CI,
        "jobs:\n a:\n  steps:\n   - name: ü\n     uses: actions-rs/toolchain@v1\n"
        "     with: { target: '‹wasm32-wasi›' }",
        "install",
    ),
    (
        CI,
        "jobs:\n a:\n  strategy:\n   matrix:\n    target: [a, ‹wasm32-wasi›]\n"
        "  steps:\n   - run: rustup target add ${{ matrix.target }}",
        "install",
    ),
    (
        CI,
        "jobs:\n a:\n  strategy:\n   matrix:\n    include:\n     - t: ‹wasm32-wasi›\n"
        "  steps:\n   - run: cargo build --target ${{ matrix.t }}\n"
        "   - if: matrix.t == '‹wasm32-wasi›'\n     run: x",
        "build build",
    ),
    (
        CI,
        "jobs:\n a:\n  strategy:\n   matrix:\n    job:\n     - { target: ‹wasm32-wasi› }\n"
        "  steps:\n   - uses: dtolnay/rust-toolchain@v1\n"
        "     with:\n      targets: ${{ matrix.job.target }}",
        "install",
    ),
    (CI, "env:\n  CARGO_BUILD_TARGET: ‹wasm32-wasi›\n", "build"),
    (CI, "env:\n  CARGO_TARGET_‹WASM32_WASI›_RUNNER: wasmtime\n", "table"),
    (CI, "env:\n T: ‹wasm32-wasi›\njobs:\n a:\n  steps:\n   - run: cargo b --target $T", "build"),
    (".gitlab-ci.yml", "a:\n  script:\n    - rustup target add ‹wasm32-wasi›", "install"),
    (
        ".circleci/config.yml",
        "jobs:\n a:\n  steps:\n   - run: cargo b --target ‹wasm32-wasi›",
        "build",
    ),
    ("action.yml", "runs:\n steps:\n  - run: rustup target add ‹wasm32-wasi›", "install"),
    # JSON.
    ("package.json", '{"scripts": {"a": "cargo build --target ‹wasm32-wasi›"}}', "build"),
    (
        "package.json",
        '{\n\t"scripts": {"a": "sh -c \\"cargo b --target ‹wasm32-wasi›\\""}}',
        "build",
    ),
    (".vscode/settings.json", '{"rust-analyzer.cargo.target": "‹wasm32-wasi›", // x\n}', "build"),
    (
        ".vscode/tasks.json",
        '{"tasks": [{"command": "cargo", "args": ["build", "--target", "‹wasm32-wasi›"]}]}',
        "build",
    ),
]

#: What others mean by such names, and what is only said about them.
NOT_NAMED = [
    ("a.sh", "clang --target=wasm32-wasi a.c"),
    ("a.sh", "cargo build && zig cc -target wasm32-wasi a.c"),
    ("a.sh", 'CC="clang --target=wasm32-wasi" cargo build'),
    ("a.sh", 'CFLAGS="--target=wasm32-wasi" cargo build --release'),
    ("a.sh", 'RUSTFLAGS="-Clink-args=--target=wasm32-wasi" cargo build'),
    ("a.sh", "cargo rustc -- -Clink-arg=--target=wasm32-wasi"),
    ("a.sh", "cargo run -- compile --target wasm32-wasi"),
    ("a.sh", "export CC_wasm32_wasi=clang AR_wasm32_wasi=llvm-ar"),
    ("a.sh", "cp $WASI_SDK/share/wasi-sysroot/lib/wasm32-wasi/libc.a ."),
    ("a.sh", "wget https://example.org/libclang_rt.builtins-wasm32-wasi-25.0.tar.gz"),
    ("a.sh", "npm install @napi-rs/canvas-wasm32-wasi"),
    ("a.sh", "# cargo build --target wasm32-wasi"),
    ("a.sh", "cargo build # for --target wasm32-wasi"),
    ("a.sh", "case $T in\nwasm32-wasi) cargo build;;\nesac"),
    ("a.sh", "T=wasm32-wasi\nclang --target=$T a.c"),
    ("a.sh", "buck2 build //target/rust:wasm32-wasi"),
    ("a.sh", "cargo component new --target wasi:http/proxy a"),
    ("a.sh", "echo Build libsodium wasm32-wasi"),
    ("a.md", "`cargo build --target wasm32-wasi`\n```\ncargo build --target wasm32-wasi\n```"),
    ("a.md", "```rust\n// cargo b --target wasm32-wasi\n```\ncargo b --target wasm32-wasi\n"),
    ("a.md", "```sh\ncargo build --target wasm32-wasi\n"),
    ("a.bat", "rem cargo build --target wasm32-wasi\r\n@REM cargo b --target wasm32-wasi"),
    ("Makefile", "CC := clang --target=wasm32-wasi\na:\n\tcargo build"),
    ("Makefile", "all:\n\t$(CC) --target=wasm32-wasi -o a a.c\n\tcargo build"),
    ("Dockerfile", "# cargo build --target wasm32-wasi\nFROM a"),
    (CI, "jobs:\n a:\n  name: Test wasm32-wasi\n  steps:\n   - run: cargo build"),
    (
        CI,
        "jobs:\n a:\n  strategy:\n   matrix:\n    target: [wasm32-wasi]\n  steps:\n   - run: make",
    ),
    (
        CI,
        "jobs:\n a:\n  steps:\n   - uses: goto-bus-stop/setup-zig@v2\n"
        "     with: {target: wasm32-wasi}",
    ),
    (CI, "jobs:\n a:\n  steps:\n   - if: startsWith(matrix.t, 'wasm32-wasi')\n     run: cargo b"),
    (
        CI,
        "jobs:\n a:\n  strategy: {matrix: {t: [wasm32-wasi]}}\n  steps: [{run: make}]\n"
        " b:\n  strategy: {matrix: {t: [x]}}\n  steps: [{run: 'cargo b --target ${{ matrix.t }}'}]",
    ),
    ("a.nix", '{ targets = [ "wasm32-wasi" ]; }'),
    ("a.nix", 'rust-bin.stable.latest.default\n# targets = [ "wasm32-wasi" ];'),
    ("a.nix", "/* fenix targets.wasm32-wasi.stable.rust-std */ fenix"),
    ("a.nix", "''clang --target=wasm32-wasi ''${x}''"),
    ("a.nix", 'rust-bin { system = "wasm32-wasi"; }'),
    ("scripts/build", "cargo build --target wasm32-wasi\n"),
    ("LICENSE", "#!/usr/bin/env python3\ncargo build --target wasm32-wasi\n"),
    ("package.json", '{"dependencies": {"a-wasm32-wasi": "1"}, "files": ["a.wasm32-wasi.wasm"]}'),
    ("package.json", '{"scripts": {"a": "cargo build", "b": "zig cc --target=wasm32-wasi"}}'),
    (".vscode/settings.json", '{// "rust-analyzer.cargo.target": "wasm32-wasi"\n}'),
    (".vscode/settings.json", '{"zig.target": "wasm32-wasi"}'),
    ("spin.toml", "command = 'zig build-exe -target wasm32-wasi main.c -lc'"),
    ("Cargo.toml", "[features]\nwasm32-wasi-vfs = []\n[package]\ndescription = 'for wasm32-wasi'"),
    ("Cargo.toml", "[package.metadata.component]\ntarget = 'wasi:cli/command@0.2.0'"),
]

_MARKED = re.compile(r"‹(.*?)›")


def names_in(file: str, text: bytes) -> tuple[TargetName, ...]:
    kind = kind_of(Path(file))
    assert kind is not None
    return file_facts(text, kind).targets


@pytest.mark.parametrize(("file", "marked", "roles"), NAMED)
def test_targets_with_their_places_and_roles(file: str, marked: str, roles: str) -> None:
    text = re.sub("[‹›]", "", marked).encode()
    expected = []
    for match in _MARKED.finditer(marked):
        before = re.sub("[‹›]", "", marked[: match.start()])
        start = len(before.encode())
        expected.append((match[1], Span(start, start + len(match[1]))))
    found = names_in(file, text)
    assert [(each.spelled(each.name), each.span) for each in found] == expected
    assert [each.role.value for each in found] == roles.split()


@pytest.mark.parametrize(("file", "text"), NOT_NAMED)
def test_what_is_not_evidently_a_target_of_rust_is_none(file: str, text: str) -> None:
    assert names_in(file, text.encode()) == ()


@pytest.mark.parametrize(
    ("file", "text", "channels"),
    [
        ("a.sh", "cargo +1.77 build --target wasm32-wasi", {"1.77"}),
        ("a.sh", "rustup default 1.80.0\ncargo b --target wasm32-wasi", {"1.80.0"}),
        ("a.sh", "RUST_VERSION=1.70\ncargo b --target wasm32-wasi", {"1.70"}),
        (
            "a.sh",
            "rustup run nightly-2024-01-01 cargo b --target wasm32-wasi",
            {"nightly-2024-01-01"},
        ),
        ("a.sh", "cargo b --target wasm32-wasi # 1.77", set()),
        ("Dockerfile", "FROM rust:1.75-slim\nRUN cargo b --target wasm32-wasi", {"1.75"}),
        ("Dockerfile", "FROM rust\nRUN cargo b --target wasm32-wasi", set()),
        (
            "rust-toolchain.toml",
            "toolchain = {channel = '1.80', targets = ['wasm32-wasi']}",
            {"1.80"},
        ),
        (
            CI,
            "jobs:\n old:\n  steps: [{uses: dtolnay/rust-toolchain@1.63}]\n"
            " a:\n  steps: [{run: cargo b --target wasm32-wasi}]",
            set(),
        ),
        (
            CI,
            "jobs:\n a:\n  steps:\n   - uses: dtolnay/rust-toolchain@1.77\n"
            "   - run: cargo b --target wasm32-wasi",
            {"1.77"},
        ),
        (
            CI,
            "jobs:\n a:\n  strategy:\n   matrix:\n    v: [1.63, stable]\n"
            "    exclude: [{v: '1.40'}]\n  steps:\n   - uses: dtolnay/rust-toolchain@master\n"
            "     with: {toolchain: '${{ matrix.v }}', targets: wasm32-wasi}",
            {"1.63", "stable"},
        ),
    ],
)
def test_toolchains_around(file: str, text: str, channels: set[str]) -> None:
    (name,) = names_in(file, text.encode())
    assert name.channels == channels


@pytest.mark.parametrize(
    ("text", "is_tried"),
    [
        ("rustup target add wasm32-wasi || rustup target add wasm32-wasip1", True),
        ("if a; then T=wasm32-wasi; else T=wasm32-wasip1; fi; cargo b --target $T", True),
        ("rustc --print target-list | grep -q x && cargo b --target wasm32-wasi", True),
        ("if a; then T=wasm32-wasi; else T=wasm32-unknown-unknown; fi; cargo b --target $T", False),
        ("a || true\ncargo b --target wasm32-wasi", False),
        ("for t in wasm32-wasi wasm32-wasip2; do cargo b --target $t; done", False),
    ],
)
def test_choices_of_a_script(text: str, is_tried: bool) -> None:
    tried = {
        name.is_tried for name in names_in("a.sh", text.encode()) if name.name == "wasm32-wasi"
    }
    assert tried == {is_tried}


@pytest.mark.parametrize(
    "file", ["a.sh", "a.md", CI, "package.json", "spin.toml", "a.bat", "Cargo.toml", "a.nix"]
)
@pytest.mark.parametrize(
    "unit",
    [b'"', b"'\"", b'\\"', b"a ", b"{{", b"${", b"$(", b'"a b', b"='", b"(", b"- ", b"a: ", b"[",
     b"{a: ", b"\xff", b"\0", b"target/", b"rust 1", b"&a ", b"?\n", b"\\\n", b"||", b"a=$a;",
     b"/*", b"```sh\n```\n", b"```\n", b"> - 1. ",
     b"fenix targets = [", b"''"],
)  # fmt: skip
def test_reading_ends_soon_and_never_fails(file: str, unit: bytes) -> None:
    # What is needed to read twice as much is about twice as long, so that 1 MiB takes seconds.
    text = b"cargo b --target wasm32-wasi\n" + unit * (20_000 // len(unit))
    text = b"```sh\n" + text + b"\n```" if file == "a.md" else text
    start = time.process_time()
    names_in(file, text)
    assert time.process_time() - start < 1
