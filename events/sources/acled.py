"""ACLED, the Armed Conflict Location & Event Data Project: its CSV exports, its API's JSON, and its list of deletions.

``actor1`` and ``actor2`` are the two sides of an event and say nothing of who attacked whom; nor do their associated
actors. Only of an event of the type "Violence against civilians" are the civilians, on whichever side they stand, known
to be those it was done to. ``timestamp`` says when ACLED last changed a row: a later row of one id corrects an earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..source import Setting, Source, Written
from ..tables.days import days, month_of, moved, need_day
from ..tables.row import CellError, Row
from ..time import LAST_INSTANT, SECOND, TimeError, format_instant, parse_instant

_PREFIX = "acled_"
_KEPT = (
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "time_precision",
    "geo_precision",
    "iso",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "latitude",
    "longitude",
    "source_scale",
    "tags",
)
"""Columns that are kept as they are, as attributes."""

DAY, WEEK, MONTH = 1, 2, 3
"""``time_precision``."""
TOWN, NEAR, REGION = 1, 2, 3
"""``geo_precision``."""
TOWN_M = 5_000
"""The point of a town stands for all of it: for the purposes of containment it is known to this radius."""
NEAR_M = 25_000
"""A part of a region, or near a town: ACLED states no distance."""

_AGAINST_CIVILIANS = "violence against civilians"
_CIVILIANS = "civilians"

ACTS: dict[str, tuple[str, str | None]] = {
    "armed clash": ("ground_clash", None),
    "attack": ("attack", None),
    "chemical weapon": ("chemical_attack", "chemical"),
    "air/drone strike": ("air_strike", "air"),
    "suicide bomb": ("attack", "ied"),
    "shelling/artillery/missile attack": ("attack", None),
    "remote explosive/landmine/ied": ("ied", "ied"),
    "grenade": ("attack", None),
    "peaceful protest": ("demonstration", None),
    "protest with intervention": ("demonstration", None),
    "violent demonstration": ("demonstration", None),
    "agreement": ("statement", None),
    "non-violent transfer of territory": ("territorial_gain", None),
    "headquarters or base established": ("deployment", None),
}
"""What the kinds of ACLED's sub-events are; one that does not stand here is an ``event``: it may be anything.

So is ground taken by force: it is an attack and a gain of territory, and a record has one kind. What an agreement makes
of arrests, looting and the like, it says in its table of aliases.
"""


def convert(row: Row, setting: Setting) -> Written:
    """The record of a row; of a row of the list of deletions, the retraction."""
    name = f"acled:{row.need('event_id_cnty')}"
    deleted = row.text("deleted_timestamp")
    if deleted is not None:
        when = _instant(row, "deleted_timestamp")
        return {"id": f"{name}:deleted:{deleted}", "retracts": name, "recorded": when}
    kind, means = _act(row, setting)
    actor, target = _sides(row)
    return {
        "id": name,
        "occurred": _occurred(row, setting),
        "kind": kind,
        "means": means,
        "actor": actor,
        "target": target,
        "place": _place(row),
        "killed": row.whole("fatalities", least=0),
        "sources": [{"publisher": one[:512]} for one in dict.fromkeys(_listed(row.text("source"), ";"))],
        "attributes": {"data_set": "acled", **row.attributes(_PREFIX, *_KEPT)},
        "summary": (row.text("notes") or "")[:65_536] or None,
        **_known(row, name),
    }


def _known(row: Row, name: str) -> dict[str, str]:
    """When it became known. A row with a timestamp is a version of itself: the latest of one id stands."""
    if row.text("timestamp") is None:
        return {}
    return {"recorded": _instant(row, "timestamp"), "supersedes": name}


def _instant(row: Row, column: str) -> str:
    """An instant as ACLED writes it: seconds since 1970, or RFC 3339."""
    written = row.need(column)
    try:
        return format_instant(parse_instant(written))
    except TimeError:
        pass
    seconds = row.whole(column, least=0)
    assert seconds is not None
    if seconds * SECOND > LAST_INSTANT:
        raise CellError(row.called(column), f"{written!r} is no number of seconds since 1970", "are they milliseconds?")
    return format_instant(seconds * SECOND)


def _act(row: Row, setting: Setting) -> tuple[str, str | None]:
    """What kind of act it was, by the agreement's own table first."""
    word = row.text("sub_event_type") or ""
    kind, means = ACTS.get(word.casefold(), ("event", None))
    return setting.names.kind(word) or kind, means


def _occurred(row: Row, setting: Setting) -> str | dict[str, str]:
    """All days on which it may have happened.

    ACLED's codebook takes precision 2 for a week and 3 for a month; its R package says of 3 "middle of week or
    weekend". What either allows is kept.
    """
    column = row.called("event_date")
    date = need_day(row, setting.dating, "event_date")
    precision = row.one_of((DAY, WEEK, MONTH), "time_precision") or DAY
    if precision == DAY:
        return days(date, date, setting.zone, column)
    days(date, date, setting.zone, column)
    first, last = moved(date, -6), moved(date, 6)
    if precision == MONTH:
        start, end = month_of(date)
        first, last = min(first, start), max(last, end)
    return days(first, last, setting.zone, column)


def _sides(row: Row) -> tuple[Sequence[str], Sequence[str]]:
    """Who may have done it and to whom: direction is known of violence against civilians alone."""
    first = _side(row, "actor1", "assoc_actor_1")
    second = _side(row, "actor2", "assoc_actor_2")
    if (row.text("event_type") or "").casefold() == _AGAINST_CIVILIANS:
        for doers, harmed in ((first, second), (second, first)):
            if doers and harmed and not _of_civilians(doers) and _of_civilians(harmed):
                return doers, harmed
    either = list(dict.fromkeys((*first, *second)))
    if not first or not second:
        either.append("unknown")  # the other side is not named
    return either, either


def _side(row: Row, actor: str, associates: str) -> list[str]:
    """Those who stand on one side: any of them may have done it."""
    return list(dict.fromkeys((*_listed(row.text(actor), ";"), *_listed(row.text(associates), ";"))))


def _of_civilians(side: Sequence[str]) -> bool:
    return side[0].casefold().startswith(_CIVILIANS)


def _listed(cell: str | None, mark: str) -> list[str]:
    return [part.strip() for part in (cell or "").split(mark) if part.strip()]


def _place(row: Row) -> dict[str, Any] | None:
    """Where: a point to its precision; of a region only its name, since the point is that of its capital."""
    precision = row.one_of((TOWN, NEAR, REGION), "geo_precision")
    point = row.point(("latitude",), ("longitude",))
    if precision == REGION:
        name = row.text("admin1", "country")
        return None if name is None else {"name": name}
    place: dict[str, Any] = {}
    if (name := row.text("location")) is not None:
        place["name"] = name
    if point:
        place |= {**point, "radius_m": TOWN_M if precision == TOWN else NEAR_M}
    return place or None


SOURCE = Source(
    name="acled",
    title="ACLED",
    signatures=(
        frozenset({"event_id_cnty", "event_date", "actor1", "event_type"}),
        frozenset({"event_id_cnty", "deleted_timestamp"}),
    ),
    convert=convert,
    dated=True,
)
