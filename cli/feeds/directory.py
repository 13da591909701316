"""A directory of files that grow, and to which new ones come."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ...events.errors import LogError
from .base import Batch, FeedLine, Manner, batches, read_position, told, unusable, write_position
from .place import Place
from .tail import Tail
from .waiting import followed

KIND = "directory"
SUFFIX = ".jsonl"


class DirectoryFeed:
    """Follows each ``*.jsonl`` in one directory, in order of name: what is new in the first, then in the second.

    Files are open only while they are read, so that there may be more of them than may be open at once.
    """

    def __init__(self, path: Path, manner: Manner) -> None:
        self.name = str(path)
        self._path = path
        self._manner = manner
        self._tails: dict[str, Tail] = {}
        self._places: dict[str, Place] = {}
        self._unchanged: dict[str, tuple[int, int, int]] = {}
        self._refused: set[str] = set()

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        """The lines after a position, as files grow and new ones appear."""
        self._places = self._kept(after)
        self._tails = {name: self._tail(name, place) for name, place in self._places.items()}
        yield from followed(self._path, self._manner, self._round)
        for _, tail in sorted(self._tails.items()):
            tail.say_unfinished()

    def acknowledge(self, position: str) -> None:
        """Files keep no account of their readers."""

    def close(self) -> None:
        """Close what is open."""
        for tail in self._tails.values():
            tail.release()

    def _round(self) -> Iterator[Batch]:
        """What is new in each file, in order of name."""
        for name in sorted({*self._names(), *self._tails} - self._refused):
            tail = self._tails.setdefault(name, self._tail(name, None))
            now = _status(self._path / name)
            if tail.settled and now is not None and self._unchanged.get(name) == now:
                continue
            for lines in batches(self._lines(name, tail), self._manner):
                self._note(name, tail)
                yield Batch(self.name, lines, self._position())
            self._finish(name, tail, now)

    def _lines(self, name: str, tail: Tail) -> Iterator[FeedLine]:
        try:
            yield from tail.lines()
        except LogError as error:
            self._refused.add(name)
            for problem in error.problems:
                self._manner.tell(problem)

    def _finish(self, name: str, tail: Tail, status: tuple[int, int, int] | None) -> None:
        """Close a file after its turn; forget one that is gone for good."""
        self._note(name, tail)
        tail.release()
        if status is not None:
            self._unchanged[name] = status
        elif tail.is_lost():
            message = "is gone; a new file of this name is read from its beginning"
            self._manner.tell(told(str(self._path / name), message))
            for kept in (self._tails, self._places, self._unchanged):
                kept.pop(name, None)

    def _note(self, name: str, tail: Tail) -> None:
        place = tail.place()
        if place is not None:
            self._places[name] = place

    def _position(self) -> str:
        return write_position(KIND, {"files": {name: place.fields() for name, place in self._places.items()}})

    def _kept(self, after: str | None) -> dict[str, Place]:
        fields = read_position(after, KIND, self.name)
        try:
            files = {} if fields is None else fields["files"]
            return {name: Place.from_fields(place) for name, place in files.items()}
        except (KeyError, TypeError, AttributeError):
            raise unusable(self.name, "the position kept is not one of a directory feed") from None

    def _names(self) -> Iterator[str]:
        try:
            for entry in os.scandir(self._path):
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and entry.is_file():
                    yield entry.name
        except OSError as error:
            raise unusable(self.name, f"cannot be read: {error.strerror}") from None

    def _tail(self, name: str, place: Place | None) -> Tail:
        return Tail(self._path / name, self._manner, place)


def _status(path: Path) -> tuple[int, int, int] | None:
    """By which a change of a file is noticed; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
