"""UCDP GED as incidents: its precision is carried over, and what it does not say is not invented."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from comply import Incident, Problem
from comply.events.source import Setting, line_of
from comply.events.sources.registry import SOURCES, shelf
from comply.events.sources.ucdp_ged import SOURCE
from comply.events.tables.delimited import read
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import format_instant, load_zone

GED = {
    "id": "900001",
    "type_of_violence": "1",
    "side_a": "Government of Ruritania",
    "side_b": "Ruritanian insurgents",
    "where_prec": "1",
    "where_coordinates": "Strelsau town",
    "adm_1": "Strelsau Governorate",
    "latitude": "36.2",
    "longitude": "37.1",
    "geom_wkt": "POINT (37.1 36.2)",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2016-09-13",
    "date_end": "2016-09-13",
    "low": "2",
    "best": "3",
    "high": "5",
    "source_office": "Agency One;Agency Two",
    "source_date": "2016-09-13;2016-09-14",
    "source_headline": "Shells hit Strelsau",
    "source_original": "",
    "number_of_sources": "2",
}
"""An invented row, with the columns of GED."""
SETTING = Setting(zone=load_zone("Asia/Damascus"), taxonomy=DEFAULT_TAXONOMY)


def content(drop: tuple[str, ...] = (), **changes: str) -> Incident | Problem:
    cells = {name: cell for name, cell in {**GED, **changes}.items() if name not in drop}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    table = read(io.BufferedReader(io.BytesIO(text.getvalue().encode())), "ged.csv", SOURCE.knows)
    assert SOURCE.knows(table.columns.names)
    (row,) = table.rows
    found = line_of(row, SOURCE, SETTING, "ged.csv").content
    assert isinstance(found, Incident | Problem)
    return found


def incident(drop: tuple[str, ...] = (), **changes: str) -> Incident:
    found = content(drop, **changes)
    assert isinstance(found, Incident), found
    return found


def problem(**changes: str) -> str:
    found = content(**changes)
    assert isinstance(found, Problem)
    return str(found)


def span(one: Incident) -> tuple[str, str]:
    return format_instant(one.occurred.start), format_instant(one.occurred.end)


def parties(actors: Any) -> list[str]:
    return [actor.party for actor in actors]


def test_a_row_of_one_day():
    one = incident()
    assert one.id == "ucdp-ged:900001"
    assert one.kind == "attack"
    assert one.means is None
    assert span(one) == ("2016-09-12T21:00:00Z", "2016-09-13T21:00:00Z")
    assert (one.killed.low, one.killed.best, one.killed.high) == (2, 3, 5)
    assert not one.aggregate
    assert one.summary == "Shells hit Strelsau"


def test_who_attacked_whom_is_not_told_in_a_fight_of_two_sides():
    one = incident()
    sides = ["Government of Ruritania", "Ruritanian insurgents"]
    assert parties(one.actor) == sides
    assert parties(one.target) == [*sides, "Civilians"]
    assert {actor.role for actor in one.actor} == {None}


def test_violence_against_civilians_has_a_direction():
    one = incident(type_of_violence="3", side_b="Civilians")
    assert parties(one.actor) == ["Government of Ruritania"]
    assert parties(one.target) == ["Civilians"]


def test_a_side_of_several_groups_is_any_of_them():
    assert parties(incident(side_b="Ahrar, Jabha, Liwa").actor) == ["Government of Ruritania", "Ahrar", "Jabha", "Liwa"]


@pytest.mark.parametrize(("precision", "end"), [("2", "2016-09-17"), ("3", "2016-09-19"), ("5", "2016-12-31")])
def test_imprecise_dates_stay_as_wide_as_they_are(precision, end):
    one = incident(date_prec=precision, date_end=end)
    assert span(one)[0] == "2016-09-12T21:00:00Z"
    assert span(one)[1][:10] == end
    assert one.attributes["ged_date_prec"] == int(precision)


def test_the_dates_of_later_releases_and_the_fractions_of_some_programs():
    one = incident(id="900001.0", date_start="2016-09-13 00:00:00.000", date_end="2016-09-13 00:00:00.000", best="3.0")
    assert one.id == "ucdp-ged:900001"
    assert span(one) == ("2016-09-12T21:00:00Z", "2016-09-13T21:00:00Z")


def test_the_columns_of_early_releases():
    one = incident(("low", "best", "high"), low_est="1", best_est="2", high_est="4")
    assert (one.killed.low, one.killed.best, one.killed.high) == (1, 2, 4)


def test_several_incidents_summed_up_are_an_aggregate():
    assert incident(event_clarity="2").aggregate


def test_a_best_estimate_outside_the_others_widens_them():
    one = incident(low="8", best="4", high="8")
    assert (one.killed.low, one.killed.best, one.killed.high) == (4, 4, 8)


@pytest.mark.parametrize(("precision", "radius"), [("1", 5_000), ("2", 25_000)])
def test_a_point_is_known_to_a_radius(precision, radius):
    place = incident(where_prec=precision).place
    assert (place.lat, place.lon, place.radius_m) == (36.2, 37.1, radius)


@pytest.mark.parametrize("precision", ["3", "4", "5", "6", "7"])
def test_the_middle_of_something_wider_is_no_place_of_the_event(precision):
    one = incident(where_prec=precision, where_coordinates="Strelsau Governorate")
    assert (one.place.name, one.place.lat, one.place.pcode) == ("Strelsau Governorate", None, None)
    assert (one.attributes["ged_latitude"], one.attributes["ged_where_prec"]) == (36.2, int(precision))


@pytest.mark.parametrize(
    ("precision", "code"), [("1", "SY020001"), ("2", None), ("3", "SY0200"), ("4", "SY02"), ("5", None)]
)
def test_a_code_is_taken_at_the_level_that_is_known(precision, code):
    one = incident(where_prec=precision, ocha_adm3_pcode="SY020001", ocha_adm1_pcode="SY02")
    assert one.place.pcode == code


def test_reports_of_two_publishers_and_no_origin_are_two():
    assert [source.origin for source in incident().sources] == ["Agency One", "Agency Two"]
    assert [source.date for source in incident().sources] == ["2016-09-13", "2016-09-14"]


def test_reports_of_one_origin_are_of_one():
    assert {source.origin for source in incident(source_original="the observatory").sources} == {"the observatory"}


def test_origins_that_cannot_be_told_apart_corroborate_nothing():
    assert len({source.origin for source in incident(source_original="the army, the observatory").sources}) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date_start": "2016-02-30"}, "ged.csv:2 date_start: '2016-02-30'"),
        ({"date_start": ""}, "ged.csv:2 date_start: nothing stands"),
        ({"date_start": "13/09/16"}, "ged.csv:2 date_start"),
        ({"date_end": "2016-09-01"}, "ged.csv:2 date_end"),
        ({"where_prec": "9"}, "ged.csv:2 where_prec: 9 is none of its codes"),
        ({"latitude": "136"}, "ged.csv:2 latitude"),
        ({"low": "-1"}, "ged.csv:2 low: -1 is less than 0"),
        ({"best": "1.234"}, "ged.csv:2 best"),
        ({"side_a": ""}, "ged.csv:2 side_a"),
        ({"type_of_violence": "4"}, "ged.csv:2 type_of_violence"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(changes, words):
    assert words in problem(**changes)


def test_a_plugin_that_is_no_source_is_named():
    from importlib.metadata import EntryPoint

    point = EntryPoint("mine", "comply.events.codec:encode", "comply.sources")
    found = shelf([point, EntryPoint("again", "comply.events.sources.ucdp_ged:SOURCE", "comply.sources")])
    assert found.sources == SOURCES
    assert len(found.broken) == 2
    assert "it is no Source" in found.broken[1]
    assert "is taken" in found.broken[0]
