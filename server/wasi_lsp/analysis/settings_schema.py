"""The settings as an editor knows them: names, types, descriptions, and how a value is read.

The one place for them: `settings_reader` reads by it what clients send and projects have, and the
settings of the VS Code extension and docs/configuration.md are made from it (devtools/build_docs).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pathspec import GitIgnoreSpec

from wasi_lsp.analysis.settings import CheckFiles, InlayHints, Settings, StdRules
from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.rules.finding import Severity
from wasi_lsp.rules.registry import RULES
from wasi_lsp.rust_version import RustVersion

#: What all settings stand under.
SECTION = "wasi-lsp"
#: What a client may have there for itself: where the server comes from, what it logs.
OF_THE_CLIENT = frozenset({"server", "interpreter", "trace"})

_OFF = "off"
_SEVERITY_WORDS = (*(severity.value for severity in Severity), _OFF)

#: A value of `Settings`, or None for the default; and what is wrong, in words after the name.
Parsed = tuple[Any, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting."""

    name: str
    #: The field of `Settings` that it sets.
    field: str
    #: What it does, in Markdown.
    description: str
    #: Its type and default, as JSON Schema. A default of null stands for what the text says.
    schema: Mapping[str, Any]
    #: An example of a value, as JSON.
    example: str
    read: Callable[[object], Parsed]
    #: The same on the command line.
    option: str | None = None


def _read_targets(value: object) -> Parsed:
    if not isinstance(value, list) or not all(isinstance(target, str) for target in value):
        return None, [f"should be a list of target triples, not {shown(value)}"]
    known = wasi_targets()
    chosen = tuple(target for target in dict.fromkeys(value) if target in known)
    problems = [
        f"names WASI targets ({', '.join(known)}), not `{target}`"
        for target in value
        if target not in known
    ]
    # An empty list is how clients write "not set".
    return chosen or None, problems


def _read_focus(value: object) -> Parsed:
    known = wasi_targets()
    if not isinstance(value, str) or (value and value not in known):
        return None, [f"should be a WASI target ({', '.join(known)}), not {shown(value)}"]
    return value or None, ()


def _read_rust_version(value: object) -> Parsed:
    version = RustVersion.parse(value) if isinstance(value, str) else None
    if version is None and value != "":
        return None, [f'should be a Rust version such as "1.85", not {shown(value)}']
    return version, ()


def _read_rules(value: object) -> Parsed:
    if not isinstance(value, dict):
        return None, [f"should be an object from rule to severity, not {shown(value)}"]
    severities: dict[str, Severity | None] = {}
    problems = []
    for code, severity in value.items():
        if not any(rule.code.startswith(str(code)) for rule in RULES):
            problems.append(
                f"names rules such as `WASI102` or families such as `WASI1`, not `{code}`"
            )
        elif severity not in _SEVERITY_WORDS:
            words = ", ".join(_SEVERITY_WORDS)
            problems.append(f"should give `{code}` one of {words}, not {shown(severity)}")
        else:
            severities[code] = None if severity == _OFF else Severity(severity)
    return severities, problems


def _one_of(choices: type[StrEnum]) -> Callable[[object], Parsed]:
    def read(value: object) -> Parsed:
        if not isinstance(value, str) or value not in list(choices):
            return None, [f"should be one of {', '.join(choices)}, not {shown(value)}"]
        return choices(value), ()

    return read


def _read_patterns(value: object) -> Parsed:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return None, [f"should be a list of patterns, not {shown(value)}"]
    try:
        GitIgnoreSpec.from_lines(value)
    except ValueError as error:
        return None, [f"has a pattern that cannot be read: {error}"]
    return tuple(value), ()


def _read_boolean(value: object) -> Parsed:
    if not isinstance(value, bool):
        return None, [f"should be true or false, not {shown(value)}"]
    return value, ()


