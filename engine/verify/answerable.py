"""Who answers for a finding: for certain, whoever of the alleged it was and whenever, and who only possibly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from ...events.incident import Incident
from ...events.time import LAST_INSTANT, Instant, parse_instant
from ...rules.agreement import Terms
from ...rules.clauses import Clause, Limit, Obligation, Power
from .entries import Effective, Finding
from .names import answers_for, members, party_called, turns
from .records import Event

DONE = ("breach", "fulfilment", "exerted", "excepted")
"""Outcomes that somebody's act brings about."""


@attrs.frozen
class Answer:
    """Who answers for certain, and all who do so at least possibly."""

    sure: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()


def both(answers: Iterable[Answer]) -> Answer:
    """Who answers where several things hold together."""
    listed = list(answers)
    sure = frozenset[str]().union(*(one.sure for one in listed))
    return Answer(sure, frozenset[str]().union(*(one.all for one in listed)))


def either(answers: Iterable[Answer]) -> Answer:
    """Who answers where it is one of several things, and it is not known which."""
    listed = list(answers)
    if not listed:
        return Answer()
    return Answer(frozenset.intersection(*(one.sure for one in listed)), both(listed).all)


def of_party(terms: Terms, name: str, first: Instant, last: Instant) -> Answer:
    """Who answers for a party at some instant of a stretch of time; for certain, who does at every one."""
    party = party_called(terms, name)
    instants = [first, *(turn for turn in turns(terms) if first < turn <= last)]
    each = [frozenset() if party is None else frozenset(answers_for(terms, party, at)) for at in instants]
    return either(Answer(one, one) for one in each)


def of_report(terms: Terms, report: Incident, event: Event) -> Answer:
    """Who answers for an act as a report tells it: of those who acted jointly for any, else for each of the alleged."""
    joint, alleged = (
        [
            of_party(terms, actor.party, event.start, event.last)
            for actor in report.actor
            if (actor.role == "joint") is so
        ]
        for so in (True, False)
    )
    return both((both(joint), either(alleged)))


def of_event(terms: Terms, event: Event) -> Answer:
    """Who answers for an act, whichever of its reports is right."""
    return either(of_report(terms, report, event) for report in event.reports)


def of_finding(terms: Terms, clause: Clause, entry: Finding, events: Sequence[Event]) -> Answer | None:
    """Who answers for a finding; None where it does not say which of its acts opened the duty and which met it.

    Those who acted, each at the time of the act; and those whose duty it is, when the finding took effect, where it is
    that an act is missing or where others act for them. Where it rests on several acts, who does so for the one it is
    about answers for certain (that which exceeds a limit, those by which a power is exerted), else who does for all.
    """
    acted = acts_of(clause, entry, events)
    if acted is None:
        return None
    found = [of_event(terms, one) for one in acted]
    if isinstance(clause, Limit):
        answer = both((*found[:1], *(Answer(all=one.all) for one in found[1:])))
    elif isinstance(clause, Power):
        answer = both(found)
    else:
        answer = either(found)
    if clause.performer or not acted:
        first, last = _time(entry.effective)
        owe = (of_party(terms, name, first, last) for name in sorted(members(terms, entry.bearer)))
        answer = both((answer, *owe))
    return answer


def acts_of(clause: Clause, entry: Finding, events: Sequence[Event]) -> Sequence[Event] | None:
    """The acts by which a finding came about; what opened a duty is none of them."""
    if entry.outcome not in DONE:
        return ()
    if not isinstance(clause, Obligation):
        return events
    if entry.outcome == "breach":
        return ()
    opened = clause.trigger is not None or clause.opened_by is not None
    met = events[1:] if clause.trigger is not None else events
    return met if len(met) == 1 or (not opened and not met) else None


def _time(effective: Effective) -> tuple[Instant, Instant]:
    first = parse_instant(effective.at or effective.earliest or "")
    if effective.at is not None:
        return first, first
    return first, LAST_INSTANT - 1 if effective.latest is None else parse_instant(effective.latest) - 1
