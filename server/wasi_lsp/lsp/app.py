"""Serving one client, on the standard streams or on a socket.

Nothing heavy is imported before `serve_…` is called: `lsprotocol` alone takes most of the start-up.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
from typing import BinaryIO


def serve_stdio() -> int:
    """Serve the client on stdin and stdout; the exit code.

    The streams are taken away from all else: what any code prints, also that of a subprocess, goes
    to stderr, and nothing but the server reads what the client sends.
    """
    if sys.stdin is None or sys.stdout is None:
        print("wasi-lsp: --stdio needs an open stdin and stdout", file=sys.stderr)
        return 2
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (it stays open)
    stdin = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    stdout = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = sys.stderr
    return _serve(stdin, stdout)


def serve_tcp(host: str, port: int) -> int:
    """Wait for a client on `host` and `port`, and serve it; the exit code.

    Port 0 takes a free one; the address is printed to stderr, as is why it cannot be used.
    """
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(place[:2], family=family)
    except OSError as error:
        print(f"wasi-lsp: cannot listen on {host}:{port}: {error.strerror}", file=sys.stderr)
        return 2
    with listener:
        address, actual = listener.getsockname()[:2]
        print(f"wasi-lsp: listening on {address}:{actual}", file=sys.stderr, flush=True)
        connection, _ = listener.accept()
    with connection:
        # Keystrokes are small messages: do not wait until more is to be sent.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _serve(connection.makefile("rb"), connection.makefile("wb"))


def _serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    # pygls warns of things that clients do all day, such as withdrawing what is answered already.
    logging.getLogger("pygls").setLevel(logging.ERROR)

    # Hundreds of classes are made now and none of them dies: the collector would look for garbage
    # in vain, while they are made and ever after.
    gc.disable()
    from wasi_lsp.lsp.connection import serve

    gc.freeze()
    gc.enable()
    return serve(stdin, stdout)
