"""Files of other forms than a log: which source they are of, what is told of them, and their rows as lines of a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import attrs
import click

from ..events.codec import decode_header
from ..events.errors import Location, LogError, Problem
from ..events.line import Line
from ..events.source import Names, Setting, Source, line_of
from ..events.sources.registry import Shelf, shelf
from ..events.sources.table import mapping
from ..events.suggest import did_you_mean
from ..events.tables.days import ORDERS, Dating
from ..events.tables.opening import LINES, TEXT, Opening, form_of, headers, open_table, start_of
from ..events.tables.row import Table
from ..rules.agreement import Agreement
from ..rules.yaml12 import plain

Command = TypeVar("Command", bound=Callable[..., Any])

NATIVE = "jsonl"
"""The name of comply's own form."""
AUTO = "auto"
"""What stands for a source that is told by the columns."""


@attrs.frozen(kw_only=True)
class Told:
    """What the command line tells of the files that are read; ``as_named`` asks for names as the files have them."""

    source: str | None = None
    dates: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    recorded: str | None = None
    aliases: Path | None = None
    map_: Path | None = None
    as_named: bool = False


@attrs.frozen
class Opened:
    """A file of another form: its table, the source that it is of, and whether that was told or found."""

    name: str
    table: Table
    source: Source
    told: bool

    @property
    def words(self) -> str:
        """What it is read as, and by what."""
        how = "as was told" if self.told else "told by its columns; --source names another"
        return f"{self.name} is read as {self.source.title} ({self.table.form}): {how}"

    def lines(self, setting: Setting) -> Iterator[Line]:
        """Its rows as lines of a log."""
        return (line_of(row, self.source, setting, self.name) for row in self.table.rows)


def opened(file: BinaryIO, name: str, told: Told) -> Opened | None:
    """A file as the table that it is; None where it is a log of comply's own.

    Raises:
        LogError: it is a table that no source knows, or cannot be read.
        click.UsageError: no source has the name that was told.
    """
    if told.source == NATIVE:
        return None
    known = shelf()
    source = _asked(told, known)
    start = start_of(file)
    form = form_of(start)
    if source is None and form in (TEXT, LINES):
        source = _recognised(start, form, known)
        if source is None:
            return None
    opening = Opening(known=_knowing(source, known), encoding=told.encoding, sheet=told.sheet)
    table = open_table(file, name, opening)
    found = source or known.telling(table.columns.names)
    if found is None:
        raise LogError(_unknown(table, name))
    return Opened(name, table, found, told.source is not None)


def _asked(told: Told, known: Shelf) -> Source | None:
    """The source that was asked for; a mapping asks for a table."""
    if told.source is None:
        return known.named("table") if told.map_ is not None else None
    found = known.named(told.source)
    if found is None:
        names = [NATIVE, *(source.name for source in known.sources)]
        remedy = did_you_mean(told.source, names) or "one of " + ", ".join(names)
        broken = "".join(f"; {one}" for one in known.broken)
        raise click.UsageError(f"no source is called {told.source!r} ({remedy}){broken}")
    return found


def _recognised(start: bytes, form: str, known: Shelf) -> Source | None:
    """The source of text or lines that begin so; none of a log of comply's own."""
    if form == LINES and decode_header(start.split(b"\n", 1)[0]) is not None:
        return None
    return next(filter(None, (known.telling(columns.names) for columns in headers(start, form))), None)


def _knowing(source: Source | None, known: Shelf) -> Callable[[frozenset[str]], bool]:
    return source.knows if source is not None else lambda names: known.telling(names) is not None


def _unknown(table: Table, name: str) -> Problem:
    listed = ", ".join(filter(None, table.columns.written))
    message = f"no source knows a table of these columns: {listed[:400]}"
    remedy = "name the source with --source, or say what they mean: comply import table --map"
    return Problem(location=Location(file=name), message=message, remedy=remedy)


def mapping_of(path: Path | None) -> Any:
    """What the columns of a table mean, where that is told."""
    if path is None:
        return None
    try:
        return mapping(plain(path.read_bytes()))
    except (OSError, ValueError) as error:
        location = Location(file=str(path))
        raise LogError(Problem(location=location, message=f"no mapping of columns: {error}")) from None


def setting(agreement: Agreement, told: Told, names: Names, mapping: Any = None) -> Setting:
    """What rows are read under."""
    return Setting(
        zone=agreement.zone,
        taxonomy=agreement.taxonomy,
        dating=Dating(told.dates if told.dates in ORDERS else None, serials=told.dates == "excel"),
        recorded=told.recorded,
        names=names,
        mapping=mapping,
    )
