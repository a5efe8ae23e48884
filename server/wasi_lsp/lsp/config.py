"""The user's settings as the client sends them, under the section `wasi-lsp`."""

from __future__ import annotations

from dataclasses import replace

from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.settings_schema import OF_THE_CLIENT, SECTION, SETTINGS, shown

_BY_NAME = {setting.name: setting for setting in SETTINGS}


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
            problems.append(f"the settings `{SECTION}` should be an object, not {shown(source)}")
    settings = Settings()
    for name, value in given.items():
        if name in OF_THE_CLIENT or value is None:
            continue
        if name not in _BY_NAME:
            known = ", ".join(f"`{known}`" for known in _BY_NAME)
            problems.append(f"no setting `{SECTION}.{name}`: there are {known}")
            continue
        setting = _BY_NAME[name]
        parsed, wrong = setting.read(value)
        problems += (f"`{SECTION}.{name}` {text}" for text in wrong)
        if parsed is not None:
            settings = replace(settings, **{setting.field: parsed})
    return settings, tuple(problems)
