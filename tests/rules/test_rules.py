"""Every rule: its place, its documentation, its examples, its fixes."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.annotations import check, compare, expected_in, findings_in
from support.markdown import Case, cases_in, cases_of_files
from support.projects import check_project, findings_of_project, write_project
from wasi_lsp.rules.base import Rule
from wasi_lsp.rules.finding import Fix
from wasi_lsp.rules.registry import CFG_RULES, RULES
from wasi_lsp.syntax.extract import extract
from wasi_lsp.syntax.toml_tree import parse_toml_tree
from wasi_lsp.text.edits import apply_edits

HEADINGS = (
    "What it does",
    "Why is this bad",
    "Example",
    "Use instead",
    "Fix safety",
    "Limits",
)
DOC_CASES = [(rule, case) for rule in RULES for case in cases_in(rule.docs, rule.code)]


@pytest.mark.parametrize("case", cases_of_files(Path(__file__).parent), ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path) -> None:
    if case.is_project:
        check_project(tmp_path, case.source, case.settings)
    else:
        check(case.source, case.settings)


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_module_is_named_after_the_rule(rule: Rule) -> None:
    name = f"{rule.code}_{rule.name}".lower().replace("-", "_")
    assert rule.module == f"wasi_lsp.rules.{name}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_docs_are_whole(rule: Rule) -> None:
    headings = [line[3:] for line in rule.docs.splitlines() if line.startswith("## ")]
    assert tuple(headings) == HEADINGS
    cases = [case.heading for each, case in DOC_CASES if each is rule]
    assert cases == ["Example", "Use instead"]


def test_every_rule_file_is_registered() -> None:
    folder = Path(__file__).parents[2] / "server" / "wasi_lsp" / "rules"
    files = {path.stem for path in folder.glob("wasi[0-9]*.py")}
    assert files == {rule.module.rpartition(".")[2] for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "case"), DOC_CASES, ids=[f"{rule.code} {case.heading}" for rule, case in DOC_CASES]
)
def test_example(rule: Rule, case: Case, tmp_path: Path) -> None:
    expected = expected_in(case.source, rule.code)
    assert bool(expected) == (case.heading == "Example" and rule.code != "WASI000")
    if case.is_project:
        check_project(tmp_path, case.source, case.settings, rule.code)
        return
    findings = findings_in(case.source, case.settings)
    if rule.code == "WASI000":
        assert bool(findings) == (case.heading == "Example")
    else:
        compare(case.source, findings, expected)


def test_rules_that_silence_others_come_first() -> None:
    seen: set[str] = set()
    for rule, _ in CFG_RULES:
        seen.add(rule.code)
        assert set(rule.silenced_by) <= seen


CASES = [case for _, case in DOC_CASES] + cases_of_files(Path(__file__).parent)
FIXES = [
    (case, fix)
    for case in CASES
    if not case.is_project
    for finding in findings_in(case.source, case.settings)
    for fix in finding.fixes
]


@pytest.mark.parametrize(
    ("case", "fix"), FIXES, ids=[f"{case.name}: {fix.title}" for case, fix in FIXES]
)
def test_fix_clears_its_finding(case: Case, fix: Fix) -> None:
    before = findings_in(case.source, case.settings)
    edits = [(edit.span, edit.text.encode()) for edit in fix.edits]
    fixed = apply_edits(case.source.encode(), edits)
    assert fixed is not None
    after = findings_in(fixed.decode(), case.settings)
    assert len(after) < len(before)


PROJECTS = [case for case in CASES if case.is_project]
PROJECTS += cases_of_files(Path(__file__).parent / "projects")


@pytest.mark.parametrize("case", PROJECTS, ids=lambda case: case.name)
def test_fixes_in_a_project_clear_their_findings(case: Case, tmp_path: Path) -> None:
    texts = {path: text.encode() for path, text in write_project(tmp_path, case.source).items()}
    before = findings_of_project(tmp_path, case.settings)
    count = sum(map(len, before.values()))
    for path, findings in before.items():
        for fix in [fix for finding in findings for fix in finding.fixes]:
            for changed, text in texts.items():
                edits = [
                    (edit.span, edit.text.encode())
                    for edit in fix.edits
                    if (edit.path or path) == changed
                ]
                fixed = apply_edits(text, edits)
                assert fixed is not None
                assert is_broken(changed, fixed) <= is_broken(changed, text), fix.title
                changed.write_bytes(fixed)
            after = findings_of_project(tmp_path, case.settings)
            assert sum(map(len, after.values())) < count, fix.title


def is_broken(path: Path, text: bytes) -> bool:
    """Whether the text of a file is no Rust, or no TOML."""
    if path.suffix == ".toml":
        return parse_toml_tree(text).is_broken
    return path.suffix == ".rs" and extract(text).is_broken
