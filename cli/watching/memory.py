"""The memory of a watch: a session as it was, restored from what a store holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from ...engine.journal import Step, standing
from ...engine.session import Session
from ...engine.snapshot import Chunk, Counts, Form, Kept, SnapshotError, Stamp, unpack
from ...events.duration import Duration, parse_exact
from ...events.line import Line
from ..feeds.base import FeedLine
from ..logs import Decoder
from ..store.store import Store

CLOCK = "clock"
LATENESS = "lateness"
"""What a store tells of itself besides what it is of: the clock, and by feed the lateness that was declared."""


@attrs.define
class Decoders:
    """Decodes the lines of each feed, and declares to the session how late the feed can be.

    ``lateness`` is what is declared from outside, by feed, and ``every`` of the feeds that are not named there; what a
    feed's own header declares counts where nothing else does.
    """

    session: Session
    names: frozenset[str]
    lateness: Mapping[str, Duration]
    every: Duration | None = None
    _each: dict[str, Decoder] = attrs.field(factory=dict, init=False)

    def declare(self, feed: str) -> Decoder:
        """A feed is followed, or was."""
        if feed not in self._each:
            lateness = self.lateness.get(feed, self.every)
            self._each[feed] = Decoder(self.session.agreement, self.names, lateness, open=lateness is None)
            self.session.declare(feed, lateness)
        return self._each[feed]

    def decoded(self, feed: str, lines: Iterable[FeedLine]) -> list[Line]:
        """The records of a feed's lines."""
        decoder = self.declare(feed)
        found = [line for one in lines if (line := decoder.line(one.raw, one.file)) is not None]
        self.session.declare(feed, decoder.lateness)
        return found

    def written(self) -> dict[str, str]:
        """What is declared, as a store tells it."""
        known = {feed: str(one.lateness) for feed, one in self._each.items() if one.lateness is not None}
        return {LATENESS: json.dumps(known, sort_keys=True)}


def declared(store: Store) -> dict[str, Duration]:
    """By feed the lateness that was declared when the store was written last."""
    told = json.loads(store.about().get(LATENESS, "{}"))
    return {feed: parse_exact(lateness) for feed, lateness in told.items()}


@attrs.frozen(kw_only=True)
class Restored:
    """What was restored.

    Attributes:
        previous: the digest of the journal's last line.
        corrected: a step without records, where the same lines come to something else than they did when they were
            evaluated last, and where nothing has been evaluated yet.
        snapshots: those in the store that were gone on from, by their numbers: over what each of them is.
        chunks: where each chunk of settled events in the store ends.
    """

    previous: str | None
    corrected: Step | None
    snapshots: Mapping[int, bytes]
    chunks: tuple[Counts, ...]


def restore(session: Session, store: Store, decoders: Decoders, remark: Callable[[str], None]) -> Restored:
    """Bring a fresh session to where a store was left.

    Raises:
        DamagedError: something in the store is not as it was written.
    """
    lines: dict[str, list[Line]] = {}
    for feed, line in store.lines():
        lines.setdefault(feed, []).extend(decoders.decoded(feed, (line,)))
    entries = [_read(line) for _, line in store.entries()]
    kept = list(_whole(store.snapshots(), Kept, session, remark))
    chunks = list(_whole(store.settled(), Chunk, session, remark))
    clock = store.about().get(CLOCK)
    corrected = session.restore(
        lines,
        state=standing(entries),
        steps=sum(entry["type"] == "step" for entry in entries),
        clock=None if clock is None else int(clock),
        kept=kept,
        chunks=chunks,
    )
    return Restored(
        previous=store.last_digest(),
        corrected=corrected,
        snapshots={one.number: one.digest for one in kept},
        chunks=tuple(chunk.end for chunk in chunks),
    )


def stamp_of(session: Session) -> Stamp:
    """What the snapshots of a session belong to."""
    return Stamp.of(session.agreement.digest, session.live.readings)


def _whole(
    packed: Iterable[bytes], form: type[Form], session: Session, remark: Callable[[str], None]
) -> Iterator[Form]:
    """The snapshots, or chunks, that can be gone on from; what the others held is evaluated anew."""
    stamp = stamp_of(session)
    for data in packed:
        try:
            yield unpack(data, stamp, form)
        except SnapshotError as error:
            remark(f"{error}; what it held is evaluated anew from the incidents")


def _read(line: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(line)
    return entry
