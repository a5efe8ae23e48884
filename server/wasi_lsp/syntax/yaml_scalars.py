"""The scalars of a YAML file, or of JSON, which is YAML too, each at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import yaml

from wasi_lsp.text.span import Span

#: No file that people write is deeper; what is below it is left out.
_MAX_DEPTH = 32

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlScalar:
    """A key or a value that is no collection."""

    #: The keys from the root down to it, a position in a list as its number; a key is the last of
    #: its own path.
    path: tuple[str, ...]
    value: str
    #: UTF-8 byte offsets, without quotes; a block begins with its `|` or `>`.
    span: Span
    is_key: bool

    @property
    def key(self) -> str:
        """The nearest key, whatever lists lie between."""
        return next((name for name in reversed(self.path) if not name.isdecimal()), "")


@dataclass(slots=True)
class _Collection:
    """A mapping or list that is being read."""

    path: tuple[str, ...]
    is_mapping: bool
    #: The key whose value comes next; None if a key does.
    pending: str | None = None
    count: int = field(default=0)


def yaml_scalars(text: bytes) -> list[YamlScalar]:
    """The scalars in the order of the file, up to where it makes no sense any more."""
    decoded = text.decode(errors="replace")
    offsets = _byte_offsets(decoded)
    scalars: list[YamlScalar] = []
    open_collections: list[_Collection] = []
    for event in _events(decoded):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            path = _next_path(open_collections, None)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            open_collections.append(_Collection(path, is_mapping))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            open_collections.pop()
        elif isinstance(event, yaml.AliasEvent):
            _next_path(open_collections, None)
        elif isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
            holder = open_collections[-1] if open_collections else None
            is_key = holder is not None and holder.is_mapping and holder.pending is None
            path = _next_path(open_collections, event.value)
            if len(open_collections) <= _MAX_DEPTH:
                quote = event.style in ("'", '"')
                start, end = event.start_mark.index + quote, event.end_mark.index - quote
                if offsets is not None:
                    start, end = offsets[start], offsets[end]
                scalars.append(YamlScalar(path, event.value, Span(start, end), is_key))
    return scalars


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError):
        # What came before the error is as good as ever.
        return


def _next_path(open_collections: list[_Collection], scalar: str | None) -> tuple[str, ...]:
    """The path of what comes next, which is a scalar with this value, or none."""
    if not open_collections:
        return ()
    holder = open_collections[-1]
    if len(open_collections) > _MAX_DEPTH:
        name = ""
    elif not holder.is_mapping:
        name = str(holder.count)
        holder.count += 1
    elif holder.pending is None:
        # A collection or an alias as a key has no name.
        name = holder.pending = scalar or ""
    else:
        name, holder.pending = holder.pending, None
    return (*holder.path, name) if name else holder.path


def _byte_offsets(text: str) -> list[int] | None:
    """Where each character begins, and the end; None where it is the position itself."""
    if text.isascii():
        return None
    return [0, *accumulate(len(char.encode("utf-8", "surrogatepass")) for char in text)]
