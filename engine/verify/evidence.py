"""Evidence: whether the reports of an event establish it for a reading, who published them and how many agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...events.incident import CANNOT_BE_JUDGED, STATUSES, Incident
from ...events.time import FIRST_INSTANT
from ...rules.agreement import Evidence, Terms
from ...rules.names import folded
from .names import answers_for, belongs, parts_of_party, party_called, party_chain, turns
from .records import Event, joined


def establishes(terms: Terms, asks: Evidence, event: Event) -> bool:
    """Whether the reports of an event are what a reading asks for; what they do not establish may be or not.

    A disputed report establishes nothing. Of the others those count that are reliable enough and published by one whose
    reports count; the state that these reach together, and the number of their independent publishers, must suffice.
    """
    counted = [
        report
        for report in event.reports
        if report.status != "disputed"
        and reliable(report, asks.least_reliability)
        and (not (asks.reported_by or asks.not_by) or any(accepted(terms, asks, event, report)))
    ]
    enough = min(_rank(asks.least_status), _rank("reported"))
    sources = {
        independent(terms, name)
        for report in counted
        if _rank(report.status) >= enough
        for name in (accepted(terms, asks, event, report) if asks.reported_by or asks.not_by else publishers([report]))
    }
    return (
        bool(counted)
        and _rank(state(counted, len(sources))) >= _rank(asks.least_status)
        and len(sources) >= (asks.least_sources or 0)
    )


def _rank(status: str) -> int:
    return STATUSES.index(status)


def reliable(report: Incident, least: str | None) -> bool:
    """The source and the information must each be as good; a report without a code counts as F6."""
    code = report.reliability or CANNOT_BE_JUDGED
    return least is None or (code[0] <= least[0] and code[1] <= least[1])


def state(reports: Iterable[Incident], sources: int) -> str:
    """The strongest state of some reports; what is reported by two independent sources or more is corroborated."""
    best = max((report.status for report in reports), key=_rank)
    return "corroborated" if best == "reported" and sources >= 2 else best


def publishers(reports: Iterable[Incident]) -> list[str]:
    """Who published reports, each once, in the order of the names; a copy counts as the one it was taken from."""
    names = {folded(one.via or one.publisher): one.via or one.publisher for report in reports for one in report.sources}
    return [names[name] for name in sorted(names)]


def accepted(terms: Terms, asks: Evidence, event: Event, report: Incident) -> Iterator[str]:
    """The publishers of a report whose reports of an event count.

    They are at all times one of ``reported_by`` or a part of one, and of the side of none of those who are named as
    ``not_by`` says by any report of the event.
    """
    for name in publishers([report]):
        named = [getattr(one, side) for side in asks.not_by for one in event.reports]
        if not any(speaks_for(terms, name, [actor.party for actor in actors]) for actors in named):
            party = party_called(terms, name)
            always = (FIRST_INSTANT, *turns(terms))
            if not asks.reported_by or all(belongs(terms, party, asks.reported_by, at) for at in always):
                yield name


def speaks_for(terms: Terms, publisher: str, named: Sequence[str]) -> bool:
    """Whether a publisher is, or may be, of the side of one of some parties.

    One that is a party may be of the side of a party that is not named or not known.
    """
    party = party_called(terms, publisher)
    if not named:
        return party is not None
    return any(folded(one) == folded(publisher) or _one_side(terms, party, party_called(terms, one)) for one in named)


def _one_side(terms: Terms, publisher: str | None, party: str | None) -> bool:
    if publisher is None or party is None:
        return publisher is not None
    return any(of_one_side(terms, publisher, part) for part in parts_of_party(terms, party, None))


def of_one_side(terms: Terms, one: str, other: str) -> bool:
    """Two are of one side if one of them, or a whole of it, at some time was the other or answered for it."""
    return any(
        not set(party_chain(terms, first, None)).isdisjoint(answers_for(terms, second, None))
        for first, second in ((one, other), (other, one))
    )


def independent(terms: Terms, publisher: str) -> str:
    """A name for a publisher and all who are one with it: the parts, at some time, of one party."""
    party = party_called(terms, publisher)
    ties = ((one.id, str(tie.party)) for one in terms.parties.values() for tie in one.part_of)
    return f"name {folded(publisher)}" if party is None else f"party {joined(ties).get(party, party)}"


def found_of(terms: Terms, events: Iterable[Event]) -> dict[str, Any] | None:
    """The evidence of what rests on some events, as a ledger tells it: of each thing the weakest that any has."""
    listed = list(events)
    if not listed:
        return None
    sources = [
        len(
            {
                independent(terms, name)
                for name in publishers(r for r in one.reports if _rank(r.status) >= _rank("reported"))
            }
        )
        for one in listed
    ]
    states = [state(one.reports, number) for one, number in zip(listed, sources, strict=True)]
    codes = [min((r.reliability for r in one.reports if r.reliability), default=None) for one in listed]
    found: dict[str, Any] = {"status": min(states, key=_rank), "sources": min(sources)}
    if None not in codes:
        found["reliability"] = max(code for code in codes if code is not None)
    by: dict[str, dict[str, Any]] = {}
    for name in (name for one in listed for name in publishers(one.reports)):
        by.setdefault(folded(name), _told(terms, name))
    if by:
        found["reported_by"] = list(by.values())
    return found


def _told(terms: Terms, publisher: str) -> dict[str, Any]:
    """A publisher, the party that it is, and all that ever answered for it, where the agreement knows."""
    party = party_called(terms, publisher)
    above = [] if party is None else list(answers_for(terms, party, None)[1:])
    found = {"publisher": publisher, "party": party, "answers_to": above}
    return {name: value for name, value in found.items() if value}
