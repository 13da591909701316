"""However records come, are corrected and withdrawn, what follows at each instant is what the log then gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


class Growing:
    """An evaluation that goes on, with the log that it is of, and the lines that it was given."""

    def __init__(self, stride: int) -> None:
        self.stride = stride
        self.taken: list[Line] = []
        self.begin()

    def begin(self) -> None:
        """Begin as on another day: with the lines that came, and nothing else."""
        self.live, self.intake = Live(AGREEMENT, inference="native", stride=self.stride), Intake()
        self._take(self.taken)

    def take(self, record: Record) -> None:
        """One more record comes."""
        self.taken.append(line(len(self.taken) + 1, record))
        self._take(self.taken[-1:])

    def _take(self, lines: Sequence[Line]) -> None:
        news = self.intake.take(lines)
        self.live.change(news.gone, news.come)

    def now(self, **options: Any) -> bytes:
        """What follows now."""
        incidents = self.intake.incidents()
        return ledger(self.live.evaluation(log_digest=self.intake.digest, incidents=incidents, **options))


@settings(max_examples=60)
@given(arrivals(), st.data())
def test_at_each_instant_it_is_what_the_log_of_that_instant_gives(records, data):
    growing = Growing(stride=2)
    for record in records:
        growing.take(record)
        log, intake = admit(growing.taken), growing.intake
        assert intake.counts == log.counts
        assert intake.digest == log.digest
        assert intake.incidents() == log.incidents()
        assert tuple(sorted(intake.records(), key=lambda one: one.id)) == log.records or intake.counts.duplicate
        if data.draw(st.booleans()):
            assert growing.now() == ledger(evaluate(AGREEMENT, log, inference="native"))


@settings(max_examples=40)
@given(arrivals(), st.sampled_from((0, 6 * HOUR, 3 * DAY)), st.data())
def test_what_is_final_is_the_same_as_in_one_pass(records, exact, data):
    lateness = Duration(exact=exact)
    growing = Growing(stride=3)
    for record in records:
        growing.take(record)
        if data.draw(st.booleans()):
            known = growing.intake.known
            found = growing.now(lateness=lateness, closed=None if known is None else known - exact)
            log = admit(growing.taken)
            assert found == ledger(evaluate(AGREEMENT, log, lateness=lateness, inference="native"))


@settings(max_examples=30)
@given(arrivals(), st.data())
def test_what_goes_on_from_kept_states_is_the_same(records, data):
    growing = Growing(stride=2)
    for record in records:
        growing.take(record)
        if data.draw(st.booleans()):
            growing.now()
        if data.draw(st.booleans()):
            kept, chunk = growing.live.kept(), growing.live.written_out(NOTHING)
            growing.begin()
            assert growing.live.resume(kept, [chunk]) == len(kept)
    assert growing.now() == ledger(evaluate(AGREEMENT, admit(growing.taken), inference="native"))
