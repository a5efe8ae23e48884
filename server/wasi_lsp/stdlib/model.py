"""What std gives on a WASI target in a Rust release, and how we know it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wasi_lsp.rust_version import VersionRange


class Verdict(StrEnum):
    """What happens when the item is used on the target."""

    WORKS = "works"
    """As on Linux."""
    WORKS_BUT_DIFFERS = "works_but_differs"
    """Returns ok and does something else than on Linux."""
    UNSUPPORTED = "unsupported"
    """Returns an error of kind `ErrorKind::Unsupported`."""
    ENOPROTOOPT = "enoprotoopt"
    """Returns an error of kind `Uncategorized`, raw OS error 50."""
    ERROR = "error"
    """Returns another error."""
    ERROR_KIND_DIFFERS = "error_kind_differs"
    """Fails as on Linux, with another `ErrorKind`."""
    PANICS = "panics"
    ABORTS = "aborts"
    HANGS = "hangs"
    COMPILE_ERROR = "compile_error"
    """Absent from std on that target."""
    ABSENT_IN_VERSION = "absent_in_version"
    """Absent in these releases; other releases have it on that target."""
    HOST_PERMISSION = "host_permission"
    """The host granted no network or folder."""
    NOT_REACHED = "not_reached"
    """Nothing on the target hands out the receiver."""
    RAWFD_ONLY = "rawfd_only"
    """Only seen on an object made from a raw file descriptor."""
    NOT_APPLICABLE = "n/a"
    UNKNOWN = "unknown"
    """No evidence; never a reason for a finding."""


#: The item is not there.
ABSENT = frozenset({Verdict.COMPILE_ERROR, Verdict.ABSENT_IN_VERSION})
#: A call always returns an error.
RETURNS_ERROR = frozenset({Verdict.UNSUPPORTED, Verdict.ENOPROTOOPT, Verdict.ERROR})
#: A call never returns.
ENDS_PROGRAM = frozenset({Verdict.PANICS, Verdict.ABORTS, Verdict.HANGS})
#: Verdicts that are no reason to say anything of a call.
UNREMARKABLE = frozenset(
    {
        Verdict.WORKS,
        Verdict.HOST_PERMISSION,
        Verdict.NOT_REACHED,
        Verdict.RAWFD_ONLY,
        Verdict.NOT_APPLICABLE,
        Verdict.UNKNOWN,
    }
)


class EvidenceKind(StrEnum):
    """How a fact is known, strongest first."""

    MEASURED = "measured"
    """Compiled for the target and run."""
    COMPILED = "compiled"
    """The compiler's word for the target."""
    SOURCE = "source"
    """Read in the sources of std or wasi-libc."""
    DOCUMENTED = "documented"
    """A release note, an issue or a page of the project."""
    DERIVED = "derived"
    """Follows from other evidence; the text says from which."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe a fact."""

    kind: EvidenceKind
    text: str
    #: The release that was measured, compiled or read; None where the text speaks of several.
    rust: str | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """What an item does on one target in a range of Rust releases."""

    #: Full triple, such as `wasm32-wasip2`.
    target: str
    rust: VersionRange
    verdict: Verdict
    #: The feature gates that the item needs there, comma-separated; None where it is stable.
    feature: str | None
    #: What the user will see: an error kind, a panic message, a compiler's error.
    message: str | None
    #: One sentence, in the user's words; None where there is nothing to explain.
    why: str | None
    #: What to use instead there.
    instead: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What an item does in a special case; for people to read, never a reason for a finding."""

    #: The special case, such as "already held by this thread".
    when: str
    target: str
    rust: VersionRange
    verdict: Verdict
    message: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StdItem:
    """A public item of std under its canonical path."""

    path: str
    #: `mod`, `fn`, `method`, `assoc_fn`, `trait_method`, `struct`, `enum`, `union`, `trait`,
    #: `type`, `const`, `static`, `macro` or `primitive`.
    kind: str
    #: Other public paths of the same item.
    aliases: tuple[str, ...]
    #: The release that made it stable (`1.63`); None while it is unstable or nothing says.
    since: str | None
    #: The gate it needs on every target of the newest known release; None for stable items.
    feature: str | None
    #: The std trait through which a type has this method.
    trait: str | None
    #: How a method takes its receiver: `self`, `&self`, `&mut self`, or another type of it.
    receiver: str | None
    #: The return type with full std paths and generics; None for `()` and for what returns nothing.
    returns: str | None
    #: The WASI functions beneath, such as `wasi:clocks/monotonic-clock.now`.
    wit: tuple[str, ...]
    #: Sorted by target, then by release; the ranges of one target do not overlap.
    support: tuple[Support, ...]
    conditions: tuple[Condition, ...]
