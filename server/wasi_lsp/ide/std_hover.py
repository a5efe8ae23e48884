"""Hover on a std path: what the item does on each WASI target, why, and what to use instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from wasi_lsp.rust_version import RustVersion, VersionRange
from wasi_lsp.stdlib.doc_url import doc_url, wit_url
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.stdlib.model import Evidence, EvidenceKind, StdItem, Support, Verdict
from wasi_lsp.stdlib.outlook import outlook
from wasi_lsp.stdlib.words import support_words, verdict_words

# A hover is read at a glance: of more than these the first ones are shown.
_MOST_CASES = 4
_MOST_CALLS = 3
_MOST_SOURCES = 2

#: Verdicts whose words leave nothing for the message to add.
_SAID_IN_FULL = {Verdict.WORKS, Verdict.UNSUPPORTED, Verdict.ENOPROTOOPT}
_UNREMARKABLE = {Verdict.WORKS, Verdict.UNKNOWN}

_KIND_WORDS = {
    "mod": "module",
    "fn": "function",
    "assoc_fn": "associated function",
    "trait_method": "method of a trait",
    "type": "type alias",
    "const": "constant",
}
_ISSUE = re.compile(r"\brust-lang/rust#([0-9]+)\b")


def hover_std(
    table: StdTable, item: StdItem, targets: Sequence[str], rust: Mapping[str, RustVersion]
) -> str:
    """Return Markdown on `item`, above all for `targets`.

    `rust` has the release by which each WASI target is judged. Those that are not among `targets`
    are told in the table alone.
    """
    shown = [(target, table.support(item, target, rust[target])) for target in targets]
    rows = [row for _, row in shown if row is not None]
    advice = [outlook(table, item, row.target, row).advice for row in rows]
    others = [
        (target, row)
        for target in rust
        if target not in targets
        and (row := table.support(item, target, rust[target])) is not None
        and row.verdict is not Verdict.UNKNOWN
    ]
    parts = [
        _title(item, doc_url(table, item)),
        _support_table(item, [*shown, *others], rust),
        _sentences("Why", _by_target(rows, [each.why for each in advice], len(targets))),
        _sentences("Instead", _by_target(rows, [each.instead for each in advice], len(targets))),
        _cases(item, targets, rust),
        _calls(item),
        _evidence(item, rows),
    ]
    return "\n\n".join(part for part in parts if part)


def _title(item: StdItem, page: str | None) -> str:
    about = [_KIND_WORDS.get(item.kind, item.kind)]
    if item.since is not None:
        about.append(f"since Rust {item.since}")
    if item.feature is not None:
        about.append(f"unstable (`{item.feature}`)")
    if item.trait is not None:
        about.append(f"of `{item.trait}`")
    return f"{_linked(item.path, page)}: {', '.join(about)}"


def _support_table(
    item: StdItem,
    shown: Iterable[tuple[str, Support | None]],
    rust: Mapping[str, RustVersion],
) -> str:
    """Return a row for each target; targets of which the same is said share theirs.

    Where there is nothing but that all is well, a sentence says so.
    """
    targets: dict[tuple[str, str, str], list[str]] = {}
    for target, row in shown:
        words = support_words(row) if row is not None else verdict_words(Verdict.UNKNOWN)
        if row is not None and row.verdict not in _SAID_IN_FULL and row.message:
            words += f": {_cell(row.message)}"
        history = "; ".join(_other_releases(item, target, row))
        targets.setdefault((str(rust[target]), words, history), []).append(target)
    lines = [(", ".join(names), *said) for said, names in targets.items()]
    if [said for _, *said in lines] == [[lines[0][1], verdict_words(Verdict.WORKS), ""]]:
        (names,) = targets.values()
        return f"Works on {', '.join(sorted(names))} (Rust {lines[0][1]})."
    has_history = any(history for *_, history in lines)
    header = ["WASI target", "Rust", "support", *(["other releases"] if has_history else [])]
    table = [header, ["---"] * len(header), *(line[: len(header)] for line in lines)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)


def _other_releases(item: StdItem, target: str, shown: Support | None) -> Iterator[str]:
    """Yield what the item is known to do on `target` in the releases that are not shown."""
    releases: dict[str, list[str]] = {}
    for row in item.support:
        if row.target != target or row is shown or row.verdict is Verdict.UNKNOWN:
            continue
        if shown is None or (row.verdict, row.feature) != (shown.verdict, shown.feature):
            releases.setdefault(support_words(row), []).append(_releases(row.rust))
    for words, found in releases.items():
        yield f"{', '.join(found)}: {words}"


def _releases(rust: VersionRange) -> str:
    return str(rust.first) if rust.first is not None and rust.first == rust.last else str(rust)


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


def _calls(item: StdItem) -> str:
    if not item.wit:
        return ""
    more = len(item.wit) - _MOST_CALLS
    named = ", ".join(_linked(name, wit_url(name)) for name in item.wit[:_MOST_CALLS])
    return f"**Calls** {named}{f' and {more} more' if more > 0 else ''} (WASI 0.2)"


def _linked(code: str, url: str | None) -> str:
    return f"[`{code}`]({url})" if url is not None else f"`{code}`"


def _evidence(item: StdItem, rows: Iterable[Support]) -> str:
    """Return how the facts in `rows` are known, the strongest reasons first."""
    pieces: dict[Evidence, None] = dict.fromkeys(piece for row in rows for piece in row.evidence)
    tried: dict[EvidenceKind, dict[str, None]] = {}
    read: dict[EvidenceKind, dict[str, None]] = {}
    for piece in pieces:
        if piece.kind in (EvidenceKind.MEASURED, EvidenceKind.COMPILED):
            tried.setdefault(piece.kind, {})[piece.rust or piece.text] = None
        else:
            read.setdefault(piece.kind, {})[_ISSUE.sub(_link, piece.text)] = None
    # What was run was compiled before; what was derived adds nothing to what was read.
    said = [
        f"{kind} with Rust {', '.join(tried[kind])}"
        for kind in (EvidenceKind.MEASURED, EvidenceKind.COMPILED)
        if kind in tried
    ][:1]
    texts = [
        text
        for kind in (EvidenceKind.SOURCE, EvidenceKind.DOCUMENTED)
        for text in read.get(kind, ())
    ] or list(read.get(EvidenceKind.DERIVED, ()))
    # Where all has always been well, that it was tried is enough.
    if not said or any(row.verdict not in _UNREMARKABLE or row.feature for row in item.support):
        said += texts[:_MOST_SOURCES]
    return f"*Evidence:* {'; '.join(said)}" if said else ""


def _link(issue: re.Match[str]) -> str:
    return f"[{issue[0]}](https://github.com/rust-lang/rust/issues/{issue[1]})"


def _cell(text: str) -> str:
    """Return `text` as it may stand in a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")
