"""A mission of months in small: reports, corrections, withdrawals, restarts and the clock, in any order."""

from __future__ import annotations

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from comply import Incident, admit, evaluate
from comply.engine.journal import Step, standing
from comply.engine.session import Session
from comply.engine.snapshot import Chunk, Kept
from comply.events.incident import Retraction
from comply.events.line import Line
from comply.events.log import Record
from comply.events.time import HOUR

from .agreements import incidents
from .test_live import AGREEMENT, NOTHING, ledger
from .test_sessions import plain, written

FEEDS = ("one", "two")
_feeds = st.sampled_from(FEEDS)


class Mission(RuleBasedStateMachine):
    """A session beside the lines that it has been given."""

    reported = Bundle("reported")

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[str, list[Line]] = {feed: [] for feed in FEEDS}
        self.steps: list[Step] = []
        self.kept: tuple[Kept, ...] = ()
        self.chunks: tuple[Chunk, ...] = ()
        self.number = 0
        self.checked = True
        self.session = Session(AGREEMENT, inference="native")
        self._taken(self.session.step().step)

    def _taken(self, step: Step) -> None:
        self.steps.append(step)
        self.checked = False

    def _comes(self, feed: str, *records: Record) -> None:
        lines = [Line(file=feed, number=self._next(), raw=b"", content=record) for record in records]
        self.came[feed] += lines
        self._taken(self.session.step(lines, feed).step)

    def _next(self) -> int:
        self.number += 1
        return self.number

    @rule(target=reported, feed=_feeds, data=st.data(), count=st.integers(1, 3))
    def reports_come(self, feed: str, data: st.DataObject, count: int) -> object:
        records = [data.draw(incidents(f"i{self._next()}")) for _ in range(count)]
        self._comes(feed, *records)
        return multiple(*records)

    @rule(target=reported, feed=_feeds, data=st.data(), wrong=reported)
    def one_is_corrected(self, feed: str, data: st.DataObject, wrong: Incident) -> Incident:
        right = data.draw(incidents(f"i{self._next()}"))
        right = attrs.evolve(
            right, supersedes=wrong.id, recorded=wrong.recorded + data.draw(st.sampled_from((1, HOUR)))
        )
        self._comes(feed, right)
        return right

    @rule(feed=_feeds, gone=consumes(reported))
    def one_is_withdrawn(self, feed: str, gone: Incident) -> None:
        self._comes(feed, Retraction(id=f"r{self._next()}", recorded=gone.recorded + HOUR, retracts=gone.id))

    @rule(target=reported, feed=_feeds, data=st.data(), same=reported)
    def another_tells_of_the_same(self, feed: str, data: st.DataObject, same: Incident) -> Incident:
        other = attrs.evolve(data.draw(incidents(f"i{self._next()}")), same_as=same.id)
        self._comes(feed, other)
        return other

    @rule(feed=_feeds, again=reported)
    def one_comes_again(self, feed: str, again: Incident) -> None:
        self._comes(feed, again)

    @rule(feed=_feeds, data=st.data(), one=reported)
    def another_bears_its_id(self, feed: str, data: st.DataObject, one: Incident) -> None:
        self._comes(feed, data.draw(incidents(one.id)))

    @rule(hours=st.integers(-48, 240))
    def time_passes(self, hours: int) -> None:
        if (taken := self.session.tick(1473696000000000 + hours * HOUR)) is not None:
            self._taken(taken.step)

    @rule()
    def snapshots_are_stored(self) -> None:
        self.kept = self.session.live.kept()
        self.chunks = (self.session.live.written_out(NOTHING),)

    @rule(tell=st.booleans())
    def the_machine_is_restarted(self, tell: bool) -> None:
        stored = {"kept": self.kept, "chunks": self.chunks} if tell else {}
        state, clock = standing(written(self.steps)), self.session.clock
        self.session = Session(AGREEMENT, inference="native")
        assert self.session.restore(self.came, state=state, steps=len(self.steps), clock=clock, **stored) is None

    @invariant()
    def what_is_found_is_what_the_whole_log_gives(self) -> None:
        if self.checked:
            return
        self.checked = True
        log = admit(line for lines in self.came.values() for line in lines)
        until = self.session.evaluation.until
        batch = evaluate(AGREEMENT, log, until=until, inference="native")
        assert ledger(self.session.evaluation) == ledger(batch)
        assert self.session.intake.counts == log.counts
        assert plain(standing(written(self.steps))) == plain(self.session._state)


TestMission = Mission.TestCase
TestMission.settings = settings(max_examples=25, stateful_step_count=14, deadline=None)
