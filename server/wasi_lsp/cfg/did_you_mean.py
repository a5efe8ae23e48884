"""What was meant by a value or a name that does not exist.

First what people write who know WASI and not its cfgs, each with the reason; then the nearest
spelling, as rustc finds it: edit distance with transpositions, at most a third of the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from wasi_lsp.cfg.literal import quote
from wasi_lsp.cfg.targets import targets_with_value
from wasi_lsp.cfg.well_known import CARGO_NAMES, built_in_names, known_values, takes_no_value


class Suggestion(NamedTuple):
    """What to write instead.

    `replaces` tells what `replacement` takes the place of: the value (with its quotes), the name
    (of a bare name or a key), or the whole predicate `key = "value"`. `is_certain` where nothing
    else can be meant: another spelling of what WASI's versions are called, or of the letters' case.
    """

    replacement: str
    replaces: Literal["value", "name", "predicate"]
    reason: str | None = None
    is_certain: bool = False


_WASI_NAMES = {"1": "WASI 0.1", "2": "WASI 0.2", "3": "WASI 0.3"}

#: `p2`, `wasip2`, `wasi-preview2`, `preview_2`, `wasm32-wasip2`, `0.2`, `wasi0.2`, `snapshot…`.
_VERSION = re.compile(
    r"(?:wasm32[-_]?)?(?:(?:wasi)?[-_ ]?(?:preview|snapshot[-_]preview|p)[-_ ]?0?|wasi[-_ ]?|"
    r"(?:wasi[-_ ]?)?v?0\.)([123])(?:\.0)?(?:[-_]threads)?"
)
#: Words for WASI that name no version.
_WASI_WORDS = frozenset({"wasi", "wasix", "wasm32-wasi", "wasm-wasi", "wasm32_wasi", "wasm_wasi"})
#: Words for WebAssembly.
_WASM_WORDS = frozenset({"wasm", "wasm32", "webassembly", "wasm-32"})

#: Keys without their `target_`.
_SHORT_KEYS = {
    "os": "target_os",
    "env": "target_env",
    "arch": "target_arch",
    "family": "target_family",
    "vendor": "target_vendor",
    "abi": "target_abi",
    "endian": "target_endian",
    "pointer_width": "target_pointer_width",
}
_SIMILAR_KEYS = {
    "features": "feature",
    "target_feature_enabled": "target_feature",
    "target_family_os": "target_family",
    "target_pointer_size": "target_pointer_width",
    "target_width": "target_pointer_width",
    "target_architecture": "target_arch",
    "target_environment": "target_env",
    "target_endianness": "target_endian",
    "target_endianess": "target_endian",
}
#: Names that others use for a value.
_SIMILAR_VALUES = {
    ("target_os", "osx"): "macos",
    ("target_os", "mac"): "macos",
    ("target_os", "darwin"): "macos",
    ("target_os", "win32"): "windows",
    ("target_os", "win"): "windows",
    ("target_arch", "arm64"): "aarch64",
    ("target_arch", "x64"): "x86_64",
    ("target_arch", "amd64"): "x86_64",
    ("target_arch", "x86-64"): "x86_64",
    ("target_arch", "i386"): "x86",
    ("target_arch", "i586"): "x86",
    ("target_arch", "i686"): "x86",
}
#: Keys whose values are mistaken for each other's.
_WORDY_KEYS = ("target_os", "target_env", "target_arch", "target_family", "target_vendor")
#: Systems that have a bare name elsewhere, and are values here.
_NAMES_OF_VALUES = {
    "macos": ("target_os", "macos"),
    "linux": ("target_os", "linux"),
    "android": ("target_os", "android"),
    "ios": ("target_os", "ios"),
    "wasm32": ("target_arch", "wasm32"),
    "wasm64": ("target_arch", "wasm64"),
    "wasm": ("target_family", "wasm"),
    "wasi": ("target_os", "wasi"),
    "wasix": ("target_os", "wasi"),
    "x86_64": ("target_arch", "x86_64"),
    "aarch64": ("target_arch", "aarch64"),
}


def suggest_value(key: str, value: str) -> Suggestion | None:
    """What was meant by `key = "value"`, where `key` is built in and has no such value."""
    found = _wasi_value(key, value)
    if found is not None:
        return found
    known = known_values(key)
    if known is None:
        return None
    if not known:
        return Suggestion(key, "predicate", f"`{key}` is a name and takes no value")
    if (similar := _SIMILAR_VALUES.get((key, value.lower()))) is not None:
        return Suggestion(quote(similar), "value")
    for candidate in known:
        if candidate.lower() == value.lower():
            reason = "Values are compared letter by letter, with their case"
            return Suggestion(quote(candidate), "value", reason, is_certain=True)
    elsewhere = _key_of_value(key, value) if key in _WORDY_KEYS and value else None
    if elsewhere is not None:
        reason = f"`{value}` is a value of `{elsewhere}`, not of `{key}`"
        return Suggestion(_is(elsewhere, value), "predicate", reason)
    close = nearest(value, filter(None, known))
    return None if close is None else Suggestion(quote(close), "value")


def suggest_name(name: str, value: str | None, declared: Iterable[str] = ()) -> Suggestion | None:
    """What was meant by the unknown `name`, or by `name = "value"`.

    `declared` are the names that the project declares besides.
    """
    if value is None:
        found = _bare_name(name)
        if found is not None:
            return found
    else:
        found = _triple(name, value)
        if found is not None:
            return found
        similar = _SHORT_KEYS.get(name) or _SIMILAR_KEYS.get(name.lower())
        if similar is not None:
            return _with_key(similar, value)
    candidates = [
        candidate
        for candidate in (*built_in_names(), *CARGO_NAMES)
        if takes_no_value(candidate) == (value is None)
    ]
    close = nearest(name, [*candidates, *declared])
    return None if close is None else Suggestion(close, "name")


def _is(key: str, value: str) -> str:
    return f"{key} = {quote(value)}"


def _version_predicate(version: str) -> str:
    return f'all(target_os = "wasi", target_env = "p{version}")'


def _wasi_version(word: str) -> str | None:
    match = _VERSION.fullmatch(word.lower())
    return match[1] if match else None


def _wasi_value(key: str, value: str) -> Suggestion | None:
    word = value.lower()
    version = _wasi_version(value)
    if key == "target_env":
        if version is not None:
            reason = f'`target_env` is "p{version}" on {_WASI_NAMES[version]}'
            return Suggestion(f'"p{version}"', "value", reason, is_certain=True)
        if re.fullmatch(r"(?:wasi[-_]?)?p(?:review)?[-_]?\d*", word):
            # Which one is meant cannot be told; rustc offers "p2" too.
            reason = 'On WASI `target_env` is "p1", "p2" or "p3"'
            return Suggestion('"p2"', "value", reason)
        if word in _WASI_WORDS:
            reason = "WASI is an operating system to Rust"
            return Suggestion(_is("target_os", "wasi"), "predicate", reason)
        return None
    if key not in ("target_os", "target_arch", "target_family", "target_vendor"):
        return None
    if version is not None:
        reason = (
            f'{_WASI_NAMES[version]} is the operating system "wasi" with `target_env` "p{version}"'
        )
        return Suggestion(_version_predicate(version), "predicate", reason, is_certain=True)
    if word in _WASI_WORDS:
        if key == "target_os":
            return Suggestion('"wasi"', "value", 'The operating system of WASI is "wasi"')
        reason = 'WASI is an operating system to Rust, of the family "wasm"'
        return Suggestion(_is("target_os", "wasi"), "predicate", reason)
    if word in _WASM_WORDS:
        if key == "target_arch":
            reason = 'The architecture is "wasm32" or "wasm64"; "wasm" is the family of both'
            return Suggestion('"wasm32"', "value", reason)
        if key == "target_family":
            return Suggestion('"wasm"', "value", 'The family of all WebAssembly targets is "wasm"')
        if word == "wasm32":
            reason = "WebAssembly is an architecture to Rust, not an operating system"
            return Suggestion(_is("target_arch", "wasm32"), "predicate", reason)
        reason = "WebAssembly is a family of targets to Rust, not an operating system"
        return Suggestion(_is("target_family", "wasm"), "predicate", reason)
    return None


def _bare_name(name: str) -> Suggestion | None:
    word = name.lower()
    version = _wasi_version(word)
    if version is not None and word != f"p{version}":
        reason = f"No name stands for {_WASI_NAMES[version]}: it is a value of `target_env`"
        return Suggestion(_version_predicate(version), "predicate", reason)
    if (found := _NAMES_OF_VALUES.get(word)) is not None:
        key, value = found
        return Suggestion(_is(key, value), "predicate", f"`{value}` is a value of `{key}`")
    if word in ("unix", "windows"):
        return Suggestion(word, "name", "Names are compared letter by letter, with their case")
    return None


def _triple(name: str, value: str) -> Suggestion | None:
    """`target = "wasm32-wasip2"`, `target_triple = "…"`."""
    if name not in ("target", "target_triple", "triple", "target_name"):
        return None
    reason = "No cfg option holds the whole target"
    version = _wasi_version(value)
    if version is not None:
        return Suggestion(_version_predicate(version), "predicate", reason, is_certain=True)
    if value.lower() in _WASI_WORDS:
        return Suggestion(_is("target_os", "wasi"), "predicate", reason)
    if value == "wasm32-unknown-unknown":
        text = 'all(target_arch = "wasm32", target_os = "unknown")'
        return Suggestion(text, "predicate", reason)
    return None


def _with_key(key: str, value: str) -> Suggestion:
    """The known `key`, and what was meant by the value if that is none either."""
    known = known_values(key)
    if known is not None and value not in known:
        meant = suggest_value(key, value)
        if meant is not None and meant.replaces == "predicate":
            return meant
        if meant is not None:
            return Suggestion(f"{key} = {meant.replacement}", "predicate", meant.reason)
    return Suggestion(key, "name")


def _key_of_value(key: str, value: str) -> str | None:
    """The one other key of a target that has this value."""
    others = [other for other in _WORDY_KEYS if other != key and targets_with_value(other, value)]
    return others[0] if len(others) == 1 else None


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, as `find_best_match_for_name` of rustc."""
    limit = max(len(word), 3) // 3
    best: tuple[int, str] | None = None
    for candidate in sorted(candidates):
        if candidate.lower() == word.lower():
            return candidate
        distance = OSA.distance(word, candidate, score_cutoff=limit)
        if distance <= limit and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best else None
