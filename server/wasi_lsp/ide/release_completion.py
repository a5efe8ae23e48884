"""Rust releases as completions: those that matter for code on WASI, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.well_known import value_since
from wasi_lsp.project.judged_version import FIRST_RELEASE
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.lookup import NEWEST


def release_items() -> Iterator[tuple[str, str]]:
    """Yield each release with the reason why it matters."""
    reasons: dict[RustVersion, list[str]] = {NEWEST: ["the newest that wasi-lsp knows"]}
    for triple, release in FIRST_RELEASE.items():
        reasons.setdefault(release, []).append(f"the first to count on for {triple}")
    for env in ("p1", "p2", "p3"):
        since = value_since("target_env", env)
        if since is not None:
            reasons.setdefault(since, []).append(f'the first with target_env = "{env}"')
    for release in sorted(reasons, reverse=True):
        yield str(release), "; ".join(reasons[release])
