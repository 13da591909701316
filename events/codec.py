"""One line of a file to one record and back. A bad line gives a ``Problem``, never an exception."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import msgspec

from .duration import Duration, parse_exact
from .errors import Location, Problem
from .incident import MEANS, ROLES, STATUSES, Actor, Incident, Place, Range, Retraction, Source
from .suggest import did_you_mean
from .taxonomy import Taxonomy
from .time import Instant, Interval, TimeError, format_instant, instant_interval, is_date, parse_day, parse_instant
from .wire import (
    WireActor,
    WireHeader,
    WireIncident,
    WirePlace,
    WireRange,
    WireSource,
    WireSpan,
)

_incident = msgspec.json.Decoder(WireIncident)
_header = msgspec.json.Decoder(WireHeader)
_UNKNOWN_FIELD = re.compile(r"unknown field `(?P<field>.*)`$", re.DOTALL)
_UNKNOWN_WORD = re.compile(r"Invalid enum value ['\"](?P<word>.*)['\"]$", re.DOTALL)
_PATH = re.compile(r" - at `(?P<path>\$[\w.\[\]]*)`$", re.ASCII)
_HALF_SURROGATE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")
_WORDS = {"means": MEANS, "status": STATUSES, "role": ROLES}
_CUT = "the line ends in the middle of a record"
_NO_TEXT = "not UTF-8 text"
_NUL = "not JSON: it holds a NUL byte"
_REMEDIES = {
    _CUT: "write the record whole, on one line",
    _NO_TEXT: "save the file as UTF-8",
    _NUL: "save the file as UTF-8",
    "not JSON: invalid character (byte 0)": "a line is one JSON object",
}
_QUOTED = 60  # characters of a user's text repeated in a message


class FieldError(ValueError):
    """A value that its type admits and its meaning does not; ``path`` says which one."""

    def __init__(self, path: str, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.remedy = remedy


@attrs.frozen
class Header:
    """What the first line of a log may say: its agreement, and how long after what it tells of a record may come."""

    agreement: str
    lateness: Duration | None = None


def decode_header(line: bytes) -> Header | None:
    """What a log's header line says; None where the line is not a header."""
    try:
        found = _header.decode(line)
        return Header(found.agreement, None if found.lateness is None else parse_exact(found.lateness))
    except (msgspec.DecodeError, RecursionError, TimeError):
        return None


def mistaken_header(line: bytes, file: str, number: int) -> Problem | None:
    """What is wrong with a line that was meant as a header and is none; None where it was not meant as one."""
    try:
        found = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return None
    fields = set(WireHeader.__struct_fields__)
    strange = sorted(set(found) - fields)
    if not found or "id" in found or not (fields & set(found) or set(found).isdisjoint(WireIncident.__struct_fields__)):
        return None
    location = Location(file=file, line=number)
    if not strange:
        message, remedy = _mistake(found)
        return Problem(location=location, message=message, remedy=remedy)
    message = f"neither a record nor a header: unknown field {clip(strange[0])!r}"
    return Problem(location=location, message=message, remedy=did_you_mean(strange[0], fields) or "an agreement alone")


def _mistake(header: dict[str, Any]) -> tuple[str, str]:
    """What is wrong with a header of the right fields, and the remedy."""
    lateness = header.get("lateness")
    if isinstance(lateness, str):
        try:
            parse_exact(lateness)
        except TimeError as error:
            return f"the lateness {error}", '{"agreement": "ID", "lateness": "72h"}'
    if "lateness" in header:
        return "a header names the agreement as text, and the lateness too", '{"agreement": "ID", "lateness": "72h"}'
    return "a header names the agreement as text", '{"agreement": "ID"}'


def decode_line(
    line: bytes, *, file: str, number: int, zone: ZoneInfo, taxonomy: Taxonomy
) -> Incident | Retraction | Problem:
    """Decode one line.

    Args:
        line: the line's bytes, UTF-8 JSON.
        file: the name to give in a problem's location.
        number: the line's number, from 1.
        zone: the zone whose local days bare dates are.
        taxonomy: the kinds that are known.
    """
    try:
        return to_record(_incident.decode(line), zone, taxonomy)
    except FieldError as error:
        return Problem(
            location=Location(file=file, line=number, path=error.path), message=str(error), remedy=error.remedy
        )
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return _explain(str(error), Location(file=file, line=number), line)


