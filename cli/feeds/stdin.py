"""Standard input, as it comes."""

from __future__ import annotations

import os
import queue
import sys
import time
from collections.abc import Iterator
from threading import Thread

from ...events.sources.jsonl import RawLine, label
from .base import Batch, FeedLine, Manner, batches, read_position, unusable, write_position
from .cutter import Cutter, Mark

KIND = "stdin"
_PIECE = 1 << 16
_AHEAD = 16
"""Pieces that are read ahead of what was taken."""


class StdinFeed:
    """Follows standard input until its end.

    It cannot be read again: after a restart, who writes it must send again what was not kept.
    """

    def __init__(self, manner: Manner, descriptor: int | None = None) -> None:
        self.name = label("-")
        self._manner = manner
        self._descriptor = descriptor
        self._pieces: queue.Queue[bytes | OSError] = queue.Queue(_AHEAD)

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        """The lines from now on; the position only counts them."""
        read_position(after, KIND, self.name)
        Thread(target=self._read, args=(self._source(),), name="stdin", daemon=True).start()
        cutter, heard, ended = Cutter(Mark()), time.monotonic(), False
        while not ended:
            ended = not self._take(cutter)
            for lines in batches(self._lines(cutter, ended=ended), self._manner):
                yield Batch(self.name, lines, write_position(KIND, {"line": cutter.mark.line}))
                heard = time.monotonic()
            if not ended and time.monotonic() - heard >= self._manner.poll:
                yield None
                heard = time.monotonic()

    def acknowledge(self, position: str) -> None:
        """Nobody is there to hear it."""

    def close(self) -> None:
        """Standard input is not ours to close."""

    def _take(self, cutter: Cutter) -> bool:
        """Wait for what comes next, and for all that came with it; False at the end."""
        try:
            piece = self._pieces.get(timeout=self._manner.poll)
        except queue.Empty:
            return True
        if isinstance(piece, OSError):
            raise unusable(self.name, f"cannot be read: {piece.strerror}")
        cutter.add(piece)
        return bool(piece)

    def _lines(self, cutter: Cutter, *, ended: bool) -> Iterator[FeedLine]:
        line: RawLine | None
        while (line := cutter.line(ended=ended)) is not None:
            yield FeedLine(self.name, line)

    def _source(self) -> int:
        """The descriptor to read: Python's own buffer cannot be left while a thread waits in it."""
        if self._descriptor is not None:
            return self._descriptor
        if sys.stdin is None:
            raise unusable(self.name, "standard input is closed")
        return sys.stdin.fileno()

    def _read(self, descriptor: int) -> None:
        """In a thread of its own, since not every system can wait for a pipe and a clock at once."""
        while True:
            try:
                piece = os.read(descriptor, _PIECE)
            except OSError as error:
                self._pieces.put(error)
                return
            self._pieces.put(piece)
            if not piece:
                return
