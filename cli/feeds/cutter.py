"""Cutting bytes that come piece by piece into lines: the same lines, whatever the pieces."""

from __future__ import annotations

import attrs

from ...events.sources.jsonl import LONGEST_LINE, RawLine

_BOM = b"\xef\xbb\xbf"


@attrs.frozen
class Mark:
    """How far bytes were cut: their number, that of the lines, and whether it is inside a line that was too long."""

    offset: int = 0
    line: int = 0
    inside: bool = False


class Cutter:
    """The lines of a stream of bytes; holds at most one line that has no end yet, and never more than the bound of one.

    A line that passes the bound is given at once, cut and marked as too long, and the rest of it is passed over.
    """

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self._held = bytearray()
        self._at = 0

    @property
    def waiting(self) -> int:
        """Bytes of the line that has no end yet."""
        return len(self._held) - self._at

    def add(self, data: bytes) -> None:
        """Take the bytes that follow."""
        del self._held[: self._at]
        self._at = 0
        self._held += data

    def line(self, *, ended: bool = False) -> RawLine | None:
        """The next line that holds something; None where there is none whole. ``ended``: no more bytes will come."""
        while self.waiting:
            if self.mark.inside:
                self._pass_over()
                continue
            end = self._held.find(b"\n", self._at, self._at + LONGEST_LINE + 1)
            too_long = end < 0 and self.waiting > LONGEST_LINE
            if end < 0 and not too_long and not ended:
                return None
            size = self.waiting if end < 0 else end + 1 - self._at
            data = self._take(min(size, LONGEST_LINE + 1), number=self.mark.line + 1, inside=too_long)
            if self.mark.line == 1:
                data = data.removeprefix(_BOM)
            data = data.rstrip(b"\r\n")
            if data.strip():
                return RawLine(self.mark.line, data, too_long)
        return None

    def _pass_over(self) -> None:
        end = self._held.find(b"\n", self._at)
        size = self.waiting if end < 0 else end + 1 - self._at
        self._take(size, number=self.mark.line, inside=end < 0)

    def _take(self, size: int, *, number: int, inside: bool) -> bytes:
        data = bytes(self._held[self._at : self._at + size])
        self._at += size
        self.mark = Mark(self.mark.offset + size, number, inside)
        return data
