"""Batch, stream, resumed stream, any permutation and any split into feeds leave the same standing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from comply import Incident, admit, evaluate
from comply.engine.history import history
from comply.engine.journal import State, Step, Writing, chained, heading, standing
from comply.engine.session import Session
from comply.events.duration import Duration
from comply.events.incident import Retraction
from comply.events.log import Record
from comply.events.time import DAY, HOUR

from .test_live import AGREEMENT, NOTHING, arrivals, ledger, line


def written(steps: Iterable[Step]) -> list[dict[str, object]]:
    """A journal as a program reads it."""
    entries = (entry for step in steps for entry in step.entries())
    return [json.loads(one) for one in chained([heading(AGREEMENT, AGREEMENT.terms), *entries])]


def plain(state: State) -> State:
    """What stands as it is read back."""
    return {name: json.loads(json.dumps(told)) for name, told in state.items()}


@settings(max_examples=30)
@given(arrivals())
def test_after_each_step_of_a_history_stands_what_is_found_as_of_then(records):
    log = admit(line(number, record) for number, record in enumerate(records, start=1))
    steps = list(history(AGREEMENT, log, inference="native"))
    assert [step.known for step in steps] == sorted({record.recorded for record in log.records})
    for number, step in enumerate(steps, start=1):
        found = Writing().state(evaluate(AGREEMENT, log, as_of=step.known, inference="native"))
        assert plain(standing(written(steps[:number]))) == plain(found)


def stepped(session: Session, records: Sequence[Record], cuts: Iterable[int]) -> list[Step]:
    """The steps of a session that takes records in pieces that end at these places."""
    steps, start = [], 0
    for end in (*sorted(cuts), len(records)):
        lines = [line(number, records[number]) for number in range(start, end)]
        steps.append(session.step(lines).step)
        start = end
    return steps


@settings(max_examples=40)
@given(arrivals(), st.sets(st.integers(0, 8)), st.sampled_from((None, 0, 6 * HOUR, 3 * DAY)), st.integers(0, 3))
def test_however_records_come_the_same_is_left_as_in_batch(records, cuts, exact, feeds):
    lateness = None if exact is None else Duration(exact=exact)
    session = Session(AGREEMENT, inference="native")
    session.declare("", lateness)
    steps = stepped(session, records, (cut for cut in cuts if cut <= len(records)))
    log = admit(line(number, record) for number, record in enumerate(records, start=1))
    batch = evaluate(AGREEMENT, log, lateness=lateness, inference="native")
    assert ledger(session.evaluation) == ledger(batch)
    assert plain(standing(written(steps))) == plain(Writing().state(batch))
    several = Session(AGREEMENT, inference="native")
    for number, record in enumerate(records):
        several.step([line(number, record)], feed=f"feed {number % (feeds + 1)}")
    assert ledger(several.evaluation) == ledger(evaluate(AGREEMENT, log, inference="native"))


@settings(max_examples=30)
@given(arrivals(), st.data())
def test_a_session_that_goes_on_another_day_finds_the_same(records, data):
    session, came, steps = Session(AGREEMENT, inference="native"), [], []
    steps.append(session.step().step)
    for number, record in enumerate(records):
        came.append(line(number, record))
        steps.append(session.step(came[-1:], clock=data.draw(_clocks)).step)
        if data.draw(st.booleans()):
            kept = session.live.kept() if data.draw(st.booleans()) else ()
            chunks = [session.live.written_out(NOTHING)] if data.draw(st.booleans()) else []
            state, clock = standing(written(steps)), session.clock
            session = Session(AGREEMENT, inference="native")
            stored = {"state": state, "steps": len(steps), "clock": clock, "kept": kept, "chunks": chunks}
            assert session.restore({"": came}, **stored) is None
    log = admit(came)
    until = session.evaluation.until
    assert ledger(session.evaluation) == ledger(evaluate(AGREEMENT, log, until=until, inference="native"))
    assert plain(standing(written(steps))) == plain(Writing().state(session.evaluation))


_clocks = st.none() | st.integers(-2, 10).map(lambda days: 1473696000000000 + days * DAY)
"""An instant that has come, or none that is told; it may lie before the one told last."""


@settings(max_examples=20)
@given(arrivals(most=5))
def test_withdrawing_everything_leaves_the_empty_verdict(records):
    log = admit(line(number, record) for number, record in enumerate(records, start=1))
    latest = max((record.recorded for record in log.records), default=0)
    gone = [
        Retraction(id=f"r{number}", recorded=latest + 1, retracts=name)
        for number, name in enumerate(sorted({record.id for record in log.records}))
    ]
    session = Session(AGREEMENT, inference="native")
    steps = stepped(session, [*log.records, *gone], [len(log.records)])
    empty = Writing().state(evaluate(AGREEMENT, admit([]), inference="native"))
    assert plain(standing(written(steps))) == plain(empty)


@settings(max_examples=20)
@given(arrivals(most=5), st.data())
def test_a_corrected_record_is_as_if_it_had_been_right_at_first(records, data):
    first = [record for record in records if isinstance(record, Incident) and record.supersedes is record.same_as]
    log = admit(line(number, record) for number, record in enumerate(first, start=1))
    if not log.records:
        return
    wrong = data.draw(st.sampled_from(log.records))
    assert isinstance(wrong, Incident)
    right = attrs.evolve(wrong, kind=data.draw(st.sampled_from(("attack", "aid_denial"))), supersedes=wrong.id)
    session = Session(AGREEMENT, inference="native")
    stepped(session, [*log.records, right], [len(log.records)])
    at_first = [record if record.id != wrong.id else right for record in log.records]
    batch = evaluate(AGREEMENT, admit(line(0, record) for record in at_first), inference="native")
    assert plain(Writing().state(session.evaluation)) == plain(Writing().state(batch))
