"""Importing: the rows of files, one at a time, as the lines of a log, each accounted for in constant memory."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

import attrs

from ..events.codec import encode
from ..events.errors import Problem
from ..events.line import Line
from ..events.log import Counts, corrected, record_digest
from .console import MOST_PROBLEMS


@attrs.define
class Account:
    """What came of the rows of an import; of what is wrong with them the first are kept.

    ``contradicted`` are ids that stand with different content: an evaluation refuses all records of such a one.
    """

    said: Counter[str] = attrs.field(factory=Counter)
    problems: list[Problem] = attrs.field(factory=list)
    contradicted: list[str] = attrs.field(factory=list)

    @property
    def counts(self) -> Counts:
        """The account of all rows."""
        said = self.said
        return Counts(
            read=said.total(), accepted=said["accepted"], duplicate=said["duplicate"], rejected=said["rejected"]
        )


class Seen:
    """The records that came, by their ids: on disk once they are many, so that the memory does not grow with them."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a database of its own that goes to a temporary file and away with it
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE seen (id TEXT, digest BLOB, PRIMARY KEY (id, digest)) WITHOUT ROWID")

    def close(self) -> None:
        """Give up what was kept."""
        self._base.close()

    def add(self, name: str, digest: bytes) -> tuple[bool, bool]:
        """Whether a record is new, and whether another one of its id came before."""
        others = self._base.execute("SELECT digest FROM seen WHERE id = ? LIMIT 100", (name,)).fetchall()
        if (digest,) in others:
            return False, False
        done = self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (name, digest))
        return done.rowcount == 1, bool(others)


def imported(lines: Iterable[Line], account: Account, reject: Callable[[Line], None]) -> Iterator[bytes]:
    """The lines of the log that rows make; ``reject`` takes those that make none."""
    with closing(Seen()) as seen:
        for line in lines:
            if isinstance(line.content, Problem):
                account.said["rejected"] += 1
                if len(account.problems) <= MOST_PROBLEMS:
                    account.problems.append(line.content)
                reject(line)
                continue
            record = line.content
            new, contradicts = seen.add(record.id, record_digest(record)[:16])
            account.said["accepted" if new else "duplicate"] += 1
            if contradicts and corrected(record) != record.id and len(account.contradicted) <= MOST_PROBLEMS:
                account.contradicted.append(f"{record.id} ({line.file}:{line.number})")
            if new:
                yield encode(record) + b"\n"
