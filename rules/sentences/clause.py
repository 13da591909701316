"""One clause, whole: what it says under a reading in sections of sentences, and where the readings part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

import attrs

from ..agreement import Agreement, Evidence, Reading, Terms
from ..clauses import Citation, Clause, Unevaluated, kind_of
from ..instants import read_under
from ..parties import Epochs, Ties
from ..usage import names_below
from . import changes, duties, exceptions, where
from .effects import done_to, effects
from .words import Words, kind, quoted

Sections = tuple[tuple[str, tuple[str, ...]], ...]
"""Headings, each with its sentences; a section without sentences is left out."""

_SAID: Mapping[str, Callable[[Words, Any], Iterator[str]]] = {
    "Prohibition": duties.prohibition,
    "Limit": duties.limit,
    "Obligation": duties.obligation,
    "Maintenance": duties.maintenance,
    "Condition": changes.condition,
    "Permission": exceptions.permission,
    "Exclusion": exceptions.exclusion,
    "Power": changes.power,
    "Unevaluated": changes.unevaluated,
}
"""What each kind of clause says, by the name of its type."""

_STATES = {
    "alleged": "any report establishes an act, an allegation too",
    "reported": "a report establishes an act; an allegation only makes it possible",
    "corroborated": "only a corroborated or verified report establishes an act; a weaker one only makes it possible",
    "verified": "only a verified report establishes an act; a weaker one only makes it possible",
}


@attrs.frozen(kw_only=True)
class Parting:
    """How another reading differs from the one that is shown."""

    reading: Reading
    instead: tuple[str, ...]
    """What it says, and the shown reading does not."""
    not_said: tuple[str, ...]
    """What the shown reading says, and it does not."""


@attrs.frozen(kw_only=True)
class Sheet:
    """A clause as it is put before a lawyer: ``sections`` under the first of the readings, then how the others part."""

    clause: str
    title: str
    sections: Sections
    partings: tuple[Parting, ...] = ()
    because: tuple[str, ...] = ()
    """Why the readings part."""


def sheets(agreement: Agreement, *, clause: str | None = None, reading: str | None = None) -> tuple[Sheet, ...]:
    """The sheets of all clauses or of one, under all readings or under one; both must exist."""
    shown = agreement.terms if reading is None else {reading: agreement.terms[reading]}
    base = next(iter(shown.values()))
    return tuple(_sheet(agreement, shown, each) for each in base.clauses if clause in (None, each.id))


def _sheet(agreement: Agreement, shown: Mapping[str, Terms], clause: Clause) -> Sheet:
    terms, *others = shown.items()
    sections = says(Words(terms[1]), clause)
    partings = [
        _parting(agreement.base.readings[name], sections, says(Words(under), _same(under, clause)))
        for name, under in others
    ]
    return Sheet(
        clause=clause.id,
        title=clause.title,
        sections=sections,
        partings=tuple(parting for parting in partings if parting.instead or parting.not_said),
        because=_because(agreement, clause) if others else (),
    )


def _same(terms: Terms, clause: Clause) -> Clause:
    return next(each for each in terms.clauses if each.id == clause.id)


def _parting(reading: Reading, base: Sections, other: Sections) -> Parting:
    ours, theirs = _sentences(base), _sentences(other)
    return Parting(
        reading=reading,
        instead=tuple(sentence for sentence in theirs if sentence not in ours),
        not_said=tuple(sentence for sentence in ours if sentence not in theirs),
    )


def _sentences(sections: Sections) -> dict[str, None]:
    return dict.fromkeys(sentence for _, sentences in sections for sentence in sentences)


def _because(agreement: Agreement, clause: Clause) -> tuple[str, ...]:
    used = [f"{section}.{name}." for terms in agreement.terms.values() for section, name in _used(terms, clause)]
    return tuple(
        dict.fromkeys(
            one.because.strip()
            for one in agreement.alternatives
            if one.because
            and (one.clause == clause.id or (one.clause is None and any(part in f"{one.path}." for part in used)))
        )
    )


def says(words: Words, clause: Clause) -> Sections:
    """What a clause says under one reading."""
    sections = (
        (f"What it says ({kind(kind_of(clause))})", _SAID[type(clause).__name__](words, clause)),
        ("Who answers", _answers(words, clause)),
        ("When it is in force", _in_force(words, clause)),
        ("What follows", effects(words, clause)),
        ("What other clauses do to it", done_to(words, clause)),
        ("Exceptions", exceptions.overridden(words, clause)),
        ("What the words mean", _meanings(words, clause)),
        ("Source", (cited(words, each) for each in clause.citation)),
        ("For the reader", _remarks(clause)),
    )
    found = ((heading, tuple(sentences)) for heading, sentences in sections)
    return tuple((heading, sentences) for heading, sentences in found if sentences)


def _answers(words: Words, clause: Clause) -> Iterator[str]:
    if clause.performer:
        bearer = duties.bearer(words, clause)
        yield f"What counts are the acts of {words.parties(clause.performer)}; {bearer} must answer."
    for name in words.members((*clause.bearer, *clause.performer)):
        yield from _answering(words, name)


def _answering(words: Words, party: str) -> Iterator[str]:
    """Who answers for a party; where that changes, in which time."""
    found = Ties.of(words.terms)
    for above, epochs in groupby(found.every_epoch, lambda epoch: found.answerable(party, epoch)[1:]):
        if above:
            when = _time(words, found, tuple(epochs))
            yield f"For what is done by {words.party(party)}{when}, {words.parties(above)} must answer too."


def _time(words: Words, found: Ties, epochs: Epochs) -> str:
    start = words.when(found.edges[epochs[0] - 1]) if epochs[0] else None
    end = words.when(found.edges[epochs[-1]]) if epochs[-1] < len(found.edges) else None
    if start and end:
        return f" from {start} until {end}"
    return f" from {start} on" if start else f" until {end}" if end else ""


def _in_force(words: Words, clause: Clause) -> Iterator[str]:
    if clause.during:
        *more, last = [words.phase(name) for name in clause.during]
        named = f"the phases {', '.join(more)} and {last}" if more else f"the phase {last}"
        yield f"It is in force only during {named}."
    if clause.from_ is not None:
        yield f"It is in force from {words.instant(clause.from_)} on (that instant included)."
    if clause.until is not None:
        yield f"It is in force until {words.instant(clause.until)} (that instant no longer included)."
    if not (clause.during or clause.from_ or clause.until or isinstance(clause, Unevaluated)):
        yield "It is in force in every phase and at all times."
    if clause.initially == "inactive":
        yield "It is not active at first: it waits for another clause to activate it."


def cited(words: Words, citation: Citation) -> str:
    """A citation: its words, verbatim or not, and where they stand."""
    document = words.terms.documents.get(citation.document)
    origin = [] if document is None else [text for text in (document.publisher, document.date) if text]
    name = document.title if document else citation.document
    where_ = [name] + ([f"paragraph {citation.paragraph}"] if citation.paragraph is not None else [])
    source = ", ".join(where_) + (f" ({'; '.join(origin)})" if origin else "")
    said = []
    if citation.text is not None:
        said.append(f"Word for word: {quoted(citation.text.strip())}")
    if citation.paraphrase is not None:
        said.append(f"Paraphrase, not the words of the text: {citation.paraphrase.strip()}")
    basis = f" [how the wording was obtained: {citation.basis.strip()}]" if citation.basis else ""
    return f"{' '.join(said)} — {source}{basis}"


def _remarks(clause: Clause) -> Iterator[str]:
    if clause.article:
        yield f"The article that the agreement was first written from: {clause.article.strip()}"
    if clause.published:
        yield f"Published text and later reporting: {clause.published.strip()}"
    if clause.remark:
        yield f"Remark: {clause.remark.strip()}"


_SORTS = {
    "AreaName": "areas",
    "LineName": "lines",
    "PlaceName": "places",
    "InstantName": "instants",
    "KindName": "kinds",
}


def _meanings(words: Words, clause: Clause) -> Iterator[str]:
    terms = words.terms
    for section, name in _used(terms, clause):
        if section == "areas":
            yield where.area(words, name, terms.areas[name])
        elif section == "lines":
            yield where.line(words, name, terms.lines[name])
        elif section == "places":
            yield where.place(words, terms.places[name])
        elif section == "instants":
            yield where.instant(words, name, terms.instants[name])
        elif terms.kinds[name].note:
            yield f"{quoted(kind(name))}:{where.note(terms.kinds[name].note)}"


def _used(terms: Terms, clause: Clause) -> dict[tuple[str, str], None]:
    """What a clause names, and what that is made of in turn, as (section, name) in the order of its mention."""
    found: dict[tuple[str, str], None] = {}
    waiting = [*names_below((clause,))]
    while waiting:
        sort, name = waiting.pop(0)
        section = _SORTS.get(sort)
        name = read_under(terms, name).anchor if section == "instants" else name
        if section is None or (section, name) in found or name not in getattr(terms, section):
            continue
        found[section, name] = None
        if section != "kinds":
            waiting += names_below((getattr(terms, section)[name],))
    return found


def evidence(terms: Terms, asks: Evidence) -> str:
    """What a reading asks of the reports of an act before it takes the act for established."""
    which = []
    if asks.least_reliability is not None:
        which.append(f"of reliability {asks.least_reliability} or better, by source and by information")
    if asks.reported_by:
        names = (terms.parties[name].name if name in terms.parties else name for name in asks.reported_by)
        which.append(f"published by {' or '.join(names)}")
    if asks.not_by:
        whose = " or ".join(f"the {side}'s" for side in asks.not_by)
        which.append(f"not published by {whose} own side")
    said = [_STATES[asks.least_status]]
    if which:
        said.append(f"only reports count that are {', and '.join(which)}")
    if (number := asks.least_sources) is not None:
        said.append(f"it takes {number} independent publisher{'s' if number > 1 else ''}")
    return "; ".join(said)


def introduction(agreement: Agreement, reading: str | None) -> tuple[str, ...]:
    """What is said of the readings before the clauses: their titles, who holds them, what evidence they ask for."""
    shown = [one for one in agreement.readings if reading in (None, one.id)]
    lines = []
    for place, each in enumerate(shown):
        held = f", held by {each.held_by}" if each.held_by else ""
        base = (
            " (the clauses are shown under this one, and then how the others part)" if place == 0 and shown[1:] else ""
        )
        lines.append(f"Reading {quoted(each.title)}{held}{base}: {evidence(agreement.terms[each.id], each.evidence)}.")
    return tuple(lines)
