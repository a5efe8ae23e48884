"""Completion of items and methods of std that do not simply work where code is for WASI.

rust-analyzer completes all of std. What is offered here stands beside its items, and warns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, wasi_targets
from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.completion_item import sort_text
from wasi_lsp.ide.is_code import is_code
from wasi_lsp.ide.std_hover import hover_std
from wasi_lsp.ide.std_uses_at import std_uses_at
from wasi_lsp.ide.target_names import short_names
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.method_uses import notable_methods_at
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.stdlib.lookup import own_gate
from wasi_lsp.stdlib.model import UNREMARKABLE, StdItem, Support, Verdict
from wasi_lsp.stdlib.words import support_words
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.scan import closing_brackets
from wasi_lsp.text.span import Span

#: How far before the cursor its path or its `use` begins.
_WINDOW = 2_048
_LONGEST_NAME = 256
#: How far before the cursor the item begins that it is in, in bytes.
_LONGEST_ITEM = 20_000
_ITEM = re.compile(
    rb"^(?:\#!?\[|(?:pub|unsafe|async|const|extern|fn|impl|mod|trait|static)\b)", re.MULTILINE
)
_NAME_BEFORE = re.compile(rb"[A-Za-z0-9_]*\Z")
_GROUP = re.compile(rb"\buse\b[^;]*::\s*\{")
_REST_OF_NAME = re.compile(rb"[A-Za-z0-9_]*")
#: Stands for the name that is not typed yet.
_PLACEHOLDER = b"x"

#: rust-analyzer shows the modules of its own target there, and hides all others.
_SYSTEMS = "std::os"
#: The item is there and does something, if not the same as on Linux.
_DIFFERENT = frozenset({Verdict.WORKS_BUT_DIFFERS, Verdict.ERROR_KIND_DIFFERS})
#: An item, the name by which it is reached, and where that is.
_Candidate = tuple[StdItem, str, Region]
_KINDS = {
    "mod": CompletionKind.MODULE,
    "fn": CompletionKind.FUNCTION,
    "assoc_fn": CompletionKind.FUNCTION,
    "method": CompletionKind.METHOD,
    "trait_method": CompletionKind.METHOD,
    "trait": CompletionKind.TRAIT,
    "const": CompletionKind.CONSTANT,
    "static": CompletionKind.CONSTANT,
    "macro": CompletionKind.MACRO,
}


def complete_std(
    document: RustDocument, offset: int, context: RuleContext
) -> tuple[Completion, ...]:
    """What may follow a path into std, or a value, at the byte `offset`, with what it does there.

    Nothing where the code is not for WASI. The documentation is left to `std_documentation`.
    """
    text = document.text
    typed = _NAME_BEFORE.search(text, max(0, offset - _LONGEST_NAME), offset)
    rest = _REST_OF_NAME.match(text, offset)
    if typed is None or rest is None or not context.targets:
        return ()
    span = Span(typed.start(), rest.end())
    before = text[max(0, span.start - _WINDOW) : span.start].rstrip()
    candidates = (
        _in_path if _is_in_path(before) else _of_value if _is_behind_value(before) else None
    )
    if candidates is None or not is_code(text, span.start, offset):
        return ()
    found: dict[str, Completion] = {}
    for item, name, where in candidates(document, span, context):
        targets = context.assumptions.apply(where).possible_targets & context.targets
        completion = _completion(item, name, span, targets, context)
        if completion is not None:
            found.setdefault(name, completion)
    ordered = sorted(found.values(), key=lambda each: (each.is_deprecated, each.label))
    return tuple(
        replace(each, sort_text=sort_text(rank, is_behind_others=True))
        for rank, each in enumerate(ordered)
    )


def _is_in_path(before: bytes) -> bool:
    """Whether what follows on a text goes on with a path, or stands in a group of a `use`."""
    if before.endswith((b"{", b",")):
        return _GROUP.search(before.rpartition(b";")[2]) is not None
    return before.endswith(b"::")


def _is_behind_value(before: bytes) -> bool:
    """Whether what follows on a text is a method or field."""
    return before.endswith(b".") and not before.endswith(b"..")


def std_documentation(path: str, context: RuleContext) -> str | None:
    """Markdown on an item of std, as its hover tells it; None if there is no such item."""
    item = context.table.item(path)
    targets = tuple(context.targets or wasi_targets())
    return hover_std(context.table, item, targets, context.rust) if item is not None else None


def _in_path(document: RustDocument, span: Span, context: RuleContext) -> Iterator[_Candidate]:
    """What the path before the name at `span` holds, and where it is reached."""
    name = document.text[span.start : span.end] or _PLACEHOLDER
    for whole in _readings(document, span, name):
        uses = [
            use
            for start, unit, around in _around(document, whole, span.start, context)
            for use in std_uses_at(unit, span.start - start, around, context.table)
        ]
        for use in uses:
            parent = "::".join(use.path[:-1])
            for member in context.table.members(parent):
                item = context.table.item(f"{parent}::{member}")
                if item is not None:
                    yield item, member, use.reached
        if uses:
            return


def _of_value(document: RustDocument, span: Span, context: RuleContext) -> Iterator[_Candidate]:
    """The methods of the value before the name at `span`, and where they are reached."""
    name = document.text[span.start : span.end] or _PLACEHOLDER
    is_call = document.text.startswith(b"(", span.end)
    for whole in _readings(document, span, name if is_call else name + b"()"):
        is_read = False
        for start, unit, around in _around(document, whole, span.start, context):
            file = SourceFile(whole.unit, around.module.file_root(), context.place, context.files)
            at = Span(span.start, span.start + len(name)).shift(-start)
            tables = context.table, context.types
            for use in notable_methods_at(unit, around, LocalItems(file), *tables, at):
                is_read = True
                item = context.table.item("::".join(use.path))
                if item is not None:
                    yield item, use.path[-1], use.reached
        if is_read:
            return


def _readings(document: RustDocument, span: Span, typed: bytes) -> Iterator[RustDocument]:
    """The document with `typed` at `span`; and where that is broken, with an end behind it.

    Not every editor closes a bracket when it is opened.
    """
    is_there = document.text[span.start : span.end] == typed
    whole = document if is_there else document.edited(span, typed)
    yield whole
    if whole.is_broken:
        window = max(0, span.start - _LONGEST_ITEM)
        begins = [match.start() for match in _ITEM.finditer(document.text, window, span.start)]
        brackets = closing_brackets(document.text, begins[-1] if begins else window, span.start)
        if brackets:
            yield document.edited(span, typed + brackets.replace(b"}", b";}"))


def _around(
    document: RustDocument, whole: RustDocument, offset: int, context: RuleContext
) -> Iterator[tuple[int, Unit, Surroundings]]:
    """The units of `whole` at `offset`, as `walk_surroundings` has them.

    `whole` is the document with a name there; the names around are those from before.
    """
    module = document.memo.module_of(document.unit, context)
    here = Span(offset, offset)
    for start, unit, around in walk_surroundings(whole.unit, module, context.place, here):
        if not around.has_unknown_names:
            yield start, unit, around


def _completion(
    item: StdItem, name: str, span: Span, targets: TargetSet, context: RuleContext
) -> Completion | None:
    """An item with what it does; None where it simply works on all of the targets."""
    is_system = item.path.rpartition("::")[0] == _SYSTEMS
    marks: dict[str, list[str]] = {}
    fails = []
    for target in targets:
        row = context.table.support(item, target, context.rust[target])
        is_remarkable = row is not None and _is_remarkable(item, row, context)
        if row is not None and (is_remarkable or is_system):
            marks.setdefault(support_words(row).replace("`", ""), []).append(target)
        if row is not None and is_remarkable and row.verdict not in _DIFFERENT:
            fails.append(target)
    if not marks:  # Also where it is not reached on any target.
        return None
    return Completion(
        label=name,
        kind=_KINDS.get(item.kind, CompletionKind.TYPE),
        span=span,
        insert_text=name,
        is_snippet=False,
        detail=item.path,
        documentation="",
        sort_text="",
        filter_text=name,
        mark="; ".join(
            f"{words} on {short_names(TargetSet.of(on))}" for words, on in marks.items()
        ),
        is_deprecated=len(fails) == len(targets),
        std_path=item.path,
    )


def _is_remarkable(item: StdItem, row: Support, context: RuleContext) -> bool:
    """Whether it does not plainly work, or needs a feature that the crate does not switch on."""
    if row.verdict not in UNREMARKABLE:
        return True
    gates = own_gate(item, row)
    return gates is not None and not context.enabled_features.issuperset(gates.split(","))
