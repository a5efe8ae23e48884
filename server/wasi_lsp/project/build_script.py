"""The cfgs that a build script sets and declares, read off its text: nothing is run.

Build scripts talk to Cargo in lines such as `cargo::rustc-cfg=name` (`cargo:` before 1.77). Where a
name is computed in ways that cannot be followed, the list of names is open-ended.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from wasi_lsp.cfg.region import Region
from wasi_lsp.project.declared_cfgs import DeclaredCfgs, Values, parse_cfg_flag, parse_check_cfg
from wasi_lsp.syntax.build_script.format_strings import HOLE
from wasi_lsp.syntax.build_script.read import read_build_script
from wasi_lsp.text.span import Span

_INSTRUCTION = re.compile(r"cargo::?(?P<key>rustc-cfg|rustc-check-cfg)=(?P<value>[^\n]*)")
_NAME = re.compile(r"(?:cfg\()?\s*(\w+)\s*(?:=.*|,\s*values\(.*)")

#: Crates that print such lines for the script.
_PRINTS_ITSELF = re.compile(rb"\bautocfg\b|\bAutoCfg\b")
#: Other files that belong to the script: `mod x;`, `#[path = "x.rs"] mod x;`, `include!("x.rs")`.
_MODULE = re.compile(rb"\bmod\s+(?:r#)?(\w+)\s*;")
_FILE = re.compile(rb'(?:#\s*\[\s*path\s*=|\binclude!\s*[({\[])\s*"([^"\\]+)"')
_COMPUTED_FILE = re.compile(rb'\binclude!\s*[({\[]\s*[^"\s]')


class SetCfg(NamedTuple):
    """A place that sets a cfg, or several; `span` is in the file of the script."""

    cfgs: DeclaredCfgs
    where: Region
    span: Span


@dataclass(frozen=True, slots=True)
class ScriptCfgs:
    """What one file of a script says."""

    #: Declared or set, here or there.
    declared: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: Where it sets some; an open-ended one may set any.
    sets: tuple[SetCfg, ...] = ()


def parse_build_script(
    data: bytes,
    source: str = "build.rs",
    features: Collection[str] | None = None,
    *,
    is_alone: bool = True,
) -> ScriptCfgs:
    """The cfgs in one file of a script; for the arguments see `read_build_script`."""
    facts = read_build_script(data, source, features, is_alone=is_alone)
    instructions = {
        text: tuple(_instructions(text)) for text in {each.text for each in facts.printed}
    }
    declared = [cfgs for found in instructions.values() for _, cfgs in found]
    sets = [
        SetCfg(cfgs, printed.where, printed.span)
        for printed in facts.printed
        for is_set, cfgs in instructions[printed.text]
        if is_set
    ]
    for alias in facts.aliases:
        cfgs = DeclaredCfgs.of([(alias.name, Values(bare=True))])
        declared.append(cfgs)
        sets.append(SetCfg(cfgs, alias.where, alias.span))
    if _PRINTS_ITSELF.search(data) or _COMPUTED_FILE.search(data):
        declared.append(DeclaredCfgs(open_ended=True))
        sets.append(SetCfg(declared[-1], Region.unknown(), Span(0, 0)))
    return ScriptCfgs(DeclaredCfgs.union(declared), tuple(sets))


class OtherFiles(NamedTuple):
    """The files beside it that a script consists of, as its text names them."""

    #: The names of modules (`mod x;`).
    modules: tuple[str, ...]
    #: Paths relative to the folder of the file (`#[path = "…"]`, `include!("…")`).
    paths: tuple[str, ...]


def other_files(data: bytes) -> OtherFiles:
    """The other files that belong to a script or to a part of it."""
    modules, paths = (
        tuple(dict.fromkeys(name.decode(errors="replace") for name in pattern.findall(data)))
        for pattern in (_MODULE, _FILE)
    )
    return OtherFiles(modules, paths)


def _instructions(text: str) -> Iterator[tuple[bool, DeclaredCfgs]]:
    """What a printed text sets (true) and declares."""
    for match in _INSTRUCTION.finditer(text):
        is_set, value = match["key"] == "rustc-cfg", match["value"].strip()
        if HOLE in value or not value:
            yield is_set, _computed(value)
        else:
            yield is_set, parse_cfg_flag(value) if is_set else parse_check_cfg(value)


def _computed(value: str) -> DeclaredCfgs:
    """`name="…"`: any value of a known name. Nothing but a hole: any name."""
    name = _NAME.fullmatch(value)
    if name is None:
        return DeclaredCfgs(open_ended=True)
    return DeclaredCfgs.of([(name[1], Values(any_string=True))])
