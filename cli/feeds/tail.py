"""One file that grows: its whole lines as they come, also when it is rotated, replaced or cut short."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .base import FeedLine, Manner, told, unusable
from .cutter import Cutter, Mark
from .place import Place

_PIECE = 1 << 16
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_ROTATED = re.compile(r"[.-]\d[\w.-]*")
"""What rotation adds to a file's name; an editor's own copies are named otherwise."""
_PACKED = (".gz", ".zst", ".bz2", ".xz")


class Tail:
    """Follows the file at a path. A line is one once its end has come.

    A file that is renamed is read to its end, and after a poll interval in which nothing more was written there, the
    ones that were rotated after it and the one now at the path.
    """

    def __init__(self, path: Path, manner: Manner, after: Place | None = None) -> None:
        self._path = path
        self._manner = manner
        self._after = after
        self._file: BinaryIO | None = None
        self._label = str(path)
        self._cutter = Cutter(Mark())
        self._seen: Place | None = None
        self._left_at: float | None = None
        self._visited: set[int] = set()
        self._waits = False
        self._troubled = False
        self._left_over = 0

    @property
    def settled(self) -> bool:
        """Whether the last pass ended in the file that now is at the path, so that only a change of it can matter."""
        return self._left_at is None and not self._waits and not self._troubled

    def place(self) -> Place | None:
        """Up to where the lines given reach; None before the first file was opened."""
        return self._after if self._file is None else Place.of(self._file, self._cutter.mark)

    def lines(self) -> Iterator[FeedLine]:
        """The whole lines that are there now and were not given yet.

        Raises:
            LogError: the file is not one that can be followed.
        """
        try:
            while self._file is not None or self._open():
                yield from self._whole_lines()
                if not self._is_left():
                    break
                yield from self._rest()
                self._move_on()
            self._troubled = False
        except OSError as error:
            if not self._troubled:
                self._say(f"cannot be read: {error.strerror}", "it is tried again")
            self._troubled = True
            self.release()

    def release(self) -> None:
        """Close the file; the next pass finds it again by its place."""
        if self._file is None:
            return
        try:
            self._after = self.place()
        except OSError:
            self._after = self._seen
        self._file.close()
        self._file = None
        self._left_over = self._cutter.waiting
        self._cutter = Cutter(self._cutter.mark)

    def is_lost(self) -> bool:
        """Whether neither the path nor the file that was followed is there any more."""
        if self._file is not None or self._path.exists():
            return False
        found = self._find_again()
        if found is not None:
            found[0].close()
        return found is None

    def _whole_lines(self) -> Iterator[FeedLine]:
        file = self._opened()
        if self._seen is not None and not self._seen.holds(file):
            self._say(
                "it was cut short or written anew and is read from its beginning; what came last before is lost"
                " unless it had been read",
                "rotate by renaming",
            )
            self._start(file, Mark())
        end = os.fstat(file.fileno()).st_size
        while True:
            while (line := self._cutter.line()) is not None:
                yield FeedLine(self._label, line)
            data = file.read(_PIECE) if file.tell() < end else b""
            if not data:
                break
            if file.tell() == len(data) and data.startswith(_COMPRESSED):
                remedy = f"decompress it into standard input: zcat {self._path} | comply watch -"
                self.release()
                raise unusable(self._label, "a compressed file does not grow line by line", remedy)
            self._cutter.add(data)
        self._seen = Place.of(file, Mark(file.tell()))

    def _rest(self) -> Iterator[FeedLine]:
        """The last line of a file to which nothing will be added."""
        line = self._cutter.line(ended=True)
        if line is not None:
            yield FeedLine(self._label, line)

    def _is_left(self) -> bool:
        """Whether another file has taken the place of this one, for long enough that nobody writes to this one."""
        now = os.fstat(self._opened().fileno())
        try:
            there = self._path.stat()
        except FileNotFoundError:
            self._waits = True
            return False
        self._waits = False
        if os.path.samestat(now, there):
            self._left_at = None
            return False
        if self._left_at is None:
            self._left_at = time.monotonic()
        return self._manner.once or time.monotonic() - self._left_at >= self._manner.poll

    def _move_on(self) -> None:
        """Go on to the file that was begun next."""
        old = self._opened()
        before = os.fstat(old.fileno())
        self._visited.add(before.st_ino)
        later = sorted(
            (status.st_mtime_ns, path)
            for path, status in self._rotated()
            if status.st_mtime_ns > before.st_mtime_ns
            or (status.st_mtime_ns == before.st_mtime_ns and status.st_ino not in self._visited)
        )
        path = later[0][1] if later else self._path
        file = path.open("rb", buffering=0)
        old.close()
        self._left_at = None
        self._say(f"was rotated; going on with {path}")
        self._begin(file, path, Mark())

    def _open(self) -> bool:
        """Open the file at the path or, on from a place, the one that was read; False where there is none yet."""
        after, found = self._after, self._find_again()
        if found is not None and after is not None:
            self._begin(found[0], found[1], after.mark)
            return True
        try:
            file = self._path.open("rb", buffering=0)
        except FileNotFoundError:
            if not self._waits:
                self._say("there is no such file yet", "it is followed once it is there")
            self._waits = True
            return False
        if after is not None:
            same = os.fstat(file.fileno()).st_ino == after.inode
            what = "it was cut short or written anew" if same else "the file that was followed is not there any more"
            lost = f"what followed its byte {after.mark.offset} and was not read is lost"
            self._say(f"{what}: this one is read from its beginning, and {lost}", "rotate by renaming")
        self._begin(file, self._path, Mark())
        return True

    def _find_again(self) -> tuple[BinaryIO, Path] | None:
        """The file that was followed, under its own name or the one that rotation gave it."""
        if self._after is None:
            return None
        for path in (self._path, *(path for path, _ in self._rotated())):
            try:
                file = path.open("rb", buffering=0)
            except OSError:
                continue
            if self._after.is_in(file):
                return file, path
            file.close()
        return None

    def _rotated(self) -> Iterator[tuple[Path, os.stat_result]]:
        """The files beside the path that rotation may have named after it."""
        name = self._path.name
        try:
            beside = [path for path in self._path.parent.iterdir() if path.name.startswith(name)]
        except OSError:
            return
        for path in beside:
            if _ROTATED.fullmatch(path.name[len(name) :]) and path.suffix not in _PACKED:
                try:
                    yield path, path.stat()
                except OSError:
                    continue

    def _begin(self, file: BinaryIO, path: Path, mark: Mark) -> None:
        self._file, self._label, self._after, self._waits = file, str(path), None, False
        self._start(file, mark)

    def _start(self, file: BinaryIO, mark: Mark) -> None:
        file.seek(mark.offset)
        self._cutter = Cutter(mark)
        self._seen = None

    def _opened(self) -> BinaryIO:
        if self._file is None:
            raise RuntimeError("no file is open")
        return self._file

    def unfinished(self) -> int:
        """Bytes of a last line whose end has not come."""
        return self._left_over if self._file is None else self._cutter.waiting

    def say_unfinished(self) -> None:
        """Say so where a last line waits for its end."""
        if waiting := self.unfinished():
            self._say(
                f"its last line has no end yet; {waiting} bytes wait for it", "a line is read once its end is written"
            )

    def _say(self, message: str, remedy: str | None = None) -> None:
        self._manner.tell(told(self._label, message, remedy))
