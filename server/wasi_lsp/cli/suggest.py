"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable

#: Below it, a word has too little in common with what was written.
_MINIMUM = 0.7


def similar(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is most like `word`, whatever the case; None if none is."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import extractOne

    best = extractOne(
        word,
        list(known),
        scorer=JaroWinkler.normalized_similarity,
        processor=str.casefold,
        score_cutoff=_MINIMUM,
    )
    return best[0] if best is not None else None
