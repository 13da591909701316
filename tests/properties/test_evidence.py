"""Reports of one event: never counted twice, each an account of it, and established as each reading asks."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply import Agreement, Incident, loads
from comply.engine.inference import durable
from comply.engine.ledger import lines
from comply.events.incident import Actor, Place, Source
from comply.events.time import DAY, HOUR, Interval

from .agreements import DOCUMENT, PARTIES, START, incidents, log_of, refined, run
from .laws import (
    a_decided_verdict_stays,
    certain_breaches_stay_and_new_ones_were_possible,
    outcomes_lie_within_their_bounds,
    verdicts,
)

READINGS = b"""readings:
  letter: {title: L, evidence: {least_reliability: C3, least_sources: 2, not_by: [actor, target]}}
  north: {title: N, evidence: {least_status: corroborated, reported_by: [mission, south, outlaw], not_by: actor}}
"""


def _agreement() -> Agreement:
    """Every kind of clause, under readings that ask for evidence in every way."""
    start, end = DOCUMENT.index(b"readings:\n"), DOCUMENT.index(b"documents:")
    with_readings = DOCUMENT[:start] + READINGS + DOCUMENT[end:]
    return loads(with_readings.replace(b"groups:", b"  mission: {name: Mission}\ngroups:", 1), file="evidence.yaml")


AGREEMENT = _agreement()
PUBLISHERS = ("mission", "press", "wire", "South", "north-air", "Guarantor")
sources = st.lists(
    st.builds(Source, publisher=st.sampled_from(PUBLISHERS), via=st.sampled_from((None, None, "wire", "Mission"))),
    max_size=3,
).map(tuple)
statuses = st.sampled_from(("reported", "reported", "verified", "corroborated", "alleged", "disputed", "dismissed"))
codes = st.sampled_from((None, "A1", "B2", "C3", "C4", "D1", "F6"))


@st.composite
def reported(draw: st.DrawFn, name: str) -> Incident:
    """One record with everything that its evidence may rest on; some are bulletins."""
    record = attrs.evolve(draw(incidents(name)), sources=draw(sources), status=draw(statuses), reliability=draw(codes))
    if draw(st.sampled_from((False, False, False, True))):
        start = record.occurred.start
        count = draw(st.integers(1, 4))
        return attrs.evolve(record, aggregate=True, count=count, occurred=Interval(start, start + DAY))
    return attrs.evolve(record, count=draw(st.sampled_from((1, 1, 2))))


@st.composite
def linked_logs(draw: st.DrawFn, most: int = 8) -> tuple[Incident, ...]:
    """A log in which some records say that they report the same event as one before them."""
    records: list[Incident] = []
    for number in range(draw(st.integers(0, most))):
        record = draw(reported(f"i{number}"))
        alike = [other.id for other in records if other.aggregate == record.aggregate]
        if alike and draw(st.booleans()):
            record = attrs.evolve(record, same_as=draw(st.sampled_from(alike)))
        records.append(record)
    return tuple(records)


@st.composite
def precise_versions(draw: st.DrawFn, records: tuple[Incident, ...]) -> tuple[Incident, ...]:
    """Each event as one of its reports says, in one of the ways that this admits.

    What a bulletin states is its scope, and no imprecision; and what is dismissed is no account.
    """
    made = {record.id: record for record in records}
    for event in log_of(records).occurrences():
        if not event.aggregate:
            right = draw(refined(draw(st.sampled_from(event.reports))))
            made |= {report.id: _told_rightly(report, right) for report in event.reports}
    return tuple(made[record.id] for record in records)


def _told_rightly(report: Incident, right: Incident) -> Incident:
    evidence = {
        name: getattr(report, name) for name in ("id", "recorded", "status", "reliability", "sources", "same_as")
    }
    return attrs.evolve(right, **evidence)


@given(linked_logs(), st.data())
def test_what_is_decided_of_several_accounts_is_so_by_each_of_them(records, data):
    vague, precise = run(AGREEMENT, records), run(AGREEMENT, data.draw(precise_versions(records)))
    a_decided_verdict_stays(vague, precise)
    certain_breaches_stay_and_new_ones_were_possible(vague, precise)
    outcomes_lie_within_their_bounds(vague, precise)


@given(linked_logs(), st.randoms(use_true_random=False))
def test_any_order_of_lines_gives_the_same_ledger(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert _bytes(tuple(shuffled)) == _bytes(records)


@pytest.mark.skipif(durable.REASON is not None, reason=f"durable-rules does not import: {durable.REASON}")
@given(linked_logs(most=5))
def test_both_inferences_give_the_same_ledger(records):
    assert _bytes(records, inference="durable") == _bytes(records, inference="native")


def _bytes(records: tuple[Incident, ...], **options: object) -> bytes:
    return b"".join(lines(run(AGREEMENT, records, **options)))


@given(linked_logs(), st.data())
def test_a_copy_of_a_report_changes_no_verdict(records, data):
    if not records:
        return
    original = data.draw(st.sampled_from(records))
    copy = attrs.evolve(
        original,
        id="copy",
        recorded=original.recorded + data.draw(st.sampled_from((0, HOUR))),
        same_as=original.id,
        sources=tuple(attrs.evolve(one, publisher="copyist", via=one.origin) for one in original.sources),
    )
    assert verdicts(run(AGREEMENT, (*records, copy))) == verdicts(run(AGREEMENT, records))


@given(linked_logs(most=5), st.integers(2, 4), st.data())
def test_a_bulletin_of_acts_that_all_have_records_changes_no_verdict(records, count, data):
    actor = (Actor(party=data.draw(st.sampled_from(PARTIES))),)
    place = Place(pcode="SY0201")
    hours = data.draw(st.lists(st.integers(0, 23), min_size=count, max_size=count))
    single = tuple(
        Incident(
            id=f"s{number}",
            occurred=Interval(START + hour * HOUR, START + hour * HOUR + 1),
            recorded=START + 2 * DAY,
            kind="shelling",
            actor=actor,
            place=place,
        )
        for number, hour in enumerate(hours)
    )
    bulletin = Incident(
        id="bulletin",
        occurred=Interval(START, START + DAY),
        recorded=START + 2 * DAY,
        kind="attack",
        actor=data.draw(st.sampled_from(((), actor))),
        place=Place(pcode="SY02"),
        count=count,
        aggregate=True,
    )
    others = tuple(record for record in records if not record.aggregate)
    without = run(AGREEMENT, (*others, *single))
    assert verdicts(run(AGREEMENT, (*others, *single, bulletin))) == verdicts(without)
