"""What methods of strings, options and iterators make of a build script's values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.values import (
    Function,
    Items,
    Text,
    Value,
    constant,
    equal,
    text_of,
    union,
)

#: Calls a function or closure of the script, where the region holds.
Call = Callable[[Function, Sequence[Value], Region], Value]

#: They change the type of a value, and nothing that matters here.
_SAME = frozenset(
    {
        *("as_str", "as_ref", "as_deref", "as_os_str", "as_slice", "as_bytes", "borrow", "ok"),
        *("to_string", "to_owned", "to_str", "to_string_lossy", "to_vec", "into", "into_string"),
        *("into_owned", "into_boxed_str", "clone", "cloned", "copied", "iter", "into_iter"),
        *("collect", "by_ref", "peekable", "ok_or", "ok_or_else", "map_err", "expect", "unwrap"),
    }
)
_CHANGES: dict[str, Callable[[str], str]] = {
    "to_uppercase": str.upper,
    "to_ascii_uppercase": str.upper,
    "to_lowercase": str.lower,
    "to_ascii_lowercase": str.lower,
    "trim": str.strip,
    "trim_start": str.lstrip,
    "trim_end": str.rstrip,
}
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "eq_ignore_ascii_case": lambda text, other: text.lower() == other.lower(),
}


def method(receiver: Value, name: str, args: Sequence[Value], call: Call) -> Value:
    """The result of `receiver.name(args)`; None where it is not known."""
    if name in _SAME:
        return receiver
    if name in ("eq", "ne") and args:
        same = equal(receiver, args[0])
        return same if same is None or name == "eq" else ~same
    if isinstance(receiver, Text):
        return _of_text(receiver, name, args, call)
    if isinstance(receiver, Items):
        return _of_items(receiver, name, args, call)
    # `Some(true)` is told from `None` no further than that.
    if isinstance(receiver, Region) and name == "unwrap_or" and args == [Region.nowhere()]:
        return receiver
    if isinstance(receiver, Region) and name == "unwrap_or_default":
        return receiver
    return None


def _of_text(text: Text, name: str, args: Sequence[Value], call: Call) -> Value:
    if name in _CHANGES:
        return text.map(_CHANGES[name])
    match name, args:
        case (("is_ok" | "is_some"), []):
            return text.present
        case (("is_err" | "is_none"), []):
            return ~text.present
        case "is_empty", []:
            return text.where(lambda each: not each)
        case "unwrap_or_default", []:
            return _or(text, constant(""))
        case (("unwrap_or" | "or"), [Text() as other]):
            return _or(text, other)
        case "unwrap_or_else", [Function() as other]:
            if (~text.present).is_satisfiable:
                given = call(other, [], ~text.present)
                return _or(text, given) if isinstance(given, Text) else None
            return text
        case (("is_ok_and" | "is_some_and" | "map" | "and_then"), [Function() as closure]):
            return _mapped(text, closure, call)
        case "map_or", [Region() as other, Function() as closure]:
            mapped = _mapped(text, closure, call)
            return mapped | (other & ~text.present) if isinstance(mapped, Region) else None
        case (("split" | "split_terminator"), [Text() as separator]):
            return _split(text, separator)
        case "replace", [Text() as old, Text() as new] if len(old.cases) == len(new.cases) == 1:
            (before,), (after,) = old.cases, new.cases
            return text.map(lambda each: each.replace(before, after))
        case "contains", [Items() as choices]:
            tests = [method(text, "contains", [item], call) for item, _ in choices.items]
            known = [test for test in tests if isinstance(test, Region)]
            return union(known) if len(known) == len(tests) else None
        case _, [Text() as other] if name in _TESTS:
            return union(
                text.where(lambda each, part=part: _TESTS[name](each, part)) & where  # type: ignore[misc]
                for part, where in other.cases.items()
            )
    return None


def _or(text: Text, other: Text) -> Text:
    missing = ~text.present
    rest = ((each, where & missing) for each, where in other.cases.items())
    return replace(text_of([*text.cases.items(), *rest]), variable=text.variable)


def _mapped(text: Text, closure: Function, call: Call) -> Value:
    """What a closure makes of the string, where there is one."""
    results = [
        (call(closure, [constant(each, text.variable)], where), where)
        for each, where in text.cases.items()
    ]
    regions = [value & where for value, where in results if isinstance(value, Region)]
    if len(regions) == len(results):
        return union(regions)
    texts = [(value, where) for value, where in results if isinstance(value, Text)]
    if len(texts) < len(results):
        return None
    return text_of((new, at & where) for value, where in texts for new, at in value.cases.items())


def _split(text: Text, separator: Text) -> Items | None:
    if len(separator.cases) != 1:
        return None
    (mark,) = separator.cases
    if not mark:
        return None
    parts: dict[str, list[Region]] = {}
    for each, where in text.cases.items():
        for part in dict.fromkeys(each.split(mark)):
            parts.setdefault(part, []).append(where)
    return Items(
        tuple((constant(part, text.variable), union(regions)) for part, regions in parts.items())
    )


def _of_items(items: Items, name: str, args: Sequence[Value], call: Call) -> Value:
    match name, args:
        case (("is_some" | "is_ok"), []):
            return items.present
        case (("is_none" | "is_err" | "is_empty"), []):
            return ~items.present
        case "contains", [wanted]:
            tests = [(equal(item, wanted), where) for item, where in items.items]
            known = [test & where for test, where in tests if test is not None]
            return union(known) if len(known) == len(tests) else None
        case "chain", [Items(others)]:
            return Items((*items.items, *others))
        case "map", [Function() as closure]:
            return Items(
                tuple((call(closure, [item], where), where) for item, where in items.items)
            )
        case (("any" | "all" | "find" | "filter"), [Function() as closure]):
            results = [(call(closure, [item], where), where) for item, where in items.items]
            known = [test & where for test, where in results if isinstance(test, Region)]
            if len(known) < len(results):
                return None
            if name == "any":
                return union(known)
            if name == "all":
                return ~union(
                    where & ~test for test, (_, where) in zip(known, items.items, strict=True)
                )
            left = zip((item for item, _ in items.items), known, strict=True)
            return Items(tuple((item, where) for item, where in left if where.is_satisfiable))
    return None
