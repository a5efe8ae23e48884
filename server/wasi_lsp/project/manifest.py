"""What a Cargo.toml says. Pure: bytes in, facts out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.project.declared_cfgs import DeclaredCfgs, parse_check_cfg
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toml_table import Table, parse_toml, string, strings, table, words
from wasi_lsp.project.written_settings import WrittenSettings, of_manifest

_DEPENDENCY_TABLES = (
    "dependencies",
    "dev-dependencies",
    "dev_dependencies",
    "build-dependencies",
    "build_dependencies",
)


@dataclass(frozen=True, slots=True)
class Inherited:
    """`key.workspace = true`: the workspace's manifest has the value."""


INHERITED = Inherited()


@dataclass(frozen=True, slots=True)
class Dependency:
    """One entry of a dependency table."""

    #: The key, by which the code calls it, and the package it stands for.
    name: str
    package: str
    #: `dependencies`, `dev-dependencies` or `build-dependencies`.
    table: str
    #: `cfg(…)` or a triple, for the tables under `[target]`.
    target: str | None
    optional: bool
    #: The folder of a path dependency, as written.
    path: str | None
    #: Whether the workspace says where it comes from.
    inherited: bool
    #: Whether `package` says what it stands for, so that the key is its name in code.
    is_renamed: bool = False
    #: The features that are asked of it, but for the default ones.
    features: tuple[str, ...] = ()
    #: None where nothing is said of them, which is yes.
    default_features: bool | None = None
    #: The version requirement as written.
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Workspace:
    """The `[workspace]` table: members and what they may inherit."""

    members: tuple[str, ...]
    exclude: tuple[str, ...]
    #: The dependencies that members may inherit, by name.
    dependencies: Mapping[str, Dependency]
    edition: str | None
    rust_version: str | None
    declared_cfgs: DeclaredCfgs


@dataclass(frozen=True, slots=True)
class Manifest:
    """A Cargo.toml, as far as it matters here; absent keys are None or empty."""

    #: None for a virtual workspace.
    name: str | None = None
    edition: str | Inherited | None = None
    rust_version: str | Inherited | None = None
    #: `package.build`: a path, False for none, None for the default `build.rs`.
    build: str | bool | None = None
    proc_macro: bool = False
    #: The `path` of `[lib]`, `[[bin]]` and their kin.
    target_paths: tuple[str, ...] = ()
    #: The name by which code calls the library, and its root file; whether it exists is not said.
    library: tuple[str, str] | None = None
    #: Each feature with what it switches on, as written; optional dependencies imply some.
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: By feature: the other features that it switches on directly.
    implied_features: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dependencies: tuple[Dependency, ...] = ()
    #: The keys of `[target]`: triples and `cfg(…)`.
    target_keys: tuple[str, ...] = ()
    declared_cfgs: DeclaredCfgs | Inherited = field(default_factory=DeclaredCfgs)
    #: `package.workspace`: the folder of the workspace's manifest.
    workspace_path: str | None = None
    workspace: Workspace | None = None
    #: Whether cargo-component builds it (`[package.metadata.component]`).
    is_component: bool = False
    #: Every key and string of the file, at any depth.
    words: frozenset[str] = frozenset()
    #: The settings of this product for the package and for the workspace.
    package_settings: WrittenSettings | None = None
    workspace_settings: WrittenSettings | None = None
    problems: tuple[Problem, ...] = ()


def parse_manifest(data: bytes, path: Path) -> Manifest:
    """Read a Cargo.toml; what is broken or of a wrong type counts as absent."""
    parsed = parse_toml(data, path)
    root = parsed.table
    package = table(root.get("package", root.get("project")))
    lib = table(root.get("lib"))
    dependencies = tuple(_dependencies(root))
    features = _features(table(root.get("features")), dependencies)
    workspace = root.get("workspace")
    return Manifest(
        name=string(package.get("name")),
        edition=_inheritable(package.get("edition")),
        rust_version=_inheritable(package.get("rust-version")),
        build=_build(package.get("build")),
        proc_macro=(
            lib.get("proc-macro") is True
            or lib.get("proc_macro") is True
            or "proc-macro" in strings(lib.get("crate-type"))
        ),
        target_paths=tuple(_target_paths(root)),
        library=_library(lib, package),
        features=features,
        implied_features=_implied_features(features, dependencies),
        dependencies=dependencies,
        target_keys=tuple(table(root.get("target"))),
        declared_cfgs=(
            INHERITED
            if table(root.get("lints")).get("workspace") is True
            else _check_cfg(table(root.get("lints")))
        ),
        workspace_path=string(package.get("workspace")),
        workspace=_workspace(workspace) if isinstance(workspace, dict) else None,
        is_component=isinstance(table(package.get("metadata")).get("component"), dict),
        words=frozenset(words(root)),
        package_settings=of_manifest(root, "package", data, path),
        workspace_settings=of_manifest(root, "workspace", data, path),
        problems=parsed.problems,
    )


