"""An item with a definition for each of several targets, and none for a WASI target that uses it.

## What it does

Reports the alternatives of one item (`mod imp` for wasm32-wasip1, for wasm32-wasip2…) that together
leave out a WASI target on which code names the item: any of them where another WASI target has a
definition; those that the project names where a predicate on the alternatives speaks of WASI; and
those that you have chosen (`--target`, the setting `targets`).

## Why is this bad

The crate does not compile there: E0425, E0432 or E0433 where the name is used, E0601 where it is
the `main` of a program. Where p1 and p2 were all of WASI, p3 is easily forgotten.

## Example

```rust
#[cfg(all(target_os = "wasi", target_env = "p1"))]
fn connect() {}
#[cfg(any(unix, all(target_os = "wasi", target_env = "p2")))]
fn connect() {}
// ^^^^^^^ `connect` has no definition on wasm32-wasip3, where it is used
pub fn open() {
    connect();
}
```

## Use instead

```rust
#[cfg(all(target_os = "wasi", target_env = "p1"))]
fn connect() {}
#[cfg(any(unix, all(target_os = "wasi", not(target_env = "p1"))))]
fn connect() {}
pub fn open() {
    connect();
}
```

## Fix safety

There are two fixes, and both leave something to think about: a stub for the targets that are left
out, which fails when it is called, or a wider predicate on one of the alternatives. Between the
arms of `cfg_if!` or `cfg_select!` the stub is an arm of its own, or stands in the arm that is taken
there, and the wider predicate is that of an arm. A module has the second fix only.

## Limits

Only code that names the item for sure counts as a use: a path, a call or a type in the files of its
package, but for its tests, benches and examples, and not in a macro that is not understood. The
`main` of a program in `src/main.rs` or `src/bin` is used by being that, unless it says `no_main`.
Silent where a `use`, a glob or a macro may bring the name in, where a `compile_error!` stands, and
where it depends on a choice of features that is not the default. So are items that share their name
with a dependency or with an item of std's prelude, which is meant where they are missing. Members
of types are not looked at, nor is what only other packages use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wasi_lsp.cfg.ast import KeyValue, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet, wasi_targets
from wasi_lsp.rules.alternative_fixes import missing_version
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.builds import in_builds, lacking_targets
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.semantics.alternatives import Alternatives, Definition
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.name_uses import NameUses
from wasi_lsp.semantics.resolve import STD_CRATES, Names
from wasi_lsp.syntax.facts import Import

#: The roots of programs, by Cargo's conventions.
_PROGRAM = re.compile(r"src/main\.rs|src/bin/[^/]+\.rs|src/bin/[^/]+/main\.rs")

RULE = Rule(
    code="WASI202",
    name="no-definition-for-target",
    since="0.1.0",
    category=Category.ITEMS,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(
    alternatives: Alternatives, uses: NameUses | None, context: RuleContext
) -> Iterator[Finding]:
    """Report the last of the alternatives if a WASI target that uses the name has none."""
    definitions = alternatives.definitions
    module = alternatives.module
    namespaces = {each.namespace for each in definitions if each.imported is None}
    if module is None or len(definitions) < 2 or len(namespaces) != 1 or not context.targets:
        return
    if _means_something_anyway(alternatives.name, context):
        return
    covered = Region.nowhere()
    for each in definitions:
        covered = covered | each.where
    missing = alternatives.around & ~covered & ~alternatives.unclear
    concerned = _concerned(definitions, covered, context)
    if not in_builds(missing, context).known_targets & concerned:
        return
    # A module and a `use` of what is in it may have the same name and the same cfg.
    if all(one.where.overlaps(other.where) for one, other in pairwise(definitions)):
        return
    missing = missing & ~_by_globs(module, alternatives.name, context)
    is_entry = _is_entry(alternatives, context)
    if uses is None or is_entry:
        targets = lacking_targets(alternatives.around, missing, covered, context) & concerned
        used: tuple[Related, ...] = ()
    else:
        targets = NONE
        used = ()
        # Much code stands under the same conditions.
        known: dict[Region, TargetSet] = {}
        for use in uses.of(alternatives.name, module):
            if use.namespace is not None and use.namespace not in namespaces:
                continue
            if use.where not in known:
                found = lacking_targets(use.where, missing, covered, context)
                known[use.where] = found & concerned
            if known[use.where] - targets:
                targets = targets | known[use.where]
                used = (*used, Related(use.span, "used here", use.path))
    if not targets:
        return
    last = definitions[-1]
    others = (Related(each.name, "another definition") for each in definitions[:-1])
    yield RULE.finding(
        span=last.name,
        message=f"`{alternatives.name}` has no definition on {on_targets(tuple(targets))}, "
        f"where {'the program begins with it' if is_entry else 'it is used'}",
        targets=tuple(targets),
        help="add a definition for it, or let the predicate of another cover it",
        related=(*others, *used),
        fixes=tuple(missing_version(alternatives, missing, covered, context)),
    )


def _concerned(
    definitions: tuple[Definition, ...], covered: Region, context: RuleContext
) -> TargetSet:
    """The targets that are meant to have the name.

    All of WASI where a part of it has a definition; those that the project names where a predicate
    on a definition speaks of WASI; else those that the user has chosen. A project for WASI may have
    parts that run elsewhere.
    """
    if in_builds(covered, context).possible_targets & wasi_targets():
        return wasi_targets()
    is_about_wasi = any(
        isinstance(node, KeyValue) and node.key == "target_os" and node.value == "wasi"
        for each in definitions
        for condition in each.unit.interface.conditions
        for node in walk(condition)
    )
    return (context.targets if is_about_wasi else context.chosen) & wasi_targets()


def _means_something_anyway(name: str, context: RuleContext) -> bool:
    """Whether a name has a meaning where nothing defines it: that of a crate, or of the prelude."""
    own = context.crate.library
    crates = context.crate.dependency_names | STD_CRATES | {own[0] if own is not None else ""}
    return name in crates or context.types.prelude(name) is not None


def _is_entry(alternatives: Alternatives, context: RuleContext) -> bool:
    """Whether it is the function that a program of the package begins with."""
    path, module = context.place.path, alternatives.module
    if alternatives.name != "main" or path is None or context.files is None or module is None:
        return False
    if not _PROGRAM.fullmatch(path) or context.files.declaring(path) is not None:
        return False
    file = module.file
    return file is not None and not file.root.is_no_main


def _by_globs(module: ModuleScope, name: str, context: RuleContext) -> Region:
    """Where a glob may bring the name in."""
    names = Names((), module, context.table, leaves_file=False)
    found = Region.nowhere()
    for glob in module.globs:
        if glob.imported is not None and not _lacks(glob.imported, name, names):
            found = found | glob.where
    return found


def _lacks(glob: Import, name: str, names: Names) -> bool:
    """Whether `module::*` does not bring in the name for sure: what std has is known."""
    targets = list(names.resolve([segment.name for segment in glob.path]))
    return bool(targets) and not any(
        name in names.table.names_in("::".join(target.path)) for target in targets
    )
