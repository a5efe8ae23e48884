"""Alternatives of one item that common code cannot use alike on WASI and elsewhere.

## What it does

Compares the definitions that one name has on different targets, if WASI is among them: functions by
what a caller must know (arguments, result, `async`, `unsafe`, generics), modules by the items that
common code uses of them: whether each has them, and in functions by the same.

## Why is this bad

Code that is compiled for both compiles for one of them only. Who works on one target does not see
that the other has been left behind.

## Example

```rust
#[cfg(target_os = "wasi")]
fn sleep(millis: u64) {}
#[cfg(not(target_os = "wasi"))]
fn sleep(millis: u64, exact: bool) {}
// ^^^^^ `sleep` takes 2 arguments here and takes 1 argument on wasm32-wasip1
pub fn wait() {
    sleep(10);
}
```

## Use instead

```rust
#[cfg(target_os = "wasi")]
fn sleep(millis: u64, _exact: bool) {}
#[cfg(not(target_os = "wasi"))]
fn sleep(millis: u64, exact: bool) {}
pub fn wait() {
    sleep(10, false);
}
```

## Fix safety

There is no fix: which of the two is right is yours to decide.

## Limits

Types that may be aliases of each other are taken to be equal: only those of the language and the
best known of std are compared. Paths to types do not count, nor do lifetimes. What nothing common
uses is silent; so are modules with globs and with macros that are not understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, wasi_targets
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.builds import in_builds, lacking_targets
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.rules.signature_difference import difference
from wasi_lsp.semantics.alternative_modules import AlternativeModule
from wasi_lsp.semantics.alternatives import Alternatives, Definition, Namespace
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.name_uses import NameUse, NameUses
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.signatures import Signature, signature_of

RULE = Rule(
    code="WASI203",
    name="uneven-alternatives",
    since="0.1.0",
    category=Category.ITEMS,
    default_severity=Severity.HINT,
    fix=FixKind.NONE,
    module=__name__,
)


def check(
    alternatives: Alternatives, uses: NameUses | None, context: RuleContext
) -> Iterator[Finding]:
    """Report a function that differs from the one before, and a module that lacks something."""
    items = [each for each in alternatives.definitions if each.imported is None]
    module = alternatives.module
    if len(items) < 2 or module is None or not context.targets:
        return
    if all(each.namespace is Namespace.VALUES for each in items):
        for earlier, later in pairwise(items):
            yield from _of_functions(alternatives.name, earlier, later, module, uses, context)
    elif any(map(_is_module, items)) and any(_on_wasi(each.where, context) for each in items):
        if uses is not None:
            yield from _of_modules(alternatives, uses, context)
        else:
            yield _finding(items[-1], f"`{alternatives.name}` may be uneven", wasi_targets())


def _of_functions(
    name: str,
    earlier: Definition,
    later: Definition,
    module: ModuleScope,
    uses: NameUses | None,
    context: RuleContext,
) -> Iterator[Finding]:
    said = _difference(earlier.unit, later.unit)
    if said is None:
        return
    before, here = _on_wasi(earlier.where, context), _on_wasi(later.where, context)
    if before == here or not (uses is None or _is_common(name, earlier, later, module, uses)):
        return
    message = f"`{name}` {said[1]} here and {said[0]} {_elsewhere(before)}"
    related = Related(earlier.name, "the other definition")
    yield _finding(later, message, before or here, related)


def _difference(earlier: Unit, later: Unit) -> tuple[str, str] | None:
    first, second = _signature(earlier), _signature(later)
    return difference(first, second) if first is not None and second is not None else None


def _elsewhere(targets: TargetSet) -> str:
    return f"on {on_targets(tuple(targets))}" if targets else "in another definition"


def _on_wasi(where: Region, context: RuleContext) -> TargetSet:
    return in_builds(where, context).known_targets & wasi_targets()


def _signature(unit: Unit) -> Signature | None:
    interface = unit.interface
    return None if interface.has_attribute_macro else signature_of(interface.signature)


def _is_common(
    name: str, earlier: Definition, later: Definition, module: ModuleScope, uses: NameUses
) -> bool:
    """Whether some code names both, or may do so from outside."""
    both = (earlier, later)
    return all(each.unit.interface.signature.startswith(b"pub ") for each in both) or any(
        _meets(use, earlier.where, later.where) for use in uses.of(name, module)
    )


def _meets(use: NameUse, *regions: Region) -> bool:
    """Whether code is compiled for sure in a part of each region."""
    return all((use.where & region).known_targets for region in regions)


def _is_module(definition: Definition) -> bool:
    interface = definition.unit.interface
    return interface.module is not None or interface.file_module is not None


def _of_modules(
    alternatives: Alternatives, uses: NameUses, context: RuleContext
) -> Iterator[Finding]:
    """The modules in which something is missing, or differs, that common code uses."""
    modules = uses.modules(alternatives)
    if len(modules) < 2 or alternatives.module is None:
        return
    inside: dict[str, list[NameUse]] = {}
    for use in uses.of(alternatives.name, alternatives.module):
        if use.rest:
            inside.setdefault(use.rest[0], []).append(use)
    for name, found in inside.items():
        yield from _lacking(alternatives.name, name, modules, found, context)
    for name, found in inside.items():
        for earlier, later in pairwise(modules):
            yield from _differing(alternatives.name, name, earlier, later, found, context)


def _lacking(
    module: str,
    name: str,
    modules: tuple[AlternativeModule, ...],
    uses: list[NameUse],
    context: RuleContext,
) -> Iterator[Finding]:
    for each in modules:
        if not each.is_known:
            continue
        covered = Region.nowhere()
        for other in modules:
            if other is not each:
                covered = covered | other.where_of(name)
        missing = each.where & ~each.where_of(name)
        for use in uses:
            targets = lacking_targets(use.where, missing, covered, context) & wasi_targets()
            if targets:
                on = on_targets(tuple(targets))
                message = f"`{module}` lacks `{name}` on {on}, where it is used"
                related = Related(use.span, "used here", use.path)
                yield _finding(each.definition, message, targets, related)
                break


def _differing(
    module: str,
    name: str,
    earlier: AlternativeModule,
    later: AlternativeModule,
    uses: list[NameUse],
    context: RuleContext,
) -> Iterator[Finding]:
    """A function of two modules, where some code calls whichever of the two is compiled."""
    first, second = earlier.item(name), later.item(name)
    said = (
        _difference(first.unit, second.unit) if first is not None and second is not None else None
    )
    if first is None or second is None or said is None:
        return
    before, here = _on_wasi(first.where, context), _on_wasi(second.where, context)
    if before == here or not any(_meets(use, first.where, second.where) for use in uses):
        return
    words = [(here, said[1]), (before, said[0])]
    if not here:
        words.reverse()
    (targets, that), (others, this) = words
    message = f"`{module}::{name}` {that} {_elsewhere(targets)} and {this} {_elsewhere(others)}"
    places = (Related(each.name, "a definition", each.path) for each in (first, second))
    yield _finding(later.definition, message, targets, *places)


def _finding(
    definition: Definition, message: str, targets: TargetSet, *related: Related
) -> Finding:
    return RULE.finding(
        span=definition.name,
        message=message,
        targets=tuple(targets),
        help="let the alternatives offer the same, so that common code compiles with each of them",
        related=related,
    )
