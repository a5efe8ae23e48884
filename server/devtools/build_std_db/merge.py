"""Step 3: one answer for each item, target and release, out of all the evidence.

For every release the strongest evidence speaks: measured, compiled, then notes. Two that disagree
are a contradiction, which fails the build. Releases between two equal measurements that nobody
checked take their answer, and the evidence says so. The newest answer holds for later releases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from devtools.build_std_db.measured import Reading, message
from devtools.build_std_db.notes import Note
from devtools.build_std_db.versions import FIRST_RELEASE, RELEASES
from wasi_lsp.rust_version import RustVersion, VersionRange
from wasi_lsp.stdlib.lookup import NEWEST
from wasi_lsp.stdlib.model import Condition, Evidence, EvidenceKind, Support, Verdict

Row = Mapping[str, Any]

ABSENT = {Verdict.COMPILE_ERROR, Verdict.ABSENT_IN_VERSION}

#: Verdicts of a row that say nothing about the item itself.
SILENT = {
    Verdict.NOT_REACHED, Verdict.RAWFD_ONLY, Verdict.HOST_PERMISSION, Verdict.NOT_APPLICABLE,
}  # fmt: skip

#: The same wasi-libc and std sources serve both; only threads tell them apart.
THREADS, SAME_AS = "wasm32-wasip1-threads", "wasm32-wasip1"
_THREAD_MODULES = ("std::thread", "std::sync")
_NO_THREAD_PART = ("std::sync::Arc", "std::sync::Weak", "std::sync::atomic", "std::sync::Exclusive")


_SAME_CODE = Evidence(
    EvidenceKind.DERIVED, f"std has the same code there as on {SAME_AS}; it was not run there"
)
_NO_SYSTEM_CALLS = Evidence(EvidenceKind.DERIVED, "core and alloc make no system calls")


@dataclass(slots=True)
class Answer:
    """What is known of an item on a target in one release."""

    verdict: Verdict
    message: str | None = None
    why: str | None = None
    instead: str | None = None
    feature: str | None = None
    evidence: list[Evidence] = field(default_factory=list)

    def key(self) -> tuple[object, ...]:
        """Return what tells two rows apart; the evidence does not."""
        return (self.verdict, self.message, self.why, self.instead, self.feature)


class Merge:
    """All evidence, indexed; `contradictions` fills while answers are asked for."""

    def __init__(
        self,
        measured: Iterable[tuple[Reading, Row]],
        existence: Mapping[RustVersion, Mapping[str, Row]],
        notes: Iterable[Note],
    ) -> None:
        self._measured: dict[tuple[str, str], dict[RustVersion, Row]] = defaultdict(dict)
        self._cases: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        self._raw: dict[str, dict[RustVersion, Row]] = defaultdict(dict)
        self._existence = existence
        self._exact: dict[tuple[str, str], list[Note]] = defaultdict(list)
        self._below: dict[tuple[str, str], list[Note]] = defaultdict(list)
        self._case_notes: dict[str, list[Note]] = defaultdict(list)
        self.contradictions: list[str] = []
        for reading, row in measured:
            self._index(reading, row)
        for note in notes:
            if note.when is not None:
                self._case_notes[note.path].append(note)
            else:
                index = self._exact if note.exact else self._below
                index[note.path, note.target].append(note)

    def _index(self, reading: Reading, row: Row) -> None:
        if reading.on is not None and reading.when is not None:
            self._cases[reading.on].append((reading.when, row))
        verdict = Verdict(row["verdict"])
        if verdict is Verdict.RAWFD_ONLY and row["target"] == SAME_AS and reading.on:
            self._raw[reading.on][_version(row)] = row
        if verdict in SILENT:
            return
        version = _version(row)
        for path in reading.items:
            rows = self._measured[path, row["target"]]
            if version in rows and rows[version]["verdict"] != row["verdict"]:
                self.contradictions.append(
                    f"{path} on {row['target']} in {version}: measured {rows[version]['verdict']} "
                    f"({rows[version]['id']}) and {row['verdict']} ({row['id']})"
                )
            rows[version] = row

    def support(self, path: str, surface: Row) -> tuple[Support, ...]:
        """Return the rows of the item on all targets, by target and release."""
        answers = {target: self._answers(path, target, surface) for target in FIRST_RELEASE}
        if not (_is_run(surface) and _has_thread_part(path)):
            for version, answer in answers[SAME_AS].items():
                own = answers[THREADS].get(version)
                if own is None or own.verdict is Verdict.UNKNOWN or _only_exists(surface):
                    answers[THREADS][version] = replace(answer, evidence=[_SAME_CODE])
        return tuple(
            row for target in sorted(answers) for row in self._ranges(target, answers[target])
        )

    def feature(self, path: str) -> str | None:
        """Return the gates that the item needs wherever the newest compiler asked has it."""
        row = self._existence[max(self._existence)].get(path, {})
        there = [
            set(outcome.removeprefix("gate ").split(",")) if outcome != "present" else set()
            for target, outcome in row.items()
            if target != "path" and not outcome.startswith("absent")
        ]
        return ",".join(sorted(set.intersection(*there))) or None if there else None

    def conditions(self, path: str) -> tuple[Condition, ...]:
        """Return the special cases of the item, by case, target and release."""
        found: dict[tuple[str, str, str, str | None], list[Row]] = defaultdict(list)
        for when, row in self._cases.get(path, ()):
            if Verdict(row["verdict"]) not in SILENT - {Verdict.HOST_PERMISSION}:
                found[when, row["target"], row["verdict"], message(row)].append(row)
        conditions = [
            Condition(
                when=when,
                target=target,
                rust=_spanned(_version(row) for row in rows),
                verdict=Verdict(verdict),
                message=text,
                evidence=tuple(_measurement(row) for row in rows),
            )
            for (when, target, verdict, text), rows in found.items()
        ]
        conditions += [
            Condition(note.when or "", note.target, note.rust, note.verdict, note.message,
                      (note.evidence,))
            for note in self._case_notes.get(path, ())
        ]  # fmt: skip
        return tuple(sorted(conditions, key=lambda each: (each.when, each.target, str(each.rust))))

    def _note(self, path: str, target: str, version: RustVersion) -> Note | None:
        """Return the note that speaks of `path` in `version`: one that names it goes first."""
        candidates = [note for note in self._exact.get((path, target), ()) if version in note.rust]
        parent = path
        while not candidates and "::" in parent:
            parent = parent.rpartition("::")[0]
            candidates = [
                note
                for note in self._below.get((parent, target), ())
                if version in note.rust and note.means(path)
            ]
        if not candidates:
            return None
        # A range that begins later is the closer one: 1.93.1 within 1.93.
        best = max(candidates, key=lambda note: note.rust.first or RustVersion(0, 0))
        for other in candidates:
            if other.verdict != best.verdict and other.rust.first == best.rust.first:
                self.contradictions.append(
                    f"{path} on {target} in {version}: noted {best.verdict} ({best.evidence.text}) "
                    f"and {other.verdict} ({other.evidence.text})"
                )
        return best

    def _answers(self, path: str, target: str, surface: Row) -> dict[RustVersion, Answer]:
        answers: dict[RustVersion, Answer] = {}
        elsewhere = self._exists_somewhen(path, target)
        for version in RELEASES:
            if version >= FIRST_RELEASE[target]:
                answer = self._answer(path, target, version, surface, elsewhere)
                if answer is not None:
                    answers[version] = answer
        self._fill_gaps(path, target, surface, answers)
        return answers

    def _compiled(self, path: str, target: str, version: RustVersion) -> str | None:
        """Return the compiler's word; what exists with threads exists without."""
        if version < FIRST_RELEASE[target]:
            return None
        asked = SAME_AS if target == THREADS else target
        row = self._existence.get(version, {}).get(path)
        return row.get(asked, row.get("all")) if row else None

    def _exists_somewhen(self, path: str, target: str) -> bool:
        compiled = [self._compiled(path, target, version) for version in self._existence]
        if any(outcome and not outcome.startswith("absent") for outcome in compiled):
            return True
        notes = self._exact.get((path, target), ())
        return any(note.verdict not in ABSENT for note in notes)

    def _answer(
        self, path: str, target: str, version: RustVersion, surface: Row, elsewhere: bool
    ) -> Answer | None:
        row = self._measured.get((path, target), {}).get(version)
        compiled = self._compiled(path, target, version)
        note = self._note(path, target, version)
        if (
            note is not None
            and not note.exact
            and not self._is_there(path, target, version, surface, row)
        ):
            # What holds for all that lies below a module holds for what is there.
            note = note if note.verdict in ABSENT else None
        absent = compiled is not None and compiled.startswith("absent")
        if row is None and compiled is None and not self._reachable(version, surface, note):
            return self._by_stability(path, target, version, surface)
        verdicts: dict[str, Verdict] = {}
        if row is not None:
            verdicts[f"measured ({row['id']})"] = Verdict(row["verdict"])
        if absent:
            verdicts[f"compiled ({compiled})"] = (
                Verdict.ABSENT_IN_VERSION if elsewhere else Verdict.COMPILE_ERROR
            )
        if note is not None:
            verdicts[f"noted ({note.file}: {note.evidence.text})"] = note.verdict
        if not verdicts:
            if compiled is None:
                return None
            verdicts["nothing"] = Verdict.WORKS if _only_exists(surface) else Verdict.UNKNOWN
        self._compare(path, target, version, verdicts)
        verdict = note.verdict if absent and note else next(iter(verdicts.values()))
        answer = Answer(verdict)
        if verdict not in ABSENT:
            answer.feature = self._feature(path, target, version, surface, note)
        if note is not None:
            answer.message, answer.why, answer.instead = note.message, note.why, note.instead
        if row is not None:
            answer.message = answer.message or message(row)
            answer.evidence.append(_measurement(row))
        if compiled is not None:
            code = compiled.removeprefix("absent ")
            text = f"error {code}" if absent else "the path resolves"
            kind = EvidenceKind.COMPILED
            if target == THREADS:
                kind, text = EvidenceKind.DERIVED, f"{text} on {SAME_AS}, whose cfgs are the same"
            answer.evidence.append(Evidence(kind, text, str(version)))
            if absent and answer.message is None:
                answer.message = f"error {code}"
        if note is not None:
            answer.evidence.append(note.evidence)
        elif row is None and not absent and _only_exists(surface) and _is_run(surface):
            answer.evidence.append(_NO_SYSTEM_CALLS)
        raw = self._raw.get(path, {}).get(version) if target == SAME_AS else None
        if raw is not None and verdict is Verdict.UNSUPPORTED and raw["outcome"] == "err":
            answer.evidence.append(_measurement(raw))
        return answer

    def _is_there(
        self, path: str, target: str, version: RustVersion, surface: Row, row: Row | None
    ) -> bool:
        """Tell whether the item exists in `version`, as far as its stability and compilers say."""
        if row is not None:
            return Verdict(row["verdict"]) not in ABSENT
        since = RustVersion.parse(surface.get("since") or "")
        older: str | None = None
        newer: str | None = None
        for release in sorted(self._existence):
            outcome = self._compiled(path, target, release)
            if outcome is not None and release <= version:
                older = outcome
            elif outcome is not None and newer is None:
                newer = outcome
        stable = since is not None and version >= since
        if older is None:
            return stable and not (newer or "").startswith("absent")
        there = not older.startswith("absent")
        if newer is None or version in self._existence:
            return there
        # Between two compilers: there for both, or there for the newer one and stable by then.
        return (there or stable) and not newer.startswith("absent")

    def _by_stability(
        self, path: str, target: str, version: RustVersion, surface: Row
    ) -> Answer | None:
        """Answer for a release between an item's becoming stable and the next compiler asked."""
        since = RustVersion.parse(surface.get("since") or "")
        if since is None or version < since or not _only_exists(surface):
            return None
        asked = (self._compiled(path, target, each) for each in sorted(self._existence)
                 if each > version)  # fmt: skip
        if next((outcome for outcome in asked if outcome is not None), None) != "present":
            return None
        evidence = Evidence(EvidenceKind.DOCUMENTED, f"stable since Rust {since}")
        return Answer(Verdict.WORKS, evidence=[evidence])

    def _reachable(self, version: RustVersion, surface: Row, note: Note | None) -> bool:
        """Tell whether a note may speak of `version`: not before the item was stable."""
        since = RustVersion.parse(surface.get("since") or "")
        return note is not None and (note.verdict in ABSENT or since is None or version >= since)

    def _compare(
        self, path: str, target: str, version: RustVersion, verdicts: Mapping[str, Verdict]
    ) -> None:
        kinds = {Verdict.COMPILE_ERROR if each in ABSENT else each for each in verdicts.values()}
        if len(kinds) > 1:
            said = " and ".join(f"{source}: {verdict}" for source, verdict in verdicts.items())
            self.contradictions.append(f"{path} on {target} in {version}: {said}")

    def _feature(
        self, path: str, target: str, version: RustVersion, surface: Row, note: Note | None
    ) -> str | None:
        if note is not None and note.feature is not None:
            return note.feature
        known = {
            release: outcome
            for release in sorted(self._existence)
            if (outcome := self._compiled(path, target, release)) is not None
            and not outcome.startswith("absent")
        }
        since = RustVersion.parse(surface.get("since") or "")
        older = [release for release in known if release <= version]
        newer = [release for release in known if release > version]
        # Before an item became stable an older compiler's word counts, afterwards a newer one's.
        if version in known:
            release = version
        elif older and (not newer or (since is not None and version < since)):
            release = older[-1]
        elif newer and (since is None or version >= since):
            release = newer[0]
        else:
            return None
        outcome = known[release]
        return outcome.removeprefix("gate ") if outcome.startswith("gate ") else None

    def _fill_gaps(
        self, path: str, target: str, surface: Row, answers: dict[RustVersion, Answer]
    ) -> None:
        """Give the releases between two equal answers that answer, and say so."""
        known = sorted(answers)
        for older, newer in pairwise(known):
            gap = [version for version in RELEASES if older < version < newer]
            if not gap or answers[older].verdict != answers[newer].verdict:
                continue
            text = f"equal in {older} and {newer}; the releases between them were not checked"
            for version in gap:
                feature = self._feature(path, target, version, surface, None)
                evidence = [Evidence(EvidenceKind.DERIVED, text)]
                answers[version] = replace(answers[newer], feature=feature, evidence=evidence)
        last = max((version for version in answers if version <= NEWEST), default=None)
        if last == NEWEST:
            for version in RELEASES:
                if version > NEWEST and version not in answers:
                    answers[version] = replace(answers[NEWEST], evidence=[])

    def _ranges(self, target: str, answers: Mapping[RustVersion, Answer]) -> list[Support]:
        rows: list[Support] = []
        group: list[RustVersion] = []

        def close() -> None:
            if group:
                last = None if group[-1] == RELEASES[-1] else group[-1]
                if last is not None and (minor := RustVersion(*last[:2])) in group:
                    last = minor  # "1.93" includes its patch releases
                rows.append(_support(target, VersionRange(group[0], last),
                                     [answers[version] for version in group]))  # fmt: skip
            group.clear()

        for version in RELEASES:
            answer = answers.get(version)
            if answer is None or (group and answers[group[-1]].key() != answer.key()):
                close()
            if answer is not None:
                group.append(version)
        close()
        return rows


