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
from typing import Any

import attrs
from filelock import FileLock

from ...events.sources.jsonl import RawLine
from ..feeds.base import FeedLine
from .errors import DamagedError, StoreError
from .lock import locked
from .schema import APPLICATION, FORMAT, TABLES

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


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
            with _told(path):
                fresh = not path.exists() or path.stat().st_size == 0
                connection = _connected(path)
                if fresh:
                    _create(connection, about)
                store = cls(path, connection, lock, 0)
                store._check(about)
                store._entries = store._count()
        except BaseException:
            lock.release()
            raise
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
        with _told(path):
            store = cls(path, _connected(path), None, 0)
            store._check(None)
            store._connection.execute("BEGIN")  # all that is read is of one instant
        return store

    def refresh(self) -> None:
        """Read from now on what has been written by now, in a store that is open for reading."""
        with _told(self.path):
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")

    def _check(self, about: About | None) -> None:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (form,) = self._connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION:
            raise StoreError(self.path, "this is no store of comply's", "name another --store")
        if form != FORMAT:
            raise StoreError(self.path, f"its form is {form}, and this version of comply knows {FORMAT}")
        (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise DamagedError(self.path, found.splitlines()[0])
        told = self.about()
        for name, value in ({} if about is None else about.fields()).items():
            if told.get(name) != value:
                message = f"it is of another {name}: {told.get(name)}, not {value}"
                remedy = "--rebuild evaluates its lines anew, or name another --store"
                raise StoreError(self.path, message, remedy)

    def about(self) -> dict[str, str]:
        """What it is of, and what is told of it."""
        with _told(self.path):
            return dict(self._connection.execute("SELECT name, value FROM about"))

    def lines(self) -> Iterator[tuple[str, FeedLine]]:
        """The lines as received, each with its feed.

        Raises:
            DamagedError: one is not as it was written.
        """
        query = "SELECT number, feed, file, at, raw, too_long, digest FROM line ORDER BY number"
        with _told(self.path):
            for number, feed, file, at, raw, too_long, digest in self._connection.execute(query):
                if hashlib.sha256(raw).digest() != digest:
                    raise DamagedError(self.path, f"line {number} is not as it was received")
                yield feed, FeedLine(file, RawLine(at, raw, bool(too_long)))

    def positions(self) -> dict[str, str]:
        """By feed, from where following goes on.

        Raises:
            DamagedError: one is not as it was written.
        """
        found = {}
        with _told(self.path):
            for feed, position, digest in self._connection.execute("SELECT feed, position, digest FROM position"):
                if _digest_of(feed, position) != digest:
                    raise DamagedError(self.path, f"the position of {feed} is not as it was written")
                found[feed] = position
        return found

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """The lines of the journal after one, with their numbers.

        Raises:
            DamagedError: one does not hold together with the one before.
        """
        previous = self._digest(after)
        query = "SELECT number, line FROM entry WHERE number > ? ORDER BY number"
        with _told(self.path):
            for number, line in self._connection.execute(query, (after,)):
                after += 1
                if number != after or json.loads(line).get("previous") != previous:
                    raise DamagedError(self.path, f"entry {number} of its journal is not as it was written")
                previous = hashlib.sha256(line).hexdigest()
                yield number, line

    def last_digest(self) -> str | None:
        """The digest of the last line of the journal; None where there is none."""
        return self._digest(self._count())

    def _digest(self, number: int) -> str | None:
        with _told(self.path):
            row = self._connection.execute("SELECT line FROM entry WHERE number = ?", (number,)).fetchone()
        return None if row is None else hashlib.sha256(row[0]).hexdigest()

    def snapshots(self) -> Iterator[bytes]:
        """The snapshots, the earliest first; each has a digest of its own."""
        return self._data("SELECT data FROM snapshot ORDER BY number")

    def settled(self) -> Iterator[bytes]:
        """The chunks of settled events in their order; each has a digest of its own."""
        return self._data("SELECT data FROM settled ORDER BY number")

    def _data(self, query: str) -> Iterator[bytes]:
        with _told(self.path):
            for (data,) in self._connection.execute(query):
                yield data

    def _count(self) -> int:
        (count,) = self._connection.execute("SELECT count(*) FROM entry").fetchone()
        return int(count)

    def write(self, step: Written) -> None:
        """Add what one step adds, as a whole, and see it on the disk.

        Raises:
            StoreError: it cannot be written, or another process has written it.
        """
        with _told(self.path), self._transaction():
            if self._count() != self._entries:
                raise StoreError(self.path, "another process has written it", "end that one, and begin again")
            self._write_lines(step)
            self._connection.executemany(
                "INSERT INTO entry VALUES (?, ?)", enumerate(step.entries, start=self._entries + 1)
            )
            if step.snapshots is not None:
                self._write_snapshots(step.snapshots)
            if step.settled is not None:
                kept, chunk = step.settled
                self._connection.execute("DELETE FROM settled WHERE number > ?", (kept,))
                self._connection.execute("INSERT INTO settled VALUES (?, ?)", (kept + 1, chunk))
            self._connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", (step.about or {}).items())
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
        self._connection.executemany(
            "INSERT OR IGNORE INTO line (feed, file, at, raw, too_long, digest) VALUES (?, ?, ?, ?, ?, ?)",
            [_row(step.feed, line) for line in step.lines],
        )
        if step.position is not None:
            row = (step.feed, step.position, _digest_of(step.feed, step.position))
            self._connection.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", row)

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


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _create(connection: sqlite3.Connection, about: About) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.fields().items())
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def _row(feed: str, line: FeedLine) -> tuple[Any, ...]:
    raw = line.raw
    return feed, line.file, raw.number, raw.data, int(raw.too_long), hashlib.sha256(raw.data).digest()


def _digest_of(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Around what is done with the file: what SQLite says of it becomes a problem with the store."""
    try:
        yield
    except (sqlite3.DatabaseError, ValueError, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        if not isinstance(error, sqlite3.OperationalError) or (code is not None and code & 0xFF in _DAMAGED):
            raise DamagedError(path, str(error)) from None
        raise StoreError(path, f"it cannot be used: {error}") from None
    except OSError as error:
        raise StoreError(path, f"it cannot be used: {error.strerror}") from None


def salvage(path: Path) -> Iterable[tuple[str, FeedLine]]:
    """The lines of a damaged store that are as they were received, as far as the file lets itself be read."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for feed, file, at, raw, too_long, digest in connection.execute(
            "SELECT feed, file, at, raw, too_long, digest FROM line ORDER BY number"
        ):
            if isinstance(raw, bytes) and hashlib.sha256(raw).digest() == digest:
                yield str(feed), FeedLine(str(file), RawLine(int(at), raw, bool(too_long)))
    except sqlite3.DatabaseError:
        return
    finally:
        connection.close()
