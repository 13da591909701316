"""A party or a group that no clause names."""

from __future__ import annotations

from collections.abc import Iterator

from ..agreement import Terms
from ..overlap import Names
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    """A party is used where a clause names it, its whole, its part, or one for which it answers."""
    used = subject.used.get("PartyName", frozenset())
    concerned = _concerned(subject.terms, used)
    for section in ("parties", "groups"):
        for name in getattr(subject.terms, section):
            if name not in concerned:
                message = "no clause names it, nor a part, a whole or a group of it"
                yield Found((section, name), message, "leave it out, unless reports name it")


def _concerned(terms: Terms, used: frozenset[str]) -> set[str]:
    names = Names(terms)
    found = {name for name in used if name in terms.parties or name in terms.groups}
    found |= names.parties(found)
    found |= {inner for name in found for inner in _inner(terms, name)}
    waiting = list(found)
    while waiting:
        party = terms.parties.get(waiting.pop())
        if party is not None:
            above = {*((party.part_of,) if party.part_of else ()), *party.answers_to} - found
            found |= above
            waiting.extend(above)
    return found


def _inner(terms: Terms, name: str) -> Iterator[str]:
    """The groups inside a group."""
    waiting = [name]
    while waiting:
        group = terms.groups.get(waiting.pop())
        if group is not None:
            yield from group.members
            waiting.extend(group.members)


LINT = Lint(code="unused-party", title="Party or group that no clause names", severity="note", check=_check, whole=True)
