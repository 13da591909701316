"""What is final stays, whatever record still comes within the declared lateness."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply import Evaluation, Incident, evaluate
from comply.events.duration import Duration
from comply.events.incident import Retraction
from comply.events.lateness import closed_until, overdue
from comply.events.log import Record
from comply.events.time import DAY, HOUR, Instant

from .agreements import START, every_kind, incidents, log_of, logs

AGREEMENT = every_kind()
bulletins = st.sampled_from((False, False, True))
latenesses = st.sampled_from((0, 6 * HOUR, DAY, 3 * DAY)).map(lambda exact: Duration(exact=exact))


@attrs.frozen(kw_only=True)
class Later:
    """A log as known at an instant, and as known when further records have come within the lateness."""

    known: tuple[Record, ...]
    at: Instant
    further: tuple[Record, ...]
    lateness: Duration

    def before(self, until: Instant | None) -> Evaluation:
        return evaluate(AGREEMENT, log_of(self.known), as_of=self.at, lateness=self.lateness, until=until)

    def after(self, until: Instant | None) -> Evaluation:
        known = (*self.known, *self.further)
        at = max((self.at, *(record.recorded for record in self.further)))
        return evaluate(AGREEMENT, log_of(known), as_of=at, lateness=self.lateness, until=until)


@st.composite
def later(draw: st.DrawFn) -> Later:
    lateness = draw(latenesses)
    known = draw(_known())
    last = max((record.recorded for record in known), default=START)
    at = last + draw(st.sampled_from((0, 1, HOUR, 2 * DAY)))
    further = [draw(_record(f"l{number}", known, at, lateness.exact)) for number in range(draw(st.integers(0, 4)))]
    log = log_of((*known, *further))
    late = overdue(log, lateness)
    return Later(known=known, at=at, further=tuple(one for one in further if one.id not in late), lateness=lateness)


@st.composite
def _known(draw: st.DrawFn) -> tuple[Incident, ...]:
    """A log with bulletins, and with several reports of one event."""
    records = draw(logs(most=6))
    marked = [attrs.evolve(one, aggregate=draw(bulletins), count=draw(st.integers(1, 3))) for one in records]
    linked = [draw(st.sampled_from((None, None, None, records[0].id))) for _ in records[1:]]
    return tuple(marked[:1] + [attrs.evolve(one, same_as=name) for one, name in zip(marked[1:], linked, strict=True)])


@st.composite
def _record(draw: st.DrawFn, name: str, known: tuple[Incident, ...], at: Instant, lateness: int) -> Record:
    """A record that became known later: of something new, or the correction or retraction of a known one."""
    one = draw(incidents(name))
    earliest = at - lateness + 1
    moved = max(earliest - one.occurred.start, 0) + draw(st.sampled_from((0, 0, HOUR, 2 * DAY)))
    occurred = attrs.evolve(one.occurred, start=one.occurred.start + moved, end=one.occurred.end + moved)
    recorded = draw(st.sampled_from((at + 1, max(at + 1, occurred.start + lateness))))
    about = draw(st.sampled_from((None, None, *(record.id for record in known if record.same_as is None))))
    one = attrs.evolve(one, occurred=occurred, recorded=recorded, aggregate=draw(bulletins))
    if about is None:
        return one
    retraction = Retraction(id=name, recorded=recorded, retracts=about)
    return draw(st.sampled_from((retraction, attrs.evolve(one, supersedes=about), attrs.evolve(one, same_as=about))))


def _entries(evaluation: Evaluation) -> dict[str, dict[str, Any]]:
    findings = {finding.id: finding.to_json() for finding in evaluation.findings}
    return findings | {f"{one.phase} {one.effective}": one.to_json() for one in evaluation.phases}


@given(later(), st.sampled_from((None, None, START, START + DAY, START + 3 * DAY, START + 30 * DAY)))
def test_no_admissible_later_record_changes_what_is_final(log, until):
    before, after = log.before(until), log.after(until)
    stays = _entries(after)
    for name, entry in _entries(before).items():
        if entry.get("final"):
            assert stays.get(name) == entry
    for one, other in zip(before.verdicts, after.verdicts, strict=True):
        if one.final:
            assert (one.clause, one.verdict, one.readings, True) == (
                other.clause,
                other.verdict,
                other.readings,
                other.final,
            )


@given(later())
def test_nothing_is_final_without_a_declared_lateness(log):
    found = evaluate(AGREEMENT, log_of(log.known))
    assert not any(one.final for one in (*found.findings, *found.phases, *found.verdicts))


@given(later(), st.sampled_from((START, START + 3 * DAY)))
def test_all_is_final_once_nothing_up_to_the_horizon_can_change(log, until):
    known = (*log.known, *log.further)
    found = evaluate(AGREEMENT, log_of(known), lateness=log.lateness, until=until, as_of=until + log.lateness.exact)
    assert found.closed == until or not known
    assert all(one.final for one in (*found.findings, *found.phases, *found.verdicts)) == bool(known)


@given(later())
def test_what_is_closed_holds_every_incident_that_begins_there(log):
    before = log_of(log.known)
    after = log_of((*log.known, *log.further))
    closed = closed_until(before, log.lateness, log.at)
    if closed is not None:
        assert [one for one in before.occurrences() if one.occurred.start <= closed] == [
            one for one in after.occurrences() if one.occurred.start <= closed
        ]


@pytest.mark.parametrize("until", [None, START + 3 * DAY])
@given(log=logs(), lateness=latenesses)
def test_a_later_lateness_makes_no_more_final(log, lateness, until):
    short, long = (
        evaluate(AGREEMENT, log_of(log), lateness=Duration(exact=lateness.exact + more), until=until)
        for more in (0, DAY)
    )
    final = {finding.id for finding in short.findings if finding.final}
    assert {finding.id for finding in long.findings if finding.final} <= final
