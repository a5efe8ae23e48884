"""The event loop that owns all state, and the thread that feeds it."""

from __future__ import annotations

import asyncio
import threading
from typing import BinaryIO

from wasi_lsp.lsp.handlers import register_handlers
from wasi_lsp.lsp.server import Server
from wasi_lsp.lsp.transport import Writer, read_messages


def serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve the client on a pair of streams until it ends; the exit code."""
    return asyncio.run(_serve(stdin, stdout))


async def _serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    loop = asyncio.get_running_loop()
    exit_code: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        if not exit_code.done():
            exit_code.set_result(code)

    server = Server()
    register_handlers(server)
    protocol = server.protocol
    protocol.on_exit = end
    protocol.set_writer(Writer(stdout, on_lost=lambda: end(1)))

    def read() -> None:
        try:
            for body in read_messages(stdin):
                loop.call_soon_threadsafe(protocol.receive, body)
            # The client is gone, which is in order only after `shutdown`.
            loop.call_soon_threadsafe(lambda: end(protocol.exit_code))
        except RuntimeError:  # the loop has ended
            return

    # A daemon, since nothing can wake it from reading once the server is to end.
    threading.Thread(target=read, name="reader", daemon=True).start()
    try:
        return await exit_code
    finally:
        server.processes.end()
