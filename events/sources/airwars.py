"""Lists of strikes as Airwars publishes them: several alleged doers, and the least and most killed and injured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..source import Setting, Source, Written
from ..tables.days import day, days, need_day
from ..tables.row import CellError, Row

_ID = ("airwars_id", "airwars_code", "code", "incident_code")
_DATE = ("date", "incident_date", "date_start")
_END = ("date_end", "incident_date_end")
_DOERS = ("military_original", "belligerents", "belligerent", "alleged_belligerents")
_TARGETS = ("targets", "target")
_STATUS = ("strike_status", "assessment", "grading", "civilian_harm_status")
_LAT, _LON = ("lat", "latitude"), ("lon", "lng", "longitude")
_NAME = ("location", "location_name", "place")
_EXACTNESS = ("geolocation_accuracy", "geo_accuracy", "text", "geolocation_notes")

RADII: dict[str, int] = {
    "exact location": 100,
    "nearby landmark": 1_000,
    "neighbourhood/area": 2_000,
    "street": 1_000,
    "village": 5_000,
    "town": 5_000,
    "city": 15_000,
    "subdistrict": 50_000,
}
"""Metres to which a point is taken to be known, by the words in which its exactness is put."""
_UNSTATED_M = 5_000

STATUSES: dict[str, str] = {
    "confirmed": "verified",
    "declared strike": "corroborated",
    "fair": "corroborated",
    "likely strike": "reported",
    "weak": "alleged",
    "single source claim": "alleged",
    "contested": "disputed",
    "contested strike": "disputed",
    "discounted": "dismissed",
}
"""What grades come to; one that does not stand here is an allegation."""

KINDS: dict[str, tuple[str, str | None]] = {
    "airstrike": ("air_strike", "air"),
    "drone strike": ("air_strike", "air"),
    "helicopter strike": ("air_strike", "rotary"),
    "artillery": ("shelling", "artillery"),
    "naval bombardment": ("attack", None),
    "ground operation": ("attack", "ground"),
    "counter-terrorism action (ground)": ("attack", "ground"),
}
"""What types of strike are; one that does not stand here, or several, are an ``attack``."""


def convert(row: Row, setting: Setting) -> Written:
    """The record of a row."""
    first = need_day(row, setting.dating, *_DATE)
    last = day(row, setting.dating, *_END) or first
    kind, means = _act(row, setting)
    return {
        "id": f"airwars:{row.need(*_ID)}",
        "occurred": days(first, last, setting.zone, row.called(*_END)),
        "kind": kind,
        "means": means,
        "actor": [{"party": name, "role": "alleged"} for name in _listed(row.text(*_DOERS))],
        "target": _listed(row.text(*_TARGETS)) or ["unknown"],
        "place": _place(row),
        "killed": _between(row, "killed"),
        "injured": _between(row, "injured"),
        "status": _status(row),
        "sources": [{"publisher": "Airwars", **({"url": url} if (url := row.text("airwars_url", "url")) else {})}],
        "attributes": {
            "data_set": "airwars",
            **row.attributes("airwars_", "strike_type", "strike_status", "assessment", "grading", "country"),
        },
    }


def _act(row: Row, setting: Setting) -> tuple[str, str | None]:
    word = row.text("strike_type") or ""
    kind, means = KINDS.get(word.casefold(), ("attack", None))
    return setting.names.kind(word) or kind, means


def _status(row: Row) -> str:
    """The weakest that any of the grades comes to: of a declared strike the harm may still be contested."""
    order = ("dismissed", "disputed", "alleged", "reported", "corroborated", "verified")
    grades = [grade for name in _STATUS if (grade := row.text(name)) is not None]
    found = [STATUSES.get(grade.casefold(), "alleged") for grade in grades]
    return min(found, key=order.index, default="alleged")


def _listed(cell: str | None) -> Sequence[str]:
    parts = (cell or "").replace(";", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _between(row: Row, what: str) -> dict[str, int] | None:
    """A number between the least and the most that are stated."""
    low, high = (
        row.whole(*(f"{prefix}{what}_{end}" for prefix in ("", "civilians_", "civ_")), least=0)
        for end in ("min", "max")
    )
    if low is None and high is None:
        return None
    least, most = (low if low is not None else 0, high if high is not None else low)
    assert most is not None
    if least > most:
        raise CellError(row.called(f"{what}_min"), f"{least} is more than the most, {most}")
    return {"low": least, "high": most}


def _place(row: Row) -> dict[str, Any] | None:
    place: dict[str, Any] = {} if (name := row.text(*_NAME)) is None else {"name": name}
    if point := row.point(_LAT, _LON):
        place |= {**point, "radius_m": _radius(row)}
    return place or None


def _radius(row: Row) -> int:
    """The widest that any of the words on exactness comes to."""
    said = (row.text(*_EXACTNESS) or "").casefold()
    return max((metres for words, metres in RADII.items() if words in said), default=_UNSTATED_M)


SOURCE = Source(
    name="airwars",
    title="a list of strikes like that of Airwars",
    signatures=tuple(
        frozenset({one, least, most, date})
        for one in ("airwars_id", "airwars_code", "code", "incident_code")
        for date in ("date", "incident_date")
        for least, most in (("killed_min", "killed_max"), ("civilians_killed_min", "civilians_killed_max"))
    ),
    convert=convert,
)
