"""LSP requests and notifications, grouped as in the specification."""

from __future__ import annotations

from wasi_lsp.lsp.handlers import (
    code_action,
    command_action,
    completion,
    configuration,
    definition,
    diagnostics,
    document_highlight,
    document_link,
    document_symbol,
    folding_range,
    hover,
    inlay_hint,
    lifecycle,
    own_requests,
    selection_range,
    synchronization,
    target_alternatives,
    workspace,
    workspace_symbol,
)
from wasi_lsp.lsp.server import Server


def register_handlers(server: Server) -> None:
    """Let `server` answer all that we offer."""
    for module in (
        lifecycle,
        synchronization,
        diagnostics,
        hover,
        inlay_hint,
        document_symbol,
        document_highlight,
        document_link,
        selection_range,
        folding_range,
        target_alternatives,
        definition,
        completion,
        code_action,
        command_action,
        configuration,
        workspace,
        workspace_symbol,
        own_requests,
    ):
        module.register(server)
