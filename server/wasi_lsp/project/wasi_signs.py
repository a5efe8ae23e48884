"""What in a project's files speaks for WASI, and which targets they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.project.build_script_files import ScriptedCfg
from wasi_lsp.project.cargo_config import CargoConfig
from wasi_lsp.project.manifest import Manifest
from wasi_lsp.project.toolchain import Toolchain
from wasi_lsp.project.wasi_names import triple_of_env, triples_in

#: Crates that are of use in programs for WASI only: bindings to its interfaces.
_WASI_CRATES = frozenset(
    {"wasi", "wasip1", "wasip2", "wasip3", "wit-bindgen", "wit-bindgen-rt", "wstd", "spin-sdk"}
)

# Cargo's predicates have neither comments nor raw strings nor escapes: a pattern reads them.
_TARGET_ENV = re.compile(r'\btarget_env\s*=\s*"([^"]*)"')
_WASI_PREDICATE = re.compile(r'\btarget_os\s*=\s*"wasi"|\btarget_family\s*=\s*"wasm"')


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that speaks for WASI, and the target it names, if it names one."""

    reason: str
    target: str | None = None
    #: It may as well speak for the browser.
    is_any_wasm: bool = False


def wasi_signs(
    manifests: Iterable[tuple[Path, Manifest]],
    configs: Iterable[tuple[Path, CargoConfig]],
    toolchain: tuple[Path, Toolchain] | None,
    scripted: Mapping[str, ScriptedCfg],
) -> Iterator[Sign]:
    """Everything in these files that speaks for WASI; what says most stands first.

    `scripted` is what the build script sets, by atom.
    """
    for path, config in configs:
        yield from _targets_named(f"{path.parent.name}/{path.name}", config.words)
        yield from _predicates(f"{path.parent.name}/{path.name}", config.target_keys)
    if toolchain is not None:
        yield from _targets_named(toolchain[0].name, toolchain[1].targets)
    for path, manifest in manifests:
        yield from _targets_named(path.name, manifest.words)
        yield from _tables(path, manifest)
    yield from _scripted(scripted)


def package_signs(
    manifest: tuple[Path, Manifest],
    configs: Iterable[tuple[Path, CargoConfig]],
    toolchain: tuple[Path, Toolchain] | None,
    scripted: Mapping[str, ScriptedCfg],
    is_alone: bool,
) -> Iterator[Sign]:
    """What says that this very package is built for WASI.

    What a workspace says for all of its members is no word about one of them, but for the targets
    that Cargo builds by default; a package that `is_alone` is meant by all files. The words of a
    manifest are none: a tool for WASI that runs on the host has a description, too.
    """
    path = manifest[0]
    own = [each for each in configs if is_alone or each[0].parent.parent == path.parent]
    for config_path, config in configs:
        yield from _targets_named(
            f"{config_path.parent.name}/{config_path.name}", config.build_targets
        )
    others = wasi_signs([], own, toolchain if is_alone else None, scripted)
    found = (*_targets_named(path.name, manifest[1].target_keys), *_tables(*manifest), *others)
    yield from (sign for sign in found if not sign.is_any_wasm)


def _tables(path: Path, manifest: Manifest) -> Iterator[Sign]:
    """What the tables of a manifest say."""
    yield from _predicates(path.name, manifest.target_keys)
    if manifest.is_component:
        yield Sign(f"{path.name} describes a WebAssembly component")
    for dependency in manifest.dependencies:
        if dependency.table == "dependencies" and dependency.package in _WASI_CRATES:
            yield Sign(f"{path.name} depends on {dependency.package}")


def _scripted(scripted: Mapping[str, ScriptedCfg]) -> Iterator[Sign]:
    """Names that are set on WASI and nowhere else."""
    for atom, each in scripted.items():
        targets = each.where.possible_targets
        if targets and targets <= wasi_targets():
            # No cfg tells wasm32-wasip1-threads from wasm32-wasip1, which means the plain one.
            envs = {triple.removesuffix("-threads") for triple in targets}
            target = envs.pop() if len(envs) == 1 else None
            yield Sign(f"the build script sets {atom} on WASI", target)


def _targets_named(where: str, texts: Iterable[str]) -> Iterator[Sign]:
    for triple in sorted(set(triples_in(texts))):
        yield Sign(f"{where} names {triple}", triple)


def _predicates(where: str, keys: Iterable[str]) -> Iterator[Sign]:
    for key in keys:
        for value in _TARGET_ENV.findall(key):
            triple = triple_of_env(value)
            if triple is not None:
                yield Sign(f"{where} has a table for {key}", triple)
        if _WASI_PREDICATE.search(key):
            yield Sign(f"{where} has a table for {key}", is_any_wasm='"wasi"' not in key)
