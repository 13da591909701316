"""The check of a ledger, reading by reading and clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from ...rules.agreement import Terms
from ...rules.clauses import Exclusion, Permission, Unevaluated, kind_of
from .beside import Beside, bulletin_differences
from .bulletins import happened, with_scopes
from .case import Case, Checked, Limits, Looked, Notes, Refuted
from .claims import Claim, Entry, claims
from .comparison import Difference, clear_differences, differences, may_be, shown, verdict_differences
from .cone import PHASES, cones, only
from .entries import Bulletin, formed
from .entries import Entry as FormedEntry
from .fields import missing_verdicts, wrong_fields
from .finality import later_logs, wrong_finality
from .meaning import Sense
from .names import kinds_above
from .refinements import Refinements, refinements
from .story import KINDS, Story, end_of, story
from .told import Told
from .variants import words

TRIED = 3
"""Precise logs to which further records are added, to see whether they change a final verdict."""


def check(case: Case, limits: Limits | None = None) -> Checked:
    """Check all that a ledger claims, under each of its readings."""
    notes = Notes()
    formed, sound = _formed(case, notes)
    case = attrs.evolve(case, entries=tuple(sound))
    _check_fields(case, formed, notes)
    _check_bulletins(case, limits or Limits(), formed, notes)
    for reading in case.readings:
        kinds = kinds_above(case.agreement.terms[reading])
        claimed = claims(case.entries, reading, case.readings)
        for group, names in _groups(case.agreement.terms[reading]).items():
            _check_group(case, limits or Limits(), reading, kinds, group, names, claimed, notes)
    return Checked(
        refuted=tuple(notes.refuted),
        looked=tuple(notes.looked),
        unconfirmed=tuple(notes.unconfirmed),
        unchecked=(*_unchecked(case), *notes.unchecked),
    )


def _formed(case: Case, notes: Notes) -> tuple[dict[int, FormedEntry], list[Entry]]:
    """The entries that have the form of one; what stands in others cannot be looked at."""
    found: dict[int, FormedEntry] = {}
    for number, entry in case.entries:
        one = formed(entry)
        if isinstance(one, str):
            notes.refuted[
                Refuted(number=number, reading="", about="form", words=f"is no entry of this format: {one}")
            ] = None
        else:
            found[number] = one
    return found, [(number, entry) for number, entry in case.entries if number in found]


def _check_fields(case: Case, found: dict[int, FormedEntry], notes: Notes) -> None:
    events = {report.id: event for event in case.events for report in event.reports}
    others = list(found.values())
    shut = case.closed
    for number, entry in found.items():
        if (why := wrong_finality(shut, entry, events, case.readings)) is not None:
            notes.refuted[Refuted(number=number, reading="", about="final", words=why)] = None
        for field, should in wrong_fields(case.agreement, case.readings, events, entry, others):
            words_ = f"its {field} should be {should}"
            notes.refuted[Refuted(number=number, reading="", about=field, words=words_)] = None
    for clause in missing_verdicts(case.agreement, others):
        notes.refuted[Refuted(number=None, reading="", about=clause, words=f"there is not one verdict on {clause}")] = (
            None
        )


def _check_bulletins(case: Case, limits: Limits, found: dict[int, FormedEntry], notes: Notes) -> None:
    """Each bulletin beside the records of the acts that it counts, by the first reading."""
    listed = [(number, entry) for number, entry in found.items() if isinstance(entry, Bulletin)]
    reading = case.readings[0]
    beside = Beside(case.agreement.terms[reading], case.events, case.horizon, f"{case.seed} {reading}")
    for number, name, words_ in bulletin_differences(beside, listed, limits.most, limits.sample):
        notes.add(Refuted(number=number, reading=reading, about=f"bulletin {name}", words=words_))


def _groups(terms: Terms) -> dict[frozenset[str], list[str]]:
    """The clauses, and the phases, by what they depend on."""
    found: dict[frozenset[str], list[str]] = {}
    for name, group in cones(terms).items():
        found.setdefault(group, []).append(name)
    return found


def _unchecked(case: Case) -> Iterator[str]:
    """What nothing is said of, by name."""
    said: dict[str, None] = {}
    for reading in case.readings:
        for clause in case.agreement.terms[reading].clauses:
            if isinstance(clause, Unevaluated):
                said[f"{clause.id}: comply does not evaluate it ({clause.not_evaluated})"] = None
            elif not isinstance(clause, (*KINDS, Permission, Exclusion)):
                said[f"{clause.id}: the kind of clause is not known here ({kind_of(clause)})"] = None
    yield from said


def _check_group(
    case: Case,
    limits: Limits,
    reading: str,
    kinds: Mapping[str, frozenset[str]],
    group: frozenset[str],
    names: list[str],
    claimed: list[Claim],
    notes: Notes,
) -> None:
    whole = case.agreement.terms[reading]
    terms, scopes = with_scopes(only(whole, group), case.events)
    sense = Sense(terms, kinds)
    known = refinements(
        terms, whole.readings[reading], case.events, sense, case.horizon, f"{case.seed} {reading}", scopes
    )
    mine = {name: [one for one in claimed if _is_about(one, name)] for name in names}
    seen: set[Claim] = set()
    taken = 0
    end = end_of(case.horizon, inclusive=case.inclusive)
    for chosen in known.chosen(limits.most, limits.sample):
        taken += 1
        left = {name: one.left for name, one in known.counting.tallies(chosen).items()}
        told = story(terms, happened(chosen, left), sense, end, left)
        for name in names:
            seen |= _hold(case, reading, terms, known, chosen, told, name, mine[name], notes)
    _check_final(case, reading, terms, known, limits, names, notes)
    notes.looked += [Looked(reading=reading, about=name, taken=taken, total=known.total) for name in names]
    for name in names:
        for claim in mine[name]:
            if claim not in seen and not claim.certain and not known.clear:
                notes.unconfirmed[claim.number, reading] = None


def _check_final(
    case: Case, reading: str, terms: Terms, known: Refinements, limits: Limits, names: list[str], notes: Notes
) -> None:
    """Of a verdict that is called final no small number of further records may make another."""
    shut = case.closed
    verdicts = [(number, entry) for number, entry in case.entries if entry["type"] == "verdict"]
    called = [(number, entry) for number, entry in verdicts if entry["clause"] in names and entry.get("final")]
    if shut is None or shut.whole or not called:
        return
    for chosen in islice(known.chosen(limits.most, limits.sample), TRIED):
        for later in later_logs(known, chosen, shut, case.until, case.horizon):
            tallies = known.counting.tallies(later.acts)
            left = {name: one.left for name, one in tallies.items()}
            told = story(terms, happened(later.acts, left), known.counting.sense, later.end, left)
            for number, entry in called:
                strict, broad = bounds_of(entry, reading, case.agreement.base_reading)
                found = told.stands[entry["clause"]].verdict
                if strict == broad and strict not in ("inconclusive", found):
                    words_ = f"it is called final, and would be {found} {later.words}"
                    notes.add(Refuted(number=number, reading=reading, about=entry["clause"], words=words_))


def _is_about(claim: Claim, name: str) -> bool:
    return claim.outcome == "entered" if name == PHASES else claim.about == name and claim.outcome != "entered"


def _hold(
    case: Case,
    reading: str,
    terms: Terms,
    known: Refinements,
    chosen: tuple[Told, ...],
    told: Story,
    name: str,
    claimed: list[Claim],
    notes: Notes,
) -> set[Claim]:
    """Hold the claims about a clause against one precise log; says which of them it shows."""
    clause = next((one for one in terms.clauses if one.id == name), None)
    found = shown(terms, told, name)
    differing = list(clear_differences(claimed, found) if known.clear else differences(clause, claimed, found))
    differing += _verdicts(case, reading, told, name, clear=known.clear)
    for one in differing:
        taken = () if known.clear else tuple(_taken(known, chosen))
        notes.add(Refuted(number=one.number, reading=reading, about=name, words=one.words, taken=taken))
    return {claim for claim in claimed if any(may_be(clause, claim, one) for one in found)}


def _taken(known: Refinements, chosen: tuple[Told, ...]) -> Iterator[str]:
    """What the reports that leave anything open are taken for."""
    for each, one in zip(known.versions, chosen, strict=True):
        if len(each) > 1:
            yield f"{one.id}: " + (", ".join(words(known.asked, one)) if one.counts else "does not count")


def _verdicts(case: Case, reading: str, told: Story, name: str, *, clear: bool) -> Iterator[Difference]:
    for number, entry in case.entries:
        if entry.get("type") == "verdict" and entry["clause"] == name:
            bounds = bounds_of(entry, reading, case.agreement.base_reading)
            state = entry["states"].get(reading)
            yield from verdict_differences((number, entry), bounds, state, told.stands[name], clear=clear)


def bounds_of(entry: Mapping[str, Any], reading: str, base: str) -> tuple[str, str]:
    """The verdict by what is certain and by what is possible; of other readings than the base one both are one word."""
    said = entry["readings"]
    return (said["strict"], said["broad"]) if reading == base else (said[reading], said[reading])
