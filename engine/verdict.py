"""From the folds of all readings to findings and verdicts: what every reading shares, and where they part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ..events.incident import UNKNOWN_PARTY, Incident
from ..events.mark import Mark
from ..events.occurrence import Occurrence
from ..events.time import Instant
from ..rules.agreement import Agreement
from ..rules.clauses import Citation, Clause, Unevaluated, kind_of
from .answerability import of_acts, of_parties
from .events import Settled
from .evidence import state_of
from .finding import Comparison, Effective, Finding, Gap, Grounds, Holding, PhaseFinding, Verdict
from .monitors.base import EXCEPTED, INCONCLUSIVE, NOT_EVALUATED, Standing, standing_of_exception
from .step import Fold
from .told import Told

STRICT = "strict"
BROAD = "broad"

ACTS = ("breach", "fulfilment", "exerted", EXCEPTED)
"""Outcomes that somebody's act brings about."""

Occurrences = Mapping[str, Occurrence]


@attrs.frozen
class Side:
    """One reading with its finished fold; ``whole`` where nothing at all of it can change any more."""

    reading: str
    fold: Fold
    whole: bool = False

    @property
    def events(self) -> int:
        """How many of its first events are final."""
        return len(self.fold.settled) if self.whole else self.fold.closed.events if self.fold.closed else 0

    @property
    def phases(self) -> int:
        """How many of its first phase entries are final."""
        return len(self.fold.phases) if self.whole else self.fold.closed.phases if self.fold.closed else 0

    def settled(self, clause: int) -> bool:
        """Whether the verdict on a clause is final."""
        return self.whole or (self.fold.closed is not None and clause in self.fold.closed.verdicts)


def cite(citation: Citation) -> str:
    """A citation in one line."""
    return citation.document + (f", {citation.paragraph}" if citation.paragraph else "")


_Name = tuple[str, str, str, Instant, Instant | None, bool]
_Group = list[tuple[Side, Settled]]


@attrs.define
class Findings:
    """The findings of sides; those that rest on the very same settled events as the last time are not made anew."""

    _last: dict[_Name, tuple[tuple[Settled, ...], Finding]] = attrs.field(factory=dict, init=False)

    def of(self, sides: list[Side], occurrences: Occurrences) -> tuple[Finding, ...]:
        """The settled events of all readings, the same event of several readings as one finding."""
        grouped: dict[_Name, _Group] = {}
        provisional = set()
        for side in sides:
            clauses = side.fold.plan.terms.clauses
            for number, event in enumerate(side.fold.settled):
                name = (clauses[event.clause].id, event.outcome, event.key, event.earliest, event.latest, event.late)
                grouped.setdefault(name, []).append((side, event))
                if number >= side.events:
                    provisional.add(name)
        known, self._last = self._last, {}
        for name, group in grouped.items():
            found = _known(known.get(name), group) or _finding(group, occurrences, final=False)
            if found.final is (name in provisional):
                found = attrs.evolve(found, final=name not in provisional)
            self._last[name] = tuple(event for _, event in group), found
        return tuple(sorted((found for _, found in self._last.values()), key=_finding_order))


def _known(last: tuple[tuple[Settled, ...], Finding] | None, group: _Group) -> Finding | None:
    """What was found last, where it rests on the very same events."""
    if last is None or len(last[0]) != len(group):
        return None
    same = all(event is known for (_, event), known in zip(group, last[0], strict=True))
    return last[1] if same else None


def _finding_order(finding: Finding) -> tuple[Instant, str, str, str, bool, Instant, bool]:
    latest = finding.effective.latest
    return (
        finding.effective.earliest,
        finding.clause,
        finding.outcome,
        finding.key,
        latest is None,
        latest or 0,
        finding.late,
    )


