"""Any table, with a small mapping that says what its columns mean.

A mapping names columns by their headers or by their HXL tags (``"#date+start"``). Each field of a record is a column,
or a small mapping of its own: of words to values, of a fixed value, of the parts of a place or a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

import attrs
import msgspec

from ..incident import MEANS, STATUSES
from ..source import Setting, Source, Written
from ..suggest import did_you_mean
from ..tables.days import Dating, day, days, known_by, minute, moment
from ..tables.row import CellError, Row, clipped
from ..time import TimeError

Column = str
T = TypeVar("T")


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    pass


class When(_Part, forbid_unknown_fields=True):
    """``day`` alone is a local day; with ``until`` a stretch of days; with ``time`` a minute; ``at`` is any of them."""

    day: Column | None = None
    until: Column | None = None
    time: Column | None = None
    at: Column | None = None


class Word(_Part, forbid_unknown_fields=True):
    """The value of a column, by ``values`` from its words; ``default`` where nothing, or another word, stands there."""

    column: Column | None = None
    values: dict[str, str] = {}
    default: str | None = None


class Who(_Part, forbid_unknown_fields=True):
    """Names in columns, parted by ``split`` where a cell holds several; alternatives, or all of them ``together``."""

    columns: list[Column] = []
    split: str | None = None
    role: Literal["alternatives", "together"] = "alternatives"
    always: str | None = None


class Where(_Part, forbid_unknown_fields=True):
    """The parts of a place; ``radius_m`` is a column, ``precise_to_m`` a number of metres for all rows."""

    name: Column | None = None
    lat: Column | None = None
    lon: Column | None = None
    radius_m: Column | None = None
    precise_to_m: float | None = None
    pcode: Column | None = None


class Span(_Part, forbid_unknown_fields=True):
    """A number between two columns."""

    low: Column
    high: Column
    best: Column | None = None


class Mapped(msgspec.Struct, forbid_unknown_fields=True):
    """What the columns of a table mean."""

    id: Column
    occurred: Column | When
    kind: Word | str
    data_set: str = "table"
    recorded: Column | None = None
    means: Column | Word | None = None
    actor: Column | Who | None = None
    target: Column | Who | None = None
    place: Column | Where | None = None
    killed: Column | Span | None = None
    injured: Column | Span | None = None
    count: Column | None = None
    aggregate: bool | Word = False
    status: Column | Word | None = None
    reliability: Column | None = None
    publisher: Column | Word | None = None
    url: Column | None = None
    summary: Column | None = None
    supersedes: Column | None = None
    same_as: Column | None = None
    attributes: dict[str, Column] = {}
    dates: Literal["dmy", "mdy", "excel"] | None = None


def mapping(written: Any) -> Mapped:
    """A mapping from the values that stand in its file.

    Raises:
        ValueError: it is none; the message says where.
    """
    try:
        return msgspec.convert(written, Mapped)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None


@attrs.frozen
class _Reader:
    """One row under a mapping; a column that is named and is not there is an error."""

    row: Row
    mapped: Mapped
    setting: Setting

    @property
    def dating(self) -> Dating:
        told = self.setting.dating
        if told != Dating() or self.mapped.dates is None:
            return told
        return Dating(serials=True) if self.mapped.dates == "excel" else Dating(self.mapped.dates)

    def text(self, column: Column | None) -> str | None:
        if column is None:
            return None
        if self.row.columns.index(column) is None:
            known = [name for name in self.row.columns.written if name]
            raise CellError(
                None, f"the table has no column {column!r}, which the mapping names", did_you_mean(column, known)
            )
        return self.row.text(column)

    def word(self, said: Column | Word | None, known: Mapping[str, Any] | tuple[str, ...] | None) -> str | None:
        """A word by a mapping of words; the value has to be one of those ``known``, where any."""
        if said is None:
            return None
        one = Word(column=said) if isinstance(said, str) else said
        cell = self.text(one.column)
        meant = {key.casefold(): value for key, value in one.values.items()}
        found = one.default if cell is None else meant.get(cell.casefold(), one.default if one.values else cell)
        if cell is not None and found is None:
            listed = ", ".join(one.values)
            raise CellError(
                self.row.called(one.column or ""), f"{clipped(cell)!r} is none of the mapping's words", listed
            )
        if found is not None and known is not None and found not in known:
            column = None if one.column is None else self.row.called(one.column)
            raise CellError(column, f"{clipped(found)!r} is none that is known", did_you_mean(found, known))
        return found

    def occurred(self) -> str | dict[str, str]:
        said = self.mapped.occurred
        when = When(at=said) if isinstance(said, str) else said
        column = when.at or when.day
        if column is None:
            raise CellError(None, "the mapping names no column for when it occurred", "occurred: {day: COLUMN}")
        if self.text(column) is None:
            raise CellError(self.row.called(column), "nothing stands in this column")
        if when.at is not None:
            return self.timed(column, lambda cell: moment(cell, self.setting.zone, self.dating))
        first = day(self.row, self.dating, column)
        assert first is not None
        hour = self.text(when.time)
        if hour is not None and when.time is not None:
            return self.timed(when.time, lambda cell: minute(first, cell, self.setting.zone))
        last = first
        if self.text(when.until) is not None and when.until is not None:
            last = day(self.row, self.dating, when.until) or first
        return days(first, last, self.setting.zone, self.row.called(when.until or column))

    def timed(self, column: Column, read: Callable[[str], T]) -> T:
        try:
            return read(self.row.need(column))
        except TimeError as error:
            order = "with the month first" in str(error)
            raise CellError(self.row.called(column), str(error), "say which with --dates" if order else None) from None

    def recorded(self) -> str | None:
        column = self.mapped.recorded
        if column is None or self.text(column) is None:
            return None
        return self.timed(column, lambda cell: known_by(cell, self.setting.zone, self.dating))

    def who(self, said: Column | Who | None) -> list[Any] | None:
        if said is None:
            return None
        one = Who(columns=[said]) if isinstance(said, str) else said
        cells = [cell for column in one.columns if (cell := self.text(column)) is not None]
        names = [part.strip() for cell in cells for part in (cell.split(one.split) if one.split else [cell])]
        named = list(dict.fromkeys(filter(None, [*names, *([one.always] if one.always else [])])))
        if one.role == "together":
            return [{"party": name, "role": "joint"} for name in named] or None
        return named or None

    def where(self) -> dict[str, Any] | None:
        said = self.mapped.place
        if said is None:
            return None
        one = Where(name=said) if isinstance(said, str) else said
        bounds = ((one.lat, "lat", -90, 90), (one.lon, "lon", -180, 180), (one.radius_m, "radius_m", 0, 20_100_000))
        place: dict[str, Any] = {"name": self.text(one.name), "pcode": self.text(one.pcode)}
        for column, field, least, most in bounds:
            if column is not None and self.text(column) is not None:
                place[field] = self.row.decimal(column, least=least, most=most)
        if "lat" in place and one.precise_to_m is not None:
            place.setdefault("radius_m", one.precise_to_m)
        return {key: value for key, value in place.items() if value is not None} or None

    def number(self, said: Column | Span | None) -> int | dict[str, int] | None:
        if said is None:
            return None
        if isinstance(said, str):
            return None if self.text(said) is None else self.row.whole(said, least=0)
        return between(self.row, self._there(said.low), self._there(said.high), self._there(said.best))

    def _there(self, column: Column | None) -> Column | None:
        self.text(column)
        return column


def between(row: Row, low: Column | None, high: Column | None, best: Column | None = None) -> dict[str, int] | None:
    """A number between two columns; where only one of them is filled, it is that one."""
    least, most, likely = (None if name is None else row.whole(name, least=0) for name in (low, high, best))
    known = [one for one in (least, most, likely) if one is not None]
    if not known:
        return None
    if least is not None and most is not None and least > most:
        raise CellError(row.called(low or ""), f"{least} is more than the most, {most}")
    bounds = {"low": min(known), "high": max(known)}
    return bounds if likely is None else {**bounds, "best": likely}


def convert(row: Row, setting: Setting) -> Written:
    """The record of a row under the mapping."""
    mapped: Mapped | None = setting.mapping
    if mapped is None:
        raise CellError(None, "a table needs a mapping that says what its columns mean", "--map map.yaml")
    one = _Reader(row, mapped, setting)
    publisher = one.word(mapped.publisher, None)
    kind = mapped.kind if isinstance(mapped.kind, str) else one.word(mapped.kind, setting.taxonomy.parents)
    aggregate = mapped.aggregate
    if isinstance(aggregate, Word):
        aggregate = one.word(aggregate, ("yes", "no")) == "yes"
    name = one.text(mapped.id)
    if name is None:
        raise CellError(row.called(mapped.id), "nothing stands in this column")
    cells = ((field, one.text(column)) for field, column in mapped.attributes.items())
    written = {
        "id": f"{mapped.data_set}:{name}",
        "occurred": one.occurred(),
        "recorded": one.recorded(),
        "kind": kind,
        "means": one.word(mapped.means, MEANS),
        "actor": one.who(mapped.actor),
        "target": one.who(mapped.target),
        "place": one.where(),
        "killed": one.number(mapped.killed),
        "injured": one.number(mapped.injured),
        "count": None if one.text(mapped.count) is None else row.whole(mapped.count or "", least=1),
        "aggregate": aggregate,
        "status": one.word(mapped.status, STATUSES),
        "reliability": one.text(mapped.reliability),
        "sources": [{"publisher": publisher, "url": one.text(mapped.url)}] if publisher else None,
        "supersedes": _other(mapped, one.text(mapped.supersedes)),
        "same_as": _other(mapped, one.text(mapped.same_as)),
        "summary": one.text(mapped.summary),
        "attributes": {"data_set": mapped.data_set, **{field: cell for field, cell in cells if cell is not None}},
    }
    return {field: value for field, value in written.items() if value is not None}


def _other(mapped: Mapped, name: str | None) -> str | None:
    return None if name is None else f"{mapped.data_set}:{name}"


SOURCE = Source(name="table", title="a table with a mapping", signatures=(), convert=convert)
