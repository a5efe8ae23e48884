"""`wasi-lsp check`: judge files, fix what is to be fixed, and print what was found."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from wasi_lsp.analysis.scan import Report, check_paths
from wasi_lsp.analysis.settings import Given, StdRules
from wasi_lsp.cfg.targets import all_targets, wasi_targets
from wasi_lsp.cli.exit_code import ExitCode
from wasi_lsp.cli.fix import first_round, fix_paths
from wasi_lsp.cli.progress import Progress
from wasi_lsp.cli.suggest import similar
from wasi_lsp.cli.terminal import print_error, print_problem, stderr, stdout
from wasi_lsp.project.problem import Gravity
from wasi_lsp.rules.finding import Applicability, Finding, Severity
from wasi_lsp.rules.registry import RULES
from wasi_lsp.rust_version import RustVersion

#: The fixes that are made unless more is asked for.
_SAFE = frozenset({Applicability.MACHINE_APPLICABLE})
_COUNTS_AS_FINDING = frozenset({Severity.ERROR, Severity.WARNING})


def check(
    paths: Sequence[Path],
    targets: Sequence[str],
    rust_version: RustVersion | None,
    severities: Mapping[str, Severity | None],
    json: bool,
    exit_zero: bool,
    consequences: bool,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
) -> int:
    """Check `paths`, fix what is to be fixed, print the rest, and return the exit code."""
    # No short-circuit: all that is wrong with the arguments is said at once.
    if not all([_are_wasi(targets), _are_rules(severities)]):
        return ExitCode.ERROR
    chosen: dict[str, object] = {"severities": severities}
    if targets:
        chosen["targets"] = tuple(dict.fromkeys(targets))
    if rust_version is not None:
        chosen["rust_version"] = rust_version
    if consequences:
        chosen["consequences"] = True
    # Who asks for a check wants to know about std, whatever speaks for WASI.
    given = Given(chosen, defaults={"std_rules": StdRules.ALWAYS})
    applicabilities = frozenset(Applicability) if unsafe_fixes else _SAFE
    started = time.perf_counter()
    fixed = 0
    with Progress() as progress:
        if fix:
            report, fixed = fix_paths(paths, given, applicabilities, progress)
        else:
            report = check_paths(paths, given, progress, gates=unsafe_fixes)
    if diff:
        return _show_diff(report, applicabilities)
    if json:
        _print_json(report)
    else:
        _print_text(report)
    _print_problems(report)
    _print_summary(report, fixed, time.perf_counter() - started)

    if _has_errors(report):
        return ExitCode.ERROR
    if exit_zero or not any(each.severity in _COUNTS_AS_FINDING for each in _findings(report)):
        return ExitCode.CLEAN
    return ExitCode.FINDINGS


def _show_diff(report: Report, applicabilities: frozenset[Applicability]) -> int:
    from wasi_lsp.cli.output.diff import write_diff

    fixed, report = first_round(report, applicabilities)
    for path, file in fixed.files.items():
        write_diff(path, file)
    _print_problems(report)
    stderr().print(f"{_counted(fixed.count, 'fix')} in {_counted(len(fixed.files), 'file')}")
    if _has_errors(report):
        return ExitCode.ERROR
    return ExitCode.FINDINGS if fixed.files else ExitCode.CLEAN


def _has_errors(report: Report) -> bool:
    return any(problem.gravity is Gravity.ERROR for problem in report.problems)


def _findings(report: Report) -> list[Finding]:
    return [finding for file in report.files for finding in file.findings]


def _are_wasi(targets: Sequence[str]) -> bool:
    known = wasi_targets()
    for target in targets:
        if target in known:
            continue
        if target in all_targets():
            print_error(f"`{target}` is no WASI target", hint=f"choose from {', '.join(known)}")
        else:
            _print_unknown("target", target, tuple(known))
    return all(target in known for target in targets)


def _are_rules(severities: Mapping[str, Severity | None]) -> bool:
    codes = [rule.code for rule in RULES]
    unknown = [key for key in severities if not any(code.startswith(key) for code in codes)]
    for key in unknown:
        _print_unknown("rule", key, codes)
    return not unknown


def _print_unknown(kind: str, word: str, known: Sequence[str]) -> None:
    best = similar(word, known)
    hint = f"did you mean `{best}`?" if best else f"choose from {', '.join(known)}"
    print_error(f"unknown {kind} `{word}`", hint=hint)


def _print_json(report: Report) -> None:
    from wasi_lsp.cli.output.json import report_as_json
    from wasi_lsp.cli.output.write import write_json

    write_json(report_as_json(report), indent=2)


def _print_text(report: Report) -> None:
    from wasi_lsp.cli.output.sources import Sources
    from wasi_lsp.cli.output.text import render_finding

    console = stdout()
    lines = Sources.of(report)
    for file in report.files:
        for finding in file.findings:
            console.print(render_finding(finding, file.path, lines), end="")
    sys.stdout.flush()


def _print_problems(report: Report) -> None:
    for problem in report.problems:
        print_problem(problem)


def _print_summary(report: Report, fixed: int, seconds: float) -> None:
    counts = Counter(finding.severity for finding in _findings(report))
    said = [f"{fixed:,} fixed"] if fixed else []
    said += (
        _counted(counts[severity], severity.value) for severity in Severity if counts[severity]
    )
    files = _counted(len(report.files), "file")
    result = ", ".join(said) or "nothing to report"
    stderr().print(f"{files} checked in {seconds:.2f} s: {result}")


def _counted(count: int, noun: str) -> str:
    # "info" has no plural.
    plural = "" if count == 1 or noun == Severity.INFO else "es" if noun.endswith("x") else "s"
    return f"{count:,} {noun}{plural}"
