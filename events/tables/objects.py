"""JSON as rows: a list of objects, one within an object as interfaces answer, or an object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from ..errors import Location, LogError, Problem
from .row import BadRow, Columns, Row, Table

LARGEST = 256 << 20
"""Bytes of a document, which is read whole; lines are read one at a time."""
_LISTS = ("data", "Result", "results", "records")

_object = msgspec.json.Decoder(dict[str, Any])


def lines(file: BinaryIO, longest: int) -> Table:
    """Open JSON Lines of objects; the columns are those of the first."""
    read = _lines(file, longest)
    first = next(read, None)
    columns = _columns([first[1]] if first is not None else [])
    rest = () if first is None else _chained(first, read)
    return Table("JSON Lines", columns, b"", _rows(columns, rest))


def _lines(file: BinaryIO, longest: int) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(longest):
        number += 1
        if line.strip():
            yield number, line.strip().removeprefix(b"\xef\xbb\xbf")


def _chained(first: tuple[int, bytes], rest: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    yield first
    yield from rest


def document(file: BinaryIO, name: str) -> Table:
    """Open one document; a row's number is its place in the list, from 1.

    Raises:
        LogError: it is too large, no JSON, or holds no list of objects.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _unusable(name, f"a JSON document of more than {LARGEST >> 20} MiB", "export it as CSV or as JSON Lines")
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[msgspec.Raw] | dict[str, msgspec.Raw])
        listed = found if isinstance(found, list) else _listed(found)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise _unusable(name, f"no JSON: {error}", None) from None
    if listed is None:
        raise _unusable(name, "no list of objects stands in it", "one under " + " or ".join(_LISTS))
    rows = [msgspec.json.format(bytes(one), indent=-1) for one in listed]  # each on one line
    columns = _columns(rows)
    return Table("JSON", columns, b"", _rows(columns, enumerate(rows, start=1)))


def _listed(found: dict[str, msgspec.Raw]) -> list[msgspec.Raw] | None:
    for name in _LISTS:
        if name in found:
            return msgspec.json.decode(found[name], type=list[msgspec.Raw])
    return None


def _unusable(name: str, message: str, remedy: str | None) -> LogError:
    return LogError(Problem(location=Location(file=name), message=message, remedy=remedy))


def _columns(rows: Iterable[bytes]) -> Columns:
    """The names in all of the rows, in the order in which they come."""
    names: dict[str, None] = {}
    for row in rows:
        try:
            names.update(dict.fromkeys(_object.decode(row)))
        except (msgspec.MsgspecError, RecursionError):
            continue
    return Columns(tuple(names))


def _rows(columns: Columns, rows: Iterable[tuple[int, bytes]]) -> Iterator[Row | BadRow]:
    for number, raw in rows:
        try:
            found = _object.decode(raw)
        except (msgspec.MsgspecError, RecursionError) as error:
            yield BadRow(number, raw, f"no object of JSON: {error}")
            continue
        if columns.written == tuple(found):
            yield Row(columns, number, [text_of(cell) for cell in found.values()], raw)
        else:
            yield Row(Columns(tuple(found)), number, [text_of(cell) for cell in found.values()], raw)


def text_of(cell: Any) -> str:
    """A value as the text of a cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list) and all(isinstance(one, str) for one in cell):
        return ";".join(cell)
    return msgspec.json.encode(cell).decode() if isinstance(cell, list | dict) else str(cell)
