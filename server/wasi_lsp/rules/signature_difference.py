"""What sets the signatures of two functions apart for their callers."""

from __future__ import annotations

import re

from wasi_lsp.syntax.signatures import Signature

#: Types that are never an alias of one another, whatever the target.
_PLAIN = frozenset(
    {
        *("bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32"),
        *("i64", "i128", "isize", "f32", "f64", "String", "Vec", "Option", "Box", "Path"),
        *("PathBuf", "OsStr", "OsString", "Duration", "mut", "dyn"),
    }
)
_WORD = re.compile(r"\w+")


def difference(first: Signature, second: Signature) -> tuple[str, str] | None:
    """Words for each, to follow on the function's name; None if nothing sets them apart for sure.

    Types that may be aliases of one another are taken to be equal.
    """
    counts = len(first.parameters), len(second.parameters)
    if counts[0] != counts[1]:
        return f"{_takes(counts[0])}", f"{_takes(counts[1])}"
    if first.is_async != second.is_async:
        return _is("`async`", first.is_async), _is("`async`", second.is_async)
    if first.is_unsafe != second.is_unsafe:
        return _is("`unsafe`", first.is_unsafe), _is("`unsafe`", second.is_unsafe)
    if first.generics or second.generics:
        return None
    for one, other in zip(first.parameters, second.parameters, strict=True):
        if _are_different(one, other):
            return f"takes `{one}`", f"takes `{other}`"
    if _are_different(first.returns or "()", second.returns or "()"):
        return f"returns `{first.returns or '()'}`", f"returns `{second.returns or '()'}`"
    return None


def _takes(count: int) -> str:
    return f"takes {count or 'no'} argument{'' if count == 1 else 's'}"


def _is(word: str, truth: bool) -> str:
    return f"is {word}" if truth else f"is not {word}"


def _are_different(one: str, other: str) -> bool:
    """Whether two types are different for sure, and no alias of each other.

    References may be turned into one another where they are used: `&String` into `&str`.
    """
    if one.startswith("&") and other.startswith("&"):
        return False
    return one != other and _PLAIN.issuperset(_WORD.findall(one + " " + other))
