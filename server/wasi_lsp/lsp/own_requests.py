"""Requests that LSP does not have: what clients show of what is known (docs/lsp.md has them).

Plain dataclasses, since lsprotocol has no types for them; names are one word, so that JSON has the
same.
"""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

TARGETS = "wasi-lsp/targets"
RULES = "wasi-lsp/rules"
STD_PATHS = "wasi-lsp/stdPaths"
STD_ENTRIES = "wasi-lsp/stdEntries"
STD_PAGE = "wasi-lsp/stdPage"


@dataclass(frozen=True, slots=True)
class NothingParams:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True)
class PathParams:
    """A path of std, such as `std::thread`."""

    path: str


@dataclass(frozen=True, slots=True)
class _Request:
    id: int | str
    method: str
    jsonrpc: str


@dataclass(frozen=True, slots=True)
class NothingRequest(_Request):
    """Without parameters; some clients send null for none."""

    params: NothingParams | None = None


@dataclass(frozen=True, slots=True)
class PathRequest(_Request):
    """About an item of std."""

    params: PathParams


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """A WASI target."""

    name: str
    #: Tier, and since which release.
    words: str
    #: Markdown: what it is, what it sets, how to install it.
    about: str
    #: Where the project's files name it, under this name or a former one.
    places: list[types.Location]
    #: Whether a predicate of the project names it.
    predicate: bool


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """A rule; `page` is its documentation, Markdown."""

    code: str
    name: str
    severity: str
    summary: str
    page: str


@dataclass(frozen=True, slots=True)
class SupportAnswer:
    """What an item of std does on one target; `about` is Markdown."""

    target: str
    outcome: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """An item of std; `holds` says whether it has items within."""

    path: str
    kind: str
    holds: bool
    support: list[SupportAnswer]


#: The type of each request's message.
MESSAGES: dict[str, type[NothingRequest | PathRequest]] = {
    TARGETS: NothingRequest,
    RULES: NothingRequest,
    STD_PATHS: NothingRequest,
    STD_ENTRIES: PathRequest,
    STD_PAGE: PathRequest,
}
