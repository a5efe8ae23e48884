from __future__ import annotations

from io import BytesIO

import pytest

from wasi_lsp.lsp.transport import Writer, read_messages


@pytest.mark.parametrize(
    ("stream", "bodies"),
    [
        (b"", []),
        (b"Content-Length: 2\r\n\r\nabContent-Length: 1\r\n\r\nc", [b"ab", b"c"]),
        (b"content-length:2\r\n\r\nab", [b"ab"]),
        (b"CONTENT-LENGTH :  2  \r\nContent-Type: x; charset=utf-8\r\n\r\nab", [b"ab"]),
        (b"Content-Type: x\r\nContent-Length: 2\r\n\r\nab", [b"ab"]),
        (b"Content-Length: 2\n\nab", [b"ab"]),
        (b"Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\nc", [b"", b"c"]),
        # No usable length: the block is passed over, the next one counts.
        (b"X: 1\r\n\r\nContent-Length: 1\r\n\r\nc", [b"c"]),
        (b"Content-Length: -1\r\n\r\nContent-Length: 1\r\n\r\nc", [b"c"]),
        (b"Content-Length: 1e1\r\n\r\nContent-Length: 1\r\n\r\nc", [b"c"]),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nContent-Length: 1\r\n\r\nc", [b"c"]),
        (b"\r\n\r\nContent-Length: 1\r\n\r\nc", [b"c"]),
        (b"x" * 20_000 + b"\r\n\r\nContent-Length: 1\r\n\r\nc", [b"c"]),
        # Cut off, or beyond all reason: the end.
        (b"Content-Length: 5\r\n\r\nab", []),
        (b"Content-Length: 5", []),
        (b"Content-Length: 999999999999\r\n\r\nab", []),
    ],
)
def test_messages_between_headers(stream: bytes, bodies: list[bytes]) -> None:
    assert list(read_messages(BytesIO(stream))) == bodies


def test_a_lost_client_is_reported_not_raised() -> None:
    lost = []
    stream = BytesIO()
    writer = Writer(stream, lambda: lost.append(True))
    writer.write(b"one")
    assert stream.getvalue() == b"one"
    stream.close()
    writer.write(b"two")
    assert lost == [True]
