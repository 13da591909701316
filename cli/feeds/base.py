"""What all feeds have in common: batches of lines with the position after them, and the manner of following.

At least once in: a feed gives every line of its source, and gives again what came after the last position that its
caller kept. The caller tells duplicates apart as it does within a log: a record of the same id and content counts once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import attrs

from ...events.errors import Location, LogError, Problem
from ...events.sources.jsonl import LONGEST_LINE, RawLine
from ..console import say


@attrs.frozen
class FeedLine:
    """A line with the name of what it stands in, for messages; it may be the header of a log like any first line."""

    file: str
    raw: RawLine


@attrs.frozen
class Batch:
    """Lines in the order in which they came, and the text with which following goes on after them."""

    feed: str
    lines: tuple[FeedLine, ...]
    position: str


class Feed(Protocol):
    """A source of lines that is followed."""

    @property
    def name(self) -> str:
        """How the source is named in messages; without passwords."""

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        """The lines after a position, or all that there are, as they come.

        None stands for a poll interval in which nothing came. The iterator ends where the source does; a source that
        has no end of its own ends only if it is read once.

        Raises:
            LogError: the source cannot be read at all, or the position is none of this feed.
        """

    def acknowledge(self, position: str) -> None:
        """Hear that all lines up to a position are kept for good.

        That a server cannot be reached is no error: it gives again what it was not told of.
        """

    def close(self) -> None:
        """Let go of files and connections."""


def _say(problem: Problem) -> None:
    say(str(problem))


@attrs.frozen(kw_only=True)
class Manner:
    """How a source is followed.

    Attributes:
        once: read what is there and end.
        poll: seconds after which None is given where nothing came.
        most_lines: bound of one batch.
        most_bytes: bytes of its lines together at which a batch is closed.
        tell: is told what a user must know and what stops nothing: a rotated file, a lost connection;
            by default on standard error.
    """

    once: bool = False
    poll: float = 1.0
    most_lines: int = 1000
    most_bytes: int = 4 * LONGEST_LINE
    tell: Callable[[Problem], None] = _say


def batches(lines: Iterable[FeedLine], manner: Manner) -> Iterator[tuple[FeedLine, ...]]:
    """The lines in groups, each given as soon as it has reached a bound: no line is taken from the source beyond it."""
    held: list[FeedLine] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line.raw.data)
        if len(held) >= manner.most_lines or size >= manner.most_bytes:
            yield tuple(held)
            held, size = [], 0
    if held:
        yield tuple(held)


def one_line(value: bytes, number: int = 1) -> RawLine:
    """What came as a whole, by a server, as the one line that it is: a record laid out over several is put on one."""
    data = b" ".join(value.splitlines()) if b"\n" in value or b"\r" in value else value
    if len(data) > LONGEST_LINE:
        return RawLine(number, data[: LONGEST_LINE + 1], too_long=True)
    return RawLine(number, data)


NO_VALUE = RawLine(1, b"null")
"""What holds nothing where a record should be: it is counted, and rejected like any line that is no record."""


def unusable(name: str, message: str, remedy: str | None = None) -> LogError:
    """A source that cannot be followed."""
    return LogError(told(name, message, remedy))


def told(name: str, message: str, remedy: str | None = None) -> Problem:
    """Something that is said of a source as a whole."""
    return Problem(location=Location(file=name), message=message, remedy=remedy)


def write_position(kind: str, fields: Mapping[str, Any]) -> str:
    """A position as text; the same position is the same text."""
    return json.dumps({"kind": kind, **fields}, sort_keys=True, separators=(",", ":"))


def read_position(text: str | None, kind: str, name: str) -> dict[str, Any] | None:
    """The fields of a position that a feed of this kind wrote.

    Raises:
        LogError: it did not.
    """
    if text is None:
        return None
    try:
        fields = json.loads(text)
    except ValueError:
        fields = None
    if not isinstance(fields, dict) or fields.pop("kind", None) != kind:
        remedy = "a store follows one source; begin another store for another source"
        raise unusable(name, f"the position kept is not one of a {kind} feed", remedy)
    return fields
