"""The atoms of predicates, as text: `unix`, `feature="std"`.

One text for one atom, whatever its spelling in the source (`r#unix`, an escape in the value).
"""

from __future__ import annotations

from wasi_lsp.cfg.ast import KeyValue, Name
from wasi_lsp.cfg.targets import TargetSet, targets_with_name, targets_with_value

_WHAT = "what "


def atom_of(leaf: Name | KeyValue) -> str:
    """The atom that `leaf` names; the value is not escaped (a key holds no `=`)."""
    return leaf.name if isinstance(leaf, Name) else value_atom(leaf.key, leaf.value)


def value_atom(key: str, value: str) -> str:
    """The atom of `key = "value"`."""
    return f'{key}="{value}"'


def feature_atom(feature: str) -> str:
    """The atom of `feature = "…"`."""
    return value_atom("feature", feature)


def feature_of(atom: str) -> str | None:
    """The feature that an atom speaks of; None for other atoms."""
    key, _, value = atom.partition("=")
    return value[1:-1] if key == "feature" and value else None


def deciding_targets(leaf: Name | KeyValue) -> TargetSet | None:
    """The targets on which `leaf` is true; None for a free atom, which no target decides."""
    if isinstance(leaf, Name):
        return targets_with_name(leaf.name)
    return targets_with_value(leaf.key, leaf.value)


def undecided_atom(who: str, place: str) -> str:
    """An atom for something that is decided elsewhere, by rules we cannot read.

    It holds or not, like any other, which is enough to know that an `if` and its `else` exclude
    each other. No cfg name looks like it.
    """
    return f"{_WHAT}{who} decides ({place})"


def is_undecided(atom: str) -> bool:
    """Whether `undecided_atom` has made it: no cfg name, and nobody can set it."""
    return atom.startswith(_WHAT)
