"""The pages that are made from the code, and the scaffold of a rule."""

from __future__ import annotations

import ast
import json
import re
from types import ModuleType
from typing import get_type_hints

import pytest

from devtools.build_docs import PACKAGE_JSON, pages, stale
from devtools.new_rule import rule_file
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.settings_schema import SETTINGS, Setting
from wasi_lsp.rules import (
    wasi004_contradictory_cfg,
    wasi101_std_item_absent,
    wasi202_no_definition_for_target,
    wasi301_obsolete_target,
)
from wasi_lsp.rules.base import Rule
from wasi_lsp.rules.registry import RULES


def test_pages_are_up_to_date() -> None:
    assert stale(pages()) == [], "run `python server/devtools/build_docs.py`"


def test_a_changed_page_is_stale() -> None:
    made = pages()
    path = next(iter(made))
    assert stale(made | {path: made[path] + "\n"}) == [path]


def test_a_page_of_no_rule_is_stale() -> None:
    made = pages()
    path = next(iter(made))
    assert stale({other: text for other, text in made.items() if other != path}) == [path]


def test_each_rule_has_a_page_with_its_documentation() -> None:
    by_name = {path.name: text for path, text in pages().items()}
    for rule in RULES:
        for line in rule.docs.splitlines():
            assert line in by_name[f"{rule.code}.md"]
        assert f"]({rule.code}.md)" in by_name["README.md"]


def test_the_extension_keeps_what_is_its_own() -> None:
    before = json.loads(PACKAGE_JSON.read_text("utf-8"))
    after = json.loads(pages()[PACKAGE_JSON])
    own = before["contributes"]["configuration"]["properties"]
    assert {"wasi-lsp.server.path", "wasi-lsp.interpreter", "wasi-lsp.trace.server"} <= set(own)
    for name, schema in own.items():
        assert after["contributes"]["configuration"]["properties"][name] == schema


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_example_and_default_of_a_setting_can_be_read(setting: Setting) -> None:
    unset = getattr(Settings(), setting.field)
    value, problems = setting.read(json.loads(setting.example))
    assert (value != unset, list(problems)) == (True, [])
    default = setting.schema["default"]
    if default is not None:
        value, problems = setting.read(default)
        assert (value, list(problems)) == (unset, [])
    else:
        assert unset is None


def test_each_field_of_the_settings_has_one_name() -> None:
    assert [setting.field for setting in SETTINGS] == list(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("code", "like"),
    [
        ("WASI099", wasi004_contradictory_cfg),
        ("WASI199", wasi101_std_item_absent),
        ("WASI299", wasi202_no_definition_for_target),
        ("WASI399", wasi301_obsolete_target),
    ],
)
def test_scaffold_of_a_rule_is_whole(code: str, like: ModuleType) -> None:
    module = ast.parse(rule_file(code, "some-name"))
    headings = re.findall(r"^## (.*)$", ast.get_docstring(module) or "", re.MULTILINE)
    existing = re.findall(r"^## (.*)$", RULES[0].docs, re.MULTILINE)
    assert headings == existing
    namespace: dict[str, object] = {"__name__": "wasi_lsp.rules.scaffold"}
    exec(compile(module, "scaffold.py", "exec"), namespace)
    rule = namespace["RULE"]
    assert isinstance(rule, Rule)
    assert (rule.code, rule.category) == (code, like.RULE.category)
    # It is asked as the other rules of its family are.
    asked = list(get_type_hints(namespace["check"], namespace).values())
    assert asked == list(get_type_hints(like.check).values())
