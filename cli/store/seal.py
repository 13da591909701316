"""Seals: digests by which it is seen that nothing in a store was altered or lost, also where SQLite has no eye for it.

SQLite checks how its pages hang together, not what stands in them. Each step renews the seals of what it adds to, in
the same transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3

import attrs

ABOUT, LINE, ENTRY = "about", "line", "entry"


@attrs.frozen
class Seals:
    """The seals in a store."""

    _connection: sqlite3.Connection

    def get(self, part: str) -> bytes:
        """The seal of a part; of one to which nothing was added yet it is empty."""
        row = self._connection.execute("SELECT digest FROM seal WHERE part = ?", (part,)).fetchone()
        return b"" if row is None else bytes(row[0])

    def set(self, part: str, seal: bytes) -> None:
        """Renew one."""
        self._connection.execute("INSERT OR REPLACE INTO seal VALUES (?, ?)", (part, seal))

    def about(self) -> tuple[dict[str, str], bool]:
        """What is told of the store, and whether it is as it was written."""
        found = dict(self._connection.execute("SELECT name, value FROM about"))
        return found, _about_seal(found) == self.get(ABOUT)

    def set_about(self) -> None:
        """Renew the seal of what is told of the store, which has been changed."""
        self.set(ABOUT, _about_seal(self.about()[0]))


def _about_seal(about: dict[str, str]) -> bytes:
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).digest()


def line_digest(feed: str, raw: bytes) -> bytes:
    """By which a line of a feed is known again."""
    return hashlib.sha256(feed.encode() + b"\0" + raw).digest()


def line_seal(before: bytes, number: int, row: tuple[str, str, int, bytes, int, bytes]) -> bytes:
    """The seal over one more line as received: feed, file, number there, content, whether it was cut, digest."""
    feed, file, at, _, too_long, digest = row
    told = json.dumps([number, feed, file, at, too_long]).encode()
    return hashlib.sha256(before + told + digest).digest()


def entry_seal(count: int, last: str | None) -> bytes:
    """The seal over a journal of so many lines, each of which names the one before, by the digest of the last one."""
    return b"" if last is None else hashlib.sha256(f"{count} {last}".encode()).digest()


def position_digest(feed: str, position: str) -> bytes:
    """By which it is seen that a position is as it was written; without any, a feed is read from its beginning."""
    return hashlib.sha256(f"{feed}\0{position}".encode()).digest()
