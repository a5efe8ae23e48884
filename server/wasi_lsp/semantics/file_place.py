"""What a crate says about one of its files: where it is compiled, which macros it may call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.region import Region

#: By name: what a macro of the crate puts onto the items that are passed to it.
WrapperMacros = Mapping[str, CfgExpr]


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file's place in its crate; the defaults are those of a file that is judged alone."""

    #: Where the `mod` declarations on the way to the file bring it in.
    where: Region = field(default_factory=Region.everywhere)
    #: The same without regard to a `compile_error!` that keeps the crate from being compiled.
    declared: Region = field(default_factory=Region.everywhere)
    wrapper_macros: WrapperMacros = field(default_factory=dict)
    #: Whether some file of the crate has a `cfg_select!` of its own.
    has_cfg_select: bool = False
    #: Whether a file around it allows cfgs that nothing declares.
    allows_unexpected_cfgs: bool = False
    #: Relative to the package, with `/` between its parts; None for a file that is judged alone.
    path: str | None = None
