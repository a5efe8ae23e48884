"""A client that speaks in bytes, for what no well-behaved client would send."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any, BinaryIO

#: Far above what anything takes; a test that waits so long fails.
TIMEOUT = 20


class RawClient:
    """Talks to a server that runs as a process."""

    def __init__(self, *arguments: str, code: str | None = None) -> None:
        program = ["-c", code] if code else ["-m", "wasi_lsp", *(arguments or ("--stdio",))]
        self.process = subprocess.Popen(
            [sys.executable, *program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self._stdin: BinaryIO = self.process.stdin  # type: ignore[assignment]
        self._messages: Queue[dict[str, Any] | None] = Queue()
        self._stderr: list[bytes] = []
        self._threads = [
            threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True),
            threading.Thread(target=self._log, args=(self.process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, stdout: BinaryIO) -> None:
        """Reads strictly: a stray byte on stdout is a failure of the server."""
        while line := stdout.readline():
            assert line.startswith(b"Content-Length: "), line
            length = int(line.split(b":")[1])
            while stdout.readline() != b"\r\n":
                pass
            self._messages.put(json.loads(stdout.read(length)))
        self._messages.put(None)

    def _log(self, stderr: BinaryIO) -> None:
        self._stderr.extend(stderr)

    def send_bytes(self, data: bytes) -> None:
        self._stdin.write(data)
        self._stdin.flush()

    def send_body(self, body: bytes) -> None:
        self.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def send(self, message: Any) -> None:
        self.send_body(json.dumps(message).encode())

    def notify(self, method: str, params: Any = None) -> None:
        message = {"jsonrpc": "2.0", "method": method}
        self.send(message if params is None else {**message, "params": params})

    def open(self, uri: str, text: str, language: str = "rust") -> None:
        """Open a document."""
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def request(self, method: str, params: Any = None, id_: int | str = 1) -> dict[str, Any]:
        """The whole answer; what the server sends of its own accord before it is dropped."""
        message = {"jsonrpc": "2.0", "id": id_, "method": method}
        self.send(message if params is None else {**message, "params": params})
        while True:
            answer = self.receive()
            if answer.get("id") == id_ and "method" not in answer:
                return answer

    def answer(self, request: dict[str, Any], result: Any) -> None:
        self.send({"jsonrpc": "2.0", "id": request["id"], "result": result})

    def await_call(self, method: str) -> dict[str, Any]:
        """The next request or notification of this name; what comes before it is dropped."""
        while True:
            message = self.receive()
            if message.get("method") == method:
                return message

    def receive(self) -> dict[str, Any]:
        """The next message from the server."""
        message = self._messages.get(timeout=TIMEOUT)
        assert message is not None, f"the server ended: {self.log()}"
        return message

    def received(self) -> list[dict[str, Any]]:
        """What has arrived and was not received yet."""
        messages = []
        while not self._messages.empty():
            if (message := self._messages.get()) is not None:
                messages.append(message)
        return messages

    def initialize(
        self, capabilities: dict[str, Any] | None = None, **params: Any
    ) -> dict[str, Any]:
        """Start the session; the server's capabilities."""
        params = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **params}
        answer = self.request("initialize", params, id_="initialize")
        self.notify("initialized", {})
        capabilities_: dict[str, Any] = answer["result"]["capabilities"]
        return capabilities_

    def close_stdin(self) -> None:
        self._stdin.close()

    def wait(self) -> int:
        """The exit code; stdin stays open, as it does in an editor."""
        code = self.process.wait(TIMEOUT)
        for thread in self._threads:
            thread.join(TIMEOUT)
        return code

    def log(self) -> str:
        return b"".join(self._stderr).decode(errors="replace")


@contextlib.contextmanager
def raw_client(*arguments: str, code: str | None = None) -> Iterator[RawClient]:
    """A server started with `arguments` (`--stdio` if none), or by the Python `code`."""
    client = RawClient(*arguments, code=code)
    try:
        yield client
    finally:
        client.process.kill()
        client.process.wait()
        with contextlib.suppress(BrokenPipeError):
            client.close_stdin()
