"""The verdicts in words for people."""

from __future__ import annotations

from wasi_lsp.stdlib.model import Support, Verdict

_WORDS = {
    Verdict.WORKS: "works",
    Verdict.WORKS_BUT_DIFFERS: "differs from Linux",
    Verdict.UNSUPPORTED: "returns `Unsupported`",
    Verdict.ENOPROTOOPT: "returns OS error 50",
    Verdict.ERROR: "returns an error",
    Verdict.ERROR_KIND_DIFFERS: "returns another error than Linux",
    Verdict.PANICS: "panics",
    Verdict.ABORTS: "aborts",
    Verdict.HANGS: "hangs",
    Verdict.COMPILE_ERROR: "absent",
    Verdict.ABSENT_IN_VERSION: "absent in this release",
    Verdict.HOST_PERMISSION: "needs the host's permission",
    Verdict.NOT_REACHED: "cannot be reached",
    Verdict.RAWFD_ONLY: "only on a raw descriptor",
    Verdict.NOT_APPLICABLE: "nothing to say",
    Verdict.UNKNOWN: "unknown",
}


def verdict_words(verdict: Verdict) -> str:
    """Return the verdict in a few words, which follow on the item's name (Markdown)."""
    return _WORDS[verdict]


def support_words(support: Support) -> str:
    """Return the verdict of `support` in a few words, with the gate that the item needs there."""
    words = verdict_words(support.verdict)
    if support.feature is None:
        return words
    gates = ", ".join(f"`{gate}`" for gate in support.feature.split(","))
    nightly = f"needs nightly ({gates})"
    return nightly if support.verdict in (Verdict.WORKS, Verdict.UNKNOWN) else f"{words}, {nightly}"