def _target_paths(root: Table) -> Iterator[str]:
    entries = [root.get("lib")]
    for kind in ("bin", "test", "example", "bench"):
        listed = root.get(kind)
        entries += listed if isinstance(listed, list) else []
    for entry in entries:
        path = string(table(entry).get("path"))
        if path is not None:
            yield posixpath.normpath(path)


def _library(lib: Table, package: Table) -> tuple[str, str] | None:
    name = string(lib.get("name")) or string(package.get("name"))
    path = posixpath.normpath(string(lib.get("path")) or "src/lib.rs")
    return (name.replace("-", "_"), path) if name is not None else None


def _inheritable(value: object) -> str | Inherited | None:
    if table(value).get("workspace") is True:
        return INHERITED
    return string(value)


def _build(value: object) -> str | bool | None:
    return value if isinstance(value, str | bool) else None


def _workspace(workspace: Table) -> Workspace:
    package = table(workspace.get("package"))
    return Workspace(
        members=strings(workspace.get("members")),
        exclude=strings(workspace.get("exclude")),
        dependencies={
            name: _dependency(name, value, "dependencies", None)
            for name, value in table(workspace.get("dependencies")).items()
        },
        edition=string(package.get("edition")),
        rust_version=string(package.get("rust-version")),
        declared_cfgs=_check_cfg(table(workspace.get("lints"))),
    )


def _check_cfg(lints: Table) -> DeclaredCfgs:
    lint = table(lints.get("rust")).get("unexpected_cfgs")
    # Who allows unexpected names has some.
    allowed = "allow" in (lint, table(lint).get("level"))
    declared = map(parse_check_cfg, strings(table(lint).get("check-cfg")))
    return DeclaredCfgs.union([*declared, DeclaredCfgs(open_ended=allowed)])


def _dependencies(root: Table) -> Iterator[Dependency]:
    yield from _dependencies_of(root, None)
    for key, value in table(root.get("target")).items():
        yield from _dependencies_of(table(value), key)


def _dependencies_of(holder: Table, target: str | None) -> Iterator[Dependency]:
    for kind in _DEPENDENCY_TABLES:
        for name, value in table(holder.get(kind)).items():
            yield _dependency(name, value, kind.replace("_", "-"), target)


def _dependency(name: str, value: object, kind: str, target: str | None) -> Dependency:
    entry = table(value)
    package = string(entry.get("package"))
    defaults = entry.get("default-features", entry.get("default_features"))
    return Dependency(
        name=name,
        package=package or name,
        table=kind,
        target=target,
        optional=entry.get("optional") is True,
        path=string(entry.get("path")),
        inherited=entry.get("workspace") is True,
        is_renamed=package is not None,
        features=strings(entry.get("features")),
        default_features=defaults if isinstance(defaults, bool) else None,
        version=string(value) or string(entry.get("version")),
    )


def _features(declared: Table, dependencies: tuple[Dependency, ...]) -> dict[str, tuple[str, ...]]:
    """Declared features, and one for each optional dependency that no `dep:` takes it from.

    See "Optional dependencies" in the Cargo book's chapter on features.
    """
    features = {name: strings(enabled) for name, enabled in declared.items()}
    items = {item for enabled in features.values() for item in enabled}
    for dependency in dependencies:
        own = f"dep:{dependency.name}"
        if dependency.optional and own not in items:
            features.setdefault(dependency.name, (own,))
    return features


def _implied_features(
    features: Mapping[str, tuple[str, ...]], dependencies: tuple[Dependency, ...]
) -> dict[str, frozenset[str]]:
    """The features that each feature lists.

    `name/feature` switches on the feature `name`, too, where `name` is an optional dependency;
    `dep:name` and `name?/feature` do not (`activate_dep_feature` in Cargo's resolver).
    """
    optional = {dependency.name for dependency in dependencies if dependency.optional}
    implied: dict[str, frozenset[str]] = {}
    for feature, enabled in features.items():
        listed = set()
        for item in enabled:
            name, slash, _ = item.partition("/")
            if name in features and (not slash or name in optional):
                listed.add(name)
        if listed:
            implied[feature] = frozenset(listed)
    return implied
