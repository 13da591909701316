"""Session: lines come in from one or several feeds, and each step says what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ..events.duration import Duration
from ..events.errors import Problem
from ..events.intake import Intake, News
from ..events.line import Line
from ..events.time import Instant
from ..rules.agreement import Agreement
from .evaluation import Evaluation
from .journal import State, Step, Writing, changes
from .live import Live
from .snapshot import Chunk, Kept


@attrs.define
class Watermark:
    """How far a feed has come: what it recorded last, and how long after what it tells of it may tell it."""

    lateness: Duration | None = None
    recorded: Instant | None = None

    def take(self, lines: Iterable[Line]) -> None:
        """Lines have come from it."""
        recorded = [line.content.recorded for line in lines if not isinstance(line.content, Problem)]
        if recorded:
            self.recorded = max(recorded) if self.recorded is None else max(self.recorded, *recorded)

    def closed(self, known: Instant) -> Instant | None:
        """The last instant about which it tells nothing new; None where that is not declared, or nothing has come.

        ``known`` is when the last of all that is accepted became known.
        """
        if self.lateness is None or self.recorded is None:
            return None
        return min(self.recorded, known) - self.lateness.exact


@attrs.frozen(kw_only=True)
class Taken:
    """A step, and what was found wrong with lines, or is no longer wrong."""

    step: Step
    problems: tuple[Problem, ...]
    mended: tuple[Problem, ...]


@attrs.define
class Session:
    """An evaluation over feeds, which goes on as lines come.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
        KeyError: a reading that the agreement does not have.

    Attributes:
        watermarks: by the name of the feed. A feed whose lateness is not declared tells of any time at any time, and
            while there is one nothing is final.
        clock: the instant up to which time has passed, where that is told.
        steps: how many steps there have been.
        evaluation: what is found by now.
    """

    agreement: Agreement
    readings: Iterable[str] | None = None
    inference: str = "auto"
    live: Live = attrs.field(init=False)
    intake: Intake = attrs.field(factory=Intake, kw_only=True)
    watermarks: dict[str, Watermark] = attrs.field(factory=dict, init=False)
    clock: Instant | None = attrs.field(default=None, init=False)
    steps: int = attrs.field(default=0, init=False)
    evaluation: Evaluation = attrs.field(init=False)
    _state: State = attrs.field(factory=dict, init=False)
    _writing: Writing = attrs.field(factory=Writing, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.live = Live(self.agreement, self.readings, self.inference)
        self.evaluation = self._evaluate()

    def close(self) -> None:
        """Free what inference holds; nothing can be evaluated afterwards."""
        self.live.close()

    def declare(self, feed: str, lateness: Duration | None) -> None:
        """A feed is followed; how long after what it tells of it may tell it."""
        self.watermarks.setdefault(feed, Watermark()).lateness = lateness

    def step(self, lines: Sequence[Line] = (), feed: str = "", clock: Instant | None = None) -> Taken:
        """Lines have come from a feed, and it is ``clock`` by now, where that is told: what that changes."""
        news = self._take(lines, feed, clock)
        return Taken(step=self._stepped(news.records, self._evaluate()), problems=news.problems, mended=news.mended)

    def tick(self, clock: Instant) -> Taken | None:
        """Time has passed up to ``clock``: a step, where that changes what is found; a clock put back is not heard."""
        if self.clock is not None and clock <= self.clock:
            return None
        due = self.live.due
        idle = self.evaluation.until is not None and (due is None or clock < due)
        self.clock = clock
        if idle:
            return None
        evaluation = self._evaluate()
        if self._writing.state(evaluation) == self._state:
            return None
        return Taken(step=self._stepped((), evaluation), problems=(), mended=())

    def _take(self, lines: Sequence[Line], feed: str, clock: Instant | None) -> News:
        if lines:
            self.watermarks.setdefault(feed, Watermark()).take(lines)
        if clock is not None:
            self.clock = clock if self.clock is None else max(self.clock, clock)
        news = self.intake.take(lines)
        self.live.change(news.gone, news.come)
        return news

    def _stepped(self, records: tuple[str, ...], evaluation: Evaluation) -> Step:
        self.evaluation = evaluation
        before, self._state = self._state, self._writing.state(self.evaluation)
        self.steps += 1
        return Step(
            number=self.steps,
            known=self.intake.known,
            horizon=self.evaluation.horizon,
            until=self.evaluation.until,
            closed=self.evaluation.closed,
            records=records,
            log=self.evaluation.log_digest,
            changes=changes(before, self._state, {name: self.intake.named(name) for name in records}),
        )

    def restore(
        self,
        lines: Mapping[str, Sequence[Line]],
        *,
        state: State,
        steps: int,
        clock: Instant | None,
        kept: Iterable[Kept] = (),
        chunks: Iterable[Chunk] = (),
    ) -> Step | None:
        """Go on from what came on another day.

        Args:
            lines: all that came, by feed.
            state: what was found at the last step.
            steps: how many there were.
            clock: what it was then.
            kept: states of the folds, so that not all need be evaluated anew.
            chunks: the settled events that those states have.

        Returns:
            A step without records where, from the same lines, something else is found than then: by another version of
            comply; None where the same is.
        """
        self.clock = clock
        for feed, came in lines.items():
            self._take(came, feed, None)
        self.live.resume(kept, chunks)
        self._state, self.steps = state, steps
        self.evaluation = self._evaluate()
        return None if self._writing.state(self.evaluation) == state else self._stepped((), self.evaluation)

    def _evaluate(self) -> Evaluation:
        incidents = self.intake.incidents()
        last = max((one.occurred.start for one in incidents), default=None)
        passed = self.clock is not None and (last is None or last <= self.clock)
        return self.live.evaluation(
            log_digest=self.intake.digest,
            incidents=incidents,
            until=self.clock if passed else None,
            lateness=self._lateness(),
            closed=self._closed(),
        )

    def _lateness(self) -> Duration | None:
        """The lateness declared, where it is of the one feed there is."""
        return next(iter(self.watermarks.values())).lateness if len(self.watermarks) == 1 else None

    def _closed(self) -> Instant | None:
        """The last instant about which no feed tells anything new."""
        known = self.intake.known
        each = [None if known is None else one.closed(known) for one in self.watermarks.values()]
        certain = [one for one in each if one is not None]
        return min(certain) if certain and len(certain) == len(each) else None
