"""The watcher: takes what the feeds give, evaluates it, stores each step, and only then acknowledges it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import gt
from typing import Any

import attrs

from ...engine.journal import Step, chained, heading
from ...engine.session import Session, Taken
from ...engine.snapshot import Counts, Stamp, pack
from ...events.errors import LogError, Problem
from ...events.time import Instant
from ..feeds.base import Batch, Feed
from ..store.store import Store, Written
from .memory import CLOCK, Decoders, restore, stamp_of

LINE_BY_LINE = 16
"""Lines of one batch up to which each is a step of its own, so that a change names the one record that made it."""
SNAPSHOT_SECONDS = 10.0
"""Seconds between two times at which snapshots are stored; what came since is evaluated anew after a crash."""


@attrs.frozen(kw_only=True)
class Told:
    """Where a watcher tells what happens."""

    step: Callable[[Step], None]
    entries: Callable[[Sequence[bytes]], None]
    problems: Callable[[Iterable[Problem]], None]
    remark: Callable[[str], None]


@attrs.define
class Watcher:
    """Evaluates over feeds; ``clock`` tells the instant that it is, where time passes with the clock."""

    session: Session
    store: Store
    feeds: Sequence[Feed]
    decoders: Decoders
    told: Told
    clock: Callable[[], Instant] | None = None
    about: Callable[[], Mapping[str, str]] = dict
    """What else the store tells of itself with each step."""
    stopped: bool = attrs.field(default=False, init=False)
    _previous: str | None = attrs.field(default=None, init=False)
    """The digest of the last line of the journal."""
    _stored: float = attrs.field(default=0.0, init=False)
    """When snapshots were stored last, by a clock that is never put back."""
    _in_store: Mapping[int, bytes] = attrs.field(factory=dict, init=False)
    """The snapshots in the store by their numbers: over what each of them is."""
    _chunks: list[Counts] = attrs.field(factory=list, init=False)
    """Where each of the chunks of settled events in the store ends."""

    def stop(self) -> None:
        """End after the step that is under way."""
        self.stopped = True

    def restore(self) -> None:
        """Go on from what the store holds."""
        for feed in self.feeds:
            self.decoders.declare(feed.name)
        restored = restore(self.session, self.store, self.decoders, self.told.remark)
        self._previous, self._in_store, self._chunks = restored.previous, restored.snapshots, list(restored.chunks)
        if restored.previous is None:
            self._write([heading(self.session.agreement, self.session.live.readings)])
        if restored.corrected is not None:
            self._write(restored.corrected.entries())
            self.told.step(restored.corrected)

    def run(self) -> None:
        """Take what comes until all feeds have ended or it is to stop, and store snapshots at the end."""
        positions = self.store.positions()
        following = {feed.name: (feed, feed.follow(positions.get(feed.name))) for feed in self.feeds}
        try:
            while following and not self.stopped:
                self._round(following)
                self._tick()
        except LogError:  # what is evaluated is stored, and worth a snapshot; of no other error is that known
            self._keep(force=True)
            raise
        self._keep(force=True)

    def _round(self, following: dict[str, tuple[Feed, Iterator[Batch | None]]]) -> None:
        """Hear each feed once; those that have ended are left out from then on."""
        for name, (feed, batches) in list(following.items()):
            if self.stopped:
                return
            try:
                batch = next(batches)
            except StopIteration:
                del following[name]
                continue
            if batch is not None:
                self._take(feed, batch)

    def _take(self, feed: Feed, batch: Batch) -> None:
        lines = self.decoders.decoded(feed.name, batch.lines)
        pieces = [[line] for line in lines] if len(lines) <= LINE_BY_LINE else [lines]
        now = None if self.clock is None else self.clock()
        taken = [self.session.step(piece, feed.name, now) for piece in pieces]
        self._write((entry for one in taken for entry in one.step.entries()), feed, batch)
        feed.acknowledge(batch.position)
        self._tell(taken)
        self._keep()

    def _tell(self, taken: Iterable[Taken]) -> None:
        for one in taken:
            self.told.problems(one.problems)
            self.told.step(one.step)

    def _tick(self) -> None:
        """Time has passed: a step where that changes anything."""
        if self.clock is None or (taken := self.session.tick(self.clock())) is None:
            return
        self._write(taken.step.entries())
        self._tell((taken,))

    def _write(
        self, entries: Iterable[Mapping[str, Any]], feed: Feed | None = None, batch: Batch | None = None
    ) -> None:
        """Store a step as a whole: what came, how far that is, and what the journal says of it."""
        lines = list(chained(entries, self._previous))
        about = {**self.decoders.written(), **self.about()}
        if self.session.clock is not None:
            about[CLOCK] = str(self.session.clock)
        self.store.write(
            Written(
                feed=None if feed is None else feed.name,
                lines=() if batch is None else batch.lines,
                position=None if batch is None else batch.position,
                entries=lines,
                about=about,
            )
        )
        if lines:
            self._previous = hashlib.sha256(lines[-1]).hexdigest()
            self.told.entries(lines)

    def _keep(self, *, force: bool = False) -> None:
        """Store the snapshots that are not stored yet, every so many seconds."""
        now = time.monotonic()
        if not force and now - self._stored < SNAPSHOT_SECONDS:
            return
        self._stored = now
        stamp, kept = stamp_of(self.session), {one.number: one for one in self.session.live.kept()}
        digests = {number: one.digest for number, one in kept.items()}
        if digests != self._in_store:
            known = self._in_store
            new = {n: None if known.get(n) == one.digest else pack(stamp, one) for n, one in kept.items()}
            self.store.write(Written(snapshots=new, settled=self._chunk(stamp)))
            self._in_store = digests

    def _chunk(self, stamp: Stamp) -> tuple[int, bytes]:
        """How many of the chunks in the store stay as they are, and what comes after them."""
        live = self.session.live
        while self._chunks and any(map(gt, self._chunks[-1], live.lasting)):
            self._chunks.pop()
        chunk = live.written_out(self._chunks[-1] if self._chunks else (0,) * len(live.readings))
        self._chunks.append(chunk.end)
        return len(self._chunks) - 1, pack(stamp, chunk)
