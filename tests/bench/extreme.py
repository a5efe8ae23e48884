"""What it costs to check inputs that no one writes: very long, very deep, very many.

    python tests/bench/extreme.py [WORD…] [--bytes N] [--limit SECONDS] [--over SECONDS]
        [--profile]

Each input whose name has one of the words (all, if there are none) is made at N bytes and at half
of that, and checked as `check` does it, each time in a process of its own. Printed are the CPU's
user time, that of each byte, and how it grew: twice the input should cost about twice the time.
"""

from __future__ import annotations

import argparse
import cProfile
import multiprocessing
import pstats
import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.annotations import findings_in
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context, std_table, type_table
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import kind_of
from wasi_lsp.syntax.build_script.read import read_build_script

Maker = Callable[[int], str]


def nested(opening: str, inside: str, closing: str, around: str = "{}") -> Maker:
    """What makes a text in which something stands in itself, again and again."""

    def make(size: int) -> str:
        times = max(1, size // (len(opening) + len(closing)))
        return around.replace("{}", opening * times + inside + closing * times, 1)

    return make


def repeated(piece: str, around: str = "{}") -> Maker:
    """What makes a text of pieces in a row; `#` in one is its number."""

    def make(size: int) -> str:
        times = max(1, size // len(piece))
        return around.replace("{}", "".join(piece.replace("#", str(n)) for n in range(times)), 1)

    return make


def plain(piece: str, around: str = "{}") -> Maker:
    """What makes a text of one piece, again and again; `#` stays what it is."""
    return lambda size: around.replace("{}", piece * max(1, size // len(piece)), 1)


RUST: dict[str, Maker] = {
    "one line": repeated("fn f#() { std::thread::spawn(g); } "),
    "one line, not ASCII": repeated('fn f#() { std::thread::spawn(|| "ä"); } '),
    "one line of cfgs": plain('#[cfg(target_os = "wasi")] fn f() {} '),
    "one statement line": repeated("std::thread::spawn(g#); ", "fn a() {{}}"),
    "one identifier": plain("a", "fn {}() {}"),
    "cfg_attr in cfg_attr": nested("cfg_attr(unix, ", "inline", ")", "#[{}] fn a() {}"),
    "not in not": nested("not(", "unix", ")", "#[cfg({})] fn a() {}"),
    "open all": plain("all(", "#[cfg({}\nfn a() {}"),
    "cfg_if in cfg_if": nested("cfg_if! { if #[cfg(unix)] { ", "", "} }"),
    "cfg_select in cfg_select": nested("cfg_select! { unix => { ", "", "} }"),
    "macro in macro": nested("m! { fn f() {} ", "", "}"),
    "blocks": nested("{", "std::thread::spawn(f);", "}", "fn a() {}"),
    "expressions in parentheses": nested("(", "1", ")", "fn a() { let x = {}; }"),
    "closures": nested("|| { ", "", " }", "fn a() { let x = {}; }"),
    "calls in calls": nested("f(", "1", ")", "fn a() { let x = {}; }"),
    "matches": nested("match x { _ => ", "1", " }", "fn a() { {} }"),
    "ifs in ifs": nested("if cfg!(unix) {", "", "}", "fn a() { {} }"),
    "else ifs": plain("if cfg!(unix) {} else ", "fn a() { {} {} }"),
    "modules in modules": nested("mod a {", "use std::os::unix;", "}"),
    "functions in functions": nested("fn a() {", "", "}"),
    "impl in fn": nested("fn a() { impl A { ", "", "} }"),
    "generics": nested("A<", "u8", ">", "fn a(x: {}) { x.len(); }"),
    "generics of std": nested("Vec<", "u8", ">", "fn a(x: {}) { x.len(); }"),
    "use trees": nested("a::{", "b", "}", "use {};"),
    "use trees of std": nested("std::{", "fs", "}", "use {};"),
    "use of many": repeated("a#, ", "use std::os::{{}};"),
    "uses": repeated("use std::os::wasi as w#;\n"),
    "uses of each other": repeated("use self::m#::*;\nmod m# { pub use super::*; }\n"),
    "attributes in a row": plain("#[cfg(unix)]\n", "{} fn a() {}"),
    "attributes on one line": plain("#[inline] ", "{} fn a() {}"),
    "attributes within": plain("#![allow(x)]\n", "{} fn a() {}"),
    "atoms": repeated("a#, ", "#[cfg(any({}))] fn a() {}"),
    "atoms again": plain("unix, ", "#[cfg(any({}))] fn a() {}"),
    "features": repeated('feature = "f#", ', "#[cfg(any({}))] fn a() {}"),
    "contradictions": plain("#[cfg(windows)] { f(); } ", "#[cfg(unix)] fn a() { {} }"),
    "variants": repeated("V#, ", "enum E { {} }"),
    "gated variants": plain("#[cfg(unix)] V, ", "enum E { {} }"),
    "fields": repeated("f#: u8, ", "struct S { {} }"),
    "chain": plain(".b()", "fn f(a: A) { a{}; }"),
    "chain of std": plain(".iter()", "fn f(a: Vec<u8>) { a{}; std::thread::spawn(g); }"),
    "question marks": plain("?", "fn f(a: A) { a{}; a.set_nonblocking(true); }"),
    "operators": plain(" + 1", "fn f() { let x = 1{}; x.set_nonblocking(true); }"),
    "conditions": plain(" && cfg!(a)", "fn f() { if cfg!(unix){} {} }"),
    "strings": repeated('"s#", ', "const A: &[&str] = &[{}];"),
    "lets": repeated("let a# = std::fs::File::open(b)?; a#.lock(); ", "fn f() { {} }"),
    "lets of one name": plain("let a = a.lock(); ", "fn f(a: std::fs::File) { {} }"),
    "functions": repeated("fn f#() { std::thread::spawn(g); }\n"),
    "functions of one name": plain("fn f() { std::thread::spawn(g); }\n"),
    "gated functions of one name": plain("#[cfg(unix)] fn f() {}\n"),
    "functions that call the next": repeated("fn f#() { f#1(); std::thread::spawn(g); }\n"),
    "methods": repeated("fn f#(&self) { self.f#1(); self.x.lock(); }\n", "impl A { {} }"),
    "impls": repeated("impl A# { fn f(&self) { std::thread::spawn(g); } }\n"),
    "impls of one type": repeated("struct A; impl A { fn f#(&self) { self.f#1(); } }\n"),
    "types of each other": repeated("struct A#(A#1); fn f#(a: A#) { a.0.lock(); }\n"),
    "modules in files": repeated("mod x#;\n"),
    "gated modules in files": plain("#[cfg(unix)] mod x;\n"),
    "body of a macro": repeated("f#(a, b); ", "m! { {} }"),
    "body of macro_rules": repeated("(a#) => { f#(a, b) }; ", "macro_rules! m { {} }"),
    "macro calls": repeated("m!(a#, std::thread::spawn(g));\n", "fn f() { {} }"),
    "println": repeated('println!("{:?}", std::env::temp_dir#());\n', "fn f() { {} }"),
    "items in a macro": repeated("pub fn f#() { std::thread::spawn(g); }\n", "cfg_x! { {} }"),
    "arms of cfg_if": plain(
        "else if #[cfg(a)] { fn f() {} } ", "cfg_if! { if #[cfg(unix)] { } {} }"
    ),
    "arms of cfg_select": repeated("a# => { fn f() {} } ", "cfg_select! { {} }"),
    "hashes": lambda n: (
        "const A: &[&str] = &[" + f'r{"#" * 255}"a"{"#" * 255}, ' * (n // 515) + "];"
    ),
    "open raw strings": plain('r####"', "fn f() { {} }"),
    "open string": repeated("fn f#() { std::thread::spawn(g); }\n", 'const A: &str = " {}'),
    "open comment": repeated("fn f#() { std::thread::spawn(g); }\n", "/* {}"),
    "open comments": plain("/* "),
    "open raw string": repeated("fn f#() { std::thread::spawn(g); }\n", 'const A: &str = r#" {}'),
    "quotes": plain('"'),
    "apostrophes": plain("'"),
    "open braces": plain("{"),
    "open parentheses": plain("("),
    "closing braces": plain("}"),
    "hash marks": plain("#"),
    "open attributes": plain("#["),
    "open cfgs": plain("#[cfg("),
    "cfgs in words": plain("cfg!("),
    "open cfg_ifs": plain("cfg_if! { if #[cfg(unix)] { "),
    "angles": plain("<"),
    "exclamation marks": plain("!"),
    "colons": plain("a::"),
    "CR alone": repeated("fn f#() { std::thread::spawn(g); }\r"),
    "NULs": plain("\0"),
    "form feeds": plain("\f"),
    "words": plain("cfg "),
    "comments": repeated("// wasi-lsp: allow(WASI102)\nfn f#() { std::thread::spawn(g); }\n"),
    "allows": plain("// wasi-lsp: allow(WASI102)\n"),
    "allows in one": repeated("WASI#, ", "// wasi-lsp: allow({})\nfn f() {}"),
    "doc comments": plain("/// # Safety\n", "{} fn f() {}"),
    "statics in statics": nested("static A: u8 = { ", "1", " };"),
    "patterns": nested("Some(", "a", ")", "fn f(x: X) { let {} = x; a.lock(); }"),
    "tuples": nested("(", "u8", ",)", "fn f(x: {}) { x.0.lock(); }"),
    "references": plain("&", "fn f(x: {}u8) { x.lock(); }"),
    "arrays": nested("[", "1", "]", "fn f() { let x = {}; x.lock(); }"),
    "blocks that are gated": nested("#[cfg(unix)] {", "f();", "}", "fn f() { {} }"),
    "loops": nested("loop {", "f();", "}", "fn f() { {} }"),
    "wheres": repeated("T#: std::os::unix::A, ", "fn f() where {} {}"),
    "traits": repeated("trait T#: T#1 { fn f(&self) { std::thread::spawn(g); } }\n"),
    "generic types": repeated("type A# = A#1;\nfn f#(a: A#) { a.lock(); }\n"),
    "path": plain("a::", "fn f() { {}b(); }"),
    "path of super": plain("super::", "fn f() { {}b(); }"),
}

SCRIPT: dict[str, Maker] = {
    "printed cfgs": repeated('println!("cargo:rustc-cfg=a#");\n', "fn main() { {} }"),
    "loops in loops": nested(
        'for a in ["x", "y"] {', 'println!("cargo:rustc-cfg={a}");', "}", "fn main() { {} }"
    ),
    "ifs in ifs": nested(
        'if std::env::var("CARGO_CFG_UNIX").is_ok() {', "", "}", "fn main() { {} }"
    ),
    "format in format": nested('format!("a{}", ', '"x"', ")", "fn main() { let a = {}; }"),
    "format of many": lambda n: (
        'fn main() { println!("' + "{}" * (n // 4) + '"' + ", a" * (n // 6) + "); }"
    ),
    "loop over many": repeated(
        '"a#", ', 'fn main() { for a in [{}] { println!("cargo:rustc-cfg={a}"); } }'
    ),
    "calls of each other": repeated("fn f#() { f#1(); f#1(); }\n", "{} fn main() { f0(); }"),
    "lets": repeated('let a# = std::env::var("A#").unwrap();\n', "fn main() { {} }"),
    "joined strings": plain(' + "x"', 'fn main() { let a = "x".to_string(){}; }'),
    "ifs": plain(
        'if std::env::var("CARGO_CFG_TARGET_OS") == Ok("x") { println!("cargo:rustc-cfg=a"); }\n',
        "fn main() { {} }",
    ),
    "features": repeated(
        'if std::env::var("CARGO_FEATURE_A#").is_ok() { println!("cargo:rustc-cfg=a#"); }\n',
        "fn main() { {} }",
    ),
    "variables that grow": plain('a = format!("{a}{a}");\n', 'fn main() { let mut a = "x"; {} }'),
    "match of many": repeated(
        '"a#" => println!("cargo:rustc-cfg=a#"),\n', "fn main() { match a { {} _ => {} } }"
    ),
}

MANIFEST = "Cargo.toml"
CONFIG = ".cargo/config.toml"
PIPELINE = ".github/workflows/a.yml"
YAML_HEAD = "jobs:\n  a:\n    steps:\n"
OTHERS: dict[str, tuple[str, Maker]] = {
    "one line of TOML": (MANIFEST, repeated('a# = "1", ', "dependencies = { {} }")),
    "inline tables": (MANIFEST, nested("{a = ", "1", "}", "a = {}")),
    "arrays of TOML": (MANIFEST, nested("[", "1", "]", "a = {}")),
    "dotted keys": (MANIFEST, plain("a.", "{}b = 1")),
    "tables": (MANIFEST, repeated("[target.'cfg(a#)'.dependencies]\na# = \"1\"\n")),
    "tables of one name": (MANIFEST, plain("[target.x.dependencies]\n")),
    "dotted tables": (MANIFEST, plain("a.", "[{}b]\na = 1")),
    "dependencies": (MANIFEST, repeated('a# = "1"\n', "[dependencies]\n{}")),
    "features of TOML": (MANIFEST, repeated('f# = ["f#1"]\n', "[features]\n{}")),
    "feature of many": (MANIFEST, repeated('"f#", ', "[features]\nall = [{}]\n")),
    "open strings of TOML": (MANIFEST, plain('a = "\n')),
    "open TOML": (MANIFEST, plain("[")),
    "predicate in a key": (MANIFEST, repeated("a#, ", "[target.'cfg(any({}))'.dependencies]\n")),
    "nots in a key": (MANIFEST, nested("not(", "unix", ")", "[target.'cfg({})'.dependencies]\n")),
    "escapes": (MANIFEST, plain("\\u0061", '[target."cfg({})".dependencies]\n')),
    "targets": (CONFIG, repeated('"wasm32-wasi", ', "build.target = [{}]")),
    "configuration tables": (CONFIG, repeated("[target.wasm32-wasi#]\nrunner = 'a'\n")),
    "flags": (CONFIG, repeated('"--cfg=a#", ', "build.rustflags = [{}]")),
    "flags in one": (CONFIG, repeated("--cfg a# ", "build.rustflags = '{}'")),
    "aliases": (CONFIG, repeated("a# = 'build --target wasm32-wasi'\n", "[alias]\n{}")),
    "toolchain": ("rust-toolchain", repeated('"wasm32-wasi", ', "[toolchain]\ntargets = [{}]")),
    "bomb of YAML": (PIPELINE, lambda n: "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, n // 24))),
    "flow of YAML": (PIPELINE, nested("[", "a", "]", "a: {}")),
    "open flow of YAML": (PIPELINE, plain("[", "a: {}")),
    "maps of YAML": (PIPELINE, nested("{a: ", "1", "}", "a: {}")),
    "indented YAML": (PIPELINE, lambda n: "".join(
        f"{' ' * i}a:\n" for i in range(int((2 * n) ** 0.5)))),
    "dashes": (PIPELINE, plain("- ")),
    "question marks of YAML": (PIPELINE, plain("? ")),
    "steps": (PIPELINE, repeated(
        "      - run: cargo build --target wasm32-wasi\n", YAML_HEAD + "{}")),
    "line of a step": (PIPELINE, repeated(
        "cargo build --target wasm32-wasi; ", YAML_HEAD + "      - run: {}\n")),
    "block of a step": (PIPELINE, repeated(
        "          cargo build --target wasm32-wasi\n", YAML_HEAD + "      - run: |\n{}")),
    "lines of a script": ("a.sh", repeated("cargo build --target wasm32-wasi\n")),
    "one line of a script": ("a.sh", repeated("cargo build --target wasm32-wasi; ")),
    "words of a script": ("a.sh", repeated("a# ", "cargo build {} --target wasm32-wasi")),
    "continued lines": ("a.sh", plain("--target \\\nwasm32-wasi ", "cargo build {}")),
    "substitutions": ("a.sh", nested("$(", "cargo build --target wasm32-wasi", ")")),
    "open substitutions": ("a.sh", plain("$(")),
    "open quotes": ("a.sh", plain("'\"")),
    "backslashes": ("a.sh", plain("\\")),
    "here documents": ("a.sh", plain("cat <<A\ncargo build\n")),
    "variables": ("a.sh", repeated("A#=wasm32-wasi\ncargo build --target $A#\n")),
    "recipes": ("Makefile", repeated("a#:\n\tcargo build --target wasm32-wasi\n")),
    "layers": ("Dockerfile", repeated("RUN cargo build --target wasm32-wasi\n")),
    "one layer": ("Dockerfile", repeated(" && cargo build --target wasm32-wasi", "RUN a{}")),
    "fences": ("README.md", repeated("```sh\ncargo build --target wasm32-wasi\n```\n")),
    "one fence": ("README.md", repeated("cargo build --target wasm32-wasi\n", "```sh\n{}```\n")),
    "code spans": ("README.md", repeated("`cargo build --target wasm32-wasi` ")),
    "backticks": ("README.md", plain("`")),
    "open fences": ("README.md", plain("```\n````\n")),
    "brackets of Markdown": ("README.md", plain("[")),
    "quotes of Markdown": ("README.md", plain("> ")),
    "lists of Markdown": ("README.md", plain("* ")),
    "scripts of npm": ("package.json", repeated(
        '"a#": "cargo build --target wasm32-wasi",', '{"scripts": {{} "x": ""}}')),
    "arrays of JSON": ("package.json", nested("[", "1", "]")),
    "objects of JSON": ("package.json", nested('{"scripts":', "1", "}")),
    "settings": ("wasi-lsp.toml", repeated("a# = 1\n")),
    "severities": ("wasi-lsp.toml", repeated("WASI# = 'error'\n", "[rules]\n{}")),
}  # fmt: skip


def cases() -> dict[str, tuple[str, Maker]]:
    """By name: the file that it is, and what makes it."""
    made = {f"Rust: {name}": ("src/lib.rs", maker) for name, maker in RUST.items()}
    made |= {f"build.rs: {name}": ("build.rs", maker) for name, maker in SCRIPT.items()}
    made |= {f"{path}: {name}": (path, maker) for name, (path, maker) in OTHERS.items()}
    return made


def check(name: str, text: str) -> None:
    """Judge a file of this name, of which nothing else is known."""
    path = Path("/project") / name
    if name == "src/lib.rs":
        findings_in(text)
        return
    if name == "build.rs":
        read_build_script(text.encode(), name, None, is_alone=True)
        return
    kind = kind_of(path)
    assert kind is not None, name
    settings = Settings()
    census = Census(wasi_sign="a test")
    context = rule_context(Crate(Path("/project")), path, census, settings)
    document = ProjectDocument(path, kind, text.encode())
    if not document.is_broken:
        document.survey()
    document.check(context, settings)


def _run(name: str, size: int, limit: int, is_profile: bool, answer: Connection) -> None:
    std_table()
    type_table()
    path, maker = cases()[name]
    text = maker(size)
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + limit, int(spent) + limit))
    profile = cProfile.Profile()
    if is_profile:
        profile.enable()
    check(path, text)
    profile.disable()
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - spent
    if is_profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(12)
    answer.send(spent)


def measure(name: str, size: int, limit: int, is_profile: bool = False) -> float | str:
    """Seconds of the CPU, or how the process ended."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(name, size, limit, is_profile, sender))
    process.start()
    sender.close()
    try:
        return float(receiver.recv())
    except EOFError:
        process.join()
        return f"over {limit} s" if process.exitcode in (-9, -24) else f"exit {process.exitcode}"


def main() -> None:
    """Print a line for each input."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--limit", type=int, default=60, help="seconds of the CPU")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--over", type=float, default=0, help="print only what takes longer")
    args = parser.parse_args()
    print(f"{'CPU s':>10} {'ns/byte':>8} {'growth':>7}")
    for name in cases():
        if args.words and not any(word in name for word in args.words):
            continue
        half = measure(name, args.bytes // 2, args.limit)
        whole = measure(name, args.bytes, args.limit, args.profile)
        if isinstance(whole, str) or isinstance(half, str):
            print(f"{whole:>10} {'':8} {'':7} {name}", flush=True)
        elif whole >= args.over:
            growth = whole / half if half > 0.01 else 0
            print(f"{whole:10.2f} {1e9 * whole / args.bytes:8.0f} {growth:7.1f} {name}", flush=True)


if __name__ == "__main__":
    main()
