"""The aliases of `cfg_aliases!` with their conditions."""

from __future__ import annotations

import pytest

from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.cfg_aliases import cfg_aliases
from wasi_lsp.text.span import Span

UNKNOWN = "$unknown"


def region(predicate: str) -> Region:
    text = predicate.encode()
    return Region.of(parse_cfg(text, 0, len(text)).expr)


def aliases(text: str) -> dict[str, Region]:
    data = text.encode()
    return {each.name: each.where for each in cfg_aliases(data, Span(0, len(data)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        (
            'wasm: { target_family = "wasm" }, wasip2: { target_env = "p2" },',
            {"wasm": 'target_family = "wasm"', "wasip2": 'target_env = "p2"'},
        ),
        (
            '// WASI\n wasi: { target_os = "wasi" }, native: { not(any(wasi, windows)) }',
            {"wasi": 'target_os = "wasi"', "native": 'not(any(target_os = "wasi", windows))'},
        ),
        ('net: { feature = "net" }', {"net": 'feature = "net"'}),
        ("always: { all() }", {"always": "all()"}),
        # Known to the compiler alone, or to nobody.
        ("a: { any(unix, test) }", {"a": "any(unix, $unknown)"}),
        ("a: { later }, later: { unix }", {"a": UNKNOWN, "later": "unix"}),
        # It only asks whether there is any.
        ("a: { target_os }", {"a": UNKNOWN}),
        # A macro of one's own by this name.
        ('"std" => std, "rand" => rand', {}),
        ("a: {", {}),
        ("a: { all(unix }", {"a": "unix"}),
    ],
)
def test_aliases(text: str, expected: dict[str, str]) -> None:
    assert aliases(text) == {name: region(predicate) for name, predicate in expected.items()}


@pytest.mark.parametrize("step", ["all(not(not(a{})))", "all(a{0}, a{0}, not(b{0}))"])
def test_many_aliases_of_aliases(step: str) -> None:
    lines = [f"a{n + 1}: {{ {step.format(n)} }}," for n in range(500)]
    found = aliases("a0: { unix },\n" + "\n".join(lines))
    assert len(found) == 501
    # With one unknown in it, or too many, it may be set on Unix at most.
    assert found["a500"].possible_targets <= region("unix").possible_targets
