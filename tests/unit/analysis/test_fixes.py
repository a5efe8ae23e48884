from __future__ import annotations

from pathlib import Path

from support.annotations import findings_in
from wasi_lsp.project.crate import Crate
from wasi_lsp.text.edits import apply_edits


def test_a_slip_in_a_feature_can_be_mended() -> None:
    source = '#[cfg(feature = "netwrok")]\nfn a() {}\n'
    crate = Crate(Path("."), features=frozenset({"network"}))
    (finding,) = findings_in(source, crate=crate)
    (fix,) = finding.fixes
    edits = [(edit.span, edit.text.encode()) for edit in fix.edits]
    fixed = apply_edits(source.encode(), edits)
    assert fixed == b'#[cfg(feature = "network")]\nfn a() {}\n'
    assert not findings_in(fixed.decode(), crate=crate)
