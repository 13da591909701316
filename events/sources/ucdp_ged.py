"""UCDP GED, the Georeferenced Event Dataset: the columns of its releases from 4 on, the candidate events and the API.

A row is an incident of fatal violence between two sides of a dyad, or of one side against civilians. Its columns do
not say who attacked whom in a fight of two sides, nor with what; of violence against civilians ``side_a`` did it.
GED's names of sides fold allied forces into the state that they support: an alias table says whom a name may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..source import Setting, Source, Written
from ..tables.days import day, days, need_day
from ..tables.row import Row

_PREFIX = "ged_"
_KEPT = (
    "relid",
    "code_status",
    "type_of_violence",
    "conflict_name",
    "dyad_name",
    "side_a",
    "side_b",
    "number_of_sources",
    "where_prec",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "country",
    "event_clarity",
    "date_prec",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
)
"""Columns that are kept as they are, as attributes."""

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_CIVILIANS = "Civilians"
SUMMARY, SEVERAL = 1, 2
"""``event_clarity``: one event, or several that the reports sum up."""

TOWN, NEAR, DISTRICT, PROVINCE, FUZZY, COUNTRY, ABROAD = range(1, 8)
"""``where_prec``."""

TOWN_M = 5_000
"""The point of a named town stands for all of it: for the purposes of containment it is known to this radius."""
NEAR_M = 25_000
"""``where_prec`` 2: within some 25 km of the point."""

_CODES = {
    TOWN: ("ocha_adm3_pcode", "adm3_pcode", "admin3Pcode"),
    DISTRICT: ("ocha_adm2_pcode", "adm2_pcode", "admin2Pcode"),
    PROVINCE: ("ocha_adm1_pcode", "adm1_pcode", "admin1Pcode"),
}
"""Columns of administrative codes that others add to GED, by the precision at which they are the place's own."""


def convert(row: Row, setting: Setting) -> Written:
    """The record of a row."""
    clarity = row.one_of((SUMMARY, SEVERAL), "event_clarity")
    actor, target = _sides(row)
    return {
        "id": f"ucdp-ged:{_number(row)}",
        "occurred": _occurred(row, setting),
        "kind": "attack",
        "actor": actor,
        "target": target,
        "killed": _killed(row),
        "aggregate": clarity == SEVERAL,
        "sources": _sources(row),
        "attributes": {"data_set": "ucdp-ged", **row.attributes(_PREFIX, *_KEPT)},
        **_place(row),
        **_summary(row),
    }


def _number(row: Row) -> str:
    """The id, which some programs write as a fraction."""
    written = row.need("id")
    return written.removesuffix(".0")


def _occurred(row: Row, setting: Setting) -> str | dict[str, str]:
    """All days on which it may have happened: the columns say the first and the last."""
    row.one_of(range(1, 6), "date_prec")
    first = need_day(row, setting.dating, "date_start")
    last = day(row, setting.dating, "date_end") or first
    return days(first, last, setting.zone, row.called("date_end"))


def _sides(row: Row) -> tuple[Sequence[str], Sequence[str]]:
    """Who did it and to whom.

    Of violence against civilians that is known. Otherwise either side may have done it, and may have been meant, or
    have hit civilians.
    """
    kind = row.one_of((STATE_BASED, NON_STATE, ONE_SIDED), "type_of_violence")
    first, second = _groups(row.need("side_a")), _groups(row.need("side_b"))
    if kind == ONE_SIDED:
        return first, second
    either = list(dict.fromkeys((*first, *second)))
    return either, [*either, _CIVILIANS]


def _groups(side: str) -> list[str]:
    """The groups of a side; that of several is written with commas."""
    return [group.strip() for group in side.split(",") if group.strip()]


def _killed(row: Row) -> dict[str, int] | None:
    """The deaths. Where the best estimate lies outside the other two, as in some rows, the bounds are all three."""
    low, best, high = (row.whole(name, f"{name}_est", least=0) for name in ("low", "best", "high"))
    known = [number for number in (low, best, high) if number is not None]
    if not known:
        return None
    bounds = {"low": min(known), "high": max(known)}
    return bounds if best is None else {**bounds, "best": best}


def _place(row: Row) -> dict[str, Any]:
    """Where: a town by its code, or by its point to the extent of a town; else what is named, at its own level.

    The point that stands beside a district, a province, a country or something fuzzy is its middle and no place of the
    event: it is kept as attributes alone.
    """
    precision = row.one_of(range(1, 8), "where_prec")
    name = row.text("where_coordinates")
    point = row.point(("latitude",), ("longitude",))
    place: dict[str, Any] = {} if name is None else {"name": " ".join(name.split())}
    code = _code(row, precision)
    if code is not None:
        place["pcode"] = code
    elif precision in (TOWN, NEAR) and point:
        place |= {**point, "radius_m": TOWN_M if precision == TOWN else NEAR_M}
    return {"place": place} if place else {}


def _code(row: Row, precision: int | None) -> str | None:
    if precision == DISTRICT:
        finer = row.text(*_CODES[TOWN])
        return row.text(*_CODES[DISTRICT]) or (finer[:6] if finer and len(finer) == 8 else None)
    return row.text(*_CODES[precision]) if precision in _CODES else None


def _sources(row: Row) -> list[dict[str, str]]:
    """The reports that a row rests on, each with whom it took it from.

    Where several are named as the origin, and not those who published it, it is not told which report is whose: all
    count as of one origin then, so that no copy passes for an independent report.
    """
    offices = _listed(row.text("source_office"), ";")
    dates = _listed(row.text("source_date"), ";")
    origins = sorted(set(_listed(row.text("source_original"), ",")))
    own = not origins or set(origins) == set(offices)
    via = None if own else ", ".join(origins)[:512]
    found: dict[tuple[str, str | None], dict[str, str]] = {}
    for index, office in enumerate(offices):
        date = dates[index] if len(dates) == len(offices) else None
        one = {"publisher": office[:512], "date": date and date[:64], "via": via}
        found.setdefault((office, date), {key: value for key, value in one.items() if value})
    return list(found.values())


def _listed(cell: str | None, mark: str) -> list[str]:
    return [part.strip() for part in (cell or "").split(mark) if part.strip()]


def _summary(row: Row) -> dict[str, str]:
    said = row.text("source_headline", "source_article")
    return {} if said is None else {"summary": said[:65_536]}


SOURCE = Source(
    name="ucdp-ged",
    title="UCDP GED",
    signatures=(
        frozenset({"id", "type_of_violence", "side_a", "side_b", "date_start", "date_prec", "where_prec"}),
        frozenset({"id", "type_of_violence", "side_a", "side_b", "date_start", "event_clarity", "geom_wkt"}),
    ),
    convert=convert,
)
