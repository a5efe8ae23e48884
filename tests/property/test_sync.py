"""After any edits the server holds the text that the editor holds, in every encoding, and can judge
it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasi_lsp.lsp.handlers import register_handlers
from wasi_lsp.lsp.server import Server

URI = "untitled:Untitled-1"

TEXTS = st.lists(
    st.sampled_from(
        [
            *("\n", "\r\n", "\r", "a", '"', "\f", "\x0b", "\u2028", "\x85", "é", "€", "😀"),
            *("#[cfg(", ")]", "fn f() {", "}", "use std::", "mod m {", "//", "/*", "*/", ";"),
            *("impl T {", "trait T {", "cfg_if! {", "if #[cfg(unix)] {", "m! {", "match x {", "=>"),
            '#[cfg(target_env = "wasip2")] fn g() { std::thread::spawn(h); }\n',
            'use std::{fs as io, os::unix}; fn k() { io::canonicalize(""); unix::x() }\n',
            "// wasi-lsp: allow(WASI103)\n",
        ]
    ),
    max_size=12,
).map("".join)


class Sink:
    """Takes what the server sends."""

    def write(self, data: bytes) -> None:
        assert b'"error"' not in data

    def close(self) -> None: ...


def start(encoding: str) -> Server:
    server = Server()
    register_handlers(server)
    server.protocol.set_writer(Sink())
    capabilities = {"general": {"positionEncodings": ["utf-7", encoding]}}
    options = {"stdRules": "always"}
    params = {
        "processId": None,
        "rootUri": None,
        "capabilities": capabilities,
        "initializationOptions": options,
    }
    send(server, id=1, method="initialize", params=params)
    send(server, method="initialized", params={})
    return server


def send(server: Server, **message: Any) -> None:
    server.protocol.receive(json.dumps({"jsonrpc": "2.0", **message}).encode())


def position(text: str, offset: int, encoding: str) -> dict[str, int]:
    """The position of a character offset, by brute force."""
    line = start = 0
    for index, character in enumerate(text[:offset]):
        ends = character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n")
        if ends:
            line, start = line + 1, index + 1
    codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[
        encoding
    ]
    return {"line": line, "character": len(text[start:offset].encode(codec)) // size}


def within_line_break(text: str, offset: int) -> bool:
    return text[offset - 1 : offset + 1] == "\r\n"


@contextlib.contextmanager
def errors_logged(name: str) -> Iterator[list[str]]:
    """What is logged to `name`; failures in judging end there."""
    errors: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: errors.append(handler.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    yield errors
    logger.removeHandler(handler)


@dataclass(frozen=True)
class Session:
    """A server that lives through all examples, and the loop it runs on."""

    server: Server
    encoding: str
    runner: asyncio.Runner


@pytest.fixture(scope="module", params=["utf-8", "utf-16", "utf-32"])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    async def start_here() -> Server:
        return start(request.param)

    with asyncio.Runner() as runner, errors_logged("wasi_lsp.lsp.session") as errors:
        yield Session(runner.run(start_here()), request.param, runner)
    assert errors == []


@given(text=TEXTS, data=st.data())
@settings(deadline=None)
def test_the_same_text(session: Session, text: str, data: st.DataObject) -> None:
    session.runner.run(edit(session.server, session.encoding, text, data))


async def edit(server: Server, encoding: str, text: str, data: st.DataObject) -> None:
    document = {"uri": URI, "languageId": "rust", "version": 0, "text": text}
    send(server, method="textDocument/didOpen", params={"textDocument": document})
    for version in range(1, data.draw(st.integers(2, 5))):
        changes: list[dict[str, Any]] = []
        for _ in range(data.draw(st.integers(1, 3))):
            new = data.draw(TEXTS)
            # No editor can name a place within a line break.
            places = [at for at in range(len(text) + 1) if not within_line_break(text, at)]
            first, last = sorted(data.draw(st.tuples(*[st.sampled_from(places)] * 2)))
            range_ = {
                "start": position(text, first, encoding),
                "end": position(text, last, encoding),
            }
            changes.append({"range": range_, "text": new})
            text = text[:first] + new + text[last:]
        identifier = {"uri": URI, "version": version}
        params = {"textDocument": identifier, "contentChanges": changes}
        send(server, method="textDocument/didChange", params=params)
        await asyncio.sleep(0)
        file = server.session.files[URI]
        assert file.index.text == file.document.text == text.encode()
        assert file.version == version
