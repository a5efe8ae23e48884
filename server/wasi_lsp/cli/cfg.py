"""`wasi-lsp cfg`: which targets a predicate selects, its simplest form, and plain English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wasi_lsp.cfg.ast import CfgExpr, Invalid, walk
from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.explain import explain
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.cfg.targets import (
    TargetSet,
    all_targets,
    targets_with_value,
    values_on,
    wasi_targets,
)
from wasi_lsp.cli.exit_code import ExitCode
from wasi_lsp.cli.output.write import write_json
from wasi_lsp.text.span import Span

#: The forms in which a predicate is copied from code, with their ends.
_WRAPPERS = (
    (re.compile(rb"\s*#\s*!?\s*\[\s*cfg\s*\("), re.compile(rb"\)\s*\]\s*\Z")),
    (re.compile(rb"\s*cfg\s*!?\s*\("), re.compile(rb"\)\s*\Z")),
)

#: Up to so many targets are listed, more are counted by their operating system: the commonest.
_LISTED = 8
_COUNTED = 12


def show_cfg(predicate: str, json: bool) -> int:
    """Print what `predicate`, with or without `cfg(…)` around it, selects; return the exit code."""
    source = predicate.encode("utf-8", "replace")
    inner = _unwrap(source)
    parsed = parse_cfg(source, inner.start, inner.end)
    errors = parsed.errors or tuple(_unreadable(parsed.expr))
    if json:
        _print_json(source, parsed.expr, errors)
    elif errors:
        _print_errors(source, errors)
    else:
        _print_meaning(source, parsed.expr)
    return ExitCode.FINDINGS if errors else ExitCode.CLEAN


def _unwrap(source: bytes) -> Span:
    for opening, closing in _WRAPPERS:
        start, end = opening.match(source), closing.search(source)
        if start and end and start.end() <= end.start():
            return Span(start.end(), end.start())
    return Span(0, len(source))


def _unreadable(expr: CfgExpr) -> Iterator[CfgError]:
    """What only a macro could give a meaning."""
    for node in walk(expr):
        if isinstance(node, Invalid):
            yield CfgError(node.span, "this is known only where its macro is used")


def _print_json(source: bytes, expr: CfgExpr, errors: tuple[CfgError, ...]) -> None:
    def characters(offset: int) -> int:
        return len(source[:offset].decode(errors="replace"))

    write_json(
        {
            "ok": not errors,
            "errors": [
                {
                    "message": error.message,
                    "start": characters(error.span.start),
                    "end": characters(error.span.end),
                }
                for error in errors
            ],
            "targets": [] if errors else list(Region.of(expr).possible_targets),
            "simplified": None if errors else render(simplify(expr), source),
            "explanation": None if errors else explain(expr),
        }
    )


def _print_errors(source: bytes, errors: tuple[CfgError, ...]) -> None:
    from rich.text import Text

    from wasi_lsp.cli.output.snippet import append_source
    from wasi_lsp.cli.terminal import print_error, stderr
    from wasi_lsp.text.line_index import LineIndex

    lines = LineIndex(source)
    for error in errors:
        print_error(error.message)
        text = Text()
        append_source(text, lines, error.span, len(str(lines.line_count)), "^", "bold red")
        if error.help is not None:
            text.append("  help: ", "bold")
            text.append(f"{error.help}\n")
        stderr().print(text, end="")


def _print_meaning(source: bytes, expr: CfgExpr) -> None:
    from rich.text import Text

    from wasi_lsp.cli.output.visible import visible
    from wasi_lsp.cli.terminal import stdout

    region = Region.of(expr)
    targets = region.possible_targets
    wasi = targets & wasi_targets()
    others = targets - wasi_targets()
    rows = [
        ("WASI", ", ".join(wasi) or "none"),
        ("others", _described(others)),
        ("depends on", ", ".join(sorted(region.atoms))),
        ("simplified", render(simplify(expr), source)),
        ("in words", explain(expr)),
    ]
    text = Text()
    holds = "true" if region.is_exact and not region.atoms else "can be true"
    text.append(f"{holds} on {len(targets)} of {len(all_targets())} targets\n", "bold")
    for label, content in rows:
        if content:
            text.append(f"  {label:<12}", "bold")
            text.append(f"{visible(content)}\n")
    stdout().print(text, end="")


def _described(targets: TargetSet) -> str:
    if not targets:
        return "none"
    if len(targets) <= _LISTED:
        return ", ".join(targets)
    counts = {
        system: len(targets & selected)
        for system in values_on("target_os", targets)
        if (selected := targets_with_value("target_os", system)) is not None
    }
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    described = [f"{system} {count}" for system, count in most[:_COUNTED]]
    if rest := sum(count for _, count in most[_COUNTED:]):
        described.append(f"{rest} of other systems")
    return f"{len(targets)}: {', '.join(described)}"
