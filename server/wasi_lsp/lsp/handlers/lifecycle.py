"""initialize and initialized; `lsp.protocol` does shutdown and exit."""

from __future__ import annotations

import logging

from lsprotocol import types

from wasi_lsp.lsp.capabilities import Client
from wasi_lsp.lsp.handlers import configuration, diagnostics, workspace
from wasi_lsp.lsp.server import Server

logger = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Handle the start of a session."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.client = Client.of(params.capabilities)
        server.session.folders.set_roots(workspace.roots_of(params))
        if params.trace is not None:
            server.protocol.trace = types.TraceValue(params.trace)
        logger.info(
            "client %s, folders %s", _name(params), [*map(str, server.session.folders.vfs.roots)]
        )
        logger.info("%s", server.client)
        server.initialization_options = params.initialization_options
        if server.client.pulls_diagnostics:
            diagnostics.register_pull(server)

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        registrations = [*configuration.registrations(server), *workspace.registrations(server)]
        if registrations:
            server.spawn(
                server.client_register_capability_async(types.RegistrationParams(registrations))
            )
        if not server.client.pulls_diagnostics:
            server.check.publish()
        configuration.start(server)
        workspace.start_survey(server, server.session.folders.vfs.roots)


def _name(params: types.InitializeParams) -> str:
    info = params.client_info
    return f"{info.name} {info.version or ''}".strip() if info is not None else "without a name"
