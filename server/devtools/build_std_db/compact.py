"""Step 4: the file that ships: one line per key, values that many items share written once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from wasi_lsp.stdlib.model import Condition, Evidence, Support


class Compact:
    """Collects lines; `text` is the file."""

    def __init__(self) -> None:
        self._items: dict[str, str] = {}
        self._shared: dict[str, str] = {}

    def add(
        self,
        surface: dict[str, Any],
        support: Iterable[Support],
        conditions: Iterable[Condition],
    ) -> None:
        """Add an item: its row of the surface, and what was merged for it."""
        path = surface["path"]
        line = {key: value for key, value in surface.items() if key != "path" and value is not None}
        if line["origin"] == "std":
            del line["origin"]
        if rows := [self._share("r", self._support(row)) for row in support]:
            line["support"] = self._share("s", rows)
        if cases := self._conditions(conditions):
            line["conditions"] = cases
        self._items[path] = _json(line)
        for alias in surface.get("aliases", ()):
            self._items.setdefault(alias, _json(path))

    def text(self) -> str:
        """Return the file: shared values in the order of their first use, items sorted."""
        shared = [f"{key}\t{value}" for value, key in self._shared.items()]
        items = [f"{path}\t{line}" for path, line in sorted(self._items.items())]
        return "\n".join([*shared, *items]) + "\n"

    def _share(self, prefix: str, value: Any) -> str:
        return self._shared.setdefault(_json(value), f"@{prefix}{len(self._shared)}")

    def _evidence(self, evidence: Iterable[Evidence]) -> list[str]:
        return [
            self._share("e", _without_none(kind=str(piece.kind), text=piece.text, rust=piece.rust))
            for piece in evidence
        ]

    def _support(self, row: Support) -> dict[str, Any]:
        return _without_none(
            target=row.target,
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
