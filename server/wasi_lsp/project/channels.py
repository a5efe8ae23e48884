"""Which toolchains a text names: `cargo +1.77`, `rust-toolchain@1.77`, `FROM rust:1.77`."""

from __future__ import annotations

import re

from wasi_lsp.text.span import Span

_CHANNEL = rb"(1\.\d{1,3}(?:\.\d{1,2})?|stable|(?:nightly|beta)(?:-\d{4}-\d\d-\d\d)?)(?![\w.])"
_NAMED = re.compile(
    rb"(?i)(?:rust|toolchain|msrv|channel|rustup (?:default|install|run|override set))"
    rb"[\w./-]{0,40}[\"']?[\t ]{0,9}[:=@ ][\t ]{0,9}[\"'\[(]{0,3}v?" + _CHANNEL
)
_SELECTED = re.compile(rb"(?:(?<=[\s\"'])\+|--(?:default-)?toolchain[ =])" + _CHANNEL)


def is_channel(text: str) -> bool:
    """Whether a text is the name of a toolchain and nothing else."""
    return re.fullmatch(_CHANNEL, text.encode()) is not None


def channels_in(text: bytes, span: Span) -> frozenset[str]:
    """The channels in a part of a text, as written."""
    return frozenset(
        match[1].decode().lower()
        for pattern in (_NAMED, _SELECTED)
        for match in pattern.finditer(text, span.start, span.end)
    )
