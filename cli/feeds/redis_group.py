"""A consumer group of a Redis stream, as one of its consumers sees it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

import attrs
from redis.exceptions import ResponseError

if TYPE_CHECKING:
    from redis import Redis

AT_ONCE = 128
"""Entries asked for at a time, so that not more than so many are in memory."""
FIRST = "0-0"

Entry: TypeAlias = tuple[bytes, Mapping[bytes, bytes]]
"""An id with its fields; without fields it was deleted before it was read."""


@attrs.frozen
class Membership:
    """Which stream is read, and as whom.

    Attributes:
        name: of the stream, for messages.
        consumer: who reads within the group; a restarted watch must have the same name to get its own entries again.
        claim: seconds after which entries that another consumer of the group left unacknowledged are taken over.
    """

    name: str
    key: str
    group: str
    consumer: str
    claim: float


class Group:
    """Gives first what its consumer was given and did not acknowledge, then what others left, then what is new."""

    def __init__(self, client: Redis, member: Membership) -> None:
        self._client = client
        self._member = member
        self._joined = False
        self._own: bytes | None = FIRST.encode()
        self._others = FIRST.encode()
        self._claim_at = 0.0

    def read(self, wait: float | None) -> tuple[list[Entry], bool]:
        """The next entries, and whether more may be there at once; new ones are waited for so many seconds.

        Raises:
            redis.exceptions.RedisError: the server cannot be reached, or refuses.
        """
        if self._own is not None:
            entries = self._read(self._own, None)
            self._own = entries[-1][0] if entries else None
            return entries, True
        if time.monotonic() >= self._claim_at:
            return self._claim(), True
        entries = self._read(b">", wait)
        return entries, bool(entries)

    def join(self, after: str) -> bool:
        """Enter the group, unless that was done. One that is not there is made, to go on after an entry.

        False where the stream ends before that entry: it is another stream then, and read from its beginning.
        """
        if self._joined:
            return True
        goes_on = True
        key, group = self._member.key, self._member.group
        try:
            self._client.xgroup_create(key, group, id=after, mkstream=True)
            if later(after, self._newest()) != self._newest():
                self._client.xgroup_setid(key, group, FIRST)
                goes_on = False
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        self._joined = True
        self.look_again()
        return goes_on

    def leave(self) -> None:
        """Hear that the group is gone."""
        self._joined = False

    def look_again(self) -> None:
        """Hear that entries may have been given to us that never came."""
        self._own, self._claim_at = FIRST.encode(), 0.0

    def acknowledge(self, ids: list[bytes]) -> None:
        """Acknowledge entries."""
        self._client.xack(self._member.key, self._member.group, *ids)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _read(self, start: bytes, wait: float | None) -> list[Entry]:
        """Our own entries after an id that are not acknowledged, or with ``>`` those that nobody was given."""
        answer = self._client.xreadgroup(
            self._member.group,
            self._member.consumer,
            {self._member.key: start},
            count=AT_ONCE,
            block=None if wait is None else max(1, round(wait * 1000)),
        )
        streams = cast("list[tuple[bytes, list[Entry]]]", answer)
        return streams[0][1] if streams else []

    def _claim(self) -> list[Entry]:
        """Take over what other consumers left; nothing more for a while once all was looked through."""
        answer = self._client.xautoclaim(
            self._member.key,
            self._member.group,
            self._member.consumer,
            min_idle_time=round(self._member.claim * 1000),
            start_id=self._others,
            count=AT_ONCE,
        )
        self._others, entries = cast("tuple[bytes, list[Entry]]", tuple(answer)[:2])
        if self._others == FIRST.encode():
            self._claim_at = time.monotonic() + max(1.0, self._member.claim)
        return entries

    def _newest(self) -> str:
        about = self._client.xinfo_stream(self._member.key)
        return bytes(about["last-generated-id"]).decode()


def later(one: str, other: str) -> str:
    """The greater of two ids, which are numbers in two parts."""
    return max(one, other, key=lambda text: tuple(int(part) for part in text.split("-")))
