"""What a target is, for completion lists and hovers."""

from __future__ import annotations

from wasi_lsp.cfg.targets import (
    TargetInfo,
    TargetSet,
    target_info,
    target_keys,
    targets_with_name,
    values_on,
)
from wasi_lsp.project.judged_version import FIRST_RELEASE

#: Each target has many values of these; they tell nothing about it.
_TELL_NOTHING = frozenset({"target_has_atomic"})
_FAMILY_NAMES = ("unix", "windows")


def tier_words(info: TargetInfo) -> str:
    """How well Rust supports a target, and since when, where that is known."""
    parts = [f"tier {info.tier}"] if info.tier is not None else []
    since = FIRST_RELEASE.get(info.triple)
    if since is not None:
        parts.append(f"since Rust {since}")
    if info.std is False:
        parts.append("without std")
    return ", ".join(parts)


def install_words(info: TargetInfo) -> str:
    """How to get its std, as Markdown; empty where there is none to be had.

    rustup has what the Rust project builds: tiers 1 and 2 (The rustc book, "Platform Support").
    """
    if info.tier in (1, 2):
        return f"Install: `rustup target add {info.triple}`"
    if info.tier == 3:
        return "rustup does not have it: std is built from source, on nightly (`-Z build-std`)."
    return ""


def cfgs_of(triple: str) -> tuple[str, ...]:
    """What a target sets, as predicates: names first, then the keys in rustc's order."""
    alone = TargetSet.of([triple])
    names = [name for name in _FAMILY_NAMES if alone <= (targets_with_name(name) or ~alone)]
    values = [
        f'{key} = "{value}"'
        for key in target_keys()
        if key not in _TELL_NOTHING
        for value in values_on(key, alone)
    ]
    return (*names, *values)


def described(triple: str) -> str:
    """Markdown on a target of rustc: what it is, what it sets, and how to install it."""
    info = target_info(triple)
    if info is None:
        return ""
    about = "; ".join(part for part in (info.description or "", tier_words(info)) if part)
    parts = [
        f"**`{triple}`** {about}".rstrip(),
        "Sets " + ", ".join(f"`{cfg}`" for cfg in cfgs_of(triple)),
        install_words(info),
    ]
    return "\n\n".join(part for part in parts if part)
