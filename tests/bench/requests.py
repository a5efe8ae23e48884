"""What each request costs in a file of 10,000 lines, with a workspace open, over stdio.

    python tests/bench/requests.py WORKSPACE [--times N] [--made-up] [--only METHOD]

The file is made of the sources of the workspace, and stands in place of one of them; with
`--made-up` it is that of `keystroke.py`, which has a finding every few lines. Each request is made
at places all over the file: again and again in one text, and as the first after a keystroke, which
then counts in. Wall time is what the client sees, CPU that of the server (on Linux), and the pace
of the machine as in `keystroke.py`.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.keystroke import Taken, cpu_of, made_up, pace, report
from support.raw_client import RawClient, raw_client

LINES = 10_000
#: What an editor shows at a time.
SCREEN = 60
CLIENT: dict[str, Any] = {
    "textDocument": {
        "diagnostic": {"relatedInformation": True, "codeDescriptionSupport": True},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "hover": {"contentFormat": ["markdown"]},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}

PREDICATE = re.compile(r"cfg\((?=.)")
FEATURE = re.compile(r"cfg\(feature = \"(?=\w)")
STD = re.compile(r"std::\w+::(?=\w)")
#: Where one more letter makes another name, and no broken code: that would add up.
CODE = re.compile(r"^ +let (?!mut\b|ref\b)(?=\w)", re.MULTILINE)
NAME = re.compile(r"fn (?=\w)")


@dataclass(slots=True)
class Bench:
    """One open file, and what was measured in it."""

    client: RawClient
    uri: str
    text: str
    times: int
    version: int = 1
    #: By what was asked: (wall, CPU) in seconds.
    again: Taken = field(default_factory=dict)
    after_a_keystroke: Taken = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def place(self, pattern: re.Pattern[str]) -> dict[str, int]:
        """A position behind one of the matches; these texts are ASCII, or nearly so."""
        offset = self.chance.choice([match.end() for match in pattern.finditer(self.text)])
        line = self.text.count("\n", 0, offset)
        return {"line": line, "character": offset - (self.text.rfind("\n", 0, offset) + 1)}

    def type(self) -> None:
        """Type into the body of a function."""
        at = self.place(CODE)
        lines = self.text.split("\n")
        line = lines[at["line"]]
        lines[at["line"]] = f"{line[: at['character']]}x{line[at['character'] :]}"
        self.text = "\n".join(lines)
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        change = {"range": {"start": at, "end": at}, "text": "x"}
        self.client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )

    def measure(self, what: str, method: str, params: Callable[[], Any]) -> None:
        """Ask so many times, first in one text, then in texts that have just changed."""
        made = params()
        if made is None:
            return
        self.client.request(method, made)
        # What is resolved is of the text that it was made for.
        resolves = method.endswith("/resolve")
        for taken, is_new in ((self.again, False), (self.after_a_keystroke, True)):
            if is_new and resolves:
                continue
            for _ in range(self.times):
                made = params()
                start, cpu = perf_counter(), self.cpu()
                if is_new:
                    self.type()
                    start = perf_counter()
                answer = self.client.request(method, made)
                wall = perf_counter() - start
                assert "result" in answer, answer
                taken.setdefault(what, []).append((wall, self.cpu() - cpu))

    def cpu(self) -> float:
        """What the server's threads have run, in seconds."""
        return cpu_of(self.client.process.pid)


