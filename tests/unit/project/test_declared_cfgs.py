"""`--cfg` and `check-cfg`, in the forms of the rustc book and of Cargo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasi_lsp.project.build_script import parse_build_script
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values, parse_cfg_flag, parse_check_cfg

BARE = Values(bare=True)
ANY = Values(any_string=True)


def strings(*values: str) -> Values:
    return Values(strings=frozenset(values))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tokio_unstable", {"tokio_unstable": BARE}),
        ('backend="wasi"', {"backend": strings("wasi")}),
        (' backend = "wa\\"si" ', {"backend": strings('wa"si')}),
        ("r#async", {"async": BARE}),
        ("", {}),
        ("a b", {}),
        ("backend=wasi", {}),
    ],
)
def test_cfg_flag(text: str, names: dict[str, Values]) -> None:
    assert parse_cfg_flag(text) == DeclaredCfgs.of(names.items())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("cfg(foo)", {"foo": BARE}),
        ("cfg(foo, bar)", {"foo": BARE, "bar": BARE}),
        ('cfg(foo, values("a", "b"))', {"foo": strings("a", "b")}),
        ('cfg(foo, values("a",),)', {"foo": strings("a")}),
        (
            'cfg( foo , bar, values( none(), "a" ) )',
            dict.fromkeys(("foo", "bar"), BARE | strings("a")),
        ),
        ("cfg(foo, values())", {"foo": BARE}),
        ("cfg(foo, values(any()))", {"foo": ANY}),
        ('cfg(feature, values("x,y", ")"))', {"feature": strings("x,y", ")")}),
        ("cfg()", {}),
        ("cfg(foo", {}),
        ("names(foo)", {}),
        ('cfg("foo")', {}),
        ("cfg(foo = 1)", {}),
    ],
)
def test_check_cfg(text: str, names: dict[str, Values]) -> None:
    assert parse_check_cfg(text) == DeclaredCfgs.of(names.items())


def test_check_cfg_can_declare_every_name() -> None:
    assert parse_check_cfg("cfg(any())") == DeclaredCfgs(open_ended=True)


@pytest.mark.parametrize(
    ("script", "names", "open_ended"),
    [
        ('println!("cargo:rustc-cfg=wasip2");', {"wasip2": BARE}, False),
        ('println!("cargo::rustc-cfg=wasip2");', {"wasip2": BARE}, False),
        (r'println!("cargo:rustc-cfg=io=\"poll\"");', {"io": strings("poll")}, False),
        ('println!(r#"cargo:rustc-cfg=io="poll""#);', {"io": strings("poll")}, False),
        ('println!("cargo::rustc-check-cfg=cfg(a, b)");', {"a": BARE, "b": BARE}, False),
        (r'print!("cargo:rustc-cfg=a\ncargo:rustc-cfg=b\n");', {"a": BARE, "b": BARE}, False),
        (r'println!("cargo:rustc-cfg=io=\"{}\"", kind);', {"io": ANY}, False),
        (r'println!("cargo::rustc-check-cfg=cfg(io, values({kinds}))");', {"io": ANY}, False),
        ('println!("cargo:rustc-cfg={}", name);', {}, True),
        ('println!("cargo:rustc-cfg=has_{name}");', {}, True),
        ('print!("cargo:rustc-cfg="); print!("{name}");', {}, True),
        ('println!("cargo::rustc-check-cfg=cfg({name})");', {}, True),
        ('// println!("cargo:rustc-cfg=old");', {}, False),
        ('/* println!("cargo:rustc-cfg=old"); */ let c = \'"\';', {}, False),
        ('println!("cargo:rerun-if-changed=x");', {}, False),
        ('autocfg::new().emit_has_type("i128");', {}, True),
        (
            'cfg_aliases! { wasip2: { all(target_os = "wasi", target_env = "p2") }, web: { x } }',
            {"wasip2": BARE, "web": BARE},
            False,
        ),
        ('println!("cargo:rustc-cfg=a\ncargo:rustc-cfg=unclosed', {"a": BARE}, False),
    ],
)
def test_build_script(script: str, names: dict[str, Values], open_ended: bool) -> None:
    source = f"fn main() {{ {script} }}".encode()
    assert parse_build_script(source).declared == DeclaredCfgs.of(names.items(), open_ended)


@given(st.binary(max_size=200))
def test_no_input_raises(data: bytes) -> None:
    parse_build_script(data)
    parse_check_cfg(data.decode(errors="replace"))
    parse_cfg_flag(data.decode(errors="replace"))


@pytest.mark.parametrize("piece", [b"/*", b'r#"', b'"\\"', b"'", b'"cargo:rustc-cfg=a"'])
def test_hostile_build_scripts_take_no_time(piece: bytes) -> None:
    parse_build_script(piece * 100_000)