def shown(value: object) -> str:
    """A value that a client sent, cut to what fits into a message."""
    # TOML has dates, too.
    text = json.dumps(value, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="targets",
        field="targets",
        description=(
            "WASI targets to judge the code for. "
            "Unset: `wasm32-wasip2` and every WASI target that the project names."
        ),
        schema={
            "type": ["array", "null"],
            "items": {"type": "string", "enum": list(wasi_targets())},
            "default": None,
        },
        example='["wasm32-wasip1", "wasm32-wasip2"]',
        read=_read_targets,
        option="--target TRIPLE",
    ),
    Setting(
        name="rustVersion",
        field="rust_version",
        description=(
            "Rust release to judge by: the oldest that builds the code. "
            "Unset: `rust-version` in `Cargo.toml`, else the release in the toolchain file, else "
            "the newest that is known."
        ),
        schema={"type": ["string", "null"], "default": None},
        example='"1.85"',
        read=_read_rust_version,
        option="--rust-version VERSION",
    ),
    Setting(
        name="rules",
        field="severities",
        description=(
            "Severity by rule (`WASI102`) or family of rules (`WASI1`); the longer name wins."
        ),
        schema={
            "type": "object",
            "patternProperties": {
                "^WASI[0-9]{0,3}$": {"type": "string", "enum": list(_SEVERITY_WORDS)}
            },
            "additionalProperties": False,
            "default": dict(Settings().severities),
        },
        example='{"WASI104": "off", "WASI1": "error"}',
        read=_read_rules,
        option="--rule CODE=SEVERITY",
    ),
    Setting(
        name="stdRules",
        field="std_rules",
        description="Where the rules on the standard library apply.",
        schema={
            "type": "string",
            "enum": [choice.value for choice in StdRules],
            "enumDescriptions": [
                "In projects that show a sign of WASI: a target, a cfg, a dependency or a setting.",
                "In every Rust project.",
                "Nowhere; only the rules on cfg predicates apply.",
            ],
            "default": Settings().std_rules.value,
        },
        example='"always"',
        read=_one_of(StdRules),
    ),
    Setting(
        name="reportWhatRustcReports",
        field="report_what_rustc_reports",
        description=(
            "Report what rustc itself reports (WASI001, WASI002, WASI003). Switch it off where "
            "rust-analyzer's `cargo check` shows the same already."
        ),
        schema={"type": "boolean", "default": Settings().report_what_rustc_reports},
        example="false",
        read=_read_boolean,
    ),
    Setting(
        name="consequences",
        field="consequences",
        description=(
            "Give a hint at public functions that reach a failing call (WASI102, WASI103) through "
            "other functions of the crate."
        ),
        schema={"type": "boolean", "default": Settings().consequences},
        example="true",
        read=_read_boolean,
        option="--consequences",
    ),
    Setting(
        name="include",
        field="include",
        description=(
            "Patterns, as in `.gitignore` and from the root of the project, of the files to judge. "
            "None: all."
        ),
        schema={"type": "array", "items": {"type": "string"}, "default": []},
        example='["crates/server/"]',
        read=_read_patterns,
    ),
    Setting(
        name="exclude",
        field="exclude",
        description=(
            "Patterns, as in `.gitignore` and from the root of the project, of files not to judge. "
            "On the command line a file that is named itself is judged all the same."
        ),
        schema={"type": "array", "items": {"type": "string"}, "default": []},
        example='["/vendor/", "*_generated.rs"]',
        read=_read_patterns,
    ),
    Setting(
        name="checkFiles",
        field="check_files",
        description=(
            "Of which files the editor shows findings. Files that are not open are judged as they "
            "are on disk: at the start, and again where something was saved that concerns them."
        ),
        schema={
            "type": "string",
            "enum": [choice.value for choice in CheckFiles],
            "enumDescriptions": [
                "Of those that are open.",
                "Of all files of the packages of which one is open.",
                "Of all files of the workspace.",
            ],
            "default": Settings().check_files.value,
        },
        example='"workspace"',
        read=_one_of(CheckFiles),
    ),
    Setting(
        name="inlayHints",
        field="inlay_hints",
        description="Behind which predicates the editor shows the WASI targets that they select.",
        schema={
            "type": "string",
            "enum": [choice.value for choice in InlayHints],
            "enumDescriptions": [
                "Behind none.",
                "Where the predicate selects a target that it does not name.",
                "Behind every predicate on targets.",
            ],
            "default": Settings().inlay_hints.value,
        },
        example='"all"',
        read=_one_of(InlayHints),
    ),
    Setting(
        name="focus",
        field="focus",
        description=(
            "The WASI target in focus: the editor dims code that is not compiled for it. "
            "Unset: all targets at once, and nothing is dimmed."
        ),
        schema={"type": ["string", "null"], "enum": [*wasi_targets(), None], "default": None},
        example='"wasm32-wasip2"',
        read=_read_focus,
    ),
)
