"""A store: all that a watch must not lose, in one SQLite file that each step changes as a whole or not at all.

The file is in write-ahead mode and every commit is synced to the disk before anything is acknowledged, so that a
process that is killed at any instant, or a machine that loses its power, leaves the store of the last whole step.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
from filelock import FileLock

from ...events.sources.jsonl import RawLine
from ..feeds.base import FeedLine
from .errors import DamagedError, StoreError
from .file import closed_unless_done, connected, connected_to_read, create, is_empty, known, told
from .lock import locked
from .seal import ENTRY, LINE, Seals, entry_seal, line_digest, line_seal, position_digest


@attrs.frozen(kw_only=True)
class About:
    """What a store is of; one that is of anything else is refused."""

    agreement: str
    digest: str
    readings: tuple[str, ...]

    def fields(self) -> dict[str, str]:
        """As they are kept."""
        return {"agreement": self.agreement, "digest": self.digest, "readings": " ".join(self.readings)}


@attrs.frozen(kw_only=True)
class Written:
    """What one step adds to a store, all of it or nothing.

    Attributes:
        feed: where its lines came from, and ``position`` from where following goes on after them.
        entries: lines of the journal.
        snapshots: those that are kept from now on, by their numbers; None for one that is in the store already.
        settled: of the chunks of settled events how many of the first ones stay, and one that comes after them.
        about: what is told of the store from now on, such as the clock.
    """

    feed: str | None = None
    lines: Sequence[FeedLine] = ()
    position: str | None = None
    entries: Sequence[bytes] = ()
    snapshots: Mapping[int, bytes | None] | None = None
    settled: tuple[int, bytes] | None = None
    about: Mapping[str, str] | None = None


@attrs.define
class Store:
    """A store that is open; ``lock`` where this process may write it."""

    path: Path
    _connection: sqlite3.Connection
    _lock: FileLock | None
    _entries: int
    """Lines of the journal; another number in the file is another writer's."""

    @classmethod
    def create_or_open(cls, path: Path, about: About) -> Store:
        """Open a store for writing, and make it where there is none.

        Raises:
            StoreError: another process writes it, it is of something else, or cannot be written.
            DamagedError: something in it is not as it was written.
        """
        lock = locked(path)
        try:
            return cls.held(path, about, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def held(cls, path: Path, about: About, lock: FileLock | None) -> Store:
        """The same for who has the lock; None where nobody else knows of the store yet."""
        with told(path), closed_unless_done(connected(path)) as connection:
            if is_empty(path, connection):  # also where a process was killed before it had made one
                create(connection, about.fields())
            store = cls(path, connection, lock, 0)
            store._check(about)
            store._entries = store._last()
            return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a store for reading, whoever writes it.

        Raises:
            StoreError: there is none.
            DamagedError: something in it is not as it was written.
        """
        if not path.is_file():
            raise StoreError(path, "no such store")
        with told(path), closed_unless_done(connected_to_read(path)) as connection:
            store = cls(path, connection, None, 0)
            store._check(None)
            connection.execute("BEGIN")  # all that is read is of one instant
            return store

    def refresh(self) -> None:
        """Read from now on what has been written by now, in a store that is open for reading."""
        with told(self.path):
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")

    def _check(self, about: About | None) -> None:
        """Whether it is a store, whole as far as SQLite knows it, and of what is asked for, if it is to be written."""
        known(self.path, self._connection)
        check = "quick_check(1)" if about is None else "integrity_check(1)"
        (found,) = self._connection.execute(f"PRAGMA {check}").fetchone()
        if found != "ok":
            raise DamagedError(self.path, found.splitlines()[-1])  # the first one may name the database alone
        if about is None:
            return
        is_told = self.about()
        for name, value in about.fields().items():
            if is_told.get(name) != value:
                message = f"it is of another {name}: {is_told.get(name)}, not {value}"
                remedy = "--rebuild evaluates its lines anew, or name another --store"
                raise StoreError(self.path, message, remedy)
        self._connection.execute("PRAGMA journal_mode = WAL")

    def about(self) -> dict[str, str]:
        """What it is of, and what is told of it.

        Raises:
            DamagedError: it is not as it was written.
        """
        with told(self.path):
            found, is_whole = self._seals().about()
            if not is_whole:
                raise DamagedError(self.path, "what it tells of itself is not as it was written")
            return found

    def _seals(self) -> Seals:
        return Seals(self._connection)

    def lines(self) -> Iterator[tuple[str, FeedLine]]:
        """The lines as received, each with its feed.

        Raises:
            DamagedError: one is not as it was written, or they are not all there; those that are have been given.
        """
        query = "SELECT number, feed, file, at, raw, too_long, digest FROM line ORDER BY number"
        with told(self.path):
            seal = b""
            for number, feed, file, at, raw, too_long, digest in self._connection.execute(query):
                if line_digest(feed, raw) != digest:
                    raise DamagedError(self.path, f"line {number} is not as it was received")
                seal = line_seal(seal, number, (feed, file, at, raw, too_long, digest))
                yield feed, FeedLine(file, RawLine(at, raw, bool(too_long)))
            if seal != self._seals().get(LINE):
                raise DamagedError(self.path, "its lines are not all as they were received")

    def positions(self) -> dict[str, str]:
        """By feed, from where following goes on.

        Raises:
            DamagedError: one is not as it was written.
        """
        found = {}
        with told(self.path):
            for feed, position, digest in self._connection.execute("SELECT feed, position, digest FROM position"):
                if position_digest(feed, position) != digest:
                    raise DamagedError(self.path, f"the position of {feed} is not as it was written")
                found[feed] = position
        return found

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """The lines of the journal after one, with their numbers.

        Raises:
            DamagedError: one does not hold together with the one before, or they are not all there.
        """
        previous = self._digest(after)
        query = "SELECT number, line FROM entry WHERE number > ? ORDER BY number"
        with told(self.path):
            for number, line in self._connection.execute(query, (after,)):
                after += 1
                if number != after or not _follows(line, previous):
                    raise DamagedError(self.path, f"entry {number} of its journal is not as it was written")
                previous = hashlib.sha256(line).hexdigest()
                yield number, line
            if entry_seal(after, previous) != self._seals().get(ENTRY):
                raise DamagedError(self.path, "its journal does not end as it was written")

    def last_digest(self) -> str | None:
        """The digest of the last line of the journal; None where there is none."""
        return self._digest(self._last())

    def _digest(self, number: int) -> str | None:
        with told(self.path):
            row = self._connection.execute("SELECT line FROM entry WHERE number = ?", (number,)).fetchone()
        return None if row is None else hashlib.sha256(row[0]).hexdigest()

    def snapshots(self) -> Iterator[bytes]:
        """The snapshots, the earliest first; each has a digest of its own."""
        return self._data("SELECT data FROM snapshot ORDER BY number")

    def settled(self) -> Iterator[bytes]:
        """The chunks of settled events in their order; each has a digest of its own."""
        return self._data("SELECT data FROM settled ORDER BY number")

    def _data(self, query: str) -> Iterator[bytes]:
        with told(self.path):
            for (data,) in self._connection.execute(query):
                yield data

    def _last(self) -> int:
        (number,) = self._connection.execute("SELECT max(number) FROM entry").fetchone()
        return int(number or 0)

    def write(self, step: Written) -> None:
        """Add what one step adds, as a whole, and see it on the disk.

        Raises:
            StoreError: it cannot be written, or another process has written it.
        """
        with told(self.path), self._transaction():
            if self._last() != self._entries:
                raise StoreError(self.path, "another process has written it", "end that one, and begin again")
            self._write_lines(step)
            self._write_entries(step.entries)
            if step.snapshots is not None:
                self._write_snapshots(step.snapshots)
            if step.settled is not None:
                kept, chunk = step.settled
                self._connection.execute("DELETE FROM settled WHERE number > ?", (kept,))
                self._connection.execute("INSERT INTO settled VALUES (?, ?)", (kept + 1, chunk))
            if step.about:
                self._connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", step.about.items())
                self._seals().set_about()
        self._entries += len(step.entries)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _write_lines(self, step: Written) -> None:
        """A line that came before from the same feed, byte for byte, says nothing new."""
        if step.feed is None:
            return
        query = "INSERT OR IGNORE INTO line (feed, file, at, raw, too_long, digest) VALUES (?, ?, ?, ?, ?, ?)"
        before = seal = self._seals().get(LINE)
        for line in step.lines:
            row = _row(step.feed, line)
            added = self._connection.execute(query, row)
            if added.rowcount:
                seal = line_seal(seal, added.lastrowid or 0, row)
        if seal != before:
            self._seals().set(LINE, seal)
        if step.position is not None:
            position = (step.feed, step.position, position_digest(step.feed, step.position))
            self._connection.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", position)

    def _write_entries(self, entries: Sequence[bytes]) -> None:
        if not entries:
            return
        self._connection.executemany("INSERT INTO entry VALUES (?, ?)", enumerate(entries, start=self._entries + 1))
        last = hashlib.sha256(entries[-1]).hexdigest()
        self._seals().set(ENTRY, entry_seal(self._entries + len(entries), last))

    def _write_snapshots(self, snapshots: Mapping[int, bytes | None]) -> None:
        held = {number for (number,) in self._connection.execute("SELECT number FROM snapshot")}
        self._connection.executemany(
            "DELETE FROM snapshot WHERE number = ?", [(number,) for number in held.difference(snapshots)]
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO snapshot VALUES (?, ?)",
            [(number, data) for number, data in snapshots.items() if data is not None],
        )

    def close(self) -> None:
        """Close the file, and let others write it."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()


def _row(feed: str, line: FeedLine) -> tuple[str, str, int, bytes, int, bytes]:
    raw = line.raw
    return feed, line.file, raw.number, raw.data, int(raw.too_long), line_digest(feed, raw.data)


def _follows(line: bytes, previous: str | None) -> bool:
    """Whether a line of the journal names the one before."""
    try:
        entry = json.loads(line)
    except ValueError:
        return False
    return isinstance(entry, dict) and entry.get("previous") == previous


def salvage(path: Path) -> Iterable[tuple[str, FeedLine]]:
    """The lines of a damaged store that are as they were received, as far as the file lets itself be read."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "backslashreplace")
    try:
        for feed, file, at, raw, too_long, digest in connection.execute(
            "SELECT feed, file, at, raw, too_long, digest FROM line ORDER BY number"
        ):
            is_whole = isinstance(raw, bytes) and isinstance(at, int) and line_digest(str(feed), raw) == digest
            if is_whole:
                yield str(feed), FeedLine(str(file), RawLine(at, raw, bool(too_long)))
    except sqlite3.DatabaseError:
        return
    finally:
        connection.close()
