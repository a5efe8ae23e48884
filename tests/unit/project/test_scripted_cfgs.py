# ruff: noqa: E501
"""Where build scripts set their cfgs: a script, and a predicate for each name.

In these, a name in capitals is something that the script decides in its own way.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from wasi_lsp.cfg.atoms import is_undecided
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.project.build_script_files import BuildScript, read_build_script
from wasi_lsp.project.vfs import Vfs

FEATURES = {"net", "use-libc", "std"}

#: Lines at the start that many scripts have.
OS = 'let os = std::env::var("CARGO_CFG_TARGET_OS").unwrap();'
ENV = 'let env = std::env::var("CARGO_CFG_TARGET_ENV").unwrap_or_default();'
FAMILY = 'let family = std::env::var("CARGO_CFG_TARGET_FAMILY").unwrap_or_default();'
TARGET = 'let target = std::env::var("TARGET").expect("no TARGET");'
SET = 'println!("cargo:rustc-cfg=x");'
WASI = 'target_os = "wasi"'


def region(predicate: str) -> Region:
    text = predicate.encode()
    return Region.of(parse_cfg(text, 0, len(text)).expr)


def read(folder: Path, script: str, **others: str) -> BuildScript:
    (folder / "build.rs").write_text(script, encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name}.rs").write_text(text, encoding="utf-8")
    return read_build_script(folder / "build.rs", Vfs.of([folder]), FEATURES)


def conditions(script: BuildScript) -> dict[str, Region]:
    return {atom: scripted.where for atom, scripted in script.sets.items()}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Comparisons.
        (SET, "all()"),
        (f'{OS} if os == "wasi" {{ {SET} }}', WASI),
        (f'{OS} if os != "wasi" {{ {SET} }}', f"not({WASI})"),
        (f'{OS} {ENV} if os == "wasi" && env == "p2" {{ {SET} }}', 'target_env = "p2"'),
        (f'{OS} if !(os == "wasi" || os == "linux") {{ {SET} }}', 'not(any(target_os = "wasi", target_os = "linux"))'),
        (f'{OS} let is_wasi = os == "wasi"; if is_wasi {{ {SET} }}', WASI),
        (f'use std::env; if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("wasi") {{ {SET} }}', WASI),
        (f'if std::env::var("CARGO_CFG_TARGET_OS") == Ok("wasi".to_string()) {{ {SET} }}', WASI),
        (f'if std::env::var_os("CARGO_CFG_TARGET_OS").unwrap() == "wasi" {{ {SET} }}', WASI),
        (f'if let Ok("wasi") = std::env::var("CARGO_CFG_TARGET_OS").as_deref() {{ {SET} }}', WASI),
        (f'if std::env::var("CARGO_CFG_TARGET_OS").map_or(false, |os| os == "wasi") {{ {SET} }}', WASI),
        (f'if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "wasi") {{ {SET} }}', WASI),
        (f'{OS} if ["wasi", "linux"].contains(&os.as_str()) {{ {SET} }}', 'any(target_os = "wasi", target_os = "linux")'),
        (f'{OS} if matches!(os.as_str(), "wasi" | "linux") {{ {SET} }}', 'any(target_os = "wasi", target_os = "linux")'),
        (f'{ENV} if env.is_empty() {{ {SET} }}', 'target_env = ""'),
        # What is there or not.
        (f'if std::env::var("CARGO_CFG_UNIX").is_ok() {{ {SET} }}', "unix"),
        (f'if std::env::var_os("CARGO_CFG_WINDOWS").is_none() {{ {SET} }}', "not(windows)"),
        (f'if std::env::var_os("CARGO_FEATURE_NET").is_some() {{ {SET} }}', 'feature = "net"'),
        (f'if std::env::var("CARGO_FEATURE_USE_LIBC").is_ok() {{ {SET} }}', 'feature = "use-libc"'),
        (f'if cfg!(feature = "net") {{ {SET} }}', 'feature = "net"'),
        (f'#[cfg(feature = "net")] {SET}', 'feature = "net"'),
        (f'if std::env::var("CARGO_FEATURE_NONE_SUCH").is_err() {{ {SET} }}', "all()"),
        # Lists.
        (f'{FAMILY} if family.split(\',\').any(|each| each == "wasm") {{ {SET} }}', 'target_family = "wasm"'),
        (f'{FAMILY} if family.contains("unix") {{ {SET} }}', "unix"),
        (f'{FAMILY} if family == "wasm" {{ {SET} }}', 'all(target_family = "wasm", not(unix))'),
        (f'{FAMILY} for each in family.split(",") {{ if each == "wasm" {{ {SET} }} }}', 'target_family = "wasm"'),
        # Triples.
        (f'{TARGET} if target.starts_with("wasm32-wasi") {{ {SET} }}', WASI),
        (f'{TARGET} if target.contains("-wasip2") {{ {SET} }}', 'target_env = "p2"'),
        (f'{TARGET} if target.ends_with("-p2") || target == "wasm32-wasip2" {{ {SET} }}', 'target_env = "p2"'),
        # Branches.
        (f'{OS} match os.as_str() {{ "wasi" | "linux" => {SET[:-1]}, _ => {{}} }}', 'any(target_os = "wasi", target_os = "linux")'),
        (f'match std::env::var("CARGO_CFG_TARGET_OS") {{ Ok(os) if os == "wasi" => {{ {SET} }} _ => {{}} }}', WASI),
        (f'{OS} {ENV} match (os.as_str(), env.as_str()) {{ ("wasi", "p1") => {{}} ("wasi", _) => {{ {SET} }} _ => {{}} }}', 'all(target_os = "wasi", not(target_env = "p1"))'),
        (f'{OS} if os != "wasi" {{ return; }} {SET}', WASI),
        (f'{OS} if os == "linux" {{}} else if os == "wasi" {{ {SET} }} else {{ panic!(); }}', WASI),
        (f'{OS} let mut on = false; if os == "wasi" {{ on = true; }} if on {{ {SET} }}', WASI),
        (f'{OS} let on = match os.as_str() {{ "wasi" => true, _ => false }}; if on {{ {SET} }}', WASI),
        (f'let Ok(os) = std::env::var("CARGO_CFG_TARGET_OS") else {{ return }}; if os == "wasi" {{ {SET} }}', WASI),
        (f'{OS} if os == "wasi" {{ {SET} }} if os == "linux" {{ {SET} }}', 'any(target_os = "wasi", target_os = "linux")'),
        # Names from elsewhere.
        (f'{OS} for name in ["x", "y"] {{ if os == "wasi" {{ println!("cargo:rustc-cfg={{}}", name); }} }}', WASI),
        (f'{OS} for (name, on) in [("x", os == "wasi"), ("y", false)] {{ if on {{ println!("cargo::rustc-cfg={{name}}"); }} }}', WASI),
        (f'{OS} let set = |name: &str| println!("cargo:rustc-cfg={{name}}"); if os == "wasi" {{ set("x"); }}', WASI),
        (f'{OS} let name = if os == "wasi" {{ "x" }} else {{ "y" }}; println!("cargo:rustc-cfg={{name}}");', WASI),
        (f'{OS} ["x"].iter().for_each(|name| if os == "wasi" {{ println!("cargo:rustc-cfg={{name}}") }});', WASI),
    ],
)  # fmt: skip
def test_condition(body: str, expected: str, tmp_path: Path) -> None:
    found = conditions(read(tmp_path, f"fn main() {{ {body} }}"))
    assert found["x"] == region(expected)


@pytest.mark.parametrize(
    "body",
    [
        # The machine that builds.
        f'if cfg!(target_os = "wasi") {{ {SET} }}',
        f"#[cfg(unix)] {SET}",
        f"if rustc_minor() >= 80 {{ {SET} }}",
        f'if std::env::var("CI").is_ok() {{ {SET} }}',
        f'if std::env::var("CARGO_CFG_DEBUG_ASSERTIONS").is_ok() {{ {SET} }}',
        f'if std::path::Path::new("x").exists() {{ {SET} }}',
        f'let mut names = vec!["y"]; names.push("x"); for name in names {{ if unknown() {{ {SET} }} }}',
        f"while again() {{ {SET} }}",
        f"run(|| {SET[:-1]});",
        f"if minor < 60 {{ return; }} {SET}",
        f'{OS} let mut on = os == "wasi"; change(&mut on); if on {{ {SET} }}',
    ],
)
def test_what_something_else_decides(body: str, tmp_path: Path) -> None:
    where = conditions(read(tmp_path, f"fn main() {{ {body} }}"))["x"]
    assert where.atoms
    assert all(is_undecided(atom) for atom in where.atoms)
    assert (where.certain_targets, (~where).certain_targets) == (
        region("any()").possible_targets,
    ) * 2


@pytest.mark.parametrize(
    "script",
    [
        # Broken, or in other hands.
        f"fn main() {{ if true {{ {SET} }}",
        'fn main() { helper::emit("cargo:rustc-cfg=x"); }',
        f"fn helper() {{ {SET} }} fn main() {{}}",
        'macro_rules! set { ($x:ident) => { println!("cargo:rustc-cfg=x") } } fn main() { set!(x); }',
        # Other names are printed in ways that are not followed.
        f'fn main() {{ if std::env::var("CARGO_CFG_UNIX").is_ok() {{ {SET} }} println!("cargo:rustc-cfg={{}}", name()); }}',
        'fn set(n: &str) { println!("cargo:rustc-cfg={n}") } fn main() { if false { set("x") } other(set); }',
        f"fn main() {{ if false {{ {SET} }} autocfg::new(); }}",
        # For targets that rustc does not have yet.
        f'fn main() {{ {OS} if os == "nonesuch" {{ {SET} }} }}',
        'fn main() { cfg_aliases! { x: { test } } }',
    ],
)  # fmt: skip
def test_what_cannot_be_followed(script: str, tmp_path: Path) -> None:
    where = conditions(read(tmp_path, script))["x"]
    assert where.possible_targets == region("all()").possible_targets
    assert not (~where).certain_targets


def test_branches_exclude_each_other(tmp_path: Path) -> None:
    script = """
    fn use_feature(name: &str) { println!("cargo:rustc-cfg={}", name); }
    fn can_compile(code: &str) -> bool {
        let Some(rustc) = find(code) else { return false };
        rustc.success()
    }
    fn main() {
        let os = std::env::var("CARGO_CFG_TARGET_OS").unwrap();
        let libc = os != "linux" || std::env::var("CARGO_FEATURE_USE_LIBC").is_ok() || can_compile("x");
        if libc { use_feature("libc"); } else { use_feature("linux_raw"); }
        if os == "wasi" && can_compile("y") { use_feature("wasi_ext"); }
        println!("cargo::rustc-check-cfg=cfg(other)");
    }
    """
    found = read(tmp_path, script)
    assert not found.declared_cfgs.open_ended
    where = conditions(found)
    assert where.keys() == {"libc", "linux_raw", "wasi_ext"}
    assert where["libc"] == ~where["linux_raw"]
    assert region(WASI).implies(where["libc"])
    assert where["linux_raw"].implies(region('all(target_os = "linux", not(feature = "use-libc"))'))
    assert where["wasi_ext"].possible_targets == region(WASI).possible_targets
    assert where["wasi_ext"].certain_targets == region("any()").possible_targets
    # Two calls of one probe need not agree.
    assert (where["libc"] & region('target_os = "linux"')).atoms.isdisjoint(where["wasi_ext"].atoms)


def test_functions_that_other_files_call(tmp_path: Path) -> None:
    main = """
    mod probes;
    pub fn set(name: &str) { println!("cargo:rustc-cfg={name}"); }
    fn main() { if std::env::var("CARGO_CFG_UNIX").is_ok() { set("x"); } probes::run(); }
    """
    found = read(tmp_path, main, probes='pub fn run() { crate::set("x"); }')
    assert found.declared_cfgs.open_ended
    where = conditions(found)["x"]
    assert where.certain_targets == region("unix").possible_targets
    assert where.possible_targets == region("all()").possible_targets


def test_values(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"""
        fn main() {{
            {OS}
            let backend = match os.as_str() {{ "wasi" => "wasi", "linux" => "epoll", _ => "poll" }};
            println!("cargo::rustc-cfg=backend={{backend:?}}");
            println!("cargo::rustc-cfg=io=\\"{{}}\\"", os);
            println!("cargo::rustc-cfg=io=\\"none\\"");
            println!("cargo::rustc-cfg=mode=\\"{{}}\\"", unknown());
        }}
        """,
    )
    where = conditions(found)
    assert where['backend="wasi"'] == where['io="wasi"'] == region(WASI)
    assert where['backend="poll"'] == region('not(any(target_os = "wasi", target_os = "linux"))')
    assert where['io="none"'] == region("all()")
    assert 'mode="x"' not in where


def test_the_places_that_set_a_name(tmp_path: Path) -> None:
    found = read(
        tmp_path, f"fn main() {{\n{SET}\ncfg_aliases! {{\n y: {{ unix }} }}\n{SET} }}"
    ).sets
    assert {
        atom: [(place.path.name, place.line) for place in scripted.places]
        for atom, scripted in found.items()
    } == {"x": [("build.rs", 2), ("build.rs", 5)], "y": [("build.rs", 4)]}


def test_functions_are_followed_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    names = "hgfedcba"
    functions = "".join(f'fn {name}() {{ println!("cargo:rustc-cfg={name}"); }}' for name in names)
    called = "".join(f"{name}();" for name in names)
    script = read(tmp_path, f"{functions} mod m {{ fn all() {{ {called} }} }} fn main() {{}}")
    assert list(script.sets) == list(names)


@pytest.mark.parametrize(
    "body",
    [
        "if a {" * 400 + "}" * 400,
        "let x = " + "(" * 400 + "1" + ")" * 400 + ";",
        "let x = a" + " + a" * 5_000 + ";",
        "let x = a" + " || a" * 2_000 + ";",
        "if a { } else " * 1_000 + "{ }",
        "let " + "&" * 1_000 + "a = b;",
        "if let " + "Some(" * 1_000 + "a" + ")" * 1_000 + " = b { }",
        "".join(f"if f{n}() {{ on{n % 7} = !on{n % 5}; }} " for n in range(1_000)),
        "for a in [1, 2, 3, 4] { " * 9 + SET + "}" * 9,
    ],
)
def test_large_scripts_are_left_alone(body: str, tmp_path: Path) -> None:
    variables = "".join(f"let mut on{n} = probe({n});" for n in range(7))
    helper = "fn again() { again(); again2(); } fn again2() { again(); }"
    found = read(tmp_path, f"{helper} fn main() {{ {variables} {body} again(); {SET} }}")
    assert "x" in found.declared_cfgs.names
