"""What the TOML files of a project say of cfgs and targets, each at its place."""

from __future__ import annotations

from wasi_lsp.project.file_facts import FileFacts
from wasi_lsp.project.file_kinds import CARGO_FILES, FileKind
from wasi_lsp.project.toml_allows import allows_in_toml
from wasi_lsp.project.toml_dependencies import dependency_entries, feature_entries
from wasi_lsp.project.toml_predicates import key_error, predicate_of_key, target_keys
from wasi_lsp.project.toml_specs import spec_errors
from wasi_lsp.project.toml_targets import toml_targets
from wasi_lsp.syntax.toml_tree import parse_toml_tree


def toml_facts(text: bytes, kind: FileKind) -> FileFacts:
    """Read a TOML file of some kind, which may be broken."""
    tree = parse_toml_tree(text)
    targets = toml_targets(tree, text, kind)
    allows = tuple(allows_in_toml(tree, text))
    if kind not in CARGO_FILES:
        return FileFacts(targets=targets, allows=allows)
    keys = list(target_keys(tree))
    found = ((key, predicate_of_key(key, text)) for key in keys)
    predicates = {key.span: predicate for key, predicate in found if predicate is not None}
    is_manifest = kind is FileKind.MANIFEST
    dependencies = dependency_entries(tree.entries, text, predicates) if is_manifest else ()
    return FileFacts(
        predicates=tuple(predicates.values()),
        errors=(*filter(None, map(key_error, keys)), *spec_errors(tree.entries, text)),
        targets=targets,
        dependencies=tuple(dependencies),
        features=tuple(feature_entries(tree.entries)) if is_manifest else (),
        allows=allows,
        escaped=tuple(key.span for key in keys if text.startswith(b'"', key.span.start)),
    )
