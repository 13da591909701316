"""A source: a form in which others publish incidents, told by its columns, and how one of its rows becomes a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import msgspec

from .codec import FieldError, encode, to_record
from .errors import Location, Problem
from .line import Line
from .tables.days import Dating
from .tables.row import BadRow, CellError, Row
from .taxonomy import Taxonomy
from .wire import WireIncident

Written: TypeAlias = dict[str, Any]
"""A record as it is written in a log."""


class Names:
    """Whom and what the names in a source mean; here, themselves."""

    def parties(self, name: str) -> Sequence[str]:
        """The parties of which a name may mean any."""
        return (name,)

    def place(self, name: str) -> str:
        """The name of a place, as the agreement has it."""
        return name

    def kind(self, word: str) -> str | None:  # noqa: ARG002  # here, none
        """The kind of act that a word of the source's own means under the agreement, where that is told."""
        return None


@attrs.frozen(kw_only=True)
class Setting:
    """What rows are read under: the zone of local days, the known kinds, what is told, what names mean.

    Attributes:
        recorded: when what the file holds became known, where a row does not say.
        mapping: for a source that needs one, what its columns mean.
    """

    zone: ZoneInfo
    taxonomy: Taxonomy
    dating: Dating = attrs.field(factory=Dating)
    recorded: str | None = None
    names: Names = attrs.field(factory=Names)
    mapping: Any = None


@attrs.frozen(kw_only=True)
class Source:
    """A form in which incidents are published.

    Attributes:
        name: by which it is asked for.
        title: what it is, for people.
        signatures: sets of columns, by folded names; a table that has all of any of them is of this form.
        convert: makes the written record of a row; raises ``CellError`` or ``TimeError``.
        dated: whether each row says when it became known.
    """

    name: str
    title: str
    signatures: tuple[frozenset[str], ...]
    convert: Callable[[Row, Setting], Written]
    dated: bool = False

    def knows(self, names: frozenset[str]) -> bool:
        """Whether columns of these names are of this form."""
        return any(signature <= names for signature in self.signatures)


def line_of(row: Row | BadRow, source: Source, setting: Setting, file: str) -> Line:
    """One row as a line of a log: the record that it makes, or why it makes none."""
    if isinstance(row, BadRow):
        problem = Problem(location=Location(file=file, line=row.number), message=row.message, remedy=row.remedy)
        return Line(file=file, number=row.number, raw=row.raw, content=problem)
    try:
        written = resolved(source.convert(row, setting), setting)
        record = to_record(msgspec.convert(written, WireIncident), setting.zone, setting.taxonomy)
    except CellError as error:
        return _rejected(row, file, error.column, str(error), error.remedy)
    except FieldError as error:
        return _rejected(row, file, error.path, str(error), error.remedy)
    except (ValueError, msgspec.ValidationError) as error:
        return _rejected(row, file, None, str(error), None)
    return Line(file=file, number=row.number, raw=row.raw, content=record)


def _rejected(row: Row, file: str, path: str | None, message: str, remedy: str | None) -> Line:
    location = Location(file=file, line=row.number, path=path)
    return Line(
        file=file,
        number=row.number,
        raw=row.raw,
        content=Problem(location=location, message=message, remedy=remedy),
    )


def resolved(written: Written, setting: Setting) -> Written:
    """A record with the names of its parties and place as the agreement has them, and what is told of all rows."""
    for field in ("actor", "target"):
        if field in written:
            written[field] = _parties(written[field], setting.names)
    place = written.get("place")
    if isinstance(place, dict) and place.get("name"):
        written["place"] = {**place, "name": setting.names.place(place["name"])}
    if setting.recorded is not None:
        written.setdefault("recorded", setting.recorded)
    return written


def _parties(named: Sequence[str | Mapping[str, Any]], names: Names) -> list[Any]:
    """The parties that names mean. One of a joint act that may be any of several is an alternative with the others."""
    meant = [(one, names.parties(one if isinstance(one, str) else one["party"])) for one in named]
    loose = any(len(parties) > 1 for _, parties in meant)
    found: dict[str, Any] = {}
    for one, parties in meant:
        for party in parties:
            whole = {} if isinstance(one, str) or loose else {k: v for k, v in one.items() if k != "party"}
            found.setdefault(party, {"party": party, **whole} if whole else party)
    return list(found.values())


__all__ = ["Names", "Setting", "Source", "Written", "encode", "line_of", "resolved"]
