"""Hover on a std path: what the item does on each WASI target, why, and what to use instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.stdlib.model import Evidence, StdItem, Support, Verdict
from wasi_lsp.stdlib.words import support_words, verdict_words

#: A hover is read at a glance: of more special cases the first ones are shown.
_MOST_CASES = 4

#: Verdicts whose words leave nothing for the message to add.
_SAID_IN_FULL = {Verdict.WORKS, Verdict.UNSUPPORTED, Verdict.ENOPROTOOPT}

_KIND_WORDS = {
    "mod": "module",
    "fn": "function",
    "assoc_fn": "associated function",
    "trait_method": "method of a trait",
    "type": "type alias",
    "const": "constant",
}


def hover_std(
    table: StdTable, item: StdItem, targets: Sequence[str], rust: Mapping[str, RustVersion]
) -> str:
    """Return Markdown on `item` for `targets`, in the release by which each is judged."""
    shown = [(target, table.support(item, target, rust[target])) for target in targets]
    rows = [row for _, row in shown if row is not None]
    parts = [
        _title(item),
        _support_table(item, shown, rust),
        _sentences("Why", _by_target(rows, [row.why for row in rows], len(targets))),
        _sentences("Instead", _by_target(rows, [row.instead for row in rows], len(targets))),
        _cases(item, targets, rust),
        f"**Calls** {', '.join(f'`{name}`' for name in item.wit)}" if item.wit else "",
        _evidence(rows),
    ]
    return "\n\n".join(part for part in parts if part)


def _title(item: StdItem) -> str:
    about = [_KIND_WORDS.get(item.kind, item.kind)]
    if item.since is not None:
        about.append(f"since Rust {item.since}")
    if item.feature is not None:
        about.append(f"unstable (`{item.feature}`)")
    if item.trait is not None:
        about.append(f"of `{item.trait}`")
    return f"`{item.path}`: {', '.join(about)}"


def _support_table(
    item: StdItem,
    shown: Iterable[tuple[str, Support | None]],
    rust: Mapping[str, RustVersion],
) -> str:
    lines = []
    others = False
    for target, row in shown:
        history = "; ".join(_other_releases(item, target, row))
        others = others or bool(history)
        words = support_words(row) if row is not None else verdict_words(Verdict.UNKNOWN)
        if row is not None and row.verdict not in _SAID_IN_FULL and row.message:
            words += f": {_cell(row.message)}"
        lines.append((target, str(rust[target]), words, history))
    header = ["WASI target", "Rust", "support", *(["other releases"] if others else [])]
    rows = [header, ["---"] * len(header), *(list(line[: len(header)]) for line in lines)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _other_releases(item: StdItem, target: str, shown: Support | None) -> Iterator[str]:
    """Yield what the item does on `target` in the releases that are not shown."""
    for row in item.support:
        differs = shown is None or (row.verdict, row.feature) != (shown.verdict, shown.feature)
        if row.target == target and row is not shown and differs:
            yield f"{row.rust}: {support_words(row)}"


def _by_target(rows: Sequence[Support], texts: Sequence[str | None], targets: int) -> Iterator[str]:
    """Yield each text, with its targets where it does not hold for all."""
    holders: dict[str, list[str]] = {}
    for row, text in zip(rows, texts, strict=True):
        if text is not None:
            holders.setdefault(text, []).append(row.target)
    for text, found in holders.items():
        whose = "" if len(found) == targets else f" ({', '.join(found)})"
        yield f"{text}{whose}"


def _sentences(label: str, texts: Iterable[str]) -> str:
    found = list(texts)
    if len(found) < 2:
        return "".join(f"**{label}** {text}" for text in found)
    return f"**{label}**\n\n" + "\n".join(f"- {text}" for text in found)


def _cases(item: StdItem, targets: Sequence[str], rust: Mapping[str, RustVersion]) -> str:
    """Return the special cases that differ from what the item does else."""
    found: dict[str, None] = {}
    for case in item.conditions:
        if case.target in targets and rust[case.target] in case.rust:
            message = f" ({_cell(case.message)})" if case.message else ""
            if case.verdict is not Verdict.WORKS:
                found[f"{case.when}: {verdict_words(case.verdict)}{message}"] = None
    shown = list(found)[:_MOST_CASES]
    if len(found) > len(shown):
        shown.append(f"and {len(found) - len(shown)} more: `wasi-lsp std {item.path}`")
    return _sentences("Special case", shown)


def _evidence(rows: Iterable[Support]) -> str:
    pieces: dict[Evidence, None] = dict.fromkeys(piece for row in rows for piece in row.evidence)
    by_kind: dict[str, dict[str, None]] = {}
    for piece in pieces:
        said = f"Rust {piece.rust}" if piece.kind in ("measured", "compiled") else piece.text
        by_kind.setdefault(str(piece.kind), {})[said] = None
    if not by_kind:
        return ""
    return "*Evidence:* " + "; ".join(
        f"{kind}: {', '.join(texts)}" for kind, texts in by_kind.items()
    )


def _cell(text: str) -> str:
    """Return `text` as it may stand in a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")
