"""Two items of one name that are both compiled on some target.

## What it does

Reports an item, an import or a member of a type whose cfg overlaps that of an earlier one of the
same name, and names the targets that have both.

## Why is this bad

The crate does not compile there: E0428 for items, E0255 and E0252 where an import takes part,
E0124, E0201 or E0592 for members, also of two `impl` blocks of a type. rustc says so on these
targets only.

## Example

```rust
#[cfg(any(unix, target_os = "wasi"))]
fn connect() {}
#[cfg(target_family = "wasm")]
fn connect() {}
// ^^^^^^^ `connect` is defined twice on wasm32-wasip1, wasm32-wasip1-threads
```

## Use instead

```rust
#[cfg(any(unix, target_os = "wasi"))]
fn connect() {}
#[cfg(all(target_family = "wasm", not(any(unix, target_os = "wasi"))))]
fn connect() {}
```

## Fix safety

There is no fix: which of the two is meant there is yours to decide.

## Limits

Features are no reason: two items behind two features that exclude each other are silent. The two
must be compiled there under the same choice of features, or with the default ones. So are items in
blocks, and what a macro defines. Of imports only those count whose namespace is certain. Of two
`impl` blocks both must be for all instances of a type that has one definition, `impl<T> List<T>`;
those in different files are compared if a single `mod` brings each of them in.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import KeyValue, walk
from wasi_lsp.cfg.targets import (
    NONE,
    TargetSet,
    all_targets,
    targets_with_value,
    tier_1_targets,
    wasi_targets,
)
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.builds import in_builds, in_default_build
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.semantics.alternatives import Alternatives, Definition, Namespace
from wasi_lsp.semantics.name_uses import NameUses
from wasi_lsp.semantics.resolve import Names

RULE = Rule(
    code="WASI201",
    name="overlapping-definitions",
    since="0.1.0",
    category=Category.ITEMS,
    default_severity=Severity.ERROR,
    fix=FixKind.NONE,
    module=__name__,
)

#: How many definitions of one name are compared with each other.
_MAX_COMPARED = 64
_TYPE_KINDS = frozenset({"mod", "struct", "enum", "union", "trait", "type", "primitive"})
_VALUE_KINDS = frozenset({"fn", "const", "static"})


def check_items(
    alternatives: Alternatives, uses: NameUses | None, context: RuleContext
) -> Iterator[Finding]:
    """As `check`, for the items of a module; whether something uses them does not matter."""
    yield from check(alternatives, context)


def check(alternatives: Alternatives, context: RuleContext) -> Iterator[Finding]:
    """Report each definition that meets an earlier one somewhere."""
    definitions = alternatives.definitions[:_MAX_COMPARED]
    for number, later in enumerate(definitions):
        if later.path is not None:
            continue
        met = [
            (earlier, targets)
            for earlier in definitions[:number]
            if (targets := _common_targets(earlier, later, alternatives, context))
        ]
        if met:
            targets = TargetSet(0)
            for _, common in met:
                targets = targets | common
            yield RULE.finding(
                span=later.name,
                message=f"`{alternatives.name}` is defined twice on {_shown(targets)}",
                targets=() if targets == all_targets() else tuple(targets),
                help="let the predicates exclude each other: `all(…, not(…))` with the earlier one",
                related=tuple(
                    Related(each.name, "defined here, too", each.path) for each, _ in met
                ),
            )


def _common_targets(
    earlier: Definition, later: Definition, alternatives: Alternatives, context: RuleContext
) -> TargetSet:
    """The targets on which both are compiled for sure, without an uncommon choice of atoms."""
    both = earlier.where & later.where
    if not both.must.nodes and not both.must.root:
        return NONE
    # No cfg is the reason where they are the same everywhere.
    if alternatives.around.implies(both) or not _meet(earlier, later, alternatives, context):
        return NONE
    first, second = in_builds(earlier.where, context), in_builds(later.where, context)
    both = first & second
    apart = (first & ~second) | (second & ~first)
    always = both.known_targets - apart.possible_targets
    common = always | in_default_build(both, context).certain_targets
    return common & _targets_that_matter(earlier, later)


def _targets_that_matter(*definitions: Definition) -> TargetSet:
    """WASI, what everybody supports, and the systems that the definitions name themselves.

    `unix` and `target_arch = "wasm32"` meet on Emscripten, and hardly anybody minds.
    """
    matter = wasi_targets() | tier_1_targets()
    for definition in definitions:
        units = (definition.unit, *((definition.block,) if definition.block is not None else ()))
        for condition in (each for unit in units for each in unit.interface.conditions):
            for node in walk(condition):
                if isinstance(node, KeyValue) and node.key == "target_os":
                    matter = matter | (targets_with_value(node.key, node.value) or NONE)
    return matter


def _meet(
    earlier: Definition, later: Definition, alternatives: Alternatives, context: RuleContext
) -> bool:
    """Whether the two are in the same namespace for sure."""
    if earlier.block is not None and earlier.block is later.block:
        # The members of one block are looked at by themselves.
        return False
    if earlier.imported is not None and _path(earlier) == _path(later):
        return True
    spaces = [_namespace(each, alternatives, context) for each in (earlier, later)]
    return spaces[0] is not None and spaces[0] is spaces[1]


def _path(definition: Definition) -> tuple[str, ...]:
    path = definition.imported.path if definition.imported is not None else ()
    return tuple(segment.name for segment in path)


def _namespace(
    definition: Definition, alternatives: Alternatives, context: RuleContext
) -> Namespace | None:
    """The namespace of a definition; of an import only where std says it."""
    if definition.imported is None or alternatives.module is None:
        return definition.namespace
    names = Names((), alternatives.module, context.table, leaves_file=False)
    found: set[Namespace | None] = set()
    for target in names.resolve(_path(definition)):
        item = context.table.item("::".join(target.path))
        kind = item.kind if item is not None else ""
        if kind in _TYPE_KINDS:
            found.add(Namespace.TYPES)
        else:
            found.add(Namespace.VALUES if kind in _VALUE_KINDS else None)
    return found.pop() if len(found) == 1 else None


def _shown(targets: TargetSet) -> str:
    """The WASI targets by name, and how many others there are; without these some of the others."""
    wasi = tuple(targets & wasi_targets())
    others = tuple(targets - wasi_targets())
    if targets == all_targets():
        return "every target"
    if len(wasi) + len(others) <= 4:
        return on_targets((*wasi, *others))
    listed = wasi or others[:3]
    left = len(targets) - len(listed)
    return (
        f"{', '.join(listed)} and {left} other{'s' if left > 1 else ''}"
        if left
        else on_targets(listed)
    )
