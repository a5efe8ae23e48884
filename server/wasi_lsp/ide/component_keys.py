"""The keys of `[package.metadata.component]`, which cargo-component reads.

Source: cargo-component 0.21, `ComponentSection`, `Target` and `Bindings` in src/metadata.rs,
`Dependency` in crates/core/src/registry.rs, and docs/design/registries.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

#: The table of a component, and those below it.
COMPONENT = ("package", "metadata", "component")
COMPONENT_TABLES: Mapping[tuple[str, ...], str] = {
    COMPONENT: "what cargo-component builds",
    (*COMPONENT, "target"): "the world that the component is for",
    (*COMPONENT, "target", "dependencies"): "the WIT packages that its world needs",
    (*COMPONENT, "dependencies"): "the components that it imports",
    (*COMPONENT, "registries"): "the registries by their names",
    (*COMPONENT, "bindings"): "how bindings are generated",
}


class ComponentKey(NamedTuple):
    """A key, what it is for, and what its value looks like, as a snippet of LSP."""

    name: str
    meaning: str
    value: str


_DEPENDENCY = (
    ComponentKey("version", "the version to take from the registry", '"$0"'),
    ComponentKey("package", "its name in the registry, where that is not the key", '"$0"'),
    ComponentKey("registry", "one of the registries by its name", '"$0"'),
    ComponentKey("path", "a component or WIT package on disk", '"$0"'),
)
_KEYS: Mapping[tuple[str, ...], tuple[ComponentKey, ...]] = {
    (): (
        ComponentKey("package", "the name to publish under", '"${1:namespace}:${2:name}"$0'),
        ComponentKey(
            "target", "the world that it is for", '"${1:wasi}:${2:cli}/${3:command}@${4:0.2.0}"$0'
        ),
        ComponentKey("adapter", "the module that adapts WASI 0.1, where it is another", '"$0"'),
        ComponentKey("proxy", "whether to adapt for `wasi:http/proxy`", "true"),
    ),
    ("target",): (
        ComponentKey("path", "the WIT document or its folder; `wit` by default", '"$0"'),
        ComponentKey("world", "one of the worlds, where there are several", '"$0"'),
        ComponentKey("package", "a package of a registry that has the world", '"$0"'),
        ComponentKey("version", "the version of that package", '"$0"'),
        ComponentKey("registry", "one of the registries by its name", '"$0"'),
    ),
    ("dependencies", "*"): _DEPENDENCY,
    ("target", "dependencies", "*"): _DEPENDENCY,
    ("bindings",): (
        ComponentKey("ownership", "who owns the parameters of imports", '"$0"'),
        ComponentKey("derives", "more derives for the types", '["$0"]'),
        ComponentKey("with", "Rust modules to take for interfaces", "{ $0 }"),
        ComponentKey("generate_all", "generate also what `with` leaves out", "false"),
        ComponentKey("generate_unused_types", "generate also types that nothing uses", "true"),
        ComponentKey("format", "whether rustfmt runs on them", "false"),
        ComponentKey("std_feature", 'put what needs std behind `feature = "std"`', "true"),
        ComponentKey("raw_strings", "pass strings as `&[u8]`", "true"),
        ComponentKey("skip", "functions to leave out", '["$0"]'),
        ComponentKey("stubs", "write stubs for what is exported", "true"),
        ComponentKey("export_prefix", "what to put before the names of exports", '"$0"'),
        ComponentKey("type_section_suffix", "a suffix for the section with the type", '"$0"'),
        ComponentKey("disable_run_ctors_once_workaround", "let constructors run again", "true"),
        ComponentKey("default_bindings_module", "the module that `export!` looks in", '"$0"'),
        ComponentKey("export_macro_name", "another name for `export!`", '"$0"'),
        ComponentKey("pub_export_macro", "make `export!` public", "true"),
        ComponentKey("disable_custom_section_link_helpers", "leave out what helps to link", "true"),
    ),
}
_OWNERSHIPS = {
    "owning": "every type owns what is in it",
    "borrowing": "parameters of imports borrow wherever they can",
    "borrowing-duplicate-if-necessary": "a second type where both are needed",
}


def component_keys(path: tuple[str, ...]) -> tuple[ComponentKey, ...]:
    """The keys of the table at `path` in a manifest; nothing for other tables."""
    if path[: len(COMPONENT)] != COMPONENT:
        return ()
    below = path[len(COMPONENT) :]
    if below[:-1] in (("dependencies",), ("target", "dependencies")):
        below = (*below[:-1], "*")
    return _KEYS.get(below, ())


def component_values(path: tuple[str, ...]) -> Mapping[str, str]:
    """The words that the key at `path` takes as a string, each with what it means."""
    return _OWNERSHIPS if path == (*COMPONENT, "bindings", "ownership") else {}
