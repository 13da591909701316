"""Cells that have types, of workbooks and columnar files, as text; and rows of them as delimited text."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ..time import format_instant, from_datetime
from .objects import text_of

_LARGEST = 2.0**53


def cell_text(cell: Any) -> str:
    """A value as the text of a cell: days as days, midnight of no zone as its day, whole numbers without a fraction."""
    if isinstance(cell, datetime):
        if cell.tzinfo is not None:
            return format_instant(from_datetime(cell))
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes" if not cell.second else "seconds")
    if isinstance(cell, float | Decimal):
        number = float(cell)
        if math.isnan(number):
            return ""
        return str(int(number)) if number.is_integer() and abs(number) < _LARGEST else str(cell)
    return text_of(cell)


def as_line(cells: Sequence[str]) -> bytes:
    """Cells as a line of comma-separated values, without its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue().encode()
