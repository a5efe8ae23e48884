from __future__ import annotations

import pytest

from wasi_lsp.analysis.settings import Settings, StdRules, settings_of
from wasi_lsp.analysis.settings_reader import read_settings
from wasi_lsp.rules.finding import Severity
from wasi_lsp.rust_version import RustVersion

WHOLE = {
    "targets": ["wasm32-wasip1", "wasm32-wasip2"],
    "rustVersion": "1.85",
    "rules": {"WASI102": "error", "WASI1": "off", "WASI": "hint"},
    "stdRules": "always",
    "reportWhatRustcReports": False,
}


def parse_settings(*sources: object) -> tuple[Settings, tuple[str, ...]]:
    """What some sources say together, and what is wrong with them."""
    read = [read_settings(source) for source in sources]
    problems = tuple(problem.message for _, wrong in read for problem in wrong)
    return settings_of(*(layer for layer, _ in read)), problems


def test_every_setting_is_read() -> None:
    assert parse_settings(WHOLE) == (
        Settings(
            targets=("wasm32-wasip1", "wasm32-wasip2"),
            rust_version=RustVersion(1, 85),
            severities={"WASI102": Severity.ERROR, "WASI1": None, "WASI": Severity.HINT},
            std_rules=StdRules.ALWAYS,
            report_what_rustc_reports=False,
        ),
        (),
    )


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        {},
        [],
        {"targets": [], "rustVersion": "", "rules": {}},
        dict.fromkeys(WHOLE),
        {"server": {"path": "/x"}, "interpreter": "python3", "trace": {"server": "off"}},
    ],
)
def test_nothing_set_is_the_default(nothing: object) -> None:
    assert parse_settings(nothing) == (Settings(), ())


def test_later_sources_overrule_name_by_name() -> None:
    settings, problems = parse_settings(
        {"rustVersion": "1.80", "stdRules": "never"}, None, {"rustVersion": "1.90"}
    )
    assert (settings.rust_version, settings.std_rules) == (RustVersion(1, 90), StdRules.NEVER)
    assert problems == ()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (5, "the settings `wasi-lsp` should be an object, not 5"),
        (["targets"], 'the settings `wasi-lsp` should be an object, not ["targets"]'),
        (
            {"target": "wasm32-wasip2"},
            "no setting `wasi-lsp.target`: there are `targets`, `rustVersion`, `rules`, "
            "`stdRules`, `reportWhatRustcReports`, `consequences`, `include`, `exclude`, "
            "`checkFiles`, `inlayHints`, `focus`",
        ),
        (
            {"targets": "wasm32-wasip2"},
            '`wasi-lsp.targets` should be a list of target triples, not "wasm32-wasip2"',
        ),
        (
            {"targets": ["wasm32-wasi"]},
            "`wasi-lsp.targets` names WASI targets (wasm32-wasip1, wasm32-wasip1-threads, "
            "wasm32-wasip2, wasm32-wasip3), not `wasm32-wasi`",
        ),
        (
            {"rules": {"WASI999": "off"}},
            "`wasi-lsp.rules` names rules such as `WASI102` or families such as `WASI1`, "
            "not `WASI999`",
        ),
        ({"targets": [1]}, "`wasi-lsp.targets` should be a list of target triples, not [1]"),
        (
            {"rustVersion": 1.85},
            '`wasi-lsp.rustVersion` should be a Rust version such as "1.85", not 1.85',
        ),
        (
            {"rules": ["WASI102"]},
            '`wasi-lsp.rules` should be an object from rule to severity, not ["WASI102"]',
        ),
        (
            {"rules": {"W102": "off"}},
            "`wasi-lsp.rules` names rules such as `WASI102` or families such as `WASI1`, "
            "not `W102`",
        ),
        (
            {"rules": {"WASI102": "warn"}},
            "`wasi-lsp.rules` should give `WASI102` one of error, warning, info, hint, off, "
            'not "warn"',
        ),
        (
            {"rules": {"WASI102": [1]}},
            "`wasi-lsp.rules` should give `WASI102` one of error, "
            "warning, info, hint, off, not [1]",
        ),
        ({"stdRules": True}, "`wasi-lsp.stdRules` should be one of auto, always, never, not true"),
        ({"stdRules": []}, "`wasi-lsp.stdRules` should be one of auto, always, never, not []"),
        (
            {"reportWhatRustcReports": "no"},
            '`wasi-lsp.reportWhatRustcReports` should be true or false, not "no"',
        ),
    ],
)
def test_what_is_wrong_is_said_and_left_at_the_default(source: object, problem: str) -> None:
    assert parse_settings(source) == (Settings(), (problem,))


def test_severities_add_up() -> None:
    settings, _ = parse_settings(
        {"rules": {"WASI1": "off", "WASI102": "hint"}}, {"rules": {"WASI1": "error"}}
    )
    assert settings.severities == {"WASI1": Severity.ERROR, "WASI102": Severity.HINT}


def test_one_wrong_setting_spoils_no_other() -> None:
    settings, problems = parse_settings({**WHOLE, "targets": 1, "rules": {"x": "off"}})
    assert settings.rust_version == RustVersion(1, 85)
    assert settings.targets is None
    assert len(problems) == 2


def test_a_long_value_is_cut_in_the_message() -> None:
    (problem,) = parse_settings({"stdRules": "x" * 10_000})[1]
    assert len(problem) < 200