def _support(target: str, rust: VersionRange, answers: list[Answer]) -> Support:
    first = answers[0]
    evidence = sorted(
        dict.fromkeys(piece for answer in answers for piece in answer.evidence),
        key=lambda piece: list(EvidenceKind).index(piece.kind),
    )
    return Support(target, rust, first.verdict, first.feature, first.message, first.why,
                   first.instead, tuple(evidence))  # fmt: skip


def _is_run(surface: Row) -> bool:
    """Tell whether the item is code that runs: a function, not a type or a module."""
    return surface["kind"] in ("fn", "method", "assoc_fn", "trait_method", "macro")


def _only_exists(surface: Row) -> bool:
    """Tell whether an item's existence is all there is to say of it."""
    return not _is_run(surface) or surface.get("origin", "std") in ("core", "alloc")


def _has_thread_part(path: str) -> bool:
    return path.startswith(_THREAD_MODULES) and not path.startswith(_NO_THREAD_PART)


def _version(row: Row) -> RustVersion:
    version = RustVersion.parse(row["rust_version"])
    assert version is not None
    return version


def _spanned(versions: Iterable[RustVersion]) -> VersionRange:
    """Return the range from the first to the last of `versions`, open at the newest release."""
    ordered = sorted(versions)
    return VersionRange(ordered[0], None if ordered[-1] == NEWEST else ordered[-1])


def _measurement(row: Row) -> Evidence:
    return Evidence(
        EvidenceKind.MEASURED, f"probe {row['id']}, run in wasmtime 49.0.3", row["rust_version"]
    )
