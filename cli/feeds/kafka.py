"""A Kafka topic, as one of a consumer group: offsets are committed once the caller has kept what is before them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import attrs
from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from ...events.sources.jsonl import RawLine
from .address import Address, parse_address
from .base import NO_VALUE, Batch, FeedLine, Manner, batches, one_line, read_position, told, unusable, write_position

KIND = "kafka"
PASSWORD = "COMPLY_KAFKA_PASSWORD"
"""The environment variable that may hold the password of SASL instead of the address."""
_SETTINGS = ("client.", "heartbeat.", "max.poll.", "sasl.", "security.", "session.", "socket.", "ssl.")
"""How the client's own settings begin that an address may hold; none on which the promise of the feed rests."""
_AT_ONCE = 128
"""Messages taken at a time, so that not more than so many are in memory beside those that were fetched ahead."""
_AHEAD = 16 * 1024
"""KiB of messages that are fetched ahead."""
_PATIENCE = 10.0
"""Seconds for which a server is waited for when it is asked something."""
_REFUSALS = (
    KafkaError._AUTHENTICATION,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
)
_WAITED_FOR = (KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC)


def open_kafka(text: str, manner: Manner) -> KafkaFeed:
    """The feed of ``kafka://host:port/topic?group=…``; several servers are parted by commas.

    Raises:
        LogError: the address is not of that form, or the client does not know a setting in it.
    """
    address = parse_address(text, port=9092, secret=PASSWORD, known=_is_option, names=("group", "security.protocol"))
    if len(address.path) != 1:
        raise unusable(address.name, "the address names no topic", "kafka://HOST:PORT/TOPIC?group=NAME")
    group = address.needs("group", "add ?group=NAME, one of its own for each watch: a group shares partitions out")
    return KafkaFeed(_settings(address, group), address.path[0], address.name, manner)


def _is_option(name: str) -> bool:
    return name == "group" or name.startswith(_SETTINGS)


def _settings(address: Address, group: str) -> dict[str, str | int | bool]:
    own = {name: value for name, value in address.options.items() if name != "group"}
    login = {"sasl.username": address.user, "sasl.password": address.password} if address.user else {}
    return {
        **{name: value for name, value in login.items() if value is not None},
        **own,
        "bootstrap.servers": address.server,
        "group.id": group,
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "auto.offset.reset": "earliest",
        "enable.partition.eof": True,
        "queued.max.messages.kbytes": _AHEAD,
        "log_level": 0,  # what matters is told; the client's own lines would run through the terminal
    }


@attrs.define
class _State:
    """What callbacks of the client said since it was last asked."""

    assigned: set[int] | None = None
    ended: set[int] = attrs.field(factory=set)
    refusal: str | None = None
    lost: bool = False
    committing: bool = False


