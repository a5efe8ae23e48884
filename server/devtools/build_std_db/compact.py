"""Step 4: the file that ships: one line per key, values that many items share written once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from wasi_lsp.stdlib.decode import COLUMNS, NOTABLE_FUNCTIONS, NOTABLE_METHODS, TARGETS
from wasi_lsp.stdlib.model import UNREMARKABLE, Condition, Evidence, Support, Verdict

_FUNCTIONS = ("fn", "method", "assoc_fn", "trait_method")

#: Modules that no WASI target has: their absence is told at the import, not at each method.
_ABSENT_MODULES = re.compile(r"std::os::(?!fd\b|wasi\b)")


def _is_notable(path: str, support: list[Support]) -> bool:
    """Whether a use of the item is worth a look: it fails or differs on some target.

    That an item is too new for some release is the business of a crate's `rust-version`.
    """
    verdicts = {row.verdict for row in support} - UNREMARKABLE - {Verdict.ABSENT_IN_VERSION}
    if verdicts == {Verdict.COMPILE_ERROR}:
        return _ABSENT_MODULES.match(path) is None
    return bool(verdicts)


class Compact:
    """Collects lines; `text` is the file."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self._shared: dict[str, str] = {}
        self._notable_methods: set[str] = set()
        self._notable_functions: set[str] = set()

    def add(
        self,
        surface: dict[str, Any],
        support: Iterable[Support],
        conditions: Iterable[Condition],
    ) -> None:
        """Add an item: its row of the surface, and what was merged for it."""
        path = surface["path"]
        support = list(support)
        if _is_notable(path, support):
            name = path.rpartition("::")[2]
            if surface.get("receiver"):
                self._notable_methods.add(name)
            if surface["kind"] in _FUNCTIONS:
                self._notable_functions.add(name)
        fields = {
            key: " ".join(value) if isinstance(value, list) else value
            for key, value in surface.items()
            if value and (key, value) != ("origin", "std")
        }
        if rows := self._supports(support):
            fields["support"] = self._share("s", rows)
        if cases := self._conditions(conditions):
            fields["conditions"] = self._share("c", cases)
        self._lines[path] = "\t".join(fields.get(name, "") for name in COLUMNS).rstrip("\t")
        for alias in surface.get("aliases", ()):
            self._lines.setdefault(alias, f"={path}")

    def text(self) -> str:
        """Return the file, sorted."""
        shared = {key: value for value, key in self._shared.items()}
        shared[NOTABLE_FUNCTIONS] = _json(sorted(self._notable_functions))
        shared[NOTABLE_METHODS] = _json(sorted(self._notable_methods))
        lines = [f"{key}\t{value}" for key, value in (shared | self._lines).items()]
        return "\n".join(sorted(lines)) + "\n"

    def _share(self, prefix: str, value: Any) -> str:
        return self._shared.setdefault(_json(value), f"@{prefix}{len(self._shared)}")

    def _evidence(self, evidence: Iterable[Evidence]) -> list[str]:
        return [
            self._share("e", _without_none(kind=str(piece.kind), text=piece.text, rust=piece.rust))
            for piece in evidence
        ]

    def _supports(self, support: Iterable[Support]) -> list[list[str]]:
        """Return the keys of the rows of each of `TARGETS`; nothing where none has any."""
        keys: dict[str, list[str]] = {target: [] for target in TARGETS}
        for row in support:
            keys[row.target].append(self._share("r", self._row(row)))
        return list(keys.values()) if any(keys.values()) else []

    def _row(self, row: Support) -> dict[str, Any]:
        return _without_none(
            rust=str(row.rust),
            verdict=str(row.verdict),
            feature=row.feature,
            message=row.message,
            why=row.why,
            instead=row.instead,
            evidence=self._evidence(row.evidence),
        )

    def _conditions(self, conditions: Iterable[Condition]) -> list[dict[str, Any]]:
        """Return the cases, with the targets that agree together."""

        def same(case: Condition) -> tuple[str, str, str, str, tuple[Evidence, ...]]:
            return (case.when, str(case.rust), case.verdict, case.message or "", case.evidence)

        lines = []
        ordered = sorted(conditions, key=lambda case: (repr(same(case)), case.target))
        for _, group in groupby(ordered, key=same):
            cases = list(group)
            first = cases[0]
            lines.append(
                _without_none(
                    when=first.when,
                    targets=[case.target for case in cases],
                    rust=str(first.rust),
                    verdict=str(first.verdict),
                    message=first.message,
                    evidence=self._evidence(first.evidence),
                )
            )
        return lines


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without_none(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
