"""`wasi-lsp std`: what std items do on each WASI target, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from wasi_lsp.cli.exit_code import ExitCode
from wasi_lsp.cli.output.write import write_json
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import StdTable, support_rows
from wasi_lsp.stdlib.model import StdItem, Support, Verdict
from wasi_lsp.stdlib.words import support_words, verdict_words

if TYPE_CHECKING:
    from rich.text import Text

_STYLES = {
    Verdict.WORKS: "green",
    Verdict.UNKNOWN: "dim",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.UNSUPPORTED: "red",
    Verdict.ENOPROTOOPT: "red",
    Verdict.ERROR: "red",
    Verdict.ABSENT_IN_VERSION: "red",
    Verdict.COMPILE_ERROR: "bold red",
    Verdict.PANICS: "bold red",
    Verdict.ABORTS: "bold red",
    Verdict.HANGS: "bold red",
}
_OTHER_STYLE = "yellow"
#: How many paths are offered for one that std does not have.
_MOST = 5


def show_std(paths: Sequence[str], json: bool) -> int:
    """Print what is known of each of `paths` and return the exit code."""
    table = load_std_table()
    code = ExitCode.CLEAN
    for path in paths:
        item = table.item(path)
        if item is None:
            code = ExitCode.FINDINGS
        if json:
            write_json(_as_json(path, item))
        elif item is None:
            _print_unknown(path, table)
        else:
            _print_item(item)
    return code


def _as_json(path: str, item: StdItem | None) -> dict[str, Any]:
    if item is None:
        return {"path": path, "kind": None, "support": []}
    return {
        "path": item.path,
        "kind": item.kind,
        "aliases": list(item.aliases),
        "since": item.since,
        "support": support_rows(item),
    }


def _print_unknown(path: str, table: StdTable) -> None:
    from wasi_lsp.cli.suggest import similar
    from wasi_lsp.cli.terminal import print_error

    paths = list(table.paths())
    # The end of a path, as people write it below a `use`.
    longer = [each for each in paths if each.endswith(f"::{path}")]
    best = similar(path, paths)
    meant = longer or ([best] if best is not None else [])
    print_error(f"std has no `{path}`", hint=f"did you mean {_either(meant)}?" if meant else None)


def _either(paths: list[str]) -> str:
    shown = [f"`{path}`" for path in paths[:_MOST]]
    if len(paths) > _MOST:
        return f"{', '.join(shown)} or one of {len(paths) - _MOST} more"
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _print_item(item: StdItem) -> None:
    from rich.text import Text

    from wasi_lsp.cli.terminal import stdout

    text = Text()
    text.append(item.path, "bold")
    since = f"since Rust {item.since}" if item.since else None
    gate = f"unstable: needs #![feature({item.feature})]" if item.feature else None
    text.append(f"  {', '.join(filter(None, (item.kind.replace('_', ' '), since, gate)))}\n")
    if item.aliases:
        text.append(f"  also {', '.join(item.aliases)}\n")
    if not item.support:
        text.append("\n  nothing is known of it on WASI\n")
    for rows in _alike(item.support):
        _append_support(text, rows)
    for condition in item.conditions:
        words = verdict_words(condition.verdict).replace("`", "")
        style = _STYLES.get(condition.verdict, _OTHER_STYLE)
        text.append(f"\n  {condition.target}, when {condition.when}: ")
        text.append(f"{words}\n", style)
    if item.wit:
        text.append(f"\n  calls {', '.join(item.wit)}\n")
    stdout().print(text)


def _alike(support: Sequence[Support]) -> Iterator[list[Support]]:
    """Rows that say the same of several targets, together."""

    def saying(row: Support) -> tuple[str, ...]:
        parts = (
            row.rust,
            row.verdict,
            row.feature,
            row.message,
            row.why,
            row.instead,
            row.evidence,
        )
        return tuple(str(part) for part in parts)

    for _, rows in groupby(sorted(support, key=saying), key=saying):
        yield list(rows)


def _append_support(text: Text, rows: list[Support]) -> None:
    row = rows[0]
    words, style = support_words(row).replace("`", ""), _STYLES.get(row.verdict, _OTHER_STYLE)
    text.append(f"\n  {', '.join(each.target for each in rows)}", "bold")
    text.append(f"  Rust {row.rust}\n")
    text.append(f"    {words}", style)
    # The words already name the kind.
    message = (row.message or "").removeprefix("ErrorKind::Unsupported: ")
    text.append(f": {message}\n" if message else "\n")
    for label, content in (
        ("gate", f"#![feature({row.feature})]" if row.feature else None),
        ("why", row.why),
        ("instead", row.instead),
    ):
        if content:
            text.append(f"    {label}: ", "bold")
            text.append(f"{content}\n")
    for piece in row.evidence:
        release = f" on Rust {piece.rust}" if piece.rust else ""
        text.append(f"    {piece.kind}{release}: {piece.text}\n", "dim")
