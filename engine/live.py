"""Live: an evaluation that goes on as occurrences come, change and go, and is at each instant what ``evaluate`` gives.

An occurrence that comes after all others is fed to the folds as it is. One that comes before some of them, or changes,
rewinds the folds to the last state that was kept before it, and what comes after it is fed anew. So what follows never
depends on the order in which things became known, only on what is known.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

import attrs

from ..events.duration import Duration
from ..events.incident import Incident
from ..events.log import record_digest
from ..events.occurrence import Occurrence
from ..events.time import FIRST_INSTANT, Instant
from ..rules.agreement import Agreement
from .evaluation import Basis, Evaluation, assembled
from .events import Settled
from .finality import Closed
from .plan import Plan, compile_plans
from .replay import chosen_readings
from .snapshot import Chunk, Counts, Kept, freeze, freeze_settled, thaw, thaw_settled
from .told import Told
from .track import END, START, Bulletins, Inferences, Position, Track, bulletins_of
from .verdict import Findings

STRIDE = 256
"""Occurrences that are fed between two states that are kept."""
MOST_KEPT = 12
"""States that are kept besides the last one, close together near the end and farther apart before."""


@attrs.define
class Floor:
    """The folds at the instant up to which nothing can change any more, and what is settled of each reading there."""

    track: Track
    instant: Instant
    settled: tuple[Closed, ...]


@attrs.define
class Live:
    """An evaluation that goes on.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
        KeyError: a reading that the agreement does not have.
    """

    agreement: Agreement
    wanted: Iterable[str] | None = None
    inference: str = "auto"
    stride: int = STRIDE
    readings: tuple[str, ...] = attrs.field(init=False)
    rewound: int = attrs.field(default=0, init=False)
    """How often the folds had to go back."""
    due: Instant | None = attrs.field(default=None, init=False)
    """When something is due next without another occurrence, as of the last evaluation; None where nothing is."""
    _plans: list[Plan] = attrs.field(init=False, repr=False)
    _occurrences: list[Occurrence] = attrs.field(factory=list, init=False, repr=False)
    _bulletins: Bulletins = attrs.field(init=False, repr=False)
    _inferences: Inferences = attrs.field(init=False, repr=False)
    _track: Track | None = attrs.field(default=None, init=False, repr=False)
    """The folds; None where they have been finished and must be thawed."""
    _digest: bytes = attrs.field(default=b"", init=False, repr=False)
    """Over all that they have been fed."""
    _kept: list[Kept] = attrs.field(factory=list, init=False, repr=False)
    _settled: list[list[Settled]] = attrs.field(init=False, repr=False)
    """By reading, the settled events of the last state kept; each state before it has the first ones of them."""
    _lasting: Counts = attrs.field(init=False, repr=False)
    """By reading, how many of them have stayed as they are since they were written out last."""
    _told: Findings = attrs.field(factory=Findings, init=False, repr=False)
    _floor: Floor | None = attrs.field(default=None, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.readings = chosen_readings(self.agreement, self.wanted)
        self._plans = compile_plans(self.agreement, self.readings)
        self._inferences = Inferences.of(self._plans, self.inference)
        self._bulletins = bulletins_of(self._plans, ())
        self._settled = [[] for _ in self._plans]
        self._lasting = (0,) * len(self._plans)

    def close(self) -> None:
        """Free what inference holds; nothing can be evaluated afterwards."""
        self._inferences.close()

    def change(self, gone: Iterable[Occurrence], come: Iterable[Occurrence]) -> None:
        """Some occurrences are no longer told of, and others are told of now."""
        out, into = list(gone), list(come)
        for one in out:
            del self._occurrences[self._place(one.order)]
        if len(into) > len(self._occurrences):
            self._occurrences = sorted([*self._occurrences, *into], key=_order)
        else:
            for one in into:
                insort(self._occurrences, one, key=_order)
        changed = [one.order for one in (*out, *into)]
        if any(self._bulletins.values()) or any(one.aggregate for one in into):  # else there are none to look at
            changed += self._changed_bulletins()
        if changed:
            self._rewind(min(changed))

    def _place(self, order: Position) -> int:
        return bisect_left(self._occurrences, order, key=_order)

    def _changed_bulletins(self) -> Iterator[Position]:
        """Where the bulletins stand that now tell of something else beyond the records."""
        was, self._bulletins = self._bulletins, bulletins_of(self._plans, self._occurrences)
        for name, told in self._bulletins.items():
            for bulletin in told.values():
                before = was[name].get(bulletin.occurrence.id)
                if before is not None and _counted(before) != _counted(bulletin):
                    yield bulletin.occurrence.order

    def _rewind(self, first: Position) -> None:
        """Go back to before a position, if it has been passed."""
        passed = bool(self._kept) and self._kept[-1].position >= first
        self._kept = [one for one in self._kept if one.position < first]
        self._settle_back()
        if passed or (self._track is not None and self._track.position >= first):
            self._track = None
            self.rewound += 1
        if self._floor is not None and first[0] <= self._floor.instant:
            self._floor = None

    def _settle_back(self) -> None:
        """Forget the settled events that no state kept has."""
        counts = self._kept[-1].settled if self._kept else (0,) * len(self._plans)
        for events, count in zip(self._settled, counts, strict=True):
            del events[count:]
        self._lasting = tuple(map(min, self._lasting, counts))

    def _before(self, limit: Position) -> tuple[Track, bytes]:
        """Folds that have been fed nothing from a position on, from the last state kept before it, and its digest."""
        kept = next((one for one in reversed(self._kept) if one.position < limit), None)
        if kept is None:
            return Track.begin(self._inferences.folds()), b""
        track = thaw(kept.state, self._inferences.folds())
        for fold, events, count in zip(track.folds, self._settled, kept.settled, strict=True):
            fold.settled = events[:count]
        return track, kept.digest

    def _after(self, position: Position) -> int:
        """The number of the first occurrence after a position."""
        return bisect_right(self._occurrences, position, key=_order)

    def _head(self) -> Track:
        """The folds, fed all that is known, and their state kept."""
        if self._track is None:
            self._track, self._digest = self._before(END)
        track = self._track
        for number in range(self._after(track.position), len(self._occurrences)):
            occurrence = self._occurrences[number]
            track.feed(occurrence, self._bulletins)
            self._digest = self._chained(self._digest, occurrence)
            if (number + 1) % self.stride == 0:
                self._keep(number + 1, track)
        if not self._kept or self._kept[-1].position != track.position:
            self._keep(len(self._occurrences), track)
        return track

    def _chained(self, digest: bytes, occurrence: Occurrence) -> bytes:
        """The digest over one more occurrence, and of a bulletin over those that it counts, than before."""
        whole = hashlib.sha256(digest + _written(occurrence))
        for told in self._bulletins.values():
            if (bulletin := told.get(occurrence.id)) is not None:
                for counted in _counted(bulletin):
                    whole.update(b"counts" + b"".join(map(_written, counted)))
        return whole.digest()

    def _keep(self, number: int, track: Track) -> None:
        for events, fold in zip(self._settled, track.folds, strict=True):
            events += fold.settled[len(events) :]
        counts = tuple(map(len, self._settled))
        self._kept.append(Kept(number, track.position, self._digest, counts, freeze(track)))
        if len(self._kept) > MOST_KEPT:
            del self._kept[_dispensable([one.number for one in self._kept])]

    def kept(self) -> tuple[Kept, ...]:
        """The states to go back to, the earliest first."""
        return tuple(self._kept)

    @property
    def lasting(self) -> Counts:
        """By reading, how many settled events are still those that were written out."""
        return self._lasting

    def written_out(self, start: Counts) -> Chunk:
        """The settled events from a number of each reading on, to be kept outside of the memory."""
        self._lasting = tuple(map(len, self._settled))
        events = [each[count:] for each, count in zip(self._settled, start, strict=True)]
        return Chunk(start, self._lasting, freeze_settled(events))

    def resume(self, kept: Iterable[Kept], chunks: Iterable[Chunk]) -> int:
        """Take states that were kept on another day, of occurrences that are known again, and say how many are taken.

        Those that were not fed just what is known now up to their position are passed over, and so are those whose
        settled events are not among the chunks.

        Raises:
            SnapshotError: the chunks cannot be read.
        """
        self._track = self._floor = None
        self._settled = [[] for _ in self._plans]
        for chunk in chunks:
            if chunk.start != tuple(map(len, self._settled)):
                break
            for events, more in zip(self._settled, thaw_settled(chunk.events), strict=True):
                events += more
        digests = dict(self._digests())
        self._kept = [
            one for one in kept if digests.get(one.number) == (one.position, one.digest) and self._has(one.settled)
        ]
        self._lasting = tuple(map(len, self._settled))
        self._settle_back()
        return len(self._kept)

    def _has(self, counts: Counts) -> bool:
        return all(count <= len(events) for count, events in zip(counts, self._settled, strict=True))

    def _digests(self) -> Iterator[tuple[int, tuple[Position, bytes]]]:
        position, digest = START, b""
        yield 0, (position, digest)
        for number, occurrence in enumerate(self._occurrences, start=1):
            position, digest = occurrence.order, self._chained(digest, occurrence)
            yield number, (position, digest)

    def evaluation(
        self,
        *,
        log_digest: str,
        incidents: tuple[Incident, ...],
        until: Instant | None = None,
        lateness: Duration | None = None,
        closed: Instant | None = None,
    ) -> Evaluation:
        """What follows from all that is known now.

        Args:
            log_digest: the digest of the log.
            incidents: its reports, corrections applied, in event order.
            until: the horizon, no earlier than any incident begins; by default the last instant at which one does.
            lateness: how long after what it tells of a record may still come, if that is declared for all.
            closed: the last instant at which no admissible record can change anything any more.
        """
        basis = Basis(
            agreement=self.agreement,
            readings=self.readings,
            log_digest=log_digest,
            until=until,
            as_of=None,
            incidents=incidents,
            occurrences=tuple(self._occurrences),
            lateness=lateness,
            closed=closed,
        ).with_open_bulletins()
        track = self._head()
        self.due = min((due for fold in track.folds if (due := fold.due) is not None), default=None)
        if basis.closed is not None and basis.closed < basis.horizon:
            for fold, settled in zip(track.folds, self._closed_at(basis.closed), strict=True):
                fold.closed = settled
        self._track = None  # a finished fold takes nothing more; its state has been kept
        track.finish(basis.horizon, inclusive=until is not None, closed=basis.closed)
        bulletins = self._bulletins[id(self._plans[0].matcher)].values()
        return assembled(basis, self._inferences.name, track, bulletins, self._told)

    def _closed_at(self, closed: Instant) -> tuple[Closed, ...]:
        """What of each reading nothing after an instant can change any more."""
        floor = self._floor
        if floor is not None and floor.instant == closed:
            return floor.settled
        ahead = floor is None or floor.instant > closed
        track = self._before((closed + 1, FIRST_INSTANT, ""))[0] if floor is None or ahead else floor.track
        for occurrence in self._occurrences[self._after(track.position) :]:
            if occurrence.occurred.start > closed:
                break
            track.feed(occurrence, self._bulletins)
        self._floor = Floor(track, closed, track.settle(closed))
        return self._floor.settled


def _order(occurrence: Occurrence) -> Position:
    return occurrence.order


def _written(occurrence: Occurrence) -> bytes:
    return b"".join(map(record_digest, occurrence.reports))


def _counted(bulletin: Told) -> tuple[tuple[Occurrence, ...], ...]:
    """The occurrences that a bulletin surely and perhaps counts."""
    beyond = bulletin.beyond
    each = ((), ()) if beyond is None else (beyond.surely, beyond.perhaps)
    return tuple(tuple(one.occurrence for one in told) for told in each)


def _dispensable(numbers: Sequence[int]) -> int:
    """Which of the states to forget: the one that leaves the least gap, measured by how far back it lies."""
    last = numbers[-1]

    def gap(index: int) -> float:
        return (numbers[index + 1] - numbers[index - 1]) / (last - numbers[index] + 1)

    return min(range(1, len(numbers) - 1), key=gap)
