"""Every target that a predicate selects where it stands, as a page to read."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.cfg.explain import explain
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, all_targets, wasi_targets
from wasi_lsp.ide.placed_predicates import predicates_in
from wasi_lsp.ide.predicate_words import count_words, named_atoms
from wasi_lsp.ide.target_groups import by_system
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.text.span import Span


def selected_targets(document: Document, offset: int, context: RuleContext) -> str | None:
    """Markdown on the predicate at the byte `offset`; None where there is none."""
    for start, use in predicates_in(document, Span(offset, offset), context):
        return "\n\n".join(_page(document.text, start, use, context))
    return None


def _page(text: bytes, start: int, use: CfgUse, context: RuleContext) -> Iterator[str]:
    span = use.predicate.span.shift(start)
    source = " ".join(text[span.start : span.end].decode(errors="replace").split())
    said = explain(use.predicate.parsed.expr)
    region = context.assumptions.apply(Region.of(use.predicate.parsed.expr))
    around = context.assumptions.apply(use.around)
    here = region & around
    yield f"# `{source}`"
    yield f"{said[:1].upper()}{said[1:]}."
    if around == Region.everywhere():
        yield _selects("It selects", here)
    else:
        yield _selects("Given the conditions around it, it selects", here)
    yield from _groups(here.possible_targets)
    ruled_out = region.possible_targets - here.possible_targets
    if ruled_out:
        yield f"## Ruled out by the conditions around it: {count_words(ruled_out)}"
        yield from _groups(ruled_out)


def _selects(what: str, region: Region) -> str:
    possible = region.possible_targets
    lines = [f"**{what} {count_words(possible)}** of {len(all_targets())}."]
    if region.atoms:
        sure = region.certain_targets
        always = f"; whatever is set, it holds on {count_words(sure)}" if sure else ""
        lines.append(f"It also depends on {named_atoms(region)}{always}.")
    elif not region.is_exact:
        lines.append("Some of it is not understood: these are the targets that it may select.")
    return " ".join(lines)


def _groups(targets: TargetSet) -> Iterator[str]:
    """A line for each system, those of WASI first."""
    wasi = targets & wasi_targets()
    rows = [("WASI", wasi), *by_system(targets)] if wasi else by_system(targets)
    lines = [
        f"- **{name}** ({len(found)}): {', '.join(f'`{triple}`' for triple in sorted(found))}"
        for name, found in rows
    ]
    if lines:
        yield "\n".join(lines)
