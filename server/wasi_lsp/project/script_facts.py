"""What scripts say of targets: those of shells, recipes of make and just, Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wasi_lsp.project.channels import channels_in
from wasi_lsp.project.command_targets import CommandTargets
from wasi_lsp.project.file_facts import FileFacts, TargetName
from wasi_lsp.project.file_kinds import FileKind, is_shell_script
from wasi_lsp.project.shell_words import read_script
from wasi_lsp.project.text_allows import allows_in_lines
from wasi_lsp.text.span import Span

#: Without one of these a text can name no target for WebAssembly.
_HINT = re.compile(rb"(?i)wasm|wasi|wams")


def may_name_wasm(text: bytes) -> bool:
    """Whether it is worth while to look for names of targets."""
    return _HINT.search(text) is not None


def script_facts(text: bytes, kind: FileKind) -> FileFacts:
    """Read a script."""
    if not may_name_wasm(text) or (kind is FileKind.EXECUTABLE and not is_shell_script(text)):
        return FileFacts()
    whole = Span(0, len(text))
    targets = CommandTargets()
    targets.read(read_script(text, whole, is_batch=kind is FileKind.BATCH).commands)
    return FileFacts(
        targets=settled(targets.all_names(), channels_in(text, whole), text, whole),
        allows=tuple(allows_in_lines(text, whole)),
    )


def settled(
    names: Iterable[TargetName], channels: frozenset[str], text: bytes, around: Span
) -> tuple[TargetName, ...]:
    """Each place once, in order, with the toolchains that the text around names."""
    # Who asks rustc for its targets takes what is there.
    asks = text.find(b"target-list", around.start, around.end) >= 0
    by_place = {name.span: name for name in names}
    return tuple(
        replace(by_place[span], channels=channels, is_tried=by_place[span].is_tried or asks)
        for span in sorted(by_place)
    )
