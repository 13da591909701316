"""The nearest of the names that exist, for messages that ask "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 200  # difflib is quadratic; a longer name is no misspelling of ours


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return ``did you mean 'x'?`` for the nearest known names, or None where none is near."""
    by_folded: dict[str, str] = {}
    for name in sorted(known):
        by_folded.setdefault(name.casefold(), name)
    near = nearest(word.casefold(), by_folded)
    if not near:
        return None
    return "did you mean " + " or ".join(repr(by_folded[name]) for name in near) + "?"


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known names that are near to a word, at most three, the nearest first."""
    return get_close_matches(word, list(known), n=3, cutoff=0.6) if len(word) <= _LONGEST else []
