"""From the records of a log to the incidents it tells of: duplicates, corrections, what was known when, order."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from .codec import canonical
from .errors import Problem
from .incident import Incident, Retraction
from .line import Line as Line
from .line import Record as Record
from .line import located
from .links import joined, split
from .occurrence import Occurrence, occurrence_of
from .time import Instant


@attrs.frozen(kw_only=True)
class Counts:
    """The account of a log: ``read == accepted + duplicate + rejected``, always."""

    read: int
    accepted: int
    duplicate: int
    rejected: int

    def __str__(self) -> str:
        return f"{self.read} read = {self.accepted} accepted + {self.duplicate} duplicate + {self.rejected} rejected"


@attrs.frozen(kw_only=True)
class Log:
    """An admitted log.

    Attributes:
        records: every accepted record, corrections included, in the order of their ids.
        counts: the account of all lines.
        rejected: the lines that were not accepted, with the reasons in ``problems``, in file order.
        remarks: what is odd but no error, such as a correction of a record that is not there.
        places: for each of the records, the file and the number of the first line where it stands; empty where the
            records did not come from lines. Nothing that is evaluated depends on it.
    """

    records: tuple[Record, ...]
    counts: Counts
    problems: tuple[Problem, ...] = ()
    rejected: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = attrs.field(default=(), eq=False, repr=False)

    def place(self, record: Record) -> tuple[str, int] | None:
        """The file and the number of the first line where a record stands, where that is known."""
        start = bisect_left(self.records, record.id, key=lambda one: one.id)
        for index in range(start, min(bisect_right(self.records, record.id, key=lambda one: one.id), len(self.places))):
            if self.records[index] == record:
                return self.places[index]
        return None

    @property
    def digest(self) -> str:
        """SHA-256 over the accepted records, whatever the order of the lines in the file."""
        return digest_of(sorted(map(record_digest, self.records)))

    def incidents(self, as_of: Instant | None = None) -> tuple[Incident, ...]:
        """What the log tells, corrections applied, in event order; ``as_of`` leaves out what was recorded later."""
        reports = (report for reports in standing(self.records, as_of) for report in reports)
        return tuple(sorted(reports, key=lambda incident: incident.order))

    def occurrences(self, as_of: Instant | None = None) -> tuple[Occurrence, ...]:
        """The events that it tells of, in their order: reports that are linked tell of one; dismissed ones of none."""
        events = map(occurrence_of, standing(self.records, as_of))
        return tuple(sorted((event for event in events if event is not None), key=lambda event: event.order))


def record_digest(record: Record) -> bytes:
    """SHA-256 over what a record says."""
    return hashlib.sha256(canonical(record)).digest()


def digest_of(digests: Iterable[bytes]) -> str:
    """The digest of a log, from those of its accepted records in order."""
    whole = hashlib.sha256()
    for one in digests:
        whole.update(one)
    return whole.hexdigest()


def log_of(records: Iterable[Record]) -> Log:
    """A log of records that were admitted before; of one id there are only versions that correct it."""
    ordered = tuple(sorted(records, key=lambda record: (record.id, canonical(record))))
    number = len(ordered)
    return Log(records=ordered, counts=Counts(read=number, accepted=number, duplicate=0, rejected=0))


def lineage_of(log: Log, name: str) -> frozenset[str]:
    """The ids of all records that correct the one of this id, or are corrected by it, directly or not; and its own."""
    chain = {record.id: target for record in log.records if (target := corrected(record)) not in (None, record.id)}
    roots: dict[str, str] = {}
    root = _root(name, chain, roots)
    return frozenset(record.id for record in log.records if _root(record.id, chain, roots) == root) | {name}


def _corrects_itself(record: Record | Problem) -> bool:
    return isinstance(record, Incident) and record.supersedes == record.id


def admit(lines: Iterable[Line]) -> Log:
    """Account for every line: accepted, a duplicate, or rejected with the reason."""
    read = duplicate = 0
    rejected: list[tuple[Line, Problem]] = []
    by_id: dict[str, list[Line]] = {}
    said: dict[str, set[bytes]] = {}  # only of ids that stand more than once: records are compared only where they must
    for line in lines:
        read += 1
        if isinstance(line.content, Problem):
            rejected.append((line, line.content))
            continue
        name = line.content.id
        if name not in by_id:
            by_id[name] = [line]
            continue
        known = said.setdefault(name, {_key(by_id[name][0])})
        if (key := _key(line)) in known:
            duplicate += 1
        else:
            known.add(key)
            by_id[name].append(line)
    for name in sorted(by_id):
        if sum(not _corrects_itself(line.content) for line in by_id[name]) > 1:
            rejected.extend(_conflicts(name, by_id.pop(name)))
    by_id = _linked(by_id, rejected)
    standing = [line for name in sorted(by_id) for line in _in_order(by_id[name])]
    rejected.sort(key=lambda pair: (pair[0].file, pair[0].number))
    accepted = tuple(_record(line) for line in standing)
    return Log(
        records=accepted,
        counts=Counts(read=read, accepted=len(accepted), duplicate=duplicate, rejected=len(rejected)),
        problems=tuple(problem for _, problem in rejected),
        rejected=tuple(line for line, _ in rejected),
        remarks=tuple(_odd_corrections(accepted)),
        places=tuple((line.file, line.number) for line in standing),
    )


def _linked(by_id: dict[str, list[Line]], rejected: list[tuple[Line, Problem]]) -> dict[str, list[Line]]:
    """The lines without those whose links lead nowhere; these join the rejected ones."""
    if not any(isinstance(one.content, Incident) and one.content.same_as for lines in by_id.values() for one in lines):
        return by_id
    refused = {line.content.id for line, _ in rejected if not isinstance(line.content, Problem)}
    good, bad = split(by_id, refused)
    rejected.extend(bad)
    kept: dict[str, list[Line]] = {}
    for line in good:
        assert not isinstance(line.content, Problem)
        kept.setdefault(line.content.id, []).append(line)
    return kept


def _key(line: Line) -> bytes:
    assert not isinstance(line.content, Problem)
    return canonical(line.content)


def _in_order(versions: list[Line]) -> list[Line]:
    return sorted(versions, key=_key) if len(versions) > 1 else versions


def _record(line: Line) -> Record:
    assert not isinstance(line.content, Problem)
    return line.content


_MOST_PLACES = 5  # named in one message; each of the lines has its own


def _conflicts(name: str, lines: list[Line]) -> Iterator[tuple[Line, Problem]]:
    """No version may win by its place in the file: that would make the verdict depend on the order of lines."""
    places = ", ".join(f"{line.file}:{line.number}" for line in lines[:_MOST_PLACES])
    if len(lines) > _MOST_PLACES:
        places += f" and {len(lines) - _MOST_PLACES} more"
    for line in lines:
        message = f"id {name!r} stands with different content at {places}"
        yield line, located(line, "$.id", message, f"a correction says 'supersedes': {name!r}")


def _odd_corrections(records: Iterable[Record]) -> Iterator[str]:
    """Corrections that correct nothing, or say that they were known before what they correct."""
    known = {record.id: record for record in records}
    for record in known.values():
        target = corrected(record)
        if target is None or target == record.id:
            continue
        if target not in known:
            yield f"record {record.id!r} corrects {target!r}, which is not in the log"
        elif record.recorded < known[target].recorded:
            yield f"record {record.id!r} corrects {target!r}, which was recorded after it: give its 'recorded' instant"


def corrected(record: Record) -> str | None:
    """The id of the record that this one supersedes or retracts."""
    return record.retracts if isinstance(record, Retraction) else record.supersedes


def connected(records: Iterable[Record]) -> list[list[Record]]:
    """The records, with each all that corrects it or is corrected by the same, and all that links join to these."""
    known = list(records)
    root = _rooting(known)
    linked = (one for one in known if isinstance(one, Incident) and one.same_as is not None)
    names = joined((root(one.id), root(one.same_as or "")) for one in linked)
    found: dict[str, list[Record]] = {}
    for record in known:
        found.setdefault(names.get(root(record.id), root(record.id)), []).append(record)
    return list(found.values())


def standing(records: Iterable[Record], as_of: Instant | None = None) -> Iterator[list[Incident]]:
    """The incidents that no known correction has removed, those that links join together.

    Corrections of one record, and corrections of those, form one lineage; of it the last recorded correction stands.
    A link to any record of a lineage is one to what stands of it.
    """
    known = [record for record in records if as_of is None or record.recorded <= as_of]
    root = _rooting(known)
    standing = {root(record.id): record for record in sorted(known, key=_knowledge_order)}
    told = {name: record for name, record in standing.items() if isinstance(record, Incident)}
    names = joined((name, root(one.same_as)) for name, one in told.items() if one.same_as is not None)
    groups: dict[str, list[Incident]] = {}
    for name, record in told.items():
        groups.setdefault(names.get(name, name), []).append(record)
    yield from groups.values()


def _knowledge_order(record: Record) -> tuple[bool, Instant, str]:
    return (corrected(record) is not None, record.recorded, record.id)


def _rooting(records: Iterable[Record]) -> Callable[[str], str]:
    """Gives one name for all records of a lineage."""
    lineage = {record.id: target for record in records if (target := corrected(record)) not in (None, record.id)}
    roots: dict[str, str] = {}
    return lambda name: _root(name, lineage, roots)


def _root(name: str, lineage: Mapping[str, str | None], roots: dict[str, str]) -> str:
    """One name for all records of a lineage: the first of its chain, or one of a circle that correct each other.

    ``roots`` remembers what has been found: a long chain is walked once and not once for each of its records.
    """
    walked: dict[str, None] = {}
    while name not in roots and name not in walked and (target := lineage.get(name)) is not None:
        walked[name] = None
        name = target
    root = roots.get(name, name)
    roots.update(dict.fromkeys(walked, root))
    return root
