"""Alternatives of one item that common code cannot use alike on WASI and elsewhere.

## What it does

Compares the definitions that one name has on different targets, if WASI is among them: functions by
what a caller must know (arguments, result, `async`, `unsafe`, generics), modules by the items that
common code uses of them.

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

import re
from collections.abc import Iterator
from itertools import pairwise

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, wasi_targets
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.builds import in_builds, lacking_targets
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.semantics.alternatives import Alternatives, Definition, Namespace
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.name_uses import NameUse, NameUses
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

#: Types that are never an alias of one another, whatever the target.
_PLAIN = frozenset(
    {
        *("bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32"),
        *(
            "i64",
            "i128",
            "isize",
            "f32",
            "f64",
            "String",
            "Vec",
            "Option",
            "Box",
            "Path",
            "PathBuf",
        ),
        *("OsStr", "OsString", "Duration", "mut", "dyn"),
    }
)
_WORD = re.compile(r"\w+")


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
    elif any(map(_is_module, items)) and any(_on_wasi(each, context) for each in items):
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
    first, second = _signature(earlier), _signature(later)
    said = _difference(first, second) if first is not None and second is not None else None
    if said is None:
        return
    before, here = _on_wasi(earlier, context), _on_wasi(later, context)
    if before == here or not (uses is None or _is_common(name, earlier, later, module, uses)):
        return
    elsewhere = f"on {on_targets(tuple(before))}" if before else "in another definition"
    message = f"`{name}` {said[1]} here and {said[0]} {elsewhere}"
    related = Related(earlier.name, "the other definition")
    yield _finding(later, message, before or here, related)


def _on_wasi(definition: Definition, context: RuleContext) -> TargetSet:
    return in_builds(definition.where, context).known_targets & wasi_targets()


def _signature(definition: Definition) -> Signature | None:
    interface = definition.unit.interface
    return None if interface.has_attribute_macro else signature_of(interface.signature)


def _is_common(
    name: str, earlier: Definition, later: Definition, module: ModuleScope, uses: NameUses
) -> bool:
    """Whether some code names both, or may do so from outside."""
    both = (earlier, later)
    return all(each.unit.interface.signature.startswith(b"pub ") for each in both) or any(
        all((use.where & each.where).known_targets for each in both)
        for use in uses.of(name, module)
    )


def _difference(first: Signature, second: Signature) -> tuple[str, str] | None:
    """What sets two signatures apart for their callers, in words for each; None if nothing does."""
    counts = len(first.parameters), len(second.parameters)
    if counts[0] != counts[1]:
        return f"{_takes(counts[0])}", f"{_takes(counts[1])}"
    if first.is_async != second.is_async:
        return _is("`async`", first.is_async), _is("`async`", second.is_async)
    if first.is_unsafe != second.is_unsafe:
        return _is("`unsafe`", first.is_unsafe), _is("`unsafe`", second.is_unsafe)
    if first.generics or second.generics:
        return None
    for one, other in zip(first.parameters, second.parameters, strict=True):
        if _are_different(one, other):
            return f"takes `{one}`", f"takes `{other}`"
    if _are_different(first.returns or "()", second.returns or "()"):
        return f"returns `{first.returns or '()'}`", f"returns `{second.returns or '()'}`"
    return None


def _takes(count: int) -> str:
    return f"takes {count or 'no'} argument{'' if count == 1 else 's'}"


def _is(word: str, truth: bool) -> str:
    return f"is {word}" if truth else f"is not {word}"


def _are_different(one: str, other: str) -> bool:
    """Whether two types are different for sure, and no alias of each other.

    References may be turned into one another where they are used: `&String` into `&str`.
    """
    if one.startswith("&") and other.startswith("&"):
        return False
    return one != other and _PLAIN.issuperset(_WORD.findall(one + " " + other))


def _is_module(definition: Definition) -> bool:
    interface = definition.unit.interface
    return interface.module is not None or interface.file_module is not None


def _of_modules(
    alternatives: Alternatives, uses: NameUses, context: RuleContext
) -> Iterator[Finding]:
    """The modules in which something is missing that common code uses."""
    modules = uses.modules(alternatives)
    if len(modules) < 2 or alternatives.module is None:
        return
    found: dict[tuple[Definition, str], tuple[TargetSet, NameUse]] = {}
    for use in uses.of(alternatives.name, alternatives.module):
        if not use.rest:
            continue
        name = use.rest[0]
        for each in modules:
            if not each.is_known:
                continue
            covered = Region.nowhere()
            for other in modules:
                if other is not each:
                    covered = covered | other.where_of(name)
            missing = each.where & ~each.where_of(name)
            targets = lacking_targets(use.where, missing, covered, context)
            if targets & wasi_targets():
                found.setdefault((each.definition, name), (targets & wasi_targets(), use))
    for (definition, name), (targets, use) in found.items():
        message = (
            f"`{alternatives.name}` lacks `{name}` on {on_targets(tuple(targets))}, "
            "where it is used"
        )
        yield _finding(definition, message, targets, Related(use.span, "used here", use.path))


def _finding(
    definition: Definition, message: str, targets: TargetSet, *related: Related
) -> Finding:
    return Finding(
        code=RULE.code,
        name=RULE.name,
        severity=RULE.default_severity,
        span=definition.name,
        message=message,
        targets=tuple(targets),
        help="let the alternatives offer the same, so that common code compiles with each of them",
        related=related,
    )
