"""Calls that fail further down: a public function that reaches one through others.

These are of its crate, or of the packages that it depends on by path.

`serve` calls `Conn::split`, which calls `TcpStream::try_clone`: the call itself is reported where
it stands; here the public function is told of it, with the way there.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.rules import wasi102_std_always_fails, wasi103_std_panics
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.method_uses import infer_unit, uses_of
from wasi_lsp.semantics.std_uses import std_uses
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.span import Span

_RULES = (wasi102_std_always_fails, wasi103_std_panics)
_PUBLIC = re.compile(rb"\s*pub\s+(?!\()|\s*fn\s+main\b")
_NAME = re.compile(rb"\bfn\s+(?:r#)?(\w+)")
_TEST = Region.of_atom("test")
#: How many functions one entry is followed into.
_MAX_FUNCTIONS = 500


@dataclass(frozen=True, slots=True, eq=False)
class _Function:
    """A function of the workspace, and where its unit starts in its file."""

    unit: Unit
    around: Surroundings
    offset: int
    file: SourceFile


@dataclass(frozen=True, slots=True)
class _Hop:
    """A call of another function, on the targets that reach it; the span is in the file."""

    function: _Function
    span: Span
    targets: TargetSet


@dataclass(frozen=True, slots=True)
class _Summary:
    """What one function does itself: calls that fail and calls of others, at places in the file."""

    failures: tuple[Finding, ...]
    hops: tuple[_Hop, ...]


class Consequences:
    """Follows the calls of one file's functions; summaries are made once."""

    def __init__(self, file: SourceFile, context: RuleContext) -> None:
        self._file = file
        self._context = context
        self._items: dict[SourceFile, LocalItems] = {}
        self._functions: dict[SourceFile, dict[Unit, _Function]] = {}
        self._summaries: dict[_Function, _Summary] = {}

    def findings(self) -> Iterator[Finding]:
        """The hints at the public functions of the file; spans are in the file."""
        for function in self._functions_of(self._file).values():
            if _PUBLIC.match(function.unit.interface.signature):
                yield from self._of_entry(function)

    def _of_entry(self, entry: _Function) -> Iterator[Finding]:
        said = {finding.code for finding in self._summary(entry).failures}
        pending: deque[tuple[_Function, tuple[tuple[_Function, _Hop], ...], TargetSet]] = deque()
        pending.append((entry, (), self._context.targets))
        seen = {entry}
        while pending and len(seen) < _MAX_FUNCTIONS:
            function, way, targets = pending.popleft()
            summary = self._summary(function)
            if way:
                for failure in summary.failures:
                    common = targets & TargetSet.of(failure.targets)
                    if failure.code not in said and common:
                        said.add(failure.code)
                        yield self._hint(entry, way, function, failure, common)
            for hop in summary.hops:
                reached = targets & hop.targets
                if reached and hop.function not in seen:
                    seen.add(hop.function)
                    pending.append((hop.function, (*way, (function, hop)), reached))

    def _hint(
        self,
        entry: _Function,
        way: tuple[tuple[_Function, _Hop], ...],
        last: _Function,
        failure: Finding,
        targets: TargetSet,
    ) -> Finding:
        names = [self._name(hop.function) for _, hop in way]
        through = ", ".join(f"`{name}`" for name in names)
        related = [
            Related(hop.span, f"calls `{name}`", self._path(caller))
            for (caller, hop), name in zip(way, names, strict=True)
        ]
        related.append(Related(failure.span, failure.message, self._path(last)))
        return replace(
            failure,
            severity=Severity.HINT,
            span=self._name_span(entry),
            message=f"`{self._name(entry)}` leads through {through} to this: {failure.message}",
            targets=tuple(targets),
            related=tuple(related),
            fixes=(),
        )

    def _path(self, function: _Function) -> Path | None:
        path, crate = function.file.place.path, function.file.crate
        if function.file is self._file or path is None or crate is None:
            return None
        return crate.crate.root / path

    def _name(self, function: _Function) -> str:
        match = _NAME.search(function.unit.interface.signature)
        name = match[1].decode(errors="replace") if match is not None else "?"
        owner = function.around.owner
        items = self._items_of(function.file)
        header = items.declaration(owner, function.around.module) if owner is not None else None
        lowered = header.lowered if header is not None else None
        if isinstance(lowered, hir.Impl) and isinstance(lowered.type, hir.PathType):
            return f"{lowered.type.path.segments[-1].name}::{name}"
        return name

    def _name_span(self, function: _Function) -> Span:
        signature = function.unit.interface.signature
        start = function.offset + max(0, function.unit.source.find(signature))
        match = _NAME.search(signature)
        return Span(*match.span(1)).shift(start) if match is not None else Span(start, start)

    def _summary(self, function: _Function) -> _Summary:
        known = self._summaries.get(function)
        if known is None:
            known = self._summaries[function] = self._summarize(function)
        return known

    def _summarize(self, function: _Function) -> _Summary:
        unit, around, context = function.unit, function.around, self._context
        if function.file.crate is not self._file.crate:
            # What others depend on is built without its tests.
            around = replace(around, where=around.where & ~_TEST)
        items = self._items_of(function.file)
        uses = [use for use in std_uses(unit, around, context.table) if use.is_call]
        inference = infer_unit(unit, around, items, context.table, context.types)
        if inference is not None:
            uses += uses_of(inference, unit, around, context.table)
        failures = tuple(
            replace(finding, span=finding.span.shift(function.offset))
            for use in uses
            for rule in _RULES
            for finding in rule.check(use, context)
            if finding.severity is not Severity.HINT
        )
        own = around.where & unit.interface.where
        gates, guards = Layers(unit.gates), Layers(unit.guards)
        hops: list[_Hop] = []
        for call in inference.calls if inference is not None else ():
            callee = self._function_of(items, call.function)
            compiled = self._context.assumptions.apply(own & gates.at(call.span))
            reached = compiled & self._context.assumptions.apply(guards.at(call.span))
            if callee is not None:
                targets = compiled.known_targets & reached.possible_targets
                hops.append(_Hop(callee, call.span.shift(function.offset), targets))
        return _Summary(failures, tuple(hops))

    def _function_of(self, items: LocalItems, item: hir.Fn) -> _Function | None:
        found = items.unit_of(item)
        if found is None:
            return None
        unit, module = found
        file = module.file_root().file
        return self._functions_of(file).get(unit) if file is not None else None

    def _items_of(self, file: SourceFile) -> LocalItems:
        if file not in self._items:
            self._items[file] = LocalItems(file)
        return self._items[file]

    def _functions_of(self, file: SourceFile) -> dict[Unit, _Function]:
        if file not in self._functions:
            self._functions[file] = {
                unit: _Function(unit, around, offset, file)
                for offset, unit, around in file.units
                if unit.interface.signature and not around.has_unknown_names
            }
        return self._functions[file]
