"""A Redis stream, through a consumer group: what was given and not acknowledged is given again after a crash."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import islice

import redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.retry import Retry

from .address import Address, parse_address
from .base import NO_VALUE, Batch, FeedLine, Manner, batches, one_line, read_position, told, unusable, write_position
from .fields import record_line
from .redis_group import AT_ONCE, FIRST, Entry, Group, Membership, later

KIND = "redis"
OPTIONS = ("group", "consumer", "claim")
PASSWORD = "COMPLY_REDIS_PASSWORD"
"""The environment variable that may hold the password instead of the address."""
_PATIENCE = 10.0
"""Seconds beyond the poll interval after which a server that does not answer counts as lost."""
_LONGEST_PAUSE = 30.0
"""Seconds between attempts to reach a lost server, at most."""
_LOST = (redis.ConnectionError, redis.TimeoutError, redis.ReadOnlyError)
_REFUSED = (redis.AuthenticationError, redis.exceptions.AuthorizationError)
_ID = re.compile(r"\d+-\d+", re.ASCII)


def open_redis(text: str, manner: Manner) -> RedisFeed:
    """The feed of ``redis://host:port/db/stream?group=…&consumer=…``; ``rediss`` for TLS.

    Raises:
        LogError: the address is not of that form.
    """
    address = parse_address(text, port=6379, secret=PASSWORD, known=OPTIONS.__contains__, names=OPTIONS)
    database, key = _database_and_key(address)
    group = address.needs("group", "add ?group=NAME, one of its own for each watch: a group shares entries out")
    claim = address.options.get("claim", "60")
    if not claim.isdecimal() or len(claim) > 9:
        raise unusable(address.name, f"claim is no whole number of seconds: {claim!r}", "claim=60")
    client = redis.Redis(
        host=address.host,
        port=address.port,
        db=database,
        username=address.user or None,
        password=address.password,
        ssl=address.scheme == "rediss",
        protocol=2,
        socket_timeout=manner.poll + _PATIENCE,
        socket_connect_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 0),  # a lost server is waited for below, so that the caller is not kept
    )
    consumer = address.options.get("consumer") or "comply"
    return RedisFeed(Group(client, Membership(address.name, key, group, consumer, float(claim))), address.name, manner)


def _database_and_key(address: Address) -> tuple[int, str]:
    match address.path:
        case (key,):
            return 0, key
        case (database, key) if database.isdecimal() and len(database) < 9:
            return int(database), key
    form = f"{address.scheme}://HOST:PORT/DB/STREAM?group=NAME"
    raise unusable(address.name, "the address names no stream", form)


class RedisFeed:
    """Follows one stream as one consumer of a group."""

    def __init__(self, group: Group, name: str, manner: Manner) -> None:
        self.name = name
        self._group = group
        self._manner = manner
        self._given: deque[tuple[str, tuple[bytes, ...]]] = deque()
        self._unsaid: list[bytes] = []
        self._out: set[bytes] = set()
        self._kept = FIRST
        self._number = 0

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        """The entries not acknowledged yet, those that others left, and then new ones as they come.

        The group keeps account of what is read; the position serves where the server has lost the group.
        """
        self._kept = self._last_of(after)
        failures = 0
        while True:
            try:
                entries, more = self._fetch()
            except _REFUSED as error:
                raise unusable(self.name, f"the server refuses: {error}", f"user:password@, or {PASSWORD}") from None
            except _LOST as error:
                failures += 1
                yield from self._wait(str(error), failures)
                continue
            except redis.ResponseError as error:
                self._look_for_group(error)
                continue
            if failures:
                self._manner.tell(told(self.name, "the server is there again"))
                failures = 0
            yield from self._batches(entries)
            if not more:
                if self._manner.once:
                    return
                yield None

    def acknowledge(self, position: str) -> None:
        """Acknowledge all entries up to a position, now or as soon as the server can be reached."""
        if all(given != position for given, _ in self._given):
            return
        given = None
        while given != position:
            given, ids = self._given.popleft()
            self._unsaid += ids
            self._kept = later(self._kept, ids[-1].decode())
        self._try_to_say()

    def close(self) -> None:
        """Close the connection; what is not acknowledged stays with the consumer's name."""
        self._try_to_say()
        self._group.close()

    def _last_of(self, after: str | None) -> str:
        fields = read_position(after, KIND, self.name)
        last = FIRST if fields is None else fields.get("last")
        if not isinstance(last, str) or not _ID.fullmatch(last):
            raise unusable(self.name, "the position kept is not one of a redis feed")
        return last

    def _fetch(self) -> tuple[list[Entry], bool]:
        """What is next, without what the caller has in hand, and whether more may be there at once."""
        if not self._group.join(self._kept):
            message = f"the stream ends before the entry {self._kept}, the last one kept"
            self._manner.tell(told(self.name, message, "it is another one, and is read from its beginning"))
        self._say()
        entries, more = self._group.read(None if self._manner.once else self._manner.poll)
        return self._fresh(entries), more

    def _fresh(self, entries: list[Entry]) -> list[Entry]:
        """Those that the caller has not in hand. One that was deleted before it was read is said, and done with."""
        fresh = [(number, fields) for number, fields in entries if number not in self._out]
        for number, fields in fresh:
            if not fields:
                message = f"the entry {number.decode()} was deleted before it was read"
                self._manner.tell(told(self.name, message, "trim a stream only behind what its groups acknowledged"))
                self._unsaid.append(number)
                self._out.add(number)
        return [entry for entry in fresh if entry[1]]

    def _batches(self, entries: list[Entry]) -> Iterator[Batch]:
        ids = iter([number for number, _ in entries])
        for lines in batches((self._line(*entry) for entry in entries), self._manner):
            group = tuple(islice(ids, len(lines)))
            self._number += 1
            position = write_position(KIND, {"last": group[-1].decode(), "batch": self._number})
            self._given.append((position, group))
            self._out.update(group)
            yield Batch(self.name, lines, position)

    def _line(self, number: bytes, fields: Mapping[bytes, bytes]) -> FeedLine:
        data = fields[b"line"] if b"line" in fields else record_line(fields)
        return FeedLine(f"{self.name}@{number.decode()}", one_line(data) if data.strip() else NO_VALUE)

    def _say(self) -> None:
        """Acknowledge what is kept and the server does not know of yet."""
        while self._unsaid:
            some = self._unsaid[:AT_ONCE]
            self._group.acknowledge(some)
            del self._unsaid[: len(some)]
            self._out.difference_update(some)

    def _try_to_say(self) -> None:
        try:
            self._say()
        except redis.RedisError:
            return  # it is said before the next entries are asked for, or they are given again

    def _look_for_group(self, error: Exception) -> None:
        """A group that is gone is made anew; another refusal ends it."""
        if not str(error).startswith("NOGROUP"):
            raise unusable(self.name, f"the server refuses: {error}")
        self._manner.tell(told(self.name, "its consumer group is gone, and is made anew after what was kept"))
        self._group.leave()

    def _wait(self, reason: str, failures: int) -> Iterator[None]:
        """Pause before the next attempt, longer from time to time, and give the caller its turns."""
        if self._manner.once:
            raise unusable(self.name, f"the server cannot be reached: {reason}")
        if failures == 1:
            self._manner.tell(told(self.name, f"the server cannot be reached: {reason}", "it is tried again"))
        self._group.look_again()
        until = time.monotonic() + ExponentialBackoff(_LONGEST_PAUSE, self._manner.poll).compute(min(failures, 16))
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, self._manner.poll))
            yield None
