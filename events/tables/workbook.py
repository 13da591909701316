"""A sheet of an Excel workbook, a row at a time. openpyxl is an extra, imported where a workbook is opened."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..errors import Location, LogError, Problem
from .row import BadRow, Columns, Row, Table, are_tags
from .typed import as_line, cell_text


def read(file: BinaryIO, name: str, sheet: str | None) -> Table:
    """Open a sheet; its header is the first row that holds anything.

    Raises:
        LogError: openpyxl is not installed, no such sheet, or nothing stands in it.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        remedy = "install comply-engine[excel], or save it as CSV"
        raise _unusable(name, "an Excel workbook is read with openpyxl, which is not installed", remedy) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which no cell depends on
            book = load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _unusable(name, f"no Excel workbook: {error}") from None
    if sheet is not None and sheet not in book.sheetnames:
        raise _unusable(name, f"the workbook has no sheet {sheet!r}", "one of " + ", ".join(book.sheetnames))
    chosen = sheet or book.sheetnames[0]
    notes = []
    if sheet is None and len(book.sheetnames) > 1:
        notes.append(f"{name}: of the sheets {', '.join(book.sheetnames)} the first is read; --sheet names another")
    rows = _filled(book[chosen].iter_rows(values_only=True))
    first = next(rows, None)
    if first is None:
        raise _unusable(name, f"nothing stands in the sheet {chosen!r}")
    columns = Columns(tuple(cell.strip() for cell in first[1])).checked(name, first[0])
    header = as_line(columns.written) + b"\n"
    second = next(rows, None)
    if second is not None and are_tags(second[1]):
        columns = Columns(columns.written, tuple(second[1]))
        header += as_line(second[1]) + b"\n"
        notes.append(f"{name}:{second[0]} is a row of HXL tags, and no data")
        second = next(rows, None)
    return Table("Excel workbook", columns, header, _rows(columns, second, rows), notes)


def _unusable(name: str, message: str, remedy: str | None = None) -> LogError:
    return LogError(Problem(location=Location(file=name), message=message, remedy=remedy))


_Read = tuple[int, list[str]]


def _filled(rows: Iterator[tuple[Any, ...]]) -> Iterator[_Read]:
    """The rows in which anything stands, with their numbers."""
    for number, row in enumerate(rows, start=1):
        cells = [cell_text(cell) for cell in row]
        if any(map(str.strip, cells)):
            yield number, cells


def _rows(columns: Columns, first: _Read | None, rest: Iterator[_Read]) -> Iterator[Row | BadRow]:
    if first is not None:
        yield _row(columns, *first)
    for one in rest:
        yield _row(columns, *one)


def _row(columns: Columns, number: int, cells: list[str]) -> Row | BadRow:
    """A row; cells that are left out at its end are empty."""
    beyond = cells[len(columns.written) :]
    if any(map(str.strip, beyond)):
        return BadRow(
            number, as_line(cells), f"something stands to the right of the header's {len(columns.written)} columns"
        )
    width = len(columns.written)
    whole = [*cells[:width], *[""] * (width - len(cells))]
    return Row(columns, number, whole, as_line(whole))
