"""A row of a table: cells of text by the names of their columns, and what a cell holds that it should not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import attrs

from ..errors import Location, LogError, Problem
from ..incident import Scalar

_NO_NAME = re.compile(r"[^\w#+]+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,' \u00a0\u202f\u2019])\d{3})(?:\1\d{3})*(?:\.0*)?")
_DOTTED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")
_WHOLE = re.compile(r"([+-]?\d+)(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_QUOTED = 60


class CellError(ValueError):
    """A cell that does not hold what its column should; ``column`` is the column's name as written, if there is one."""

    def __init__(self, column: str | None, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.column = column
        self.remedy = remedy


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A column's name as it is compared: case, spaces and punctuation do not count."""
    return _NO_NAME.sub("_", name.replace("\ufeff", "").strip().casefold()).strip("_")


@attrs.frozen
class Columns:
    """The columns of a table: ``written`` as they stand in the header, ``tags`` the HXL tags beneath it, if any."""

    written: tuple[str, ...]
    tags: tuple[str, ...] = ()
    _places: dict[str, int] = attrs.field(init=False, eq=False, repr=False)
    _asked: dict[str, int | None] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    """What was asked for before: each row asks for the same few."""

    def __attrs_post_init__(self) -> None:
        places = {folded(name): index for index, name in reversed([*enumerate(self.written)]) if name.strip()}
        tagged = {_tag(tag): index for index, tag in reversed([*enumerate(self.tags)]) if tag.strip()}
        object.__setattr__(self, "_places", tagged | places)

    @property
    def names(self) -> frozenset[str]:
        """The folded names of the columns, and their tags."""
        return frozenset(self._places)

    def index(self, name: str) -> int | None:
        """The place of the column of that name or tag."""
        if name in self._asked:
            return self._asked[name]
        found = self._asked[name] = self._places.get(_tag(name) if name.startswith("#") else folded(name))
        return found

    def checked(self, file: str, line: int) -> Columns:
        """The same columns.

        Raises:
            LogError: two columns have one name, so that no cell of either could be told.
        """
        seen: dict[str, str] = {}
        for name in filter(str.strip, self.written):
            if folded(name) in seen:
                message = f"two columns have one name: {seen[folded(name)]!r} and {name!r}"
                raise LogError(
                    Problem(location=Location(file=file, line=line), message=message, remedy="rename one of them")
                )
            seen[folded(name)] = name
        return self


def _tag(tag: str) -> str:
    return "".join(tag.split()).casefold()


def are_tags(cells: Sequence[str]) -> bool:
    """Whether a row beneath the header is one of HXL tags: what stands in it begins with ``#``, in several columns."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return bool(said) and all(re.fullmatch(r"#[A-Za-z][\w+ -]*", cell) for cell in said)


@attrs.frozen
class Row:
    """One row: its number in the file, its cells as text, and its bytes as they stood."""

    columns: Columns
    number: int
    cells: Sequence[str]
    raw: bytes

    def text(self, *names: str) -> str | None:
        """What stands in the first of these columns that is there and not empty."""
        for name in names:
            index = self.columns.index(name)
            if index is not None and index < len(self.cells) and (cell := self.cells[index].strip()):
                return cell
        return None

    def need(self, *names: str) -> str:
        """The same.

        Raises:
            CellError: nothing stands there.
        """
        found = self.text(*names)
        if found is None:
            raise CellError(self.called(*names), "nothing stands in this column")
        return found

    def called(self, *names: str) -> str:
        """The name of the first of these columns that is there, as written."""
        places = (self.columns.index(name) for name in names)
        return next((self.columns.written[index] for index in places if index is not None), names[0])

    def whole(self, *names: str, least: int | None = None) -> int | None:
        """A whole number; separators of thousands are taken off, and ``6.0`` is 6.

        Raises:
            CellError: something else, or what can be read in two ways.
        """
        found = self.text(*names)
        if found is None:
            return None
        try:
            number = whole(found)
        except ValueError as error:
            raise CellError(self.called(*names), str(error)) from None
        if least is not None and number < least:
            raise CellError(self.called(*names), f"{number} is less than {least}")
        return number

    def one_of(self, known: Iterable[int], *names: str) -> int | None:
        """A whole number that is one of a code's.

        Raises:
            CellError: another one.
        """
        number = self.whole(*names)
        if number is not None and number not in known:
            listed = ", ".join(map(str, known))
            raise CellError(self.called(*names), f"{number} is none of its codes", f"one of {listed}")
        return number

    def decimal(self, *names: str, least: float, most: float) -> float | None:
        """A number between two bounds.

        Raises:
            CellError: something else.
        """
        found = self.text(*names)
        if found is None:
            return None
        written = found.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", found) else found
        if not _NUMBER.fullmatch(written):
            raise CellError(self.called(*names), f"{clipped(found)!r} is no number")
        if not least <= float(written) <= most:
            raise CellError(self.called(*names), f"{clipped(found)} does not lie between {least:g} and {most:g}")
        return float(written)

    def point(self, lat: Sequence[str], lon: Sequence[str]) -> dict[str, float]:
        """``lat`` and ``lon`` in degrees, from the first column of each that is there; nothing unless both are stated.

        Raises:
            CellError: one of them is no such number.
        """
        north, east = self.decimal(*lat, least=-90, most=90), self.decimal(*lon, least=-180, most=180)
        return {} if north is None or east is None else {"lat": north, "lon": east}

    def attributes(self, prefix: str, *names: str) -> dict[str, Scalar]:
        """What stands in further columns, numbers as numbers, under names that begin with ``prefix``."""
        found = ((name, self.text(name)) for name in names)
        return {f"{prefix}{folded(name)}": _scalar(cell) for name, cell in found if cell is not None}


def _scalar(cell: str) -> Scalar:
    whole = _WHOLE.fullmatch(cell)
    if whole and len(whole[1]) < 16:
        return int(whole[1])
    return float(cell) if _NUMBER.fullmatch(cell) and len(cell) < 25 else cell


def whole(text: str) -> int:
    """A whole number as people and programs write it.

    Raises:
        ValueError: it is none, or can be read in two ways.
    """
    plain = _WHOLE.fullmatch(text)
    if _DOTTED.fullmatch(text):
        grouped = text.replace(".", "")
        raise ValueError(f"{clipped(text)!r} may be {grouped} with a separator of thousands, or a fraction")
    if plain and len(plain[1]) < 16:
        return int(plain[1])
    if _GROUPED.fullmatch(text) and len(text) < 24:
        return int(re.sub(r"[^\d+-]", "", text.partition(".")[0]))
    raise ValueError(f"{clipped(text)!r} is no whole number")


def clipped(text: str) -> str:
    """A user's text as far as a message can hold it."""
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


@attrs.frozen
class BadRow:
    """A row that could not be read as one: its number, its bytes, and why."""

    number: int
    raw: bytes
    message: str
    remedy: str | None = None


@attrs.define
class Table:
    """An opened table.

    Attributes:
        form: the file's form, for people.
        header: the bytes of the header, and of the tags beneath it, by which a file of some of the rows is read again.
        rows: the rows; they can be gone through once.
        notes: how the file was read, where that is not plain; complete once the rows have been gone through.
    """

    form: str
    columns: Columns
    header: bytes
    rows: Iterator[Row | BadRow]
    notes: list[str] = attrs.field(factory=list)


Reporter = Callable[[str], None]


def filled(cells: Mapping[str, str], columns: Columns) -> tuple[str, ...]:
    """Cells by name in the order of the columns."""
    return tuple(cells.get(name, "") for name in columns.written)
