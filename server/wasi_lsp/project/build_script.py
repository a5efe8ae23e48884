"""What a build script sets and declares, read off its text: nothing is run.

Build scripts talk to Cargo in lines such as `cargo::rustc-cfg=name` (`cargo:` before 1.77), and
almost all of them print these from string literals. A name that the script computes cannot be
read, but that there is one can: then the list is open-ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values, parse_cfg_flag, parse_check_cfg
from wasi_lsp.syntax.cfg_aliases import cfg_aliases
from wasi_lsp.syntax.scan import group_end
from wasi_lsp.text.span import Span

#: What is not closed reaches to the end: so no input is read twice.
_LITERAL_OR_COMMENT = re.compile(
    r"""
      // [^\n]*
    | /\* (?: .*? \*/ | .* )
    | r (?P<hashes> \#* ) " (?: (?P<raw> .*? ) " (?P=hashes) | .* )
    | " (?P<plain> (?: [^"\\] | \\. )*+ ) "?
    | ' (?: \\. | [^'\\\n] ) '
    """,
    re.VERBOSE | re.DOTALL,
)

_INSTRUCTION = re.compile(r"cargo::?(?P<key>rustc-cfg|rustc-check-cfg)=(?P<value>[^\n]*)")

#: Crates that print such lines for the script.
_PRINTS_ITSELF = re.compile(r"\bautocfg\b|\bAutoCfg\b")

#: The macro of the crate cfg_aliases.
_ALIASES = re.compile(rb"\bcfg_aliases!\s*[{(\[]")

#: Other files that belong to the script: `mod x;`, `#[path = "x.rs"] mod x;`, `include!("x.rs")`.
_MODULE = re.compile(r"\bmod\s+(?:r#)?(\w+)\s*;")
_FILE = re.compile(r'(?:#\s*\[\s*path\s*=|\binclude!\s*[({\[])\s*"([^"\\]+)"')
_COMPUTED_FILE = re.compile(r'\binclude!\s*[({\[]\s*[^"\s]')

_ESCAPE = re.compile(r"\\(?:(?P<simple>[nrt0\\'\"])|x(?P<hex>[0-7][0-9a-fA-F])|\n\s*|(?P<other>.))")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def parse_build_script(data: bytes) -> DeclaredCfgs:
    """The cfg names that the script's string literals set or declare."""
    text = data.decode(errors="replace")
    code: list[str] = []
    found: list[DeclaredCfgs] = []
    at = 0
    for match in _LITERAL_OR_COMMENT.finditer(text):
        code.append(text[at : match.start()])
        at = match.end()
        literal = match["raw"] if match["raw"] is not None else _unescape(match["plain"] or "")
        found.extend(_instructions(literal))
    code.append(text[at:])
    rest = " ".join(code)
    found.append(DeclaredCfgs.of((name, Values(bare=True)) for name in alias_conditions(data)))
    if _PRINTS_ITSELF.search(rest) or _COMPUTED_FILE.search(text):
        found.append(DeclaredCfgs(open_ended=True))
    return DeclaredCfgs.union(found)


class OtherFiles(NamedTuple):
    """The files beside it that a script consists of, as its text names them."""

    #: The names of modules (`mod x;`).
    modules: tuple[str, ...]
    #: Paths relative to the folder of the file (`#[path = "…"]`, `include!("…")`).
    paths: tuple[str, ...]


def other_files(data: bytes) -> OtherFiles:
    """The other files that belong to a script or to a part of it."""
    text = data.decode(errors="replace")
    return OtherFiles(
        tuple(dict.fromkeys(_MODULE.findall(text))), tuple(dict.fromkeys(_FILE.findall(text)))
    )


def _unescape(literal: str) -> str:
    def replace(match: re.Match[str]) -> str:
        if match["simple"]:
            return _SIMPLE.get(match["simple"], match["simple"])
        if match["hex"]:
            return chr(int(match["hex"], 16))
        return match["other"] or ""

    return _ESCAPE.sub(replace, literal)


def _instructions(literal: str) -> Iterator[DeclaredCfgs]:
    for match in _INSTRUCTION.finditer(literal):
        # A doubled brace is a brace in a format string, any other stands for a value.
        value = match["value"].strip().replace("{{", "").replace("}}", "")
        if "{" in value or not value:
            yield _computed(value)
        else:
            yield parse_cfg_flag(value) if match["key"] == "rustc-cfg" else parse_check_cfg(value)


def _computed(value: str) -> DeclaredCfgs:
    """`name="{}"`: any value of a known name. `{}` or nothing at all: any name."""
    name = re.fullmatch(r"(?:cfg\()?\s*(\w+)\s*(?:=.*|,\s*values\(.*)", value)
    if name is None:
        return DeclaredCfgs(open_ended=True)
    return DeclaredCfgs.of([(name[1], Values(any_string=True))])


def alias_conditions(data: bytes) -> dict[str, CfgExpr]:
    """The conditions of the script's `cfg_aliases!`, by name."""
    start = _ALIASES.search(data)
    if start is None:
        return {}
    return cfg_aliases(data, Span(start.end(), group_end(data, start.end() - 1, len(data)) - 1))
