"""What is wrong with the cfg instructions that a build script prints.

Cargo reads lines such as `cargo::rustc-cfg=name` and passes the rest to rustc, as `--cfg` or
`--check-cfg`. What either refuses stops the build; a slip in the old form (`cargo:rustc_cfg=name`)
is taken for metadata of the script's own, without a word. Source: `BuildOutput::parse` in Cargo,
checked with Cargo 1.96.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.cfg.cfg_spec import cfg_flag_error, check_cfg_error
from wasi_lsp.cfg.did_you_mean import nearest
from wasi_lsp.cfg.literal import locate
from wasi_lsp.syntax.build_script.facts import Printed
from wasi_lsp.syntax.build_script.format_strings import HOLE, with_holes
from wasi_lsp.text.located import Located
from wasi_lsp.text.span import Span

_READERS = {"rustc-cfg": cfg_flag_error, "rustc-check-cfg": check_cfg_error}
#: All keys of Cargo's, so that a slip in another one is not taken for one of these.
_KEYS = (
    *("rustc-flags", "rustc-link-lib", "rustc-link-search", "rustc-link-arg"),
    *("rustc-link-arg-cdylib", "rustc-cdylib-link-arg", "rustc-link-arg-bins"),
    *("rustc-link-arg-bin", "rustc-link-arg-tests", "rustc-link-arg-benches"),
    *("rustc-link-arg-examples", *_READERS, "rustc-env", "error", "warning"),
    *("rerun-if-changed", "rerun-if-env-changed", "metadata"),
)
_PREFIXES = ("cargo::", "cargo:")
_LINE = re.compile(r"[^\n]+")
_INSTRUCTION = re.compile(
    r"(?P<prefix>cargo::?)(?P<key>[^=]*)(?P<equals>=?)(?P<value>.*)", re.DOTALL
)
#: What is meant to be one, under another prefix than Cargo's.
_OTHER_PREFIX = re.compile(r"(?P<prefix>[\w:;./ -]{4,10}?)rustc-(?:check-)?cfg=")
#: Only what is printed with its line end is evidently a whole line.
_PRINTED = re.compile(rb"\bprintln!\s*[({\[]\s*\Z")


def new_instructions(data: bytes, printed: Iterable[Printed]) -> Iterator[Span]:
    """Where the script `data` writes `cargo::` for an instruction on cfgs, as none before 1.77."""
    for span in sorted({each.span for each in printed if _is_line(data, each)}):
        for line in _written_lines(data, span):
            match = _INSTRUCTION.match(line.text, len(line.text) - len(line.text.lstrip()))
            if match is not None and match["prefix"] == "cargo::" and match["key"] in _READERS:
                yield line.span(*match.span("prefix"))


def instruction_errors(data: bytes, printed: Iterable[Printed]) -> Iterator[CfgError]:
    """What Cargo or rustc rejects in what the script `data` prints, at its place in a literal.

    Of a line that is put together, and whose parts are known, the place is the whole literal.
    """
    texts: dict[Span, set[str]] = {}
    for each in printed:
        if _is_line(data, each):
            texts.setdefault(each.span, set()).add(each.text)
    for span, known in texts.items():
        lines = _written_lines(data, span)
        for line in lines:
            yield from _errors(line)
        written = {line.text for line in lines}
        made = {line for text in known for line in _LINE.findall(text)} - written
        yield from _of_made(sorted(made), span)


def _is_line(data: bytes, printed: Printed) -> bool:
    start = printed.span.start
    return _PRINTED.search(data, max(0, start - 40), start) is not None


def _written_lines(data: bytes, span: Span) -> list[Located]:
    """The lines of a literal as it is written."""
    literal = with_holes(locate(data[span.start : span.end], span.start))
    return [literal.part(*line.span()) for line in _LINE.finditer(literal.text)]


def _of_made(lines: Iterable[str], span: Span) -> Iterator[CfgError]:
    """The first error in lines that a literal is made into."""
    for line in lines:
        for error in _errors(_plain(line)):
            yield CfgError(span, f"{error.message}: this prints `{line}`", error.help)
            return


def _plain(text: str) -> Located:
    return Located(text, tuple(range(len(text) + 1)))


def _errors(line: Located) -> Iterator[CfgError]:
    """What is wrong with a line; parts that are not known are right."""
    end = len(line.text.rstrip())
    start = len(line.text) - len(line.text.lstrip())
    match = _INSTRUCTION.fullmatch(line.text, start, end)
    if match is None:
        yield from _misspelt_prefix(line)
    elif not match["equals"]:
        key = match["key"].partition(" ")[0]
        if key in _READERS:
            form = f"{match['prefix']}{key}=…"
            yield CfgError(line.span(start, end), "an instruction needs a `=`", f"write `{form}`")
    elif match["key"] not in _READERS:
        yield from _misspelt_key(line, match)
    elif HOLE not in match["value"]:
        error = _READERS[match["key"]](line.part(*match.span("value")))
        if error is not None:
            yield error


def _misspelt_key(line: Located, match: re.Match[str]) -> Iterator[CfgError]:
    key = match["key"]
    if key in _KEYS or HOLE in key or not key.strip():
        return
    similar = nearest(key.strip(), _KEYS)
    if similar not in _READERS:
        return
    span = line.span(*match.span("key"))
    message = f"Cargo knows no instruction `{key}`"
    if match["prefix"] == "cargo:":
        message += ", and takes this for metadata"
    yield CfgError(span, message, f"write `{similar}`", replacement=((span, similar),))


def _misspelt_prefix(line: Located) -> Iterator[CfgError]:
    match = _OTHER_PREFIX.match(line.text.lstrip())
    similar = nearest(match["prefix"], _PREFIXES) if match is not None else None
    if match is None or similar is None:
        return
    start = len(line.text) - len(line.text.lstrip())
    span = line.span(start, start + match.end("prefix"))
    message = f"Cargo passes over a line that does not begin with `{similar}`"
    yield CfgError(span, message, f"write `{similar}`", replacement=((span, similar),))
