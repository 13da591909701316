"""From the records of a log to the incidents it tells of: duplicates, corrections, what was known when, order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import attrs

from .codec import canonical
from .errors import Location, Problem
from .incident import Incident, Retraction
from .time import Instant

Record = Incident | Retraction


@attrs.frozen(kw_only=True)
class Line:
    """One line of a file that was meant as a record: what it decoded to, or why it did not."""

    file: str
    number: int
    raw: bytes
    content: Record | Problem


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
    """

    records: tuple[Record, ...]
    counts: Counts
    problems: tuple[Problem, ...] = ()
    rejected: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the accepted records, whatever the order of the lines in the file."""
        whole = hashlib.sha256()
        for one in sorted(hashlib.sha256(canonical(record)).digest() for record in self.records):
            whole.update(one)
        return whole.hexdigest()

    def incidents(self, as_of: Instant | None = None) -> tuple[Incident, ...]:
        """What the log tells, corrections applied, in event order; ``as_of`` leaves out what was recorded later."""
        return tuple(sorted(_standing(self.records, as_of), key=lambda incident: incident.order))


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
    accepted: list[Record] = []
    for name in sorted(by_id):
        versions = by_id[name]
        if sum(not _corrects_itself(line.content) for line in versions) > 1:
            rejected.extend(_conflicts(name, versions))
        else:
            accepted.extend(_records(versions))
    rejected.sort(key=lambda pair: (pair[0].file, pair[0].number))
    return Log(
        records=tuple(accepted),
        counts=Counts(read=read, accepted=len(accepted), duplicate=duplicate, rejected=len(rejected)),
        problems=tuple(problem for _, problem in rejected),
        rejected=tuple(line for line, _ in rejected),
        remarks=tuple(_odd_corrections(accepted)),
    )


def _key(line: Line) -> bytes:
    assert not isinstance(line.content, Problem)
    return canonical(line.content)


def _records(versions: list[Line]) -> Iterator[Record]:
    for line in sorted(versions, key=_key) if len(versions) > 1 else versions:
        assert not isinstance(line.content, Problem)
        yield line.content


_MOST_PLACES = 5  # named in one message; each of the lines has its own


def _conflicts(name: str, lines: list[Line]) -> Iterator[tuple[Line, Problem]]:
    """No version may win by its place in the file: that would make the verdict depend on the order of lines."""
    places = ", ".join(f"{line.file}:{line.number}" for line in lines[:_MOST_PLACES])
    if len(lines) > _MOST_PLACES:
        places += f" and {len(lines) - _MOST_PLACES} more"
    for line in lines:
        yield (
            line,
            Problem(
                location=Location(file=line.file, line=line.number, path="$.id"),
                message=f"id {name!r} stands with different content at {places}",
                remedy=f"a correction says 'supersedes': {name!r}",
            ),
        )


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


def _standing(records: Iterable[Record], as_of: Instant | None) -> Iterator[Incident]:
    """The incidents that no known correction has removed.

    Corrections of one record, and corrections of those, form one lineage; of it the last recorded correction stands.
    """
    known = [record for record in records if as_of is None or record.recorded <= as_of]
    lineage = {record.id: target for record in known if (target := corrected(record)) not in (None, record.id)}
    roots: dict[str, str] = {}
    standing: dict[str, Record] = {}
    for record in sorted(known, key=_knowledge_order):
        standing[_root(record.id, lineage, roots)] = record
    return (record for record in standing.values() if isinstance(record, Incident))


def _knowledge_order(record: Record) -> tuple[bool, Instant, str]:
    return (corrected(record) is not None, record.recorded, record.id)


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
