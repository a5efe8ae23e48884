"""Hover on a dependency of a manifest, and on a feature that is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.targets import NONE, TargetSet
from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.predicate_words import named_targets
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_facts import FileFacts
from wasi_lsp.project.known_crates import (
    BrowserCrate,
    Failure,
    browser_crate,
    measured_versions,
    wasi_apis,
)
from wasi_lsp.project.wasi_names import WASI_VERSIONS
from wasi_lsp.semantics.dependency_uses import DependencyUse, dependency_uses


def hover_dependency(facts: FileFacts, offset: int, crate: Crate) -> Hover | None:
    """What is known of the dependency at the byte `offset`, above all on WASI; None if nothing."""
    for use in dependency_uses(facts, crate):
        if use.entry.name.span.touches(offset):
            markdown = dependency_words(use)
            return Hover(use.entry.name.span, markdown) if markdown else None
        for feature in use.entry.features:
            if feature.span.touches(offset):
                markdown = feature_words(use, feature.text)
                return Hover(feature.span, markdown) if markdown else None
    return None


def dependency_words(use: DependencyUse) -> str:
    """Markdown on a dependency; empty where nothing is known of it."""
    browser = browser_crate(use.package)
    parts = [
        _api(use),
        _browser(browser) if browser is not None and browser.is_whole else "",
        refusals(use),
    ]
    if use.has_condition:
        parts.insert(0, _table(use))
    return _titled(f"`{use.package}`", parts)


def feature_words(use: DependencyUse, feature: str) -> str:
    """Markdown on a feature of a dependency; empty where nothing is known of it."""
    browser = browser_crate(use.package)
    is_browsers = browser is not None and feature in browser.features
    parts = [_browser(browser) if browser is not None and is_browsers else ""]
    return _titled(f"`{feature}`: a feature of `{use.package}`", [*parts, refusals(use, feature)])


def refusals(use: DependencyUse, feature: str | None = None) -> str:
    """What of a dependency does not compile for WASI, or of that what `feature` is part of.

    By the newest version that was compiled and that its requirement admits.
    """
    measured = measured_versions(use.package)
    versions = [each for each in measured if use.version is not None and use.version.matches(each)]
    if not versions:
        return ""
    newest = max(versions)
    failures = [
        each
        for each in measured[newest]
        if each.targets & use.wasi_targets
        and (feature is None or not each.features or feature in each.features)
    ]
    if not failures:
        return ""
    title = f"{use.package} {newest} does not compile for WASI (Rust {failures[0].rust}):"
    return "\n".join([title, "", *_lines(failures, use.wasi_targets)])


def _lines(failures: list[Failure], wasi: TargetSet) -> Iterator[str]:
    """A line for each error, with the features that lead to it."""
    targets: dict[tuple[frozenset[str], bool], TargetSet] = {}
    first: dict[tuple[frozenset[str], bool], Failure] = {}
    for failure in failures:
        switched_on = (failure.features, failure.default_features)
        first.setdefault(switched_on, failure)
        targets[switched_on] = targets.get(switched_on, NONE) | (failure.targets & wasi)
    same: dict[tuple[str, str | None, TargetSet], list[Failure]] = {}
    for switched_on, failure in first.items():
        key = (failure.error, failure.unless_cfg, targets[switched_on])
        same.setdefault(key, []).append(failure)
    for (error, unless, on), found in same.items():
        what = ", or ".join(map(_features, found))
        condition = f", unless `{unless}` is set" if unless is not None else ""
        yield f"- {what}: not for {named_targets(on)}{condition}: *{error}* ({found[0].culprit})"


def _features(failure: Failure) -> str:
    named = [f"`{feature}`" for feature in sorted(failure.features)]
    named += ["its default features"] if failure.default_features else []
    return f"with {' and '.join(named)}" if named else "whatever its features are"


def _table(use: DependencyUse) -> str:
    if not use.wasi_targets:
        return "This table is not for WASI."
    return f"This table is for {named_targets(use.wasi_targets)}."


def _api(use: DependencyUse) -> str:
    apis = wasi_apis(use.package)
    known = {api for each, api in apis.items() if use.version and use.version.matches(each)}
    names = " or ".join(WASI_VERSIONS[api] for api in sorted(known))
    return f"The API of {names}." if names else ""


def _browser(browser: BrowserCrate) -> str:
    return f"For JavaScript, which WASI does not have ({browser.evidence})."


def _titled(title: str, parts: list[str]) -> str:
    said = [part for part in parts if part]
    return "\n\n".join([f"**{title}**", *said]) if said else ""
