"""Every use of a function of std that we resolve in some code: what `wasi-lsp std-calls` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.analysis.project import Project
from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.analysis.survey import survey_files, trees_of
from wasi_lsp.cfg.atoms import feature_atom, feature_of
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.features import unified_features
from wasi_lsp.project.root import files_to_survey, find_root
from wasi_lsp.project.vfs import read_source
from wasi_lsp.project.walk import find_rust_files
from wasi_lsp.project.workspace import Workspace
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.crate_files import source_file
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.method_uses import method_uses
from wasi_lsp.semantics.modules import build_module
from wasi_lsp.semantics.std_uses import StdUse, std_uses
from wasi_lsp.semantics.surroundings import walk_surroundings
from wasi_lsp.syntax.extract import extract
from wasi_lsp.text.span import Span

_FUNCTIONS = frozenset({"fn", "method", "assoc_fn", "trait_method"})


@dataclass(frozen=True, slots=True)
class StdCall:
    """A use of a function: its path (by the trait, for methods of traits) and where it stands."""

    path: str
    #: The name of a method, or the whole path of a function; in bytes of the file.
    span: Span


def std_calls_below(path: Path, target: str) -> Iterator[tuple[Path, bytes, list[StdCall]]]:
    """Each Rust file at or below `path`, with its text and the uses in it."""
    root = find_root(path)
    files = find_rust_files([path])
    survey = survey_files(files_to_survey(root, files))
    workspace = Workspace.load([root])
    project = Project(workspace, survey.census, trees_of(survey, workspace))
    settings = Settings(targets=(target,), std_rules=StdRules.ALWAYS)
    built: dict[Path | None, dict[Path, frozenset[str]]] = {}
    for file in files:
        text = read_source(file).text
        if text is None:
            continue
        context = project.context(file, settings)
        home = context.crate.workspace
        if home not in built:
            crates = [workspace.crate_in(folder) for folder in project.trees]
            members = [crate for crate in crates if crate.workspace == home]
            built[home] = unified_features(members, workspace.crate_in, target)
        features = frozenset(_feature_atoms(context.crate, built[home], workspace))
        yield file, text, std_calls(text, context, target, features)


def _feature_atoms(
    crate: Crate, features: Mapping[Path, frozenset[str]], workspace: Workspace
) -> Iterator[str]:
    """The features that are on, as conditions of `crate` call them."""
    for root, names in features.items():
        prefix = "" if root == crate.root else f"{workspace.crate_in(root).name}/"
        yield from (feature_atom(prefix + name) for name in names)


def _as_built(region: Region, features: frozenset[str]) -> Region:
    """What `cargo build` and `cargo test` without options leave open of a condition."""
    atoms = {atom: False for atom in region.atoms if feature_of(atom) is not None}
    atoms |= dict.fromkeys(features, True)
    atoms |= dict.fromkeys(("doc", "doctest", "docsrs", "miri", "loom", "fuzzing"), False)
    atoms |= {"debug_assertions": True, "overflow_checks": True, "proc_macro": False}
    return region.assume(atoms)


def std_calls(
    text: bytes, context: RuleContext, target: str, features: frozenset[str]
) -> list[StdCall]:
    """The functions of std that the code compiled for `target` uses, in source order.

    `features` are the atoms of the features that are on.
    """
    root = extract(text)
    module = build_module(root, context.place.wrapper_macros)
    items = LocalItems(source_file(root, module, context.place, context.files))
    there = TargetSet.of([target])
    calls: set[StdCall] = set()
    for offset, unit, around in walk_surroundings(root, module, context.place):
        if around.has_unknown_names:
            continue
        uses: list[StdUse] = [
            *std_uses(unit, around, context.table, is_thorough=True),
            *method_uses(unit, around, items, context.table, context.types),
        ]
        for use in uses:
            compiled = context.assumptions.apply(use.compiled)
            if not use.is_import and _as_built(compiled, features).known_targets & there:
                calls.update(_calls(use, offset, context))
    return sorted(calls, key=lambda call: (call.span, call.path))


def _calls(use: StdUse, offset: int, context: RuleContext) -> Iterator[StdCall]:
    path = "::".join(use.path)
    item = context.table.item(path)
    if item is not None:
        path = item.path
    if use.trait_path is not None:
        path = use.trait_path
    elif item is None and context.types.function(path) is None:
        path = _by_trait(path, context) or path
    is_function = context.types.function(path) is not None
    if is_function if item is None else item.kind in _FUNCTIONS:
        yield StdCall(path, use.span.shift(offset))


def _by_trait(path: str, context: RuleContext) -> str | None:
    """`File::from_raw_fd` by its trait."""
    owner, _, name = path.rpartition("::")
    return next((f"{trait}::{name}" for trait in context.types.traits_with(owner, name)), None)
