"""Incident logs as JSON Lines: plain, gzip or Zstandard, from a file or standard input, one bounded line at a time."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

import attrs
import zstandard

from ..codec import Header, decode_header, decode_line
from ..errors import Location, LogError, Problem
from ..log import Line, Log, admit
from ..taxonomy import Taxonomy

LONGEST_LINE = 1 << 20
"""Bytes; a longer line is rejected, so that no line can exhaust the memory."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"
"""What follows the first byte of a frame that holds no data and may come first."""
_BOM = b"\xef\xbb\xbf"
STDIN = "-"


@contextmanager
def open_log(name: str) -> Iterator[BinaryIO]:
    """Open a log for reading: ``-`` is standard input; compression is told by the first bytes, not by the name.

    Raises:
        LogError: no such file, a directory, no permission, or damaged compression.
    """
    try:
        if name == STDIN:
            if sys.stdin is None:
                raise _unreadable(name, "standard input is closed")
            yield _decompressed(_peekable(sys.stdin.buffer))
        else:
            with Path(name).open("rb") as file:
                yield _decompressed(file)
    except IsADirectoryError:
        raise _unreadable(name, "is a directory", "name the file in it") from None
    except FileNotFoundError:
        raise _unreadable(name, "no such file") from None
    except (gzip.BadGzipFile, zstandard.ZstdError, EOFError, zlib.error) as error:
        raise _unreadable(name, f"the compressed data is damaged: {error}") from None
    except OSError as error:
        raise _unreadable(name, error.strerror or str(error)) from None


def _unreadable(name: str, message: str, remedy: str | None = None) -> LogError:
    return LogError(Problem(location=Location(file=label(name)), message=message, remedy=remedy))


def label(name: str) -> str:
    """How a log is named in messages."""
    return "<stdin>" if name == STDIN else name


def _peekable(file: BinaryIO) -> io.BufferedReader:
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", file))


def _decompressed(file: io.BufferedReader) -> BinaryIO:
    start = file.peek(4)[:4]
    if start.startswith(_GZIP):
        return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    if start == _ZSTD or start[1:] == _ZSTD_SKIPPABLE:
        return cast("BinaryIO", io.BufferedReader(_Zstandard(file)))
    return cast("BinaryIO", file)


class _Zstandard(io.RawIOBase):
    """Decompressed Zstandard; unlike the library's own reader it tells a truncated frame from the end."""

    # Four bytes may stand for 128 KiB: so this much input is at most 32 MiB of output.
    _PIECE = 1024

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False
        self._input = b""
        self._output = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._output:
            data = self._input or self._file.read(self._PIECE)
            if not data:
                if self._begun:
                    raise EOFError("it ends in the middle of a frame")
                return 0
            self._decompress(data)
        size = min(len(buffer), len(self._output))
        buffer[:size] = self._output[:size]
        self._output = self._output[size:]
        return size

    def _decompress(self, data: bytes) -> None:
        self._output = memoryview(self._frame.decompress(data))
        self._begun = not self._frame.eof
        self._input = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = zstandard.ZstdDecompressor().decompressobj()


@attrs.frozen
class RawLine:
    """A line as it stands in the file, without its end; ``too_long`` where it was cut at the bound."""

    number: int
    data: bytes
    too_long: bool = False


def raw_lines(file: BinaryIO) -> Iterator[RawLine]:
    """The lines that hold something: blank ones are passed over, a byte-order mark and CR are taken off."""
    number = 0
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        too_long = len(data) > LONGEST_LINE and not data.endswith(b"\n")
        if too_long:
            _skip_rest(file)
        if number == 1:
            data = data.removeprefix(_BOM)
        data = data.rstrip(b"\r\n")
        if data.strip():
            yield RawLine(number, data, too_long)


def _skip_rest(file: BinaryIO) -> None:
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def header(line: RawLine) -> Header | None:
    """What this line says of the whole log, where it is a header and not a record."""
    return None if line.too_long else decode_header(line.data)


def decode(line: RawLine, *, file: str, zone: ZoneInfo, taxonomy: Taxonomy) -> Line:
    """Decode one raw line under the zone and the kinds of an agreement."""
    if line.too_long:
        problem = Problem(
            location=Location(file=file, line=line.number),
            message=f"the line is longer than {LONGEST_LINE} bytes",
            remedy="it is kept only up to there",
        )
        return Line(file=file, number=line.number, raw=line.data, content=problem)
    content = decode_line(line.data, file=file, number=line.number, zone=zone, taxonomy=taxonomy)
    return Line(file=file, number=line.number, raw=line.data, content=content)


def read_log(name: str, *, zone: ZoneInfo, taxonomy: Taxonomy) -> Log:
    """Read and admit a whole log under the zone and the kinds of an agreement; header lines are passed over.

    Raises:
        LogError: the file cannot be read.
    """
    with open_log(name) as file:
        records = (line for line in raw_lines(file) if header(line) is None)
        return admit(decode(line, file=label(name), zone=zone, taxonomy=taxonomy) for line in records)
