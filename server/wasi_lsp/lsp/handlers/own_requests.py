"""What is known, to look through: WASI targets, rules, and the table of std."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from wasi_lsp.cfg.targets import target_info, wasi_targets
from wasi_lsp.ide.std_overview import StdEntry, std_entries, std_page
from wasi_lsp.ide.target_words import described, tier_words
from wasi_lsp.lsp import own_requests as own
from wasi_lsp.lsp.convert import to_range
from wasi_lsp.lsp.server import Server
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.rules.registry import RULES
from wasi_lsp.stdlib.load import load_std_table


def register(server: Server) -> None:
    """Answer our own requests."""

    @server.feature(own.TARGETS)
    def targets(params: own.NothingParams | None) -> list[own.TargetAnswer]:
        return [_target(server, triple) for triple in wasi_targets()]

    @server.feature(own.RULES)
    def rules(params: own.NothingParams | None) -> list[own.RuleAnswer]:
        return [
            own.RuleAnswer(
                rule.code,
                rule.name,
                rule.default_severity,
                rule.docs.partition("\n")[0],
                f"# {rule.code}: {rule.name}\n\n{rule.docs}\n",
            )
            for rule in RULES
        ]

    @server.feature(own.STD_PATHS)
    def std_paths(params: own.NothingParams | None) -> list[str]:
        return sorted(load_std_table().paths())

    @server.feature(own.STD_ENTRIES)
    def entries(params: own.PathParams) -> list[own.EntryAnswer]:
        return [_entry(entry) for entry in std_entries(load_std_table(), params.path)]

    @server.feature(own.STD_PAGE)
    def page(params: own.PathParams) -> str | None:
        return std_page(load_std_table(), params.path)


def _target(server: Server, triple: str) -> own.TargetAnswer:
    info = target_info(triple)
    projects = server.session.folders.projects.values()
    return own.TargetAnswer(
        triple,
        tier_words(info) if info is not None else "",
        described(triple),
        list(_places(server, triple)),
        any(triple in project.census.named_targets for project in projects),
    )


def _places(server: Server, triple: str) -> Iterator[types.Location]:
    """Where the files of the projects name a target, also by a former name."""
    names = [triple, *(former for former, it in FORMER.items() if it.successor == triple)]
    for project in server.session.folders.projects.values():
        for name in names:
            for path, target in project.targets.places_of(name):
                text = server.session.locate(path)
                if text is not None:
                    place = to_range(text.index, target.span, server.client.encoding)
                    yield types.Location(text.uri, place)


def _entry(entry: StdEntry) -> own.EntryAnswer:
    return own.EntryAnswer(
        entry.path,
        entry.kind,
        entry.holds,
        [
            own.SupportAnswer(each.target, each.outcome, each.words, each.about)
            for each in entry.support
        ],
    )
