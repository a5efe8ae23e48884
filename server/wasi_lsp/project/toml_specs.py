"""The specifications of cfgs in the files of Cargo: `check-cfg`, and `--cfg` among flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.cfg_spec import cfg_flag_error, check_cfg_error
from wasi_lsp.syntax.toml_string import locate_string
from wasi_lsp.syntax.toml_tree import TomlEntry, TomlValue
from wasi_lsp.text.located import Located
from wasi_lsp.text.span import Span

_CHECK_CFG = ("lints", "rust", "unexpected_cfgs", "check-cfg")
_FLAGS = frozenset({"rustflags", "rustdocflags"})
_DOCS_RS = ("package", "metadata", "docs", "rs")
_DOCS_RS_FLAGS = frozenset({"rustc-args", "rustdoc-args"})
_READERS = {"--cfg": cfg_flag_error, "--check-cfg": check_cfg_error}


def spec_errors(entries: Iterable[TomlEntry], text: bytes) -> Iterator[CfgError]:
    """What rustc rejects in the specifications of a file."""
    for entry in entries:
        names, value = entry.names, entry.value
        if value is None:
            continue
        if names in (_CHECK_CFG, ("workspace", *_CHECK_CFG)):
            yield from _check_cfg_errors(value, text)
        elif _are_flags(names):
            yield from _flag_errors(list(_arguments(value, text)))


def _are_flags(names: tuple[str, ...]) -> bool:
    """`build.rustflags`, `target.….rustflags`, and what docs.rs passes."""
    if names[:-1] == _DOCS_RS:
        return names[-1] in _DOCS_RS_FLAGS
    return names[-1] in _FLAGS and (
        names[:-1] == ("build",) or (len(names) == 3 and names[0] == "target")
    )


def _check_cfg_errors(value: TomlValue, text: bytes) -> Iterator[CfgError]:
    if not text.startswith(b"[", value.span.start):
        yield CfgError(value.span, "`check-cfg` must be a list of strings", "put it in `[…]`")
        return
    for item in value.items:
        if item.string is None:
            yield CfgError(item.span, "`check-cfg` takes strings only")
        elif (spec := _located(item.span, text)) is not None:
            error = check_cfg_error(spec)
            if error is not None:
                yield error


def _arguments(value: TomlValue, text: bytes) -> Iterator[Located]:
    """A list of arguments, or one string that Cargo splits at spaces, whatever the quotes."""
    if value.string is not None:
        whole = _located(value.span, text)
        if whole is not None:
            for part in re.finditer(r"[^ ]+", whole.text):
                yield whole.part(part.start(), part.end())
    for item in value.items:
        argument = _located(item.span, text) if item.string is not None else None
        if argument is not None:
            yield argument


def _flag_errors(arguments: list[Located]) -> Iterator[CfgError]:
    for position, argument in enumerate(arguments):
        option, equals, value = argument.text.partition("=")
        reader = _READERS.get(option)
        if reader is None:
            continue
        spec: Located | None = None
        if equals:
            spec = argument.part(len(argument.text) - len(value), len(argument.text))
        elif position + 1 < len(arguments):
            spec = arguments[position + 1]
        error = reader(spec) if spec is not None else None
        if error is not None:
            yield error


def _located(span: Span, text: bytes) -> Located | None:
    return locate_string(text[span.start : span.end].decode(errors="replace"), span.start)