def _finding(group: list[tuple[Side, Settled]], occurrences: Occurrences, *, final: bool) -> Finding:
    side, event = group[0]
    clause = side.fold.plan.terms.clauses[event.clause]
    rests_on = [occurrences[name] for name in event.incidents if name in occurrences]
    used = [report for one in rests_on for report in one.reports]
    bearer = event.bearer or tuple(map(str, clause.bearer))
    acted = _acted(event, rests_on)
    liable = of_acts(side.fold.plan.matcher.world, event, acted)
    if clause.performer or not acted:
        liable = liable.joined(of_parties(side.fold.plan.matcher.world, event, bearer))
    known = [incident.recorded for incident in used]
    return Finding(
        clause=clause.id,
        kind=kind_of(clause),
        title=clause.title,
        outcome=event.outcome,
        key=event.key,
        effective=Effective(earliest=event.earliest, latest=event.latest),
        known=max([*known, event.earliest]),
        marks={one.reading: said.mark for one, said in group},
        bearer=bearer,
        performer=_performer(side, acted),
        answerable=liable.certain,
        possibly_answerable=liable.possible,
        incidents=tuple(report.id for report in used),
        place=_place(used),
        late=event.late,
        citation=tuple(cite(citation) for citation in clause.citation),
        grounds=_grounds(group),
        evidence=state_of(rests_on, side.fold.plan.matcher.world),
        final=final,
    )


def _acted(event: Settled, rests_on: list[Occurrence]) -> list[Occurrence]:
    """The acts that brought it about; what opened a duty is no act of the finding's."""
    return [one for one in rests_on if one.id not in event.openers] if event.outcome in ACTS else []


def _performer(side: Side, acted: list[Occurrence]) -> tuple[str, ...]:
    """Who acted, as the reports say."""
    if not acted:
        return ()
    world = side.fold.plan.matcher.world
    named = [actor.party for one in acted for report in one.reports for actor in report.actor]
    return tuple(dict.fromkeys(world.party(name) or name for name in named)) or (UNKNOWN_PARTY,)


def _place(used: list[Incident]) -> str | None:
    names = [incident.place.name or incident.place.pcode for incident in used if incident.place]
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _grounds(group: list[tuple[Side, Settled]]) -> tuple[Grounds, ...]:
    grounds: list[Grounds] = []
    for side, event in group:
        proof = event.proof
        for index, ground in enumerate(grounds):
            if ground.proof == proof and ground.mark is event.mark:
                grounds[index] = attrs.evolve(ground, readings=(*ground.readings, side.reading))
                break
        else:
            grounds.append(Grounds(readings=(side.reading,), mark=event.mark, proof=proof))
    return tuple(grounds)


def phases(sides: list[Side]) -> tuple[PhaseFinding, ...]:
    """The phases entered, the same entry of several readings as one."""
    grouped: dict[tuple[Instant, bool, Instant, str], PhaseFinding] = {}
    for side in sides:
        terms = side.fold.plan.terms
        titles = {phase.id: phase.title for phase in terms.phases}
        for number, entry in enumerate(side.fold.phases):
            name = (entry.earliest, entry.latest is None, entry.latest or 0, entry.phase)
            known = grouped.get(name)
            before = {} if known is None else dict(known.marks)
            before[side.reading] = max(entry.mark, before.get(side.reading, Mark.NONE))
            final = number < side.phases and (side.whole or entry.mark is Mark.CERTAIN)
            grouped[name] = PhaseFinding(
                phase=entry.phase,
                title=titles[entry.phase],
                effective=Effective(earliest=entry.earliest, latest=entry.latest),
                marks=before,
                cause=None if entry.cause is None else terms.clauses[entry.cause.clause].id,
                final=final and (known is None or known.final),
            )
    return tuple(_in_all(grouped[name], sides) for name in sorted(grouped))


def _in_all(phase: PhaseFinding, sides: list[Side]) -> PhaseFinding:
    """A phase entered under some readings may still be entered, at the same instant, under another."""
    final = phase.final and (sides[0].whole or len(phase.marks) == len(sides))
    return attrs.evolve(phase, final=final)


