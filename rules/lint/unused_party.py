"""A party or a group that neither a clause nor a reading names."""

from __future__ import annotations

from collections.abc import Iterator

from ..agreement import Terms
from ..extent import Names
from ..parties import answerable, expanded
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    """A party is used where a clause or a reading names it, its whole, its part, or one for which it answers."""
    used = subject.used.get("PartyName", frozenset())
    concerned = _concerned(subject.terms, used)
    for section in ("parties", "groups"):
        for name in getattr(subject.terms, section):
            if name not in concerned:
                message = "no clause names it, nor a part, a whole or a group of it"
                yield Found((section, name), message, "leave it out, unless reports name it")


def _concerned(terms: Terms, used: frozenset[str]) -> set[str]:
    named = expanded(terms.groups, (name for name in used if name in terms.parties or name in terms.groups))
    found = Names(terms).parties(named)
    return {*named, *(above for party in found for above in answerable(terms.parties, party))}


LINT = Lint(code="unused-party", title="Party or group that no clause names", severity="note", check=_check, whole=True)
