"""What stands beside a claim: title, citation, evidence, who acted and answers, when it was known, how many breaches.

All of it follows from the agreement, the reports that an entry names, and the other entries. Not checked here are the
name of a finding (``id``), its proof (``grounds``), and the ``notes`` of a verdict: they are reproduced, not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...events.incident import UNKNOWN_PARTY, Incident
from ...events.time import format_instant, parse_instant
from ...rules.agreement import Agreement, Terms
from ...rules.clauses import Clause, Unevaluated, kind_of
from .answerable import DONE, of_finding
from .entries import Effective, Entry, Finding, Phase, Verdict
from .evidence import found_of
from .names import answers_for, members, party_called
from .records import Event

Wrong = tuple[str, str]
"""A field, and what should stand there."""


def wrong_fields(
    agreement: Agreement, readings: tuple[str, ...], events: Mapping[str, Event], entry: Entry, others: list[Entry]
) -> Iterator[Wrong]:
    """The fields of an entry in which something else should stand, by the first of its readings.

    ``events`` are those that are told of, by each of their reports.
    """
    if isinstance(entry, Finding | Phase):
        first = next((name for name in readings if name in entry.readings), None)
        if first is None or not set(entry.readings) <= set(readings):
            yield "readings", "one or more of " + ", ".join(readings)
            return
        terms = agreement.terms[first]
        yield from _finding(terms, events, entry) if isinstance(entry, Finding) else _phase(terms, entry)
    elif isinstance(entry, Verdict):
        yield from _verdict(agreement, readings, entry, others)


def _clause(terms: Terms, name: str) -> Clause | None:
    return next((clause for clause in terms.clauses if clause.id == name), None)


def _differing(found: Mapping[str, tuple[object, object]]) -> Iterator[Wrong]:
    for field, (stands, should) in found.items():
        if stands != should:
            yield field, str(should)


def _phase(terms: Terms, entry: Phase) -> Iterator[Wrong]:
    titles = {phase.id: phase.title for phase in terms.phases}
    yield from _differing({"title": (entry.title, titles.get(entry.phase, "a phase of the agreement"))})


def _cited(clause: Clause) -> list[str]:
    return [one.document + (f", {one.paragraph}" if one.paragraph else "") for one in clause.citation]


def _finding(terms: Terms, events: Mapping[str, Event], entry: Finding) -> Iterator[Wrong]:
    clause = _clause(terms, entry.clause)
    if clause is None or not set(entry.incidents) <= set(events):
        yield ("clause", "a clause of the agreement") if clause is None else ("incidents", "reports of the log")
        return
    rests_on = list(dict.fromkeys(events[name] for name in entry.incidents))
    used = [report for event in rests_on for report in event.reports]
    yield from _differing(
        {
            "kind": (entry.kind, kind_of(clause)),
            "title": (entry.title, clause.title),
            "citation": (entry.citation, _cited(clause)),
            "bearer": (set(entry.bearer) <= {*clause.bearer, *members(terms, clause.bearer)}, True),
            "known": (entry.known, format_instant(max([*(r.recorded for r in used), _earliest(entry.effective)]))),
            "place": (entry.place, _place(used)),
            "incidents": (set(entry.incidents), {report.id for report in used}),
            "evidence": (entry.evidence, found_of(terms, rests_on)),
        }
    )
    yield from _answerable(terms, clause, entry, rests_on)
    yield from _performer(terms, clause, used, entry)


def _answerable(terms: Terms, clause: Clause, entry: Finding, rests_on: list[Event]) -> Iterator[Wrong]:
    """Who answers for certain, and who only possibly; all of them where it cannot be told which act met a duty."""
    sure, possible = set(entry.answerable), set(entry.possibly_answerable)
    found = of_finding(terms, clause, entry, rests_on)
    if found is not None:
        yield from _differing(
            {
                "answerable": (sorted(sure), sorted(found.sure)),
                "possibly_answerable": (sorted(possible), sorted(found.all - found.sure)),
            }
        )
        return
    named = {party_called(terms, actor.party) for one in rests_on for report in one.reports for actor in report.actor}
    liable = {party for party in named if party is not None} | members(terms, entry.bearer)
    ever = {name for party in liable for name in answers_for(terms, party, None)}
    if sure & possible or not sure | possible <= ever:
        yield "answerable", "of " + ", ".join(sorted(ever))


def _earliest(effective: Effective) -> int:
    return parse_instant(effective.at or effective.earliest or "")


def _place(used: list[Incident]) -> str | None:
    names = [report.place.name or report.place.pcode for report in used if report.place]
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _performer(terms: Terms, clause: Clause, used: list[Incident], entry: Finding) -> Iterator[Wrong]:
    """Who acted, as the reports say; what opened a duty is no act of the finding's."""
    named = [party_called(terms, actor.party) or actor.party for report in used for actor in report.actor]
    all_ = list(dict.fromkeys(named)) or [UNKNOWN_PARTY]
    if entry.outcome not in DONE or not used or (kind_of(clause) == "obligation" and entry.outcome == "breach"):
        yield from _differing({"performer": (entry.performer, [])})
    elif kind_of(clause) == "obligation":
        if not set(entry.performer) <= {*all_, UNKNOWN_PARTY}:
            yield "performer", "of " + ", ".join(all_)
    else:
        yield from _differing({"performer": (entry.performer, all_)})


def _verdict(agreement: Agreement, readings: tuple[str, ...], entry: Verdict, others: list[Entry]) -> Iterator[Wrong]:
    clause = _clause(agreement.base, entry.clause)
    if clause is None:
        yield "clause", "a clause of the agreement"
        return
    said = set(entry.readings.values())
    breaches = [
        one for one in others if isinstance(one, Finding) and (one.clause, one.outcome) == (clause.id, "breach")
    ]
    certain = sum(one.readings == dict.fromkeys(readings, "certain") for one in breaches)
    yield from _differing(
        {
            "kind": (entry.kind, kind_of(clause)),
            "title": (entry.title, clause.title),
            "citation": (entry.citation, _cited(clause)),
            "bearer": (entry.bearer, list(clause.bearer)),
            "remark": (entry.remark, clause.remark),
            "reason": (entry.reason, clause.not_evaluated if isinstance(clause, Unevaluated) else None),
            "readings": (sorted(entry.readings), sorted({"strict", "broad", *readings[1:]})),
            "states": (sorted(entry.states), sorted(readings)),
            "verdict": (entry.verdict, next(iter(said)) if len(said) == 1 else "inconclusive"),
            "breaches": (entry.breaches, {"certain": certain, "possible": len(breaches) - certain}),
            "alternatives": (entry.alternatives, list(_alternatives(agreement, clause.id))),
        }
    )


def _alternatives(agreement: Agreement, clause: str) -> Iterator[dict[str, Any]]:
    """The fields of a clause on which readings part, with what each says and why."""
    for one in agreement.alternatives:
        if one.clause == clause:
            field = one.path.split(".", 2)[-1]
            yield {"field": field, "says": dict(one.choices)} | (
                {} if one.because is None else {"because": one.because}
            )


def missing_verdicts(agreement: Agreement, entries: list[Entry]) -> Iterator[str]:
    """Clauses on which there is not one verdict."""
    told = [entry.clause for entry in entries if isinstance(entry, Verdict)]
    for clause in agreement.base.clauses:
        if told.count(clause.id) != 1:
            yield clause.id
