"""A predicate as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.cfg_error import CfgError


@dataclass(frozen=True, slots=True)
class ParsedCfg:
    """A predicate and what is wrong with it, in source order.

    With errors, `expr` tells what was meant; `Invalid` stands where that is not known.
    """

    expr: CfgExpr
    errors: tuple[CfgError, ...]
    #: Whether comments may stand between its words.
    has_comments: bool = False
