"""What a string of TOML means, and where in the file each character of that stands.

Source: the TOML specification 1.1, "String" and "Keys".
"""

from __future__ import annotations

import re

from wasi_lsp.text.located import Located

_SIMPLE = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    '"': '"',
    "\\": "\\",
}
_UNIT = re.compile(
    r"""
      \\ (?: (?P<simple> [btnfre"\\] )
           | (?: x(?P<x>[0-9A-Fa-f]{2}) | u(?P<u>[0-9A-Fa-f]{4}) | U(?P<U>[0-9A-Fa-f]{8}) )
           | (?P<trimmed> [\ \t]* \r?\n \s* ) )
    | (?P<line_end> \r\n )
    | (?P<plain> [^\\] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CHARACTER = re.compile(r"\r\n|.", re.DOTALL)


def locate_string(source: str, start: int) -> Located | None:
    """Decode a string, or a key, with its quotes if it has some; `start` is its byte offset.

    None where it is not whole or has an escape that TOML does not know.
    """
    if source[:1] not in ('"', "'"):
        return _plain(source, start)
    for quotes in ('"""', "'''", '"', "'"):
        if source.startswith(quotes):
            break
    body = source[len(quotes) : -len(quotes)]
    if len(source) < 2 * len(quotes) or not source.endswith(quotes):
        return None
    start += len(quotes)
    if len(quotes) == 3:
        # A line end right behind the quotes does not count.
        skipped = re.match(r"\r?\n|", body)
        assert skipped is not None
        body = body[skipped.end() :]
        start += skipped.end()
    return _escaped(body, start) if quotes[0] == '"' else _plain(body, start)


def _plain(body: str, start: int) -> Located:
    """Each character for itself, but for a line end of Windows, which is one."""
    offsets = [start]
    for char in _CHARACTER.findall(body):
        offsets.append(offsets[-1] + len(char.encode("utf-8", "surrogatepass")))
    return Located(body.replace("\r\n", "\n"), tuple(offsets))


def _escaped(body: str, start: int) -> Located | None:
    chars: list[str] = []
    offsets: list[int] = []
    at, offset = 0, start
    while at < len(body):
        unit = _UNIT.match(body, at)
        if unit is None:
            return None
        meaning = _meaning(unit)
        if meaning is None:
            return None
        if meaning:
            chars.append(meaning)
            offsets.append(offset)
        at = unit.end()
        offset += len(unit[0].encode("utf-8", "surrogatepass"))
    return Located("".join(chars), (*offsets, offset))


def _meaning(unit: re.Match[str]) -> str | None:
    """One character, nothing for a line end with a backslash before it, None for no character."""
    match unit.lastgroup:
        case "simple":
            return _SIMPLE[unit["simple"]]
        case "x" | "u" | "U" as kind:
            code = int(unit[kind], 16)
            return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else None
        case "trimmed":
            return ""
        case "line_end":
            return "\n"
        case _:
            return unit[0]


def escape(text: str) -> str:
    """`text`, which has no control characters, as it stands in a string with escapes."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