def _explain(message: str, location: Location, line: bytes) -> Problem:
    """Say what a decoder's message means for the user's line."""
    path = None
    if found := _PATH.search(message):
        path, message = found["path"], message[: found.start()]
    remedy = None
    if field := _UNKNOWN_FIELD.search(message):
        remedy = did_you_mean(field["field"], _fields_at(path)) or _attributes(path)
        message = f"unknown field {clip(field['field'])!r}"
    elif path is not None and (word := _UNKNOWN_WORD.match(message)):
        name = path.rpartition(".")[2]
        remedy = did_you_mean(word["word"], _WORDS[name]) or "one of " + ", ".join(_WORDS[name])
        message = f"unknown {name} '{clip(word['word'])}'"
    else:
        message = _explain_bytes(message, line)
        remedy = _REMEDIES.get(message)
    return Problem(location=Location(file=location.file, line=location.line, path=path), message=message, remedy=remedy)


def _attributes(path: str | None) -> str | None:
    return "what has no field of its own stands in attributes" if path is None else None


def _explain_bytes(message: str, line: bytes) -> str:
    if not line.strip():
        return "the line is empty"
    if message == "Input data was truncated":
        half = _HALF_SURROGATE.search(line)
        return f"not JSON: half a surrogate pair (byte {half.start()})" if half else _CUT
    if not _is_text(line):
        return _NO_TEXT
    if b"\0" in line[:1024]:
        return _NUL
    if message.startswith("JSON is malformed"):
        return f"not JSON: {message.removeprefix('JSON is malformed: ')}"
    return message


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def clip(text: str) -> str:
    """Shorten a user's text to what a message can hold."""
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


_PARTS: dict[str, type[msgspec.Struct]] = {
    "occurred": WireSpan,
    "actor": WireActor,
    "target": WireActor,
    "place": WirePlace,
    "killed": WireRange,
    "injured": WireRange,
    "sources": WireSource,
}


def _fields_at(path: str | None) -> tuple[str, ...]:
    part = re.match(r"\$\.(\w+)", path or "")
    struct = _PARTS.get(part[1], WireIncident) if part else WireIncident
    return struct.__struct_fields__


def to_record(wire: WireIncident, zone: ZoneInfo, taxonomy: Taxonomy) -> Incident | Retraction:
    """Turn a decoded line into a record.

    Raises:
        FieldError: a time, kind, range or correction that means nothing.
    """
    if wire.retracts is not None and wire.occurred is None and wire.kind is None:
        return _retraction(wire)
    if wire.occurred is None:
        raise FieldError("$.occurred", "missing: when it happened", "an instant or a local day")
    if wire.kind is None:
        raise FieldError("$.kind", "missing: what happened", "a kind of act such as 'attack'")
    if wire.kind not in taxonomy:
        remedy = did_you_mean(wire.kind, taxonomy.parents) or "an agreement can declare more kinds"
        raise FieldError("$.kind", f"unknown kind {clip(wire.kind)!r}", remedy)
    if wire.retracts is not None:
        raise FieldError("$.retracts", "a record that retracts another reports nothing itself; use supersedes")
    if wire.same_as == wire.id:
        raise FieldError("$.same_as", "a record is named as reporting the same event as itself")
    occurred = _interval(wire.occurred, zone)
    return Incident(
        id=wire.id,
        occurred=occurred,
        recorded=_recorded(wire.recorded, occurred),
        kind=wire.kind,
        means=wire.means,
        actor=_actors(wire.actor),
        target=_actors(wire.target),
        place=_place(wire.place),
        killed=_range(wire.killed, "$.killed"),
        injured=_range(wire.injured, "$.injured"),
        count=wire.count,
        aggregate=wire.aggregate,
        status=wire.status,
        reliability=wire.reliability,
        sources=tuple(Source(publisher=s.publisher, url=s.url, date=s.date, via=s.via) for s in wire.sources),
        same_as=wire.same_as,
        supersedes=wire.supersedes,
        summary=wire.summary,
        attributes=wire.attributes,
    )


def _retraction(wire: WireIncident) -> Retraction:
    if wire.recorded is None:
        remedy = "an instant such as '2016-09-12T19:00:00Z'"
        raise FieldError("$.recorded", "missing: when the retraction became known", remedy)
    assert wire.retracts is not None
    return Retraction(id=wire.id, recorded=_instant(wire.recorded, "$.recorded"), retracts=wire.retracts)


def _instant(text: str, path: str) -> Instant:
    try:
        return parse_instant(text)
    except TimeError as error:
        raise FieldError(path, clip(str(error)) if len(text) > _QUOTED else str(error)) from None


