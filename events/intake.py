"""Intake: a log that is still growing, and what each new line changes of what it tells.

Lines belong together where one corrects or links another, or bears the same id. Whether a line is accepted, and what
events are told of, depends on the lines that belong together with it and on no others; so only those are looked at
again when a line comes. At every instant the log is the one that ``admit`` makes of all lines taken until then.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from .errors import Problem
from .incident import Incident
from .line import Line, Record
from .log import Counts, Log, admit, corrected, digest_of, record_digest, standing
from .occurrence import Occurrence, occurrence_of
from .time import Instant

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class News:
    """What some lines changed.

    Attributes:
        records: the ids of the records that came, were rejected again, or are accepted now though they were not.
        gone: the occurrences that are no longer told of, or not in this way.
        come: those that are told of instead, or besides.
        problems: what is wrong with lines that were not rejected before.
        mended: what was wrong with lines that are no longer rejected.
    """

    records: tuple[str, ...]
    gone: tuple[Occurrence, ...]
    come: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]
    mended: tuple[Problem, ...]


@attrs.frozen
class _Told:
    """What lines that belong together come to."""

    log: Log
    incidents: tuple[Incident, ...]
    occurrences: tuple[Occurrence, ...]

    @classmethod
    def of(cls, log: Log) -> _Told:
        groups = list(standing(log.records))
        told = (occurrence_of(group) for group in groups)
        occurrences = tuple(one for one in told if one is not None)
        return cls(log, tuple(report for group in groups for report in group), occurrences)


@attrs.define(eq=False)
class _Cluster:
    """Lines that belong together: they bear or name these ids, and came to this when they were last looked at."""

    names: set[str]
    lines: list[Line] = attrs.field(factory=list)
    told: _Told | None = None


@attrs.define
class Intake:
    """A growing log.

    ``admitting`` says by what lines that belong together are admitted; by default as ``admit`` does.
    """

    admitting: Callable[[Iterable[Line]], Log] = admit
    _read: int = attrs.field(default=0, init=False)
    _duplicate: int = attrs.field(default=0, init=False)
    _rejected: int = attrs.field(default=0, init=False)
    _clusters: dict[str, _Cluster] = attrs.field(factory=dict, init=False)
    """By every id that a line of it bears or names."""
    _keys: set[bytes] = attrs.field(factory=set, init=False)
    """The digests of all records that came."""
    _digests: list[bytes] = attrs.field(factory=list, init=False)
    """Those of the accepted ones, in order."""
    _recorded: list[Instant] = attrs.field(factory=list, init=False)
    """When the accepted ones were recorded, in order."""

    def take(self, lines: Iterable[Line]) -> News:
        """Take some lines, and say what they change."""
        touched: dict[_Cluster, list[_Told]] = {}
        bad: list[Problem] = []
        for line in lines:
            self._read += 1
            if isinstance(line.content, Problem):
                bad.append(line.content)
            elif (key := record_digest(line.content)) in self._keys:
                self._duplicate += 1
            else:
                self._keys.add(key)
                self._cluster(line.content, touched).lines.append(line)
        self._rejected += len(bad)
        return self._looked_at(touched, bad)

    def _cluster(self, record: Record, touched: dict[_Cluster, list[_Told]]) -> _Cluster:
        """The cluster of a record, made of all those that it joins; ``touched`` keeps what they came to before."""
        names = set(_names(record))
        parts = {one: None for name in sorted(names) if (one := self._clusters.get(name)) is not None}
        whole = max(parts, key=lambda one: len(one.lines), default=None) or _Cluster(set())
        was = touched.setdefault(whole, [] if whole.told is None else [whole.told])
        for part in parts:
            if part is not whole:
                was += touched.pop(part, [] if part.told is None else [part.told])
                whole.lines += part.lines
                names |= part.names
        whole.names |= names
        self._clusters.update(dict.fromkeys(names, whole))
        return whole

    def _looked_at(self, touched: Mapping[_Cluster, list[_Told]], bad: Iterable[Problem]) -> News:
        was = [told for known in touched.values() for told in known]
        now = [_Told.of(self.admitting(cluster.lines)) for cluster in touched]
        for cluster, told in zip(touched, now, strict=True):
            cluster.told = told
        self._count_out(was)
        self._count_in(now)
        lost, gained = _differences(was, now, lambda told: told.log.records, _id)
        gone, come = _differences(was, now, lambda told: told.occurrences, _id)
        mended, problems = _differences(was, now, lambda told: told.log.problems, lambda one: one.location)
        records = tuple(dict.fromkeys(record.id for record in (*lost, *gained)))
        return News(records=records, gone=gone, come=come, problems=(*bad, *problems), mended=mended)

    def _count_in(self, told: Iterable[_Told]) -> None:
        for one in told:
            self._rejected += len(one.log.rejected)
            for record in one.log.records:
                insort(self._digests, record_digest(record))
                insort(self._recorded, record.recorded)

    def _count_out(self, told: Iterable[_Told]) -> None:
        for one in told:
            self._rejected -= len(one.log.rejected)
            for record in one.log.records:
                del self._digests[bisect_left(self._digests, record_digest(record))]
                del self._recorded[bisect_left(self._recorded, record.recorded)]

    @property
    def counts(self) -> Counts:
        """The account of all lines."""
        return Counts(read=self._read, accepted=len(self._digests), duplicate=self._duplicate, rejected=self._rejected)

    @property
    def digest(self) -> str:
        """The digest of the log of all accepted records."""
        return digest_of(self._digests)

    @property
    def known(self) -> Instant | None:
        """When the last of what is known became known; None where nothing is."""
        return self._recorded[-1] if self._recorded else None

    def named(self, name: str) -> frozenset[str]:
        """All ids that the records of an id bear or name."""
        cluster = self._clusters.get(name)
        records = () if cluster is None else (line.content for line in cluster.lines)
        known = (one for one in records if not isinstance(one, Problem) and one.id == name)
        return frozenset((name, *(each for one in known for each in _names(one))))

    def incidents(self) -> tuple[Incident, ...]:
        """What the log tells, corrections applied, in event order."""
        return tuple(sorted((one for told in self._told() for one in told.incidents), key=lambda one: one.order))

    def records(self) -> Iterator[Record]:
        """The accepted records, in no particular order."""
        return (record for told in self._told() for record in told.log.records)

    def _told(self) -> Iterator[_Told]:
        return (one.told for one in dict.fromkeys(self._clusters.values()) if one.told is not None)


def _names(record: Record) -> Iterator[str]:
    """The ids that a record bears or names."""
    yield record.id
    if (target := corrected(record)) is not None:
        yield target
    if isinstance(record, Incident) and record.same_as is not None:
        yield record.same_as


def _id(one: Record | Occurrence) -> str:
    return one.id


def _differences(
    was: Iterable[_Told], now: Iterable[_Told], get: Callable[[_Told], tuple[T, ...]], name: Callable[[T], Hashable]
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """What was and no longer is, and what is and was not; things of different names are different."""
    before, after = _named(was, get, name), _named(now, get, name)
    return tuple(_only_in(before, after)), tuple(_only_in(after, before))


def _named(
    told: Iterable[_Told], get: Callable[[_Told], tuple[T, ...]], name: Callable[[T], Hashable]
) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = {}
    for one in told:
        for thing in get(one):
            found.setdefault(name(thing), []).append(thing)
    return found


def _only_in(these: Mapping[Hashable, list[T]], those: Mapping[Hashable, list[T]]) -> Iterator[T]:
    return (one for name, things in these.items() for one in things if one not in those.get(name, ()))
