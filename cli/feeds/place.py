"""A place in a file, and how the file is known again: by its number, its beginning and what stands before the place."""

from __future__ import annotations

import hashlib
import os
from typing import Any, BinaryIO

import attrs

from .cutter import Mark

WINDOW = 1024
"""Bytes at the beginning of a file, and before a place in it, by which they are known again."""


@attrs.frozen
class Place:
    """How far a file was read, and what it was.

    ``device`` is told for people: after a restart a system may number its devices otherwise.
    """

    device: int
    inode: int
    mark: Mark
    head: str
    tail: str

    @classmethod
    def of(cls, file: BinaryIO, mark: Mark) -> Place:
        """The place at a mark in an open file; where it stands in the file is left as it was."""
        status = os.fstat(file.fileno())
        head, tail = _windows(file, mark.offset)
        return cls(status.st_dev, status.st_ino, mark, head, tail)

    def is_in(self, file: BinaryIO) -> bool:
        """Whether an open file is the one that was read, and holds what was read of it."""
        return os.fstat(file.fileno()).st_ino == self.inode and self.holds(file)

    def holds(self, file: BinaryIO) -> bool:
        """Whether an open file is long enough and has the same bytes at its beginning and before the place."""
        offset = self.mark.offset
        return os.fstat(file.fileno()).st_size >= offset and _windows(file, offset) == (self.head, self.tail)

    def fields(self) -> dict[str, Any]:
        """The place as it is written in a position."""
        return attrs.asdict(self)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Place:
        """The place that a position tells of.

        Raises:
            TypeError, KeyError: it tells of none.
        """
        return cls(**(fields | {"mark": Mark(**fields["mark"])}))


def _windows(file: BinaryIO, offset: int) -> tuple[str, str]:
    size = min(offset, WINDOW)
    at = file.tell()
    try:
        return _digest(file, 0, size), _digest(file, offset - size, size)
    finally:
        file.seek(at)


def _digest(file: BinaryIO, start: int, size: int) -> str:
    file.seek(start)
    return hashlib.sha256(file.read(size)).hexdigest()[:32]
