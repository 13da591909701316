"""A file that grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .base import Batch, Manner, batches, read_position, unusable, write_position
from .place import Place
from .tail import Tail
from .waiting import followed

KIND = "file"


class FileFeed:
    """Follows one file of JSON Lines."""

    def __init__(self, path: Path, manner: Manner) -> None:
        self.name = str(path)
        self._path = path
        self._manner = manner
        self._tail: Tail | None = None

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        """The lines after a position, as the file grows."""
        self._tail = tail = Tail(self._path, self._manner, self._place(after))
        yield from followed(self._path.parent, self._manner, lambda: self._look(tail))
        tail.say_unfinished()

    def _look(self, tail: Tail) -> Iterator[Batch]:
        """What is new in it."""
        for lines in batches(tail.lines(), self._manner):
            yield Batch(self.name, lines, self._position(tail))

    def acknowledge(self, position: str) -> None:
        """A file keeps no account of its readers."""

    def close(self) -> None:
        """Close the file."""
        if self._tail is not None:
            self._tail.release()

    def _position(self, tail: Tail) -> str:
        place = tail.place()
        return write_position(KIND, {"place": None if place is None else place.fields()})

    def _place(self, after: str | None) -> Place | None:
        fields = read_position(after, KIND, self.name)
        try:
            return None if fields is None or fields["place"] is None else Place.from_fields(fields["place"])
        except (KeyError, TypeError):
            raise unusable(self.name, "the position kept is not one of a file feed") from None
