"""What people write for WASI leads to the predicate that is recommended, wherever it stands."""

from __future__ import annotations

import pytest

from support.annotations import findings_in
from wasi_lsp.rules.finding import Applicability
from wasi_lsp.text.edits import apply_edits

P2 = 'all(target_os = "wasi", target_env = "p2")'
P1 = 'all(target_os = "wasi", target_env = "p1")'
WASI = 'target_os = "wasi"'
PLACES = [
    "#[cfg({})]\nfn f() {{}}\n",
    "#![cfg({})]\n",
    '#[cfg_attr({}, path = "p2.rs")]\nmod sys;\n',
    "#[cfg_attr(unix, cfg({}))]\nfn f() {{}}\n",
    "fn f() {{\n    if cfg!({}) {{}}\n}}\n",
    "cfg_if::cfg_if! {{ if #[cfg({})] {{ mod a; }} }}\n",
    "cfg_select! {{ {} => {{ mod a; }} _ => {{}} }}\n",
    "fn f() {{ match 1 {{ #[cfg(not({}))] 1 => {{}} _ => {{}} }} }}\n",
]
CERTAIN = {
    'target = "wasm32-wasip2"': P2,
    'target = "wasm32-wasip1-threads"': P1,
    'target_os = "wasip2"': P2,
    'target_os = "wasm32-wasip1"': P1,
    'target_os = "Linux"': 'target_os = "linux"',
    'target_env = "wasip2"': 'target_env = "p2"',
    'all(target_os = "wasi", target_env = "preview2")': P2,
}
GUESSED = {
    'target = "wasm32-wasi"': WASI,
    "wasip2": P2,
    "wasi": WASI,
    'target_arch = "wasi"': WASI,
    'target_family = "wasi"': WASI,
    'target_env = "wasi"': WASI,
    'os = "wasi"': WASI,
    'env = "p2"': 'target_env = "p2"',
    'target_os = "wasm"': 'target_family = "wasm"',
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("written", "meant", "applicability"),
    [
        *((*pair, Applicability.MACHINE_APPLICABLE) for pair in CERTAIN.items()),
        *((*pair, Applicability.MAYBE_INCORRECT) for pair in GUESSED.items()),
    ],
)
def test_first_fix(place: str, written: str, meant: str, applicability: Applicability) -> None:
    source = place.format(written)
    (finding,) = (each for each in findings_in(source) if each.code in ("WASI001", "WASI002"))
    fix = finding.fixes[0]
    fixed = apply_edits(source.encode(), [(edit.span, edit.text.encode()) for edit in fix.edits])
    assert fixed is not None
    assert fixed.decode() == place.format(meant)
    assert fix.applicability is applicability


@pytest.mark.parametrize("place", PLACES)
def test_the_predicate_in_full_is_offered_where_it_is_not_written(place: str) -> None:
    (finding,) = findings_in(place.format('target_env = "wasip2"'))
    assert [fix.title for fix in finding.fixes] == ['Write `"p2"`', f"Write `{P2}`"]
    assert finding.fixes[1].applicability is Applicability.MAYBE_INCORRECT
    (finding,) = findings_in(place.format('all(target_os = "wasi", target_env = "wasip2")'))
    assert [fix.title for fix in finding.fixes] == ['Write `"p2"`']
