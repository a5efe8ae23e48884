"""What hover and completion cost in a file of 10,000 lines, in the process.

    python tests/bench/hover_and_completion.py [FILE.rs] [--times N]

Without a file it makes one up, with a cfg or a std call every few lines. The file has been judged
once, as in an editor. "after a keystroke" is the first hover in a text in which the name of a
function has changed, before anything else has asked about it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.keystroke import Taken, made_up, report
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings, StdRules
from wasi_lsp.ide.completion import complete
from wasi_lsp.ide.hover import hover
from wasi_lsp.project.crate import Crate
from wasi_lsp.text.span import Span

#: What to hover on, and where in it the cursor stands.
PLACES = {
    "on a predicate": re.compile(rb"#\[cfg\((?=.)"),
    "on a std path": re.compile(rb"std::\w+::(?=\w)"),
    "on other code": re.compile(rb"^ +let (?=\w)", re.MULTILINE),
}
#: What is typed on a line of its own; completion is asked for behind it.
TYPED = (
    "#[cfg(",
    '#[cfg(target_env = "',
    '#[cfg(all(target_os = "wasi", ',
    "if cfg!(",
    "x.f(",
    "fn x() { std::thread::",
    "use std::os::",
    "fn x(f: std::fs::File) { f.",
)


def hovers(text: bytes, times: int) -> Iterator[tuple[str, float]]:
    """(where, seconds): `times` hovers of each kind, at places all over the file."""
    chance = random.Random(1)
    settings = Settings(std_rules=StdRules.ALWAYS)
    context = rule_context(Crate(root=Path()), None, Census(), settings)
    document = RustDocument.open(None, text)
    document.check(context, settings)
    for what, pattern in PLACES.items():
        offsets = [match.end() for match in pattern.finditer(document.text)]
        for offset in chance.choices(offsets, k=times):
            start = process_time()
            hover(document, offset, context)
            yield what, process_time() - start
    place = re.compile(rb"fn (?=\w)")
    for _ in range(times):
        at = chance.choice([match.end() for match in place.finditer(document.text)])
        document.edit([(Span(at, at), b"x")])
        start = process_time()
        hover(document, at, context)
        yield "after a keystroke", process_time() - start


def completions(text: bytes, times: int) -> Iterator[tuple[str, float]]:
    """(what is typed, seconds): at places all over the file, in half-typed code."""
    chance = random.Random(1)
    settings = Settings(std_rules=StdRules.ALWAYS)
    crate = Crate(root=Path(), features=frozenset(["net", "tls"]))
    context = rule_context(crate, None, Census(), settings)
    document = RustDocument.open(None, text)
    document.check(context, settings)
    lines = [match.end() for match in re.finditer(rb"\n\n", text)]
    for typed in TYPED:
        for at in chance.choices(lines, k=times):
            document.edit([(Span(at, at), typed.encode() + b"\n")])
            document.check(context, settings)
            start = process_time()
            complete(document, at + len(typed), context)
            yield typed, process_time() - start
            document.edit([(Span(at, at + len(typed) + 1), b"")])


def grouped(measured: Iterator[tuple[str, float]]) -> Taken:
    """The seconds by what they were measured on."""
    taken: Taken = {}
    for what, seconds in measured:
        taken.setdefault(what, []).append((seconds,))
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="a Rust file to look at")
    parser.add_argument("--times", type=int, default=200, help="of each kind")
    options = parser.parse_args()
    text = options.file.read_bytes() if options.file else made_up(10_000).encode()
    count = text.count(b"\n")
    print(f"{count:,} lines, {len(text):,} bytes")
    report("hover", grouped(hovers(text, options.times)), ["CPU"])
    report("completion", grouped(completions(text, options.times)), ["CPU"])


if __name__ == "__main__":
    main()