def _interval(written: str | WireSpan, zone: ZoneInfo) -> Interval:
    if isinstance(written, WireSpan):
        return _span(written)
    if not is_date(written):
        return instant_interval(_instant(written, "$.occurred"))
    try:
        return parse_day(written, zone)
    except TimeError as error:
        raise FieldError("$.occurred", str(error)) from None


def _span(written: WireSpan) -> Interval:
    earliest = _instant(written.earliest, "$.occurred.earliest")
    latest = _instant(written.latest, "$.occurred.latest")
    if latest < earliest:
        raise FieldError("$.occurred", "latest lies before earliest", "exchange them")
    return Interval(earliest, max(latest, earliest + 1))


def _recorded(written: str | None, occurred: Interval) -> Instant:
    """When the report became known: by default when the occurrence was over, which for an instant is that instant."""
    if written is not None:
        return _instant(written, "$.recorded")
    return occurred.start if occurred.exact else occurred.end


@lru_cache(maxsize=4096)
def _named(party: str) -> Actor:
    """A party that is named without more: the same few recur through a log."""
    return Actor(party=party)


def _actors(written: str | WireActor | list[str | WireActor] | None) -> tuple[Actor, ...]:
    if written is None:
        return ()
    listed = written if isinstance(written, list) else [written]
    return tuple(
        _named(one) if isinstance(one, str) else Actor(party=one.party, role=one.role, confidence=one.confidence)
        for one in listed
    )


@lru_cache(maxsize=4096)
def _called(name: str) -> Place:
    return Place(name=name)


def _place(written: str | WirePlace | None) -> Place | None:
    if written is None:
        return None
    if isinstance(written, str):
        return _called(written)
    if (written.lat is None) != (written.lon is None):
        raise FieldError("$.place", "lat and lon go together", "give both, or neither")
    return Place(name=written.name, lat=written.lat, lon=written.lon, radius_m=written.radius_m, pcode=written.pcode)


def _range(written: int | WireRange | None, path: str) -> Range | None:
    if written is None:
        return None
    if isinstance(written, int):
        return Range(low=written, high=written)
    if written.low > written.high:
        raise FieldError(path, "low is greater than high", "exchange them")
    if written.best is not None and not written.low <= written.best <= written.high:
        raise FieldError(path, "best lies outside low and high")
    return Range(low=written.low, high=written.high, best=written.best)


def canonical(record: Incident | Retraction) -> bytes:
    """The bytes of a record's meaning: the same for two lines exactly where they say the same. No form for files."""
    return msgspec.json.encode(record, order="sorted")


def encode(record: Incident | Retraction) -> bytes:
    """Write a record as one canonical line: sorted keys, UTC instants, defaults left out, no line end."""
    return msgspec.json.encode(to_wire(record), order="sorted")


def to_wire(record: Incident | Retraction) -> WireIncident:
    """The record as it is written in a file."""
    if isinstance(record, Retraction):
        return WireIncident(id=record.id, recorded=format_instant(record.recorded), retracts=record.retracts)
    return WireIncident(
        id=record.id,
        occurred=_written_interval(record.occurred),
        recorded=format_instant(record.recorded),
        kind=record.kind,
        means=record.means,  # type: ignore[arg-type]  # a Literal that the decoder has already checked
        actor=_written_actors(record.actor),
        target=_written_actors(record.target),
        place=None if record.place is None else _written_place(record.place),
        killed=_written_range(record.killed),
        injured=_written_range(record.injured),
        count=record.count,
        aggregate=record.aggregate,
        status=record.status,  # type: ignore[arg-type]
        reliability=record.reliability,
        sources=[WireSource(publisher=s.publisher, url=s.url, date=s.date, via=s.via) for s in record.sources],
        same_as=record.same_as,
        supersedes=record.supersedes,
        retracts=record.retracts,
        summary=record.summary,
        attributes=dict(record.attributes),
    )


def _written_interval(interval: Interval) -> str | WireSpan:
    if interval.exact:
        return format_instant(interval.start)
    return WireSpan(earliest=format_instant(interval.start), latest=format_instant(interval.end))


def _written_actors(actors: tuple[Actor, ...]) -> list[Any] | None:
    return [
        WireActor(party=a.party, role=a.role, confidence=a.confidence)  # type: ignore[arg-type]
        for a in actors
    ] or None


def _written_place(place: Place) -> WirePlace:
    return WirePlace(name=place.name, lat=place.lat, lon=place.lon, radius_m=place.radius_m, pcode=place.pcode)


def _written_range(number: Range | None) -> WireRange | None:
    return None if number is None else WireRange(low=number.low, high=number.high, best=number.best)
