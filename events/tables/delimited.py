"""Delimited text, a row at a time, in UTF-8, UTF-16 or an older encoding, whatever delimiter it has."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import attrs

from ..errors import Location, LogError, Problem
from .row import BadRow, Columns, Row, Table, are_tags

DELIMITERS = (",", ";", "\t", "|")
LONGEST = 1 << 20
"""Bytes of one line, and characters of one cell."""
_FALLBACK = "cp1252"
_LINES = 1000  # a row of more lines is a quotation mark that was never closed

Known = Callable[[frozenset[str]], bool]


@attrs.define
class _Text:
    """The lines of a file as text; ``taken`` keeps the bytes of those that were not yet asked about."""

    lines: Iterator[bytes]
    file: str
    encoding: str | None
    notes: list[str]
    number: int = 0
    taken: list[bytes] = attrs.field(factory=list)
    unreadable: str | None = None
    _odd: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.number += 1
            self.taken.append(line)
            yield self._decoded(line)

    def _decoded(self, line: bytes) -> str:
        if self.encoding is not None:
            return self._by(line, self.encoding, self.encoding)
        try:
            return line.decode()
        except UnicodeDecodeError:
            text = self._by(line, _FALLBACK, "UTF-8 or Windows-1252")
            self._odd += 1
            if self._odd == 1:
                self._say(text)
            return text

    def _by(self, line: bytes, encoding: str, words: str) -> str:
        try:
            return line.decode(encoding)
        except UnicodeDecodeError as error:
            self.unreadable = f"byte {error.object[error.start]:#04x} is not {words}"
            return line.decode("latin-1")

    def _say(self, text: str) -> None:
        where = next(index for index, character in enumerate(text) if ord(character) > 127)
        sample = text[max(0, where - 12) : where + 12].strip()
        self.notes.append(
            f"{self.file}:{self.number} is not UTF-8: such lines are read as Windows-1252, here {sample!r}; "
            "--encoding names another"
        )

    def row(self) -> tuple[int, bytes, str | None]:
        """The number of the first line, the bytes and what is wrong of the lines taken since this was last asked."""
        taken, self.taken = self.taken, []
        wrong, self.unreadable = self.unreadable, None
        return self.number - len(taken) + 1, b"".join(taken).rstrip(b"\r\n"), wrong


def read(file: BinaryIO, name: str, known: Known, encoding: str | None = None) -> Table:
    """Open delimited text.

    Args:
        file: its bytes.
        name: the file's name in messages.
        known: whether a source knows columns by these names: of several delimiters, one by which it does is taken.
        encoding: the name of an encoding that Python knows; by default UTF-8, and Windows-1252 for other lines.

    Raises:
        LogError: the file is empty, has no header, or the encoding is unknown.
    """
    notes: list[str] = []
    _check(encoding, name)
    text = _Text(_lines(file, encoding), name, _plain(encoding), notes)
    lines = iter(text)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise LogError(Problem(location=Location(file=name), message="the file is empty"))
    number = text.number
    text.row()
    first = first.removeprefix("\ufeff")
    delimiter = _delimiter(first, known)
    rows = _records(_chained(first, lines), delimiter, text)
    header = next(rows)
    header_bytes = first.rstrip("\r\n").encode() + b"\n"
    columns = Columns(tuple(cell.strip() for cell in header[1])).checked(name, number)
    second = next(rows, None)
    rest = rows
    if second is not None and isinstance(second[1], list) and are_tags(second[1]):
        columns = Columns(columns.written, tuple(second[1]))
        header_bytes += second[2] + b"\n"
        notes.append(f"{name}:{second[0]} is a row of HXL tags, and no data")
    elif second is not None:
        rest = _first(second, rows)
    table = Table("delimited text", columns, header_bytes, iter(()), notes)
    table.rows = (_row(columns, *one) for one in rest if one[3] or any(map(str.strip, one[1])))
    return table


def _lines(file: BinaryIO, encoding: str | None) -> Iterator[bytes]:
    """The lines; those of an encoding in which a line end is not one byte as UTF-8."""
    peek = getattr(file, "peek", None)
    mark = peek(2)[:2] if peek is not None else b""
    wide = encoding or ("utf-16" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else None)
    if wide is not None and _plain(wide) is None:
        for text in codecs.getreader(wide)(file, "replace"):
            yield text.encode()
        return
    while line := file.readline(LONGEST):
        yield line


def _check(encoding: str | None, name: str) -> None:
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        message = f"no encoding is called {encoding!r}"
        raise LogError(Problem(location=Location(file=name), message=message)) from None


def _plain(encoding: str | None) -> str | None:
    """An encoding by which single lines can be decoded."""
    wide = encoding is not None and codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    return None if wide else encoding


def _delimiter(line: str, known: Known) -> str:
    """The delimiter by which a source knows the columns, else the one that makes the most of them."""
    headers = {mark: next(csv.reader([line], delimiter=mark), []) for mark in DELIMITERS}
    for mark, cells in headers.items():
        if known(Columns(tuple(cells)).names):
            return mark
    return max(DELIMITERS, key=lambda mark: len(headers[mark]))


def _chained(first: str, lines: Iterable[str]) -> Iterator[str]:
    yield first
    yield from lines


_Read = tuple[int, list[str], bytes, str | None]


def _first(one: _Read, rest: Iterator[_Read]) -> Iterator[_Read]:
    yield one
    yield from rest


def _records(lines: Iterator[str], delimiter: str, text: _Text) -> Iterator[_Read]:
    """Rows as first line, cells, bytes, and what is wrong with them."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number, raw, _ = text.row()
            yield number, [], raw, f"no row of a table: {error}"
            continue
        number, raw, wrong = text.row()
        if raw.count(b"\n") > _LINES:
            wrong = f"a quotation mark opens here that closes {raw.count(chr(10).encode())} lines later, or never"
        yield number, cells, raw, wrong


def _row(columns: Columns, number: int, cells: list[str], raw: bytes, wrong: str | None) -> Row | BadRow:
    if wrong is None and len(cells) != len(columns.written):
        wrong = f"the row has {len(cells)} cells and the header {len(columns.written)}"
        return BadRow(number, raw, wrong, "a delimiter within a cell is put between quotation marks")
    return Row(columns, number, cells, raw) if wrong is None else BadRow(number, raw, wrong)