def comparisons(bulletins: Iterable[Told]) -> tuple[Comparison, ...]:
    """Each bulletin beside the records of the acts that it counts."""
    return tuple(_comparison(one) for one in bulletins)


def _comparison(bulletin: Told) -> Comparison:
    assert bulletin.beyond is not None
    occurred = bulletin.occurrence.occurred
    stated = [name for name in ("killed", "injured") if any(getattr(one.incident, name) for one in bulletin.facts)]
    return Comparison(
        incident=bulletin.occurrence.id,
        incidents=tuple(report.id for report in bulletin.occurrence.reports),
        effective=Effective(earliest=occurred.start, latest=occurred.last),
        surely=tuple(one.occurrence.id for one in bulletin.beyond.surely),
        perhaps=tuple(one.occurrence.id for one in bulletin.beyond.perhaps),
        gaps={
            name: Gap(
                stated=bulletin.stated(name), recorded=bulletin.beyond.recorded(name), beyond=bulletin.amount(name)
            )
            for name in ("count", *stated)
        },
    )


def verdicts(
    agreement: Agreement, sides: list[Side], found: Iterable[Finding], horizon: Instant
) -> tuple[Verdict, ...]:
    """The verdict on each clause, in the agreement's order."""
    by_clause: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.outcome == "breach":
            by_clause.setdefault(finding.clause, []).append(finding)
    plan = sides[0].fold.plan
    return tuple(
        _verdict(agreement, sides, clause, by_clause.get(clause.id, []), horizon) for clause in plan.terms.clauses
    )


def _verdict(
    agreement: Agreement, sides: list[Side], clause: Clause, breaches: list[Finding], horizon: Instant
) -> Verdict:
    standings = {side.reading: _standing(side, clause.id, horizon) for side in sides}
    readings = _readings(agreement.base_reading, standings)
    unanimous = set(readings.values())
    return Verdict(
        clause=clause.id,
        kind=kind_of(clause),
        title=clause.title,
        verdict=min(unanimous) if len(unanimous) == 1 else INCONCLUSIVE,
        readings=readings,
        states={name: standing.state for name, standing in standings.items()},
        bearer=tuple(map(str, clause.bearer)),
        breaches=_count(breaches, len(sides)),
        notes={name: standing.notes for name, standing in standings.items()},
        remark=clause.remark,
        reason=clause.not_evaluated if isinstance(clause, Unevaluated) else None,
        alternatives=tuple(
            Holding(field=one.path.split(".", 2)[-1], says=one.choices, because=one.because)
            for one in agreement.alternatives
            if one.clause == clause.id
        ),
        citation=tuple(cite(citation) for citation in clause.citation),
        final=unanimous != {NOT_EVALUATED} and all(side.settled(side.fold.plan.number[clause.id]) for side in sides),
    )


def _standing(side: Side, clause: str, horizon: Instant) -> Standing:
    plan = side.fold.plan
    number = plan.number[clause]
    standing = side.fold.standings[number]
    if standing is not None:
        return standing
    if isinstance(plan.terms.clauses[number], Unevaluated):
        return Standing(strict=NOT_EVALUATED, broad=NOT_EVALUATED, state=NOT_EVALUATED)
    return standing_of_exception(side.fold.state.force(number, horizon, horizon))


def _readings(base: str, standings: Mapping[str, Standing]) -> dict[str, str]:
    verdict: dict[str, str] = {}
    for name, standing in standings.items():
        if name == base:
            verdict[STRICT] = standing.strict
            verdict[BROAD] = standing.broad
        else:
            verdict[name] = standing.strict if standing.strict == standing.broad else INCONCLUSIVE
    return verdict


def _count(breaches: list[Finding], readings: int) -> dict[str, int]:
    """Breaches certain under every reading, and the others."""
    certain = sum(
        len(finding.marks) == readings and set(finding.marks.values()) == {Mark.CERTAIN} for finding in breaches
    )
    return {"certain": certain, "possible": len(breaches) - certain}
