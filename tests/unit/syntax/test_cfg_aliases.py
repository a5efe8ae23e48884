"""The aliases of `cfg_aliases!` with their conditions."""

from __future__ import annotations

import pytest

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.syntax.cfg_aliases import cfg_aliases
from wasi_lsp.text.span import Span


@pytest.mark.parametrize(
    ("text", "aliases"),
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
        # Known to the compiler alone, or to nobody.
        ("a: { any(unix, test) }", {"a": "any(unix, …)"}),
        ("a: { later }, later: { unix }", {"a": "…", "later": "unix"}),
        # It only asks whether there is any.
        ("a: { target_os }", {"a": "…"}),
        # A macro of one's own by this name.
        ('"std" => std, "rand" => rand', {}),
        ("a: {", {}),
        ("a: { all(unix }", {"a": "all(unix)"}),
    ],
)
def test_aliases(text: str, aliases: dict[str, str]) -> None:
    data = text.encode()
    found = cfg_aliases(data, Span(0, len(data)))
    assert {name: render(expr) for name, expr in found.items()} == aliases


@pytest.mark.parametrize("step", ["not(a{})", "all(a{0}, a{0})"])
def test_aliases_that_grow_become_unknown(step: str) -> None:
    lines = [f"a{n + 1}: {{ {step.format(n)} }}," for n in range(500)]
    text = "a0: { unix },\n" + "\n".join(lines)
    found = cfg_aliases(text.encode(), Span(0, len(text)))
    assert len(found) == 501
    assert Region.of(found["a5"]).is_exact
    assert Region.of(found["a500"]) == Region.unknown()
