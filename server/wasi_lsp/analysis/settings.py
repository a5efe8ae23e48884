"""What a user can set. The same names hold in the editor's settings and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Self

from wasi_lsp.rules.finding import Severity
from wasi_lsp.rust_version import RustVersion

#: Some fields of `Settings`, by their names, as one place sets them.
Layer = Mapping[str, Any]


class StdRules(StrEnum):
    """Where the rules on std apply."""

    #: In projects that show a sign of WASI: a target, a cfg, a dependency or a setting.
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class InlayHints(StrEnum):
    """Behind which predicates the editor shows the targets."""

    OFF = "off"
    #: Where the predicate does not say it in so many words.
    AUTO = "auto"
    ALL = "all"


class CheckFiles(StrEnum):
    """Of which files the editor shows findings, beside those that are open."""

    OPEN = "open"
    #: Of the packages of the open ones.
    PACKAGES = "packages"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Settings:
    """What one file is judged by; the defaults are those of the product."""

    #: Triples to judge for; None means wasm32-wasip2 and what the project names.
    targets: tuple[str, ...] | None = None
    #: Overrides the manifest's `rust-version`; None means the manifest's, else the newest known.
    rust_version: RustVersion | None = None
    #: By code (`WASI102`) or family (`WASI1`), the longer wins; None switches the rule off.
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    std_rules: StdRules = StdRules.AUTO
    #: False where rust-analyzer or `cargo check` already shows what rustc says (WASI001-003).
    report_what_rustc_reports: bool = True
    #: Whether public functions are told of calls that fail in others of the crate.
    consequences: bool = False
    #: Patterns as in .gitignore, from the root of the project: the only files to judge, where
    #: there are some; and those not to judge.
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    check_files: CheckFiles = CheckFiles.PACKAGES
    inlay_hints: InlayHints = InlayHints.AUTO
    #: The triple whose inactive code the editor dims; None for all targets at once.
    focus: str | None = None


def settings_of(*layers: Layer) -> Settings:
    """The defaults and, over them, what the layers set; of two that set a field the later wins.

    Severities add up: there the later wins for the same code.
    """
    values: dict[str, Any] = {}
    for layer in layers:
        for name, value in layer.items():
            known = values.get(name)
            values[name] = {**known, **value} if isinstance(known, Mapping) else value
    return Settings(**values)


@dataclass(frozen=True, slots=True)
class Given:
    """What comes from outside of a project's files."""

    #: What the user chose for this run or session.
    chosen: Layer = field(default_factory=dict)
    #: What holds where neither the user nor the project says anything.
    defaults: Layer = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What differs from the defaults of the product counts as chosen.

        Clients that know the settings send all of them, chosen or not.
        """
        usual = Settings()
        names = (each.name for each in fields(Settings))
        chosen = {
            name: getattr(settings, name)
            for name in names
            if getattr(settings, name) != getattr(usual, name)
        }
        return cls(chosen)
