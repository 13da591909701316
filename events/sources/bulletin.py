"""Tables of daily bulletins that count violations: aggregates, of which it is known only how many in what stretch.

A count is a statement of its reporter. It names no act, and enters no window that is shorter than its own.
"""

from __future__ import annotations

import hashlib
import re

from ..source import Setting, Source, Written
from ..tables.days import days, moved, need_day
from ..tables.row import CellError, Row

_AS_OF = ("as_of", "bulletin_date", "report_date")
_LAST_HOURS = re.compile(r"(?:last\s+)?(\d+)\s*h(?:ours)?", re.IGNORECASE)


def convert(row: Row, setting: Setting) -> Written:
    """The record of a row; a window that is not one of hours is taken as the day before and the day of the bulletin."""
    date = need_day(row, setting.dating, *_AS_OF)
    number = row.whole("count", "violations", least=0)
    if number is None:
        raise CellError(row.called("count", "violations"), "nothing stands in this column")
    if number == 0:
        raise CellError(row.called("count", "violations"), "a bulletin that counts none tells of no incident")
    reporter = row.need("reporter", "source")
    return {
        "id": f"bulletin:{_name(row)}",
        "occurred": days(moved(date, -_days(row)), date, setting.zone, row.called(*_AS_OF)),
        "kind": "violation_report",
        "actor": [reporter],
        "count": number,
        "aggregate": True,
        "status": "alleged",
        "place": {"name": name} if (name := row.text("area", "place", "country")) else None,
        "sources": [{"publisher": reporter[:512]}],
        "attributes": {
            "data_set": "bulletin",
            **row.attributes("bulletin_", "window", "cumulative", "by_province", "status"),
        },
        "summary": f"{reporter}: {number} violations, {row.text('window') or 'window not stated'}",
    }


def _days(row: Row) -> int:
    """How many days before its own a bulletin reaches back into: the hours before it may have begun on any of them."""
    hours = _LAST_HOURS.search(row.text("window") or "")
    return 1 if hours is None else -(-int(hours[1]) // 24)


def _name(row: Row) -> str:
    cells = "\x1f".join(cell.strip() for cell in row.cells)
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


SOURCE = Source(
    name="bulletin",
    title="a table of bulletins",
    signatures=(
        frozenset({"as_of", "reporter", "count"}),
        frozenset({"bulletin_date", "reporter", "count"}),
        frozenset({"report_date", "reporter", "violations"}),
    ),
    convert=convert,
)
