"""Sources with expected findings in them.

A comment of carets names a place on the last line of code above it, and what is said there:

    use std::os::unix;
    //           ^^^^ WASI101 does not exist

The text behind the code must stand in the message or the help. Files without annotations must
have no findings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.engine import check_source
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.crate import Crate
from wasi_lsp.rules.finding import Finding
from wasi_lsp.text.line_index import LineIndex

_ANNOTATION = re.compile(r"^(\s*(?://|#)\s*)(\^+)\s*(?:(WASI\d+)\b\s*)?(.*)$")


@dataclass(frozen=True)
class Expected:
    """A finding at 1-based line and columns, the last one exclusive."""

    line: int
    column: int
    end_column: int
    code: str
    text: str


def expected_in(source: str, default_code: str | None = None) -> list[Expected]:
    """The annotations of a source; those without a code are about `default_code`."""
    expected: list[Expected] = []
    code_line = 0
    for number, line in enumerate(source.splitlines(), 1):
        match = _ANNOTATION.match(line)
        if match is None:
            code_line = number
            continue
        code = match[3] or default_code
        assert code is not None, f"no code in {line!r}"
        column = len(match[1]) + 1
        expected.append(Expected(code_line, column, column + len(match[2]), code, match[4].strip()))
    return expected


def findings_in(
    source: str,
    settings: Settings | None = None,
    crate: Crate | None = None,
    census: Census | None = None,
) -> tuple[Finding, ...]:
    """What the product says of a source that is a file of its own."""
    settings = settings or Settings()
    crate = crate or Crate(Path("."))
    context = rule_context(crate, None, census or Census(wasi_sign="a test"), settings)
    return check_source(source.encode(), context, settings)


def check(source: str, settings: Settings | None = None, crate: Crate | None = None) -> None:
    """Fail unless the findings in `source` are exactly its annotations."""
    compare(source, findings_in(source, settings, crate), expected_in(source))


def compare(source: str, findings: tuple[Finding, ...], expected: list[Expected]) -> None:
    """Fail unless the findings are the expected ones, each at its place."""
    index = LineIndex(source.encode())
    actual = {}
    for finding in findings:
        start = index.line_and_column(finding.span.start)
        end = index.line_and_column(finding.span.end)
        actual[(start[0], start[1], end[1], finding.code)] = finding
    wanted = {(each.line, each.column, each.end_column, each.code): each for each in expected}
    shown = "\n".join(f"{place} {each.message} [{each.help}]" for place, each in actual.items())
    assert actual.keys() == wanted.keys(), f"found:\n{shown}\nin:\n{source}"
    for place, each in wanted.items():
        said = f"{actual[place].message}\n{actual[place].help or ''}"
        assert each.text in said, f"{each.text!r} is not in {said!r}"
