"""What the names, keys and values of predicates are, for completion lists and hovers.

Each function gives a short phrase and a Markdown text, either of which may be empty. Meanings: the
Rust Reference, "Conditional compilation", and for gated names the Unstable Book.
"""

from __future__ import annotations

from wasi_lsp.cfg.atoms import is_undecided
from wasi_lsp.cfg.explain import explain
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import (
    TargetSet,
    all_targets,
    target_info,
    targets_with_value,
    wasi_targets,
)
from wasi_lsp.cfg.well_known import gate_of, is_known_name, value_since
from wasi_lsp.project.build_script_files import ScriptedCfg

_KEYS = {
    "target_os": "the operating system of the target",
    "target_env": "the C library of the target, or the version of WASI",
    "target_family": "the family of the target: unix, windows, wasm",
    "target_arch": "the architecture of the target's CPU",
    "target_vendor": "the vendor in the target's name",
    "target_abi": "the ABI, where targets differ in it alone",
    "target_endian": "the byte order of the target's CPU",
    "target_pointer_width": "the width of a pointer in bits",
    "target_has_atomic": "the widths of atomic operations that the target has",
    "target_feature": "a CPU feature that the compiler may use",
    "feature": "a feature of this crate, from its Cargo.toml",
    "panic": "what a panic does: unwind or abort",
    "sanitize": "the sanitizer in use",
    "relocation_model": "the relocation model in use",
    "fmt_debug": "what `#[derive(Debug)]` prints",
    "target_has_atomic_load_store": "the widths of atomic loads and stores",
    "target_has_atomic_equal_alignment": "the widths at which atomics align as plain integers do",
}
_NAMES = {
    "unix": "the target is like Unix; WASI is not",
    "windows": "the target is Windows",
    "test": "the crate is compiled as its own tests",
    "debug_assertions": "debug assertions are on, as in a build without optimization",
    "doc": "rustdoc documents the crate",
    "doctest": "rustdoc collects the crate's doctests",
    "docsrs": "docs.rs builds the documentation",
    "proc_macro": "the crate is a procedural macro",
    "miri": "Miri runs the code",
    "clippy": "Clippy checks the code",
    "rustfmt": "rustfmt formats the code",
    "overflow_checks": "integer overflow panics",
    "ub_checks": "the standard library checks for undefined behaviour",
    "contract_checks": "contracts are checked at run time",
    "target_thread_local": "the target has thread-local storage of its own",
    "target_has_atomic": "the target has atomic operations of some width",
}
#: Free atoms that are named.
_MAX_ATOMS = 6
_HISTORY = {
    ("target_env", "p1"): "Before Rust 1.81 `target_env` was empty on `wasm32-wasip1`.",
    ("target_os", "wasi"): "True for every version of WASI; `target_env` tells them apart.",
    ("target_family", "wasm"): "True on all of WebAssembly: in browsers and on WASI.",
    ("target_arch", "wasm32"): "True in browsers and on WASI; `target_os` tells them apart.",
}
_PREVIEWS = {"p1": "WASI 0.1 (preview 1)", "p2": "WASI 0.2 (preview 2)", "p3": "WASI 0.3"}


def key_words(key: str) -> tuple[str, str]:
    """On a key, such as `target_os`."""
    return _KEYS.get(key, _unexplained(key)), gate_words(key)


def name_words(name: str) -> tuple[str, str]:
    """On a bare name, such as `unix`."""
    return _NAMES.get(name, _unexplained(name)), gate_words(name)


def _unexplained(name: str) -> str:
    return "" if is_known_name(name) else "a cfg option of this project"


def value_words(key: str, value: str) -> tuple[str, str]:
    """On a value, such as `"p2"` of `target_env`."""
    if key == "feature":
        return "a feature of this crate", ""
    targets = targets_with_value(key, value)
    if targets is None:
        return "", ""
    meaning, history = value_meaning(key, value)
    named = f"On {named_targets(targets)}." if targets else "No target of Rust has it."
    return _comma(meaning, count_words(targets)), f"{named} {history}".strip()


def value_meaning(key: str, value: str) -> tuple[str, str]:
    """As `value_words`, without the targets."""
    preview = _PREVIEWS.get(value, "") if key == "target_env" else ""
    since = value_since(key, value)
    return (
        _comma(preview, f"since Rust {since}" if since is not None else ""),
        _HISTORY.get((key, value), ""),
    )


def _comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def predicate_words(predicate: str) -> tuple[str, str]:
    """On a whole predicate, given as its text."""
    text = predicate.encode()
    return explain(parse_cfg(text, 0, len(text)).expr), ""


def script_words(scripted: ScriptedCfg) -> tuple[str, str]:
    """On a cfg that the project's build script sets."""
    where = scripted.where
    possible = where.possible_targets
    at_most = "" if possible == where.certain_targets else " at most"
    on = "" if possible == all_targets() else f"On {named_targets(possible)}. "
    depends = f"Depends on {named_atoms(where)}. " if where.atoms else ""
    places = dict.fromkeys(f"`{each.path.name}`, line {each.line}" for each in scripted.places)
    return (
        f"set by the build script on {count_words(possible)}{at_most}",
        f"{on}{depends}Set in {', '.join(places)}.",
    )


def named_atoms(region: Region) -> str:
    """The free atoms on which a condition depends; there is one at least."""
    atoms = sorted(region.atoms)
    named = [f"`{each.replace('=', ' = ', 1)}`" for each in atoms if not is_undecided(each)]
    if len(named) > _MAX_ATOMS:
        named = [*named[:_MAX_ATOMS], f"{len(named) - _MAX_ATOMS} more"]
    if any(map(is_undecided, atoms)):
        named.append("what the build script finds out")
    *most, last = named
    return f"{', '.join(most)} and {last}" if most else last


def gate_words(name: str) -> str:
    """That a name is for nightly alone, and under which feature; empty for a stable one."""
    gate = gate_of(name)
    if gate is None:
        return ""
    issue = gate.issue
    link = f" ([#{issue}](https://github.com/rust-lang/rust/issues/{issue}))" if issue else ""
    return f"Only on nightly, with `#![feature({gate.feature})]`{link}."


def count_words(targets: TargetSet) -> str:
    """How many targets these are."""
    if targets == all_targets():
        return "every target"
    if not targets:
        return "no target"
    return "1 target" if len(targets) == 1 else f"{len(targets)} targets"


def named_targets(targets: TargetSet, most: int = 4) -> str:
    """`most` of `targets` by name, those of WASI first, and how many more there are."""
    wasi = wasi_targets()
    triples = sorted(targets, key=lambda triple: (triple not in wasi, _tier(triple), triple))
    listed = ", ".join(f"`{triple}`" for triple in triples[:most])
    more = len(triples) - most
    return f"{listed} and {more} more" if more > 0 else listed


def best_tier(targets: TargetSet) -> int:
    """The tier of the best supported of `targets`: 1, 2 or 3, and 9 where it is not known."""
    return min(map(_tier, targets), default=9)


def _tier(triple: str) -> int:
    info = target_info(triple)
    return 9 if info is None or info.tier is None else info.tier
