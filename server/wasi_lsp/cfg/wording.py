"""What an atom says, in the words of people."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.cfg.ast import Gated, Invalid, KeyValue, Name
from wasi_lsp.cfg.literal import quote


class Wording(NamedTuple):
    """`yes noun` where the atom is true, `no noun` where it is not: on WASI, not on WASI."""

    yes: str
    no: str
    noun: str


def on(noun: str) -> Wording:
    """A kind of target."""
    return Wording("on", "not on", noun)


#: `target_env` of a WASI target to the name of that WASI.
WASI_VERSIONS = {"p1": "WASI 0.1", "p2": "WASI 0.2", "p3": "WASI 0.3"}
WASI = on("WASI")

_NAMES = {
    "unix": on("Unix"),
    "windows": on("Windows"),
    "test": Wording("in", "outside", "tests"),
    "doc": Wording("in", "outside", "documentation builds"),
    "doctest": Wording("in", "outside", "doctests"),
    "docsrs": on("docs.rs"),
    "miri": Wording("under", "not under", "Miri"),
    "clippy": Wording("under", "not under", "Clippy"),
    "rustfmt": Wording("under", "not under", "rustfmt"),
    "debug_assertions": Wording("with", "without", "debug assertions"),
    "overflow_checks": Wording("with", "without", "overflow checks"),
    "ub_checks": Wording("with", "without", "UB checks"),
    "contract_checks": Wording("with", "without", "contract checks"),
    "proc_macro": Wording("in", "outside", "proc-macro crates"),
    "target_thread_local": on("targets with thread-local storage"),
    "target_has_atomic": on("targets with atomics"),
}
_SYSTEMS = {
    "aix": "AIX",
    "android": "Android",
    "cygwin": "Cygwin",
    "dragonfly": "DragonFly BSD",
    "emscripten": "Emscripten",
    "espidf": "ESP-IDF",
    "freebsd": "FreeBSD",
    "fuchsia": "Fuchsia",
    "haiku": "Haiku",
    "hermit": "Hermit",
    "hurd": "GNU Hurd",
    "illumos": "illumos",
    "ios": "iOS",
    "linux": "Linux",
    "macos": "macOS",
    "netbsd": "NetBSD",
    "none": "bare metal",
    "nto": "QNX Neutrino",
    "nuttx": "NuttX",
    "openbsd": "OpenBSD",
    "redox": "Redox",
    "solaris": "Solaris",
    "tvos": "tvOS",
    "uefi": "UEFI",
    "unknown": "targets without a known system",
    "visionos": "visionOS",
    "vxworks": "VxWorks",
    "wasi": "WASI",
    "watchos": "watchOS",
    "windows": "Windows",
}
_FAMILIES = {"unix": "Unix", "wasm": "WebAssembly", "windows": "Windows"}
_ARCHITECTURES = {"wasm32": "32-bit WebAssembly", "wasm64": "64-bit WebAssembly"}
#: The words for several at once.
PLURALS = {
    "with feature": "with features",
    "with target feature": "with target features",
    "with cfg": "with cfgs",
}
#: Nouns for a group of systems: one says "every Unix target" where one says "WASI".
GROUPS = frozenset({"Unix", "WebAssembly"})
_NOUNS = {"target_os": _SYSTEMS, "target_family": _FAMILIES, "target_arch": _ARCHITECTURES}


def wording(atom: Name | KeyValue | Gated | Invalid) -> Wording:
    """The words for one atom, or for what is no atom but stands in its place."""
    if isinstance(atom, Name):
        known = _NAMES.get(atom.name)
        return known or Wording("with cfg", "without cfg", f"`{atom.name}`")
    if isinstance(atom, KeyValue):
        return _key_value(atom.key, atom.value)
    if isinstance(atom, Gated):
        return Wording("where", "where not", f"`{atom.name}(…)` of nightly holds")
    return Wording("if", "unless", "what cannot be read here holds")


def system_name(value: str) -> str:
    """The name of a system by its `target_os`."""
    return _SYSTEMS.get(value, value)


def _key_value(key: str, value: str) -> Wording:
    if (place := _NOUNS.get(key, {}).get(value)) is not None:
        return on(place)
    match key:
        case "target_env" if value in WASI_VERSIONS:
            return on(WASI_VERSIONS[value])
        case "target_arch":
            return on(f"`{value}`")
        case "target_pointer_width":
            return on(f"{value}-bit targets")
        case "target_endian":
            return on(f"{value}-endian targets")
        case "target_has_atomic" if value.isdigit():
            return on(f"targets with {value}-bit atomics")
        case "feature":
            return Wording("with feature", "without feature", f"`{value}`")
        case "target_feature":
            return Wording("with target feature", "without target feature", f"`{value}`")
        case "panic":
            deed = "abort at once" if value == "immediate-abort" else value
            return Wording("where panics", "where panics do not", deed)
    noun = quote(value) if value else "empty"
    return Wording(f"where `{key}` is", f"where `{key}` is not", noun)
