"""The user's settings as the client sends them, under the section `wasi-lsp`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.rules.finding import Severity
from wasi_lsp.rules.registry import RULES
from wasi_lsp.rust_version import RustVersion

SECTION = "wasi-lsp"

#: Settings of the same section that are the client's own business.
_OF_THE_CLIENT = frozenset({"server", "interpreter", "trace"})


def parse_settings(*sources: object) -> tuple[Settings, tuple[str, ...]]:
    """The settings in `sources`, and what is wrong with them, in words for the user.

    Each source is the section as the client sent it: an object, or nothing (null, an empty list)
    where the client has none. Later sources overrule earlier ones, name by name. What is unknown
    or ill-typed is left at its default.
    """
    given: dict[str, object] = {}
    problems: list[str] = []
    for source in sources:
        if isinstance(source, dict):
            given |= {str(name): value for name, value in source.items()}
        elif source not in (None, [], ()):
            problems.append(f"the settings `{SECTION}` should be an object, not {_shown(source)}")
    settings = Settings()
    for name, value in given.items():
        if name in _OF_THE_CLIENT or value is None:
            continue
        if name not in _SETTINGS:
            known = ", ".join(f"`{known}`" for known in _SETTINGS)
            problems.append(f"no setting `{SECTION}.{name}`: there are {known}")
            continue
        field, read = _SETTINGS[name]
        parsed, wrong = read(value)
        problems += (f"`{SECTION}.{name}` {text}" for text in wrong)
        if parsed is not None:
            settings = replace(settings, **{field: parsed})
    return settings, tuple(problems)


_Parsed = tuple[Any, Iterable[str]]


def _targets(value: object) -> _Parsed:
    if not isinstance(value, list) or not all(isinstance(target, str) for target in value):
        return None, [f"should be a list of target triples, not {_shown(value)}"]
    known = wasi_targets()
    chosen = tuple(target for target in dict.fromkeys(value) if target in known)
    problems = [
        f"names WASI targets ({', '.join(known)}), not `{target}`"
        for target in value
        if target not in known
    ]
    # An empty list is how clients write "not set".
    return chosen or None, problems


def _rust_version(value: object) -> _Parsed:
    version = RustVersion.parse(value) if isinstance(value, str) else None
    if version is None and value != "":
        return None, [f'should be a Rust version such as "1.85", not {_shown(value)}']
    return version, ()


def _rules(value: object) -> _Parsed:
    if not isinstance(value, dict):
        return None, [f"should be an object from rule to severity, not {_shown(value)}"]
    severities: dict[str, Severity | None] = {}
    problems = []
    for code, severity in value.items():
        if not any(rule.code.startswith(str(code)) for rule in RULES):
            problems.append(
                f"names rules such as `WASI102` or families such as `WASI1`, not `{code}`"
            )
        elif severity == "off":
            severities[code] = None
        elif severity in list(Severity):
            severities[code] = Severity(severity)
        else:
            words = ", ".join((*Severity, "off"))
            problems.append(f"should give `{code}` one of {words}, not {_shown(severity)}")
    return severities, problems


def _std_rules(value: object) -> _Parsed:
    if not isinstance(value, str) or value not in list(StdRules):
        return None, [f"should be one of {', '.join(StdRules)}, not {_shown(value)}"]
    return StdRules(value), ()


def _boolean(value: object) -> _Parsed:
    if not isinstance(value, bool):
        return None, [f"should be true or false, not {_shown(value)}"]
    return value, ()


#: By name: the field of `Settings`, and how to read it: (value or None for the default, problems).
_SETTINGS: dict[str, tuple[str, Callable[[object], _Parsed]]] = {
    "targets": ("targets", _targets),
    "rustVersion": ("rust_version", _rust_version),
    "rules": ("severities", _rules),
    "stdRules": ("std_rules", _std_rules),
    "reportWhatRustcReports": ("report_what_rustc_reports", _boolean),
}


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