def requests(bench: Bench) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """(what is asked, the method, what makes its params) of all that the server offers."""
    document = {"uri": bench.uri}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": LINES * 2, "character": 0}}
    found = bench.client.request("textDocument/diagnostic", {"textDocument": document})
    ranges = [item["range"] for item in found["result"]["items"]] or [whole]

    def at(pattern: re.Pattern[str]) -> Callable[[], Any]:
        return lambda: {"textDocument": document, "position": bench.place(pattern)}

    def alone() -> Any:
        return {"textDocument": document}

    def screen() -> Any:
        line = bench.chance.randrange(LINES)
        start, end = ({"line": each, "character": 0} for each in (line, line + SCREEN))
        return {"textDocument": document, "range": {"start": start, "end": end}}

    def fixes(range_: Any) -> Any:
        return {"textDocument": document, "range": range_, "context": {"diagnostics": []}}

    def resolvable(method: str, params: Any) -> Callable[[], Any]:
        """The params of a resolve: one of those items that are not complete."""
        items = bench.client.request(method, params)["result"] or ()
        known = [item for item in items if "data" in item]
        return lambda: bench.chance.choice(known) if known else None

    point = bench.place(PREDICATE)
    yield "diagnostics", "textDocument/diagnostic", alone
    for what, pattern in (("predicate", PREDICATE), ("std", STD), ("code", CODE)):
        yield f"hover: {what}", "textDocument/hover", at(pattern)
        yield f"completion: {what}", "textDocument/completion", at(pattern)
    yield (
        "code action: finding",
        "textDocument/codeAction",
        lambda: fixes(bench.chance.choice(ranges)),
    )
    yield (
        "code action: predicate",
        "textDocument/codeAction",
        lambda: fixes({"start": (place := bench.place(PREDICATE)), "end": place}),
    )
    yield (
        "code action: resolve",
        "codeAction/resolve",
        resolvable("textDocument/codeAction", fixes(ranges[len(ranges) // 2])),
    )
    yield "inlay hints: screen", "textDocument/inlayHint", screen
    yield "inlay hints: file", "textDocument/inlayHint", lambda: {**alone(), "range": whole}
    yield (
        "inlay hints: resolve",
        "inlayHint/resolve",
        resolvable("textDocument/inlayHint", {**alone(), "range": whole}),
    )
    yield "definition: feature", "textDocument/definition", at(FEATURE)
    yield (
        "references: feature",
        "textDocument/references",
        lambda: {**at(FEATURE)(), "context": {"includeDeclaration": True}},
    )
    yield "document links", "textDocument/documentLink", alone
    yield (
        "what is selected",
        "workspace/executeCommand",
        lambda: {
            "command": "wasi-lsp.selectedTargets",
            "arguments": [bench.uri, bench.place(PREDICATE)],
        },
    )
    yield "code lens", "textDocument/codeLens", alone
    yield "implementation", "textDocument/implementation", at(NAME)
    yield "document symbols", "textDocument/documentSymbol", alone
    yield "folding", "textDocument/foldingRange", alone
    yield (
        "selection",
        "textDocument/selectionRange",
        lambda: {"textDocument": document, "positions": [point]},
    )
    yield "highlight", "textDocument/documentHighlight", at(PREDICATE)
    yield "workspace symbols", "workspace/symbol", lambda: {"query": "cfg:p2"}


def sources_of(workspace: Path) -> tuple[Path, str]:
    """A file of the workspace, and one as large as is wanted, of it and those that follow."""
    files = [path for path in sorted(workspace.rglob("*.rs")) if "src" in path.parts]
    # Where there is something to say.
    files = [path for path in files if b"cfg" in path.read_bytes()]
    parts: list[str] = []
    for number, path in enumerate(files):
        if sum(part.count("\n") for part in parts) >= LINES:
            break
        parts.append(f"mod part_{number} {{\n{path.read_text('utf-8')}\n}}\n")
    return files[0], "".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=Path, help="a folder with Rust code")
    parser.add_argument("--times", type=int, default=40, help="of each kind")
    parser.add_argument("--made-up", action="store_true", help="type in a file that is made up")
    parser.add_argument("--only", default="", help="the requests whose names hold this")
    options = parser.parse_args()
    workspace = options.workspace.resolve()
    path, text = sources_of(workspace)
    if options.made_up:
        text = made_up(LINES)
    folders = [{"uri": workspace.as_uri(), "name": workspace.name}]
    settings = {"stdRules": "always", "inlayHints": "all"}
    with raw_client() as client:
        client.initialize(CLIENT, workspaceFolders=folders, initializationOptions=settings)
        uri = path.as_uri()
        client.open(uri, text)
        bench = Bench(client, uri, text, options.times)
        found = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        # Until the workspace has been read, which is not what is measured here.
        spent = -1.0
        while bench.cpu() - spent > 0.05:
            spent = bench.cpu()
            sleep(3)
        found = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        size = f"{text.count(chr(10)):,} lines, {len(text):,} bytes"
        print(f"{size}, {len(found['result']['items']):,} findings, {path}")
        for what, method, params in requests(bench):
            if options.only in what:
                bench.measure(what, method, params)
    print(f"pace {1000 * pace():.1f}")
    report("in one text", bench.again)
    report("after a keystroke", bench.after_a_keystroke)


if __name__ == "__main__":
    main()
