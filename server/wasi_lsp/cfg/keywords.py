"""The words that are no plain name in a predicate."""

from __future__ import annotations

_STRICT_AND_RESERVED = (
    "as break const continue else enum extern fn for if impl in let loop match mod move mut pub "
    "ref return static struct trait type unsafe use where while "
    "abstract become box do final macro override priv typeof unsized virtual yield"
)
#: Keywords of every edition: a name only as `r#…`.
KEYWORDS = frozenset(_STRICT_AND_RESERVED.split())
#: Words that name no cfg option, not even as `r#…`: `_` and the path keywords.
NEVER_NAMES = frozenset({"_", "self", "Self", "super", "crate"})
