"""Tables of ceasefire violations as the OSCE's Special Monitoring Mission to Ukraine appended to its daily reports.

A row says what monitors saw or heard from where they stood. It seldom says who fired, and its direction is that in
which the monitors looked; so it names no actor.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..source import Setting, Source, Written
from ..tables.days import days, known_by, minute, need_day
from ..tables.row import CellError, Row
from ..time import TimeError

_DATE = ("date", "event_date", "date_of_event")
_TIME = ("time", "event_time", "time_of_event")
_REPORT = ("report_date", "date_of_report")
_NUMBER = ("no", "no_", "number", "count", "nr")
_WEAPON = ("weapon", "weapons", "weapon_type")

ACTS: dict[str, tuple[str, str | None]] = {
    "artillery": ("shelling", "artillery"),
    "howitzer": ("shelling", "artillery"),
    "mortar": ("mortar_fire", "mortar"),
    "mlrs": ("rocket_fire", "mlrs"),
    "small arms": ("small_arms_fire", "small_arms"),
    "small-arms": ("small_arms_fire", "small_arms"),
    "hmg": ("small_arms_fire", "small_arms"),
    "heavy machine gun": ("small_arms_fire", "small_arms"),
    "heavy-machine-gun": ("small_arms_fire", "small_arms"),
    "sniper": ("sniper_fire", "small_arms"),
    "atgm": ("attack", "atgm"),
}
"""What is fired with a weapon; of any other, or several, it is an ``attack``."""

_UNKNOWN = ("", "n/k", "n/a", "undetermined", "unknown")
_KINDS_OF_FIRE = (
    "explosion",
    "burst",
    "shot",
    "projectile",
    "flash",
    "impact",
    "outgoing",
    "incoming",
    "round",
)
_NEAR_M = 5_000


def convert(row: Row, setting: Setting) -> Written:
    """The record of a row."""
    kind, means = _act(row, setting)
    number = row.whole(*_NUMBER, least=0)
    heard = row.text("means", "heard_saw", "observation_means")
    return {
        "id": f"osce-smm:{_name(row)}",
        "occurred": _occurred(row, setting),
        "kind": kind,
        "means": means,
        "place": _place(row),
        "count": number or 1,
        "sources": [{"publisher": "OSCE SMM"}],
        "summary": ", ".join(filter(None, (row.text("observation"), row.text("description")))) or None,
        "attributes": {
            "data_set": "osce-smm",
            **({"observed": heard} if heard else {}),
            **row.attributes("osce_", "smm_position", "observation", "description", "weapon", "distance", "direction"),
        },
        **_recorded(row, setting),
    }


def _name(row: Row) -> str:
    """A name made of the row: the tables number no rows, and a report that is issued again repeats them."""
    cells = "\x1f".join(cell.strip() for cell in row.cells)
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


def _occurred(row: Row, setting: Setting) -> str | dict[str, str]:
    date = need_day(row, setting.dating, *_DATE)
    hour = row.text(*_TIME)
    try:
        return days(date, date, setting.zone, row.called(*_DATE)) if hour is None else _at(date, hour, setting)
    except TimeError as error:
        raise CellError(row.called(*_TIME), str(error)) from None


def _at(date: str, hour: str, setting: Setting) -> dict[str, str]:
    """A minute, or from one to another: ``09:10-09:40``."""
    first, _, last = hour.replace("\N{EN DASH}", "-").partition("-")
    start = minute(date, first, setting.zone)
    if not last:
        return start
    end = minute(date, last, setting.zone)
    if end["latest"] < start["earliest"]:
        raise TimeError(f"{hour!r} ends before it begins")
    return {"earliest": start["earliest"], "latest": end["latest"]}


def _recorded(row: Row, setting: Setting) -> dict[str, str]:
    found = row.text(*_REPORT)
    if found is None:
        return {}
    try:
        return {"recorded": known_by(found, setting.zone, setting.dating)}
    except TimeError as error:
        raise CellError(row.called(*_REPORT), str(error)) from None


def _act(row: Row, setting: Setting) -> tuple[str, str | None]:
    """What was fired; an observation that is no fire may be anything."""
    weapon = (row.text(*_WEAPON) or "").casefold()
    told = setting.names.kind(weapon) if weapon else None
    found = {act for word, act in ACTS.items() if word in weapon}
    if len(found) == 1:
        kind, means = found.pop()
        return told or kind, means
    said = (row.text("observation") or "").casefold()
    fire = weapon not in _UNKNOWN or any(word in said for word in _KINDS_OF_FIRE)
    return told or ("attack" if fire else "event"), None


def _place(row: Row) -> dict[str, Any] | None:
    name = row.text("event_location", "location")
    place: dict[str, Any] = {} if name is None else {"name": name}
    if point := row.point(("lat", "latitude"), ("lon", "longitude")):
        place |= {**point, "radius_m": _NEAR_M}
    return place or None


SOURCE = Source(
    name="osce-smm",
    title="a table of observations like those of the OSCE SMM",
    signatures=(
        frozenset({"smm_position", "event_location", "observation", "date"}),
        frozenset({"event_location", "observation", "weapon", "date"}),
    ),
    convert=convert,
)
