"""workspace/configuration and workspace/didChangeConfiguration.

Clients tell settings in up to three ways: with `initialize`, when asked, and unasked. A client that
can be asked is asked, at the start and whenever it says that something changed; what it says with
that notification is then of no account (Neovim sends an empty one at the start).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lsprotocol import types

from wasi_lsp.analysis.settings import Settings, settings_of
from wasi_lsp.analysis.settings_reader import read_settings
from wasi_lsp.analysis.settings_schema import SECTION
from wasi_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Handle changes of the settings."""

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        if server.client.configuration:
            server.settings_asked()
            server.spawn(pull(server))
            server.spawn(server.configured())
        elif isinstance(params.settings, dict) and SECTION in params.settings:
            apply(server, params.settings[SECTION])


def registrations(server: Server) -> Iterator[types.Registration]:
    """What to register so that the client tells of changes."""
    if server.client.registers_configuration:
        method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
        options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        yield types.Registration(id=method, method=method, register_options=options)


def start(server: Server) -> None:
    """Judge by the settings of `initialize`, but ask first whether there are others."""
    apply(server, None)
    if server.client.configuration:
        server.spawn(pull(server))
        server.spawn(server.configured())
    else:
        server.settings_known()


def apply(server: Server, told: object, by_root: Mapping[Path, object] | None = None) -> None:
    """Judge by the settings of `initialize` and, over them, what the client `told`: for all files,
    and for those in some folders of the workspace.
    """
    folders = {root: _settings(server, each) for root, each in (by_root or {}).items()}
    server.outdated(server.session.set_settings(_settings(server, told), folders))
    server.check.refresh()


def _settings(server: Server, told: object) -> Settings:
    layers = []
    for source in (server.initialization_options, told):
        layer, problems = read_settings(source)
        layers.append(layer)
        for problem in problems:
            server.warn(f"wasi-lsp: {problem.message}")
    return settings_of(*layers)


async def pull(server: Server) -> None:
    """Ask for the settings: those of all files, and those of each folder of the workspace."""
    roots = server.session.folders.vfs.roots
    items = [
        types.ConfigurationItem(section=SECTION),
        *(types.ConfigurationItem(section=SECTION, scope_uri=root.as_uri()) for root in roots),
    ]
    try:
        answer = await server.workspace_configuration_async(types.ConfigurationParams(items))
        of_all, *of_folders = answer or [None]
        apply(server, of_all, dict(zip(roots, of_folders, strict=False)))
    finally:
        server.settings_known()
