"""However records come, are corrected and withdrawn, what follows at each instant is what the log then gives."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from comply import Evaluation, admit, evaluate
from comply.engine.ledger import lines
from comply.engine.live import Live
from comply.events.duration import Duration
from comply.events.incident import Retraction
from comply.events.intake import Intake
from comply.events.log import Line, Record
from comply.events.time import DAY, HOUR

from .agreements import every_kind, incidents

AGREEMENT = every_kind()
NOTHING = (0,) * len(AGREEMENT.terms)
"""How many events are settled, by reading, before there are any."""


@st.composite
def arrivals(draw: st.DrawFn, most: int = 8) -> tuple[Record, ...]:
    """Records in the order in which they come: bulletins, links, corrections, conflicts and duplicates among them."""
    known: list[Record] = []
    for number in range(draw(st.integers(0, most))):
        known.append(draw(_record(f"i{number}", known)))
    return tuple(draw(st.permutations(known)))


@st.composite
def _record(draw: st.DrawFn, name: str, known: Sequence[Record]) -> Record:
    one = draw(incidents(name))
    one = attrs.evolve(one, aggregate=draw(st.sampled_from((False, False, True))), count=draw(st.integers(1, 3)))
    if not known:
        return one
    about = draw(st.sampled_from(known))
    later = attrs.evolve(one, recorded=max(one.recorded, about.recorded) + draw(st.sampled_from((0, HOUR))))
    return draw(
        st.sampled_from(
            (
                one,
                one,
                one,
                about,
                attrs.evolve(one, id=about.id),
                attrs.evolve(later, supersedes=about.id),
                attrs.evolve(one, same_as=about.id),
                Retraction(id=name, recorded=later.recorded, retracts=about.id),
            )
        )
    )


def line(number: int, record: Record) -> Line:
    return Line(file="log", number=number, raw=b"", content=record)


def ledger(evaluation: Evaluation) -> bytes:
    return b"".join(lines(evaluation))


def now(live: Live, intake: Intake, **options: object) -> Evaluation:
    return live.evaluation(log_digest=intake.digest, incidents=intake.incidents(), **options)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(arrivals(), st.data())
def test_at_each_instant_it_is_what_the_log_of_that_instant_gives(records, data):
    live, intake, taken = Live(AGREEMENT, inference="native", stride=2), Intake(), []
    for number, record in enumerate(records, start=1):
        taken.append(line(number, record))
        news = intake.take(taken[-1:])
        live.change(news.gone, news.come)
        log = admit(taken)
        assert intake.counts == log.counts
        assert intake.digest == log.digest
        assert intake.incidents() == log.incidents()
        assert tuple(sorted(intake.records(), key=lambda one: one.id)) == log.records or intake.counts.duplicate
        if data.draw(st.booleans()):
            assert ledger(now(live, intake)) == ledger(evaluate(AGREEMENT, log, inference="native"))


@settings(max_examples=40)
@given(arrivals(), st.sampled_from((0, 6 * HOUR, 3 * DAY)), st.data())
def test_what_is_final_is_the_same_as_in_one_pass(records, exact, data):
    lateness = Duration(exact=exact)
    live, intake, taken = Live(AGREEMENT, inference="native", stride=3), Intake(), []
    for number, record in enumerate(records, start=1):
        taken.append(line(number, record))
        news = intake.take(taken[-1:])
        live.change(news.gone, news.come)
        if data.draw(st.booleans()):
            closed = None if intake.known is None else intake.known - exact
            found = now(live, intake, lateness=lateness, closed=closed)
            assert ledger(found) == ledger(evaluate(AGREEMENT, admit(taken), lateness=lateness, inference="native"))


@settings(max_examples=30)
@given(arrivals(), st.data())
def test_what_goes_on_from_kept_states_is_the_same(records, data):
    live, intake, taken = Live(AGREEMENT, inference="native", stride=2), Intake(), []
    for number, record in enumerate(records, start=1):
        taken.append(line(number, record))
        news = intake.take(taken[-1:])
        live.change(news.gone, news.come)
        if data.draw(st.booleans()):
            now(live, intake)
        if data.draw(st.booleans()):
            kept, chunk = live.kept(), live.written_out(NOTHING)
            live, intake = Live(AGREEMENT, inference="native", stride=2), Intake()
            news = intake.take(taken)
            live.change(news.gone, news.come)
            assert live.resume(kept, [chunk]) == len(kept)
    assert ledger(now(live, intake)) == ledger(evaluate(AGREEMENT, admit(taken), inference="native"))
