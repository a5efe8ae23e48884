"""What a keystroke costs in a file of 10,000 lines, in the process and over stdio.

    python tests/bench/keystroke.py [FILE.rs] [--keystrokes N]

Measures from the change to the diagnostics, as a client sees it that diagnostics are published to.
Without a file it makes one up, with a cfg or a std call every few lines. Wall time grows with all
else that the machine does, CPU (on Linux, of the server alone) with some of it: so the pace of the
machine is told, which is what a fixed piece of work takes.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.raw_client import raw_client
from wasi_lsp.lsp.handlers import register_handlers
from wasi_lsp.lsp.server import Server
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

#: By what was done: how many seconds it took, by one clock or several.
Taken = dict[str, list[tuple[float, ...]]]

URI = "untitled:Untitled-1"

FUNCTION = """\
/// Handles request number {n}, and says what came of it.
#[cfg({predicate})]
pub fn handle_{n}(path: &std::path::Path) -> std::io::Result<u64> {{
    let meta = std::fs::metadata(path)?;
    let mut total = meta.len();
    for step in 0..{n} {{
        // Sum up; 😀 is no ASCII.
        total = total.wrapping_add(step * 31);
    }}
    std::thread::sleep(std::time::Duration::from_millis(1));
    {call};
    Ok(total)
}}

"""
PREDICATES = [
    "unix",
    'all(target_os = "wasi", target_env = "p2")',
    'any(target_os = "linux", not(feature = "net"))',
    "test",
    'target_env = "wasip2"',
]
CALLS = [
    "drop(std::fs::read(path))",
    "drop(std::fs::File::open(path))",
    'drop(std::net::TcpStream::connect(("localhost", 80)))',
    "drop(std::env::var_os(path))",
    "drop(std::thread::spawn(|| ()))",
]


def made_up(lines: int) -> str:
    """A file of at least so many lines."""
    head = "use std::collections::HashMap;\nuse std::fs;\n\n"
    count = lines // FUNCTION.count("\n") + 1
    return head + "".join(
        FUNCTION.format(
            n=n, predicate=PREDICATES[n % 33 % len(PREDICATES)], call=CALLS[n % 17 % len(CALLS)]
        )
        for n in range(count)
    )


def keystrokes(text: str, count: int) -> Iterator[tuple[str, int, int, str]]:
    """(what is typed, line, column, the character): `count` of each kind, column in UTF-16."""
    lines = text.split("\n")
    middle = len(lines) // 2

    def below(part: str) -> tuple[int, int]:
        """Behind the first `part` in the lower half."""
        line = next(n for n in range(middle, len(lines)) if part in lines[n])
        before = lines[line].partition(part)[0] + part
        return line, len(before.encode("utf-16-le")) // 2

    attribute = '#[cfg(target_env = "p2")]'
    for what, (line, column), typed in (
        ("in a name", below("fn "), "x" * count),
        ("in a comment", below("// "), "x" * count),
        ("an attribute", (below("fn ")[0], 0), attribute[:count]),
    ):
        for at, character in enumerate(typed, column):
            yield what, line, at, character
    for _ in range(count):
        yield "new lines at the top", 0, 0, "\n"


def changes(text: str, count: int) -> Iterator[tuple[str, bytes]]:
    """The keystrokes as messages of a client."""
    for version, (what, line, column, typed) in enumerate(keystrokes(text, count), 2):
        place = {"line": line, "character": column}
        change = {"range": {"start": place, "end": place}, "text": typed}
        params = {"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]}
        yield what, message("textDocument/didChange", params)


def message(method: str, params: Any, **more: Any) -> bytes:
    """A message body."""
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()


def opened(text: str) -> bytes:
    """The message that opens the file."""
    document = {"uri": URI, "languageId": "rust", "version": 1, "text": text}
    return message("textDocument/didOpen", {"textDocument": document})


def cpu_of(pid: int) -> float:
    """What the threads of a process have run, in seconds."""
    tasks = Path(f"/proc/{pid}/task").glob("*")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def pace() -> float:
    """What a fixed piece of work takes of the CPU, in seconds; the median of some."""
    taken = []
    for _ in range(15):
        start = process_time()
        sorted({str(number): number for number in range(10_000)})
        taken.append(process_time() - start)
    return statistics.median(taken)


def over_stdio(text: str, count: int) -> Taken:
    """Through the pipes of a real server."""
    taken: Taken = {}
    with raw_client() as client:
        pid = client.process.pid
        start = perf_counter()
        client.initialize()
        taken["spawn to initialize"] = [(perf_counter() - start, cpu_of(pid))]
        for what, body in [("open", opened(text)), *changes(text, count)]:
            start, cpu = perf_counter(), cpu_of(pid)
            client.send_body(body)
            client.await_call("textDocument/publishDiagnostics")
            wall = perf_counter() - start
            taken.setdefault(what, []).append((wall, cpu_of(pid) - cpu))
    return taken


async def in_process(text: str, count: int) -> Taken:
    """The same messages without pipes, and without waiting for a pause in the typing."""
    taken: Taken = {}
    published = asyncio.Event()

    class Sink:
        def write(self, data: bytes) -> None:
            if b"publishDiagnostics" in data:
                published.set()

        def close(self) -> None: ...

    server = Server()
    register_handlers(server)
    server.protocol.set_writer(Sink())
    capabilities: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    server.protocol.receive(message("initialize", capabilities, id=1))
    server.protocol.receive(message("initialized", {}))
    # As the server does once it has read the workspace.
    gc.freeze()
    for what, body in [("open", opened(text)), *changes(text, count)]:
        if URI in server.session.files:
            server.session.files[URI].cost = 0.0
        start, cpu = perf_counter(), process_time()
        server.protocol.receive(body)
        await published.wait()
        taken.setdefault(what, []).append((perf_counter() - start, process_time() - cpu))
        published.clear()
    return taken


def line_index(text: str, count: int) -> Taken:
    """The line index alone."""
    taken: Taken = {}
    index = LineIndex(text.encode())
    for what, place in (("at the top", 0), ("at the end", len(index.text))):
        for _ in range(count):
            start, cpu = perf_counter(), process_time()
            index = index.splice(Span(place, place), b"x")
            taken.setdefault(what, []).append((perf_counter() - start, process_time() - cpu))
    return taken


def report(title: str, taken: Taken, clocks: Sequence[str] = ("wall", "CPU")) -> None:
    """Print a line for each kind of thing that was done."""
    heads = (f"{clock + ' p50':>10}{'p95':>8}" for clock in clocks)
    print(f"\n{title:24}{''.join(heads)}   ms")
    for what, measured in taken.items():
        columns = ""
        for seconds in zip(*measured, strict=True):
            ms = sorted(1000 * each for each in seconds)
            columns += f"{statistics.median(ms):10.2f}{ms[int(len(ms) * 0.95)]:8.2f}"
        print(f"{what:24}{columns}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="a Rust file to type in")
    parser.add_argument("--keystrokes", type=int, default=50, help="of each kind")
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8") if options.file else made_up(10_000)
    print(f"{text.count(chr(10)):,} lines, {len(text.encode()):,} bytes, pace {1000 * pace():.1f}")
    report("line index", line_index(text, options.keystrokes))
    report("in process", asyncio.run(in_process(text, options.keystrokes)))
    report("over stdio", over_stdio(text, options.keystrokes))


if __name__ == "__main__":
    main()
