"""Findings as JSON, for programs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from wasi_lsp.analysis.scan import Report
from wasi_lsp.cli.output.place import shown
from wasi_lsp.cli.output.sources import Sources
from wasi_lsp.project.problem import Gravity, Problem
from wasi_lsp.rules.finding import Edit, Finding
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span


def report_as_json(report: Report) -> dict[str, Any]:
    """The document of `check --format json`. Lines and columns count from 1, in characters."""
    lines = Sources.of(report)
    return {
        "version": version("wasi-lsp"),
        "findings": [
            _finding(finding, file.path, lines)
            for file in report.files
            for finding in file.findings
        ],
        "errors": [
            _error(problem) for problem in report.problems if problem.gravity is Gravity.ERROR
        ],
    }


def _finding(finding: Finding, path: Path, lines: Sources) -> dict[str, Any]:
    return {
        "file": shown(path),
        **_place(lines[path], finding.span),
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "targets": list(finding.targets),
        "help": finding.help,
        "fixes": [
            {
                "title": fix.title,
                "applicability": fix.applicability.value,
                "edits": [_edit(edit, path, lines) for edit in fix.edits],
            }
            for fix in finding.fixes
            if all(lines.get(edit.path or path) is not None for edit in fix.edits)
        ],
        "related": [
            {
                "file": shown(where),
                **_place(lines[where], related.span),
                "message": related.message,
            }
            for related in finding.related
            if lines.get(where := related.path or path) is not None
        ],
    }


def _edit(edit: Edit, path: Path, lines: Sources) -> dict[str, Any]:
    """An edit; in another file than that of its finding, `path`, it says in which."""
    where = edit.path or path
    elsewhere = {"file": shown(where)} if where.absolute() != path.absolute() else {}
    return {**elsewhere, **_place(lines[where], edit.span), "text": edit.text}


def _place(lines: LineIndex, span: Span) -> dict[str, int]:
    line, column = lines.line_and_column(span.start)
    end_line, end_column = lines.line_and_column(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _error(problem: Problem) -> dict[str, str]:
    message = problem.message if problem.line is None else f"line {problem.line}: {problem.message}"
    return {"file": shown(problem.path), "message": message}
