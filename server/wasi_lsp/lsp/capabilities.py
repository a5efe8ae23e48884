"""What the client can do, as far as it changes what we send."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from wasi_lsp.text.line_index import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    """The client's capabilities; each flag is named as in LSP's `ClientCapabilities`."""

    #: The units of all columns: the first of the client's that we know.
    encoding: Encoding
    #: It asks for diagnostics; then none are published, or it would show each of them twice.
    pulls_diagnostics: bool
    diagnostic_refresh: bool
    inlay_hint_refresh: bool
    code_lens_refresh: bool
    work_done_progress: bool
    show_document: bool
    related_information: bool
    code_description: bool
    publish_version: bool
    document_changes: bool
    is_preferred: bool
    code_action_literals: bool
    #: It asks for the edit of an action, with our data, once the user has chosen it.
    resolves_edits: bool
    markdown_hover: bool
    markdown_completion: bool
    snippets: bool
    label_details: bool
    deprecated_completion: bool
    #: Commands of its own that we may name, by `experimental.commands.commands`.
    commands: frozenset[str]
    symbol_trees: bool
    configuration: bool
    registers_configuration: bool
    registers_watched_files: bool

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        """Read what the client sent with `initialize`."""

        def can(path: str) -> bool:
            return bool(get_capability(capabilities, path, False))

        def shows_markdown(path: str) -> bool:
            return types.MarkupKind.Markdown in (get_capability(capabilities, path) or ())

        pulls = get_capability(capabilities, "text_document.diagnostic") is not None

        def can_show(part: str) -> bool:
            # Clients that pull say it in either place.
            return can(f"text_document.publish_diagnostics.{part}") or (
                pulls and can(f"text_document.diagnostic.{part}")
            )

        item = "text_document.completion.completion_item"
        action = "text_document.code_action"
        resolved = get_capability(capabilities, f"{action}.resolve_support.properties") or ()
        literals = f"{action}.code_action_literal_support"
        return cls(
            encoding=Encoding(ServerCapabilitiesBuilder.choose_position_encoding(capabilities)),
            pulls_diagnostics=pulls,
            diagnostic_refresh=can("workspace.diagnostics.refresh_support"),
            inlay_hint_refresh=can("workspace.inlay_hint.refresh_support"),
            code_lens_refresh=can("workspace.code_lens.refresh_support"),
            work_done_progress=can("window.work_done_progress"),
            show_document=can("window.show_document.support"),
            related_information=can_show("related_information"),
            code_description=can_show("code_description_support"),
            publish_version=can("text_document.publish_diagnostics.version_support"),
            document_changes=can("workspace.workspace_edit.document_changes"),
            is_preferred=can(f"{action}.is_preferred_support"),
            resolves_edits="edit" in resolved and can(f"{action}.data_support"),
            code_action_literals=get_capability(capabilities, literals) is not None,
            markdown_hover=shows_markdown("text_document.hover.content_format"),
            markdown_completion=shows_markdown(f"{item}.documentation_format"),
            symbol_trees=can("text_document.document_symbol.hierarchical_document_symbol_support"),
            snippets=can(f"{item}.snippet_support"),
            label_details=can(f"{item}.label_details_support"),
            deprecated_completion=types.CompletionItemTag.Deprecated
            in (get_capability(capabilities, f"{item}.tag_support.value_set") or ()),
            commands=_commands(capabilities),
            configuration=can("workspace.configuration"),
            registers_configuration=can("workspace.did_change_configuration.dynamic_registration"),
            registers_watched_files=can("workspace.did_change_watched_files.dynamic_registration"),
        )


def _commands(capabilities: types.ClientCapabilities) -> frozenset[str]:
    match capabilities.experimental:
        case {"commands": {"commands": [*names]}}:
            return frozenset(name for name in names if isinstance(name, str))
    return frozenset()
