"""Hover on a feature in a manifest's `[features]`: what it switches on, and what switches it on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.dependency_hover import dependency_words, feature_words, refusals
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.features import switched_on
from wasi_lsp.project.file_facts import FeatureEntry, FileFacts, Written
from wasi_lsp.semantics.dependency_uses import DependencyUse, dependency_uses

#: Of a longer list the first ones are shown.
_MOST = 12


def hover_feature(facts: FileFacts, offset: int, crate: Crate) -> Hover | None:
    """What is to say of the feature, or of what it lists, at the byte `offset`."""
    for entry in facts.features:
        for word in (entry.name, *entry.items):
            if word.span.touches(offset):
                markdown = _words(word, facts, crate)
                return Hover(word.span, markdown) if markdown else None
    return None


def _words(word: Written, facts: FileFacts, crate: Crate) -> str:
    uses = list(dependency_uses(facts, crate))
    name, slash, feature = word.text.partition("/")
    if slash:
        named = _named(name.removesuffix("?"), uses)
        return _paragraphs(feature_words(use, feature) for use in named)
    if word.text.startswith("dep:"):
        return _paragraphs(map(dependency_words, _named(word.text.removeprefix("dep:"), uses)))
    return _own(word.text, facts, uses, crate)


def _own(feature: str, facts: FileFacts, uses: list[DependencyUse], crate: Crate) -> str:
    """On a feature of the package itself."""
    entries = {entry.name.text: entry for entry in facts.features}
    entry = entries.get(feature)
    if entry is None:
        return _paragraphs(map(dependency_words, _named(feature, uses)))
    on = switched_on(crate, [feature])
    listed = [item.text for item in entry.items]
    others = [
        item
        for each in facts.features
        if each.name.text in on
        for item in (each.name.text, *(item.text for item in each.items))
        if item != feature and item not in listed
    ]
    by = [name for name in entries if name != feature and feature in switched_on(crate, [name])]
    parts = [
        f"**`{feature}`: a feature of this package**",
        f"Switches on {_list(listed)}{_more(others)}" if listed else "Switches on nothing else",
        f"Switched on by {_list(by)}" if by else "",
        *_refusals([entries[name] for name in entries if name in on], uses),
    ]
    return _paragraphs(parts)


def _refusals(entries: Iterable[FeatureEntry], uses: list[DependencyUse]) -> Iterator[str]:
    """What the features of others that these switch on do not compile for."""
    seen = set()
    for entry in entries:
        for item in entry.items:
            name, _, feature = item.text.partition("/")
            for use in _named(name.removesuffix("?"), uses):
                said = refusals(use, feature)
                if feature and said not in seen:
                    seen.add(said)
                    yield said


def _named(name: str, uses: list[DependencyUse]) -> list[DependencyUse]:
    return [use for use in uses if use.entry.name.text == name]


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(part for part in parts if part))


def _more(others: list[str]) -> str:
    return f", and with these {_list(list(dict.fromkeys(others)))}" if others else ""


def _list(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_MOST])
    more = len(names) - _MOST
    return f"{shown} and {more} more" if more > 0 else shown
