"""Making all fixes of a source, as `check --fix --unsafe-fixes` does."""

from __future__ import annotations

from pathlib import Path

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.engine import check_source
from wasi_lsp.analysis.fixes import apply_fixes
from wasi_lsp.analysis.gates import with_gate_fixes
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.rules.finding import Applicability, Finding

_PATH = Path("src/lib.rs")


def findings_with_gates(text: bytes, settings: Settings) -> tuple[Finding, ...]:
    """What is found in a file of its own, with all fixes."""
    context = rule_context(Crate(Path(".")), None, Census(wasi_sign="a test"), settings)
    return with_gate_fixes(text, check_source(text, context, settings), context)


def fixed(text: bytes, settings: Settings) -> bytes:
    """The text when nothing can be fixed any more."""
    for _ in range(20):
        found = ((_PATH, finding) for finding in findings_with_gates(text, settings))
        result = apply_fixes(found, frozenset(Applicability), {_PATH: text}.get)
        if not result.files:
            return text
        text = result.files[_PATH].after
    raise AssertionError("the fixes do not settle")
