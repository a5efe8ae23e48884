"""The base protocol: messages between headers, on a pair of byte streams.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import BinaryIO

logger = logging.getLogger(__name__)

#: No header is longer, and no message larger, than a sane client sends.
_HEADER_LIMIT = 8 * 1024
_MESSAGE_LIMIT = 512 * 1024 * 1024


def read_messages(stream: BinaryIO) -> Iterator[bytes]:
    """The bodies of the messages on `stream`, until it ends.

    Header names count in any case, as in HTTP. A header block without a usable `Content-Length`
    is passed over: the next good one is found again.
    """
    while (length := _read_headers(stream)) is not None:
        if length < 0:
            continue
        if length > _MESSAGE_LIMIT:
            logger.error("a message of %d bytes is too large, the connection ends", length)
            return
        body = stream.read(length)
        if len(body) < length:
            return
        yield body


def _read_headers(stream: BinaryIO) -> int | None:
    """The length that one header block names, -1 if it names none; None where the stream ends."""
    length = -1
    while line := stream.readline(_HEADER_LIMIT):
        if not line.strip():
            return length
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            value = value.strip()
            # int() would also take `+5` and `1_000`, and more digits than it is willing to read.
            length = int(value) if value.isdigit() and len(value) < 16 else -1
    return None


class Writer:
    """Writes to `stream` at once, and says when nobody reads there any more."""

    def __init__(self, stream: BinaryIO, on_lost: Callable[[], None]) -> None:
        self._stream = stream
        self._on_lost = on_lost

    def write(self, data: bytes) -> None:
        """Send `data`, a message with its headers."""
        try:
            self._stream.write(data)
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            logger.error("the client is gone: %s", error)
            self._on_lost()

    def close(self) -> None:
        """Nothing to do: the process ends, and with it the stream."""