class KafkaFeed:
    """Follows one topic as one consumer of a group; the order of messages is that of each partition."""

    def __init__(self, settings: dict[str, str | int | bool], topic: str, name: str, manner: Manner) -> None:
        self.name = name
        self._topic = topic
        self._manner = manner
        self._state = _State()
        self._start: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._floor: dict[int, int] = {}
        self._kept: dict[int, int] = {}
        self._committed: dict[int, int] = {}
        self._said: set[int] = set()
        callbacks = {"error_cb": self._on_error, "on_commit": self._on_commit}
        try:
            self._consumer = Consumer({**settings, **callbacks})
        except (KafkaException, ValueError, TypeError) as error:
            raise unusable(name, f"the client refuses: {_reason(error)}") from None

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        """The messages after a position, else after what the group committed, as they come.

        A partition that comes back to us from another consumer goes on where that one committed.
        """
        self._start = self._offsets(after)
        self._next = dict(self._start)
        self._consumer.subscribe([self._topic], on_assign=self._assign, on_revoke=self._revoke, on_lost=self._revoke)
        while True:
            messages = self._take()
            if self._state.refusal is not None:
                raise unusable(self.name, f"the server refuses: {self._state.refusal}")
            came = False
            for lines in batches(self._lines(messages), self._manner):
                came = True
                yield Batch(self.name, lines, self._position())
            self._commit()
            if self._manner.once and self._is_over():
                return
            if not came:
                yield None

    def acknowledge(self, position: str) -> None:
        """Commit the offsets of a position, now or as soon as the server can be reached."""
        for partition, offset in self._offsets(position).items():
            # What was given before a partition went to another and came back must not undo what that one committed.
            if offset > self._floor.get(partition, sys.maxsize):
                self._kept[partition] = max(offset, self._kept.get(partition, 0))
        self._commit()

    def close(self) -> None:
        """Leave the group, with what was acknowledged committed if the server can be reached."""
        try:
            due = [] if self._state.lost else self._due()
            if due:
                self._consumer.commit(offsets=due, asynchronous=False)
        except KafkaException:
            pass  # it is read again, or passed over by the position that was kept
        finally:
            self._consumer.close()

    def _offsets(self, position: str | None) -> dict[int, int]:
        fields = read_position(position, KIND, self.name)
        if fields is None:
            return {}
        try:
            offsets = {int(partition): offset for partition, offset in fields["next"].items()}
        except (KeyError, AttributeError, ValueError):
            offsets = None
        if offsets is None or fields.get("topic") != self._topic or not all(type(at) is int for at in offsets.values()):
            raise unusable(self.name, "the position kept is not one of this topic")
        return offsets

    def _position(self) -> str:
        offsets = {str(partition): offset for partition, offset in self._next.items()}
        return write_position(KIND, {"topic": self._topic, "next": offsets})

    def _take(self) -> list[Message]:
        """Wait for the first message, and take those that are there with it."""
        first = self._consumer.poll(self._manner.poll)
        return [] if first is None else [first, *self._consumer.consume(_AT_ONCE - 1, timeout=0)]

    def _lines(self, messages: list[Message]) -> Iterator[FeedLine]:
        for message in messages:
            error = message.error()
            if error is not None:
                self._hear(error, message)
                continue
            partition, offset = _where(message)
            self._is_there()
            if offset < self._floor.get(partition, sys.maxsize):
                self._forget(partition)
                self._floor[partition] = offset
            self._next[partition] = offset + 1
            self._state.ended.discard(partition)
            value = message.value()
            line = one_line(value, offset) if value and value.strip() else RawLine(offset, NO_VALUE.data)
            yield FeedLine(f"{self.name}@{partition}", line)

    def _hear(self, error: KafkaError, message: Message) -> None:
        """What came in the place of a message."""
        code = error.code()
        if code == KafkaError._PARTITION_EOF:
            self._state.ended.add(_where(message)[0])
        elif code in _REFUSALS or error.fatal() or (self._manner.once and code in _WAITED_FOR):
            self._state.refusal = error.str()
        elif code not in self._said:
            self._said.add(code)
            remedy = "it is waited for" if code in _WAITED_FOR else "it goes on"
            self._manner.tell(told(self.name, error.str(), remedy))

    def _begin(self, partition: int) -> int | None:
        """The offset at which to begin a partition that is given to us; None for where the group left it.

        After the position, the first time that we have it. What is missing between that and what is held is said.
        """
        due, known = self._start.pop(partition, None), self._next.get(partition)
        if known is None:
            return None
        first, end = self._held(partition)
        if end < known:
            message = f"partition {partition} ends before the offset {known}, the next one due"
            self._manner.tell(told(self.name, message, "it is another one, and is read from its beginning"))
            self._next.pop(partition)
            return first
        if due is not None and first > due:
            message = f"messages from the offset {due} of partition {partition} were deleted before they were read"
            self._manner.tell(
                told(self.name, message, "let the topic keep messages for longer than a watch may be down")
            )
            return first
        return due

    def _forget(self, partition: int) -> None:
        """Keep nothing of what was committed of a partition, and from where."""
        for kept in (self._floor, self._kept, self._committed):
            kept.pop(partition, None)

    def _held(self, partition: int) -> tuple[int, int]:
        """The offset of the first message that the server still holds, and the one after the last."""
        try:
            found = self._consumer.get_watermark_offsets(TopicPartition(self._topic, partition), timeout=_PATIENCE)
        except KafkaException:
            found = None
        return found or (0, sys.maxsize)

    def _is_over(self) -> bool:
        """Whether every partition that we have was read to its end."""
        assigned = self._state.assigned
        if assigned is None or not assigned <= self._state.ended:
            return False
        if not assigned:
            self._manner.tell(told(self.name, "another consumer of the group has all partitions"))
        return True

    def _commit(self) -> None:
        """Commit what was acknowledged, of the partitions that are ours; not waited for, and done again if it fails."""
        due = [] if self._state.committing else self._due()
        if not due:
            return
        try:
            self._consumer.commit(offsets=due, asynchronous=True)
            self._state.committing = True
        except KafkaException:
            return

    def _due(self) -> list[TopicPartition]:
        return [
            TopicPartition(self._topic, partition, offset)
            for partition, offset in sorted(self._kept.items())
            if partition in (self._state.assigned or ()) and self._committed.get(partition) != offset
        ]

    def _on_commit(self, error: KafkaError | None, partitions: list[TopicPartition]) -> None:
        self._state.committing = False
        for partition in partitions:
            if error is None and partition.error is None:
                self._committed[partition.partition] = partition.offset

    def _on_error(self, error: KafkaError) -> None:
        """Something that concerns the connection; the client goes on trying to connect."""
        if error.code() in _REFUSALS or error.fatal():
            self._state.refusal = error.str()
        elif error.code() == KafkaError._ALL_BROKERS_DOWN:
            if self._manner.once:
                self._state.refusal = "it cannot be reached"
            elif not self._state.lost:
                self._manner.tell(told(self.name, "the server cannot be reached", "it is tried again"))
            self._state.lost = True

    def _is_there(self) -> None:
        if self._state.lost:
            self._state.lost = False
            self._manner.tell(told(self.name, "the server is there again"))

    def _assign(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        """Take the partitions that we are to read from now on."""
        for partition in partitions:
            offset = self._begin(partition.partition)
            if offset is not None:
                partition.offset = offset
        self._state.assigned = {partition.partition for partition in partitions}
        self._state.ended.clear()
        consumer.assign(partitions)

    def _revoke(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:  # noqa: ARG002
        """Others have them now: what we would commit of them counts no more."""
        for partition in partitions:
            self._forget(partition.partition)
        self._state.assigned = None
        self._state.committing = False


def _where(message: Message) -> tuple[int, int]:
    partition, offset = message.partition(), message.offset()
    if partition is None or offset is None:
        raise RuntimeError("a message of a topic has a place in it")
    return partition, offset


def _reason(error: Exception) -> str:
    cause = error.args[0] if error.args else error
    return cause.str() if isinstance(cause, KafkaError) else str(cause)
