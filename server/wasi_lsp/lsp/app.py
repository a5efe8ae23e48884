"""Serving one client, on the standard streams or on a socket.

Nothing heavy is imported before `serve_…` is called: `lsprotocol` alone takes most of the start-up.
"""

from __future__ import annotations

import gc
import logging
import os
import platform
import socket
import sys
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

logger = logging.getLogger(__name__)

#: What decides how we behave, for a log that somebody sends.
_PACKAGES = ("wasi-lsp", "pygls", "lsprotocol", "tree-sitter", "tree-sitter-rust")


def serve_stdio(log: Path | None = None) -> int:
    """Serve the client on stdin and stdout; the exit code. `log` is as in `_start_log`.

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
    return _serve(stdin, stdout, log)


def serve_tcp(host: str, port: int, log: Path | None = None) -> int:
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
        return _serve(connection.makefile("rb"), connection.makefile("wb"), log)


def _start_log(log: Path | None) -> None:
    """Write warnings and errors to stderr and, if there is a file `log`, all we do to that.

    It is made to be sent to somebody: with names of files and settings, without text of any file.
    """
    to_stderr = logging.StreamHandler(sys.stderr)
    to_stderr.setLevel(logging.WARNING)
    to_stderr.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[to_stderr])
    # pygls warns of things that clients do all day, such as withdrawing what is answered already,
    # and its information is the messages themselves.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    if log is None:
        return
    try:
        to_file = logging.FileHandler(log, mode="w", encoding="utf-8")
    except OSError as error:
        logger.warning("cannot write the log %s: %s", log, error.strerror)
        return
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(to_file)
    logging.getLogger("wasi_lsp").setLevel(logging.INFO)
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    logger.info("%s, Python %s, %s", versions, platform.python_version(), platform.platform())


def _serve(stdin: BinaryIO, stdout: BinaryIO, log: Path | None) -> int:
    _start_log(log)

    # Hundreds of classes are made now and none of them dies: the collector would look for garbage
    # in vain, while they are made and ever after.
    gc.disable()
    from wasi_lsp.lsp.connection import serve

    gc.freeze()
    gc.enable()
    return serve(stdin, stdout)
