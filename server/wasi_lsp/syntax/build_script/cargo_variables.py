"""The environment variables by which Cargo tells a build script what it builds for.

The Cargo book, "Environment variables Cargo sets for build scripts"; checked with Cargo 1.96:
`CARGO_CFG_UNIX` is there and empty or is not there, `CARGO_CFG_TARGET_ENV` is empty where a target
has none, and a key with several values has them in one line, with commas.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache

from wasi_lsp.cfg.atoms import feature_atom
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import (
    NONE,
    TargetSet,
    all_targets,
    target_keys,
    targets_with_name,
    targets_with_value,
    values_on,
)
from wasi_lsp.syntax.build_script.values import Text, text_of, union


def cargo_variable(name: str, features: Collection[str] | None) -> Text | None:
    """What the variable is on each target; None for those that something else decides.

    `features` are those of the manifest, None if they are not known.
    """
    if name == "TARGET":
        return _target()
    if name.startswith("CARGO_FEATURE_") and features is not None:
        wanted = name.removeprefix("CARGO_FEATURE_")
        # Cargo's `envify`.
        meant = [each for each in features if each.upper().replace("-", "_") == wanted]
        return text_of([("1", union(Region.of_atom(feature_atom(each)) for each in meant))])
    if name.startswith("CARGO_CFG_"):
        known = _cfg_variable(name.removeprefix("CARGO_CFG_").lower())
        return replace(known, variable=name) if known is not None else None
    return None


@cache
def _target() -> Text:
    cases = {triple: Region.on(TargetSet.of([triple])) for triple in all_targets()}
    return Text(cases, variable="TARGET")


@cache
def _cfg_variable(key: str) -> Text | None:
    if key not in target_keys():
        targets = targets_with_name(key)
        return None if targets is None else text_of([("", Region.on(targets))])
    values = [value for value in values_on(key, all_targets()) if value]
    listed: dict[str, TargetSet] = {"": all_targets()}
    for value in values:
        has = targets_with_value(key, value) or NONE
        for before, targets in list(listed.items()):
            if targets & has:
                listed[before] = targets - has
                listed[f"{before},{value}" if before else value] = targets & has
    # A key without a value is not told; one whose value is empty is.
    listed[""] = listed[""] & (targets_with_value(key, "") or NONE)
    return text_of((value, Region.on(targets)) for value, targets in listed.items())
