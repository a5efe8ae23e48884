"""The files that a file brings into the crate, and the macros it has for that: cheap to pass on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.syntax.extract import extract
from wasi_lsp.syntax.facts import FileModule, Unit, UnitKind, WrapperMacro

_MATTERS = re.compile(
    rb"\bmod\s+(?:r#)?\w+\s*;|:\s*item\b|\b(?:include|compile_error)\s*!"
    rb"|\bmacro_rules!\s*cfg_select\b"
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A `mod name;`, `include!` or `compile_error!` with all that stands around it in its file."""

    #: None for `compile_error!`; an `include!` has a path and no name.
    module: FileModule | None
    #: The names of the modules written out around it, outermost first.
    inside: tuple[str, ...]
    conditions: tuple[CfgExpr, ...]
    #: The macros whose calls it stands in.
    macros: tuple[str, ...]
    #: Whether it, or what stands around it, allows cfgs that nothing declares.
    allows_unexpected_cfgs: bool = False


@dataclass(frozen=True, slots=True)
class FileOutline:
    """What other files must know of a file."""

    declarations: tuple[Declaration, ...] = ()
    wrapper_macros: tuple[WrapperMacro, ...] = ()
    #: Whether it has a `cfg_select!` of its own.
    has_cfg_select: bool = False


def outline_of_text(text: bytes) -> FileOutline:
    """The outline of a file; most files have none, and are not parsed for it."""
    return outline_of_unit(extract(text)) if _MATTERS.search(text) else FileOutline()


class _Around(NamedTuple):
    inside: tuple[str, ...]
    conditions: tuple[CfgExpr, ...]
    macros: tuple[str, ...]
    allows_unexpected_cfgs: bool


def outline_of_unit(root: Unit) -> FileOutline:
    """The outline of a file whose facts are at hand."""
    declarations: list[Declaration] = []
    macros: list[WrapperMacro] = []
    has_cfg_select = False
    pending = [(root, _Around((), (), (), False))]
    while pending:
        unit, around = pending.pop()
        interface = unit.interface
        conditions = around.conditions + interface.conditions
        allows = around.allows_unexpected_cfgs or bool(unit.unexpected_cfgs)
        module = interface.file_module
        if interface.included is not None:
            module = FileModule("", (((), interface.included),))
        if module is not None or interface.is_compile_error:
            declarations.append(
                Declaration(module, around.inside, conditions, around.macros, allows)
            )
        has_cfg_select |= interface.macro == "cfg_select"
        if interface.wrapper_macro is not None:
            macros.append(interface.wrapper_macro)
        if not unit.children or unit.kind in (UnitKind.IMPL, UnitKind.TRAIT, UnitKind.EXTERN):
            continue
        inside = around.inside
        if interface.module is not None:
            inside = (*inside, interface.module)
        called = around.macros
        if interface.called_macro is not None:
            called = (*called, interface.called_macro)
        further = _Around(inside, conditions, called, allows)
        pending += ((child.unit, further) for child in reversed(unit.children))
    return FileOutline(tuple(declarations), tuple(macros), has_cfg_select)
