"""What WASI006 calls dead can be taken out: the predicate says the same without it."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import example, given, settings

from support.annotations import findings_in
from support.cfg_strategies import EXACT
from wasi_lsp.cfg.ast import All, Any, CfgExpr, Not
from wasi_lsp.cfg.idle_parts import idle_parts
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.text.edits import apply_edits
from wasi_lsp.text.span import Span


def without(expr: CfgExpr, parts: Collection[Span]) -> CfgExpr:
    if isinstance(expr, All | Any):
        kept = (arg for arg in expr.args if arg.span not in parts)
        return type(expr)(expr.span, tuple(without(arg, parts) for arg in kept))
    return Not(expr.span, without(expr.arg, parts)) if isinstance(expr, Not) else expr


def parsed(predicate: str) -> CfgExpr:
    return parse_cfg(predicate.encode(), 0, len(predicate)).expr


@settings(max_examples=300, deadline=None)
@given(EXACT)
# Two lists say the same: it can be left out of one of them only.
@example(parsed('all(all(unix, feature = "a"), all(unix, feature = "b"))'))
@example(parsed('not(any(not(all(unix, feature = "a")), not(all(unix, feature = "b"))))'))
def test_all_idle_parts_at_once(expr: CfgExpr) -> None:
    expr = parsed(render(expr))
    parts = {each.part.span for each in idle_parts(expr)}
    assert Region.of(without(expr, parts)) == Region.of(expr)


@settings(max_examples=150, deadline=None)
@given(EXACT)
def test_fixes_keep_what_is_compiled(expr: CfgExpr) -> None:
    source = f"#[cfg({render(expr)})]\nfn f() {{}}\n"
    for finding in findings_in(source):
        for fix in finding.fixes if finding.code == "WASI006" else ():
            edits = [(edit.span, edit.text.encode()) for edit in fix.edits]
            fixed = apply_edits(source.encode(), edits)
            assert fixed is not None
            left = parse_cfg(fixed, len("#[cfg("), fixed.index(b")]"))
            assert not left.errors
            assert Region.of(left.expr) == Region.of(expr)
            assert len(findings_in(fixed.decode())) < len(findings_in(source))
