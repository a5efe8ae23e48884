"""Settings as they are written: in the client's answers, in the files of a project."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.analysis.settings import Layer, Settings
from wasi_lsp.analysis.settings_schema import OF_THE_CLIENT, SECTION, SETTINGS, shown

_BY_NAME = {setting.name: setting for setting in SETTINGS}


class SettingsProblem(NamedTuple):
    """What is wrong with a setting, in words for the user; `name` is None for all of them."""

    name: str | None
    message: str


def read_settings(source: object) -> tuple[Layer, tuple[SettingsProblem, ...]]:
    """The settings in an object by their names, or in nothing (null, an empty list).

    Null is the default, also where another place sets it otherwise. What is unknown or ill-typed
    is left out, and told.
    """
    if source in (None, [], ()):
        return {}, ()
    if not isinstance(source, dict):
        message = f"the settings `{SECTION}` should be an object, not {shown(source)}"
        return {}, (SettingsProblem(None, message),)
    layer: dict[str, object] = {}
    problems: list[SettingsProblem] = []
    for name, value in source.items():
        if name in OF_THE_CLIENT:
            continue
        if name not in _BY_NAME:
            known = ", ".join(f"`{known}`" for known in _BY_NAME)
            message = f"no setting `{SECTION}.{name}`: there are {known}"
            problems.append(SettingsProblem(str(name), message))
            continue
        setting = _BY_NAME[name]
        if value is None:
            layer[setting.field] = getattr(Settings(), setting.field)
            continue
        parsed, wrong = setting.read(value)
        problems += (SettingsProblem(name, f"`{SECTION}.{name}` {text}") for text in wrong)
        if parsed is not None:
            layer[setting.field] = parsed
    return layer, tuple(problems)
