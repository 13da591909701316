"""ACLED as incidents: no direction is invented, later versions correct earlier ones, deletions retract."""

from __future__ import annotations

from typing import Any

import pytest

from comply import Incident, Problem, admit
from comply.events.incident import Retraction
from comply.events.source import Names, Setting, line_of
from comply.events.sources.acled import SOURCE
from comply.events.tables.row import Columns, Row
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import format_instant, load_zone

ACLED = {
    "event_id_cnty": "RUR123",
    "event_date": "2016-09-13",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Ruritania",
    "assoc_actor_1": "Militia of the Valley; Militia of the Hill",
    "actor2": "Ruritanian Rebels",
    "assoc_actor_2": "",
    "location": "Strelsau",
    "admin1": "Strelsau Province",
    "latitude": "36.2",
    "longitude": "37.1",
    "geo_precision": "1",
    "source": "Agency One; Agency Two",
    "notes": "An invented clash.",
    "fatalities": "3",
    "timestamp": "1700000000",
}
"""An invented row, with the columns of ACLED."""
ZONE = load_zone("Asia/Damascus")


def line(names: Names | None = None, number: int = 2, **changes: str):
    cells = {**ACLED, **changes}
    row = Row(Columns(tuple(cells)), number, tuple(cells.values()), b"raw")
    return line_of(row, SOURCE, Setting(zone=ZONE, taxonomy=DEFAULT_TAXONOMY, names=names or Names()), "acled.csv")


def incident(**changes: Any) -> Incident:
    found = line(**changes).content
    assert isinstance(found, Incident), found
    return found


def span(one: Incident) -> tuple[str, str]:
    return format_instant(one.occurred.start), format_instant(one.occurred.end)


EVERYONE = ["Military Forces of Ruritania", "Militia of the Valley", "Militia of the Hill", "Ruritanian Rebels"]


def test_actor1_and_actor2_say_nothing_of_direction():
    one = incident()
    assert [actor.party for actor in one.actor] == EVERYONE
    assert [actor.party for actor in one.target] == EVERYONE
    assert one.kind == "ground_clash"


def test_exchanging_the_columns_of_the_actors_changes_nothing_but_their_order():
    other = incident(
        actor1=ACLED["actor2"], assoc_actor_1="", actor2=ACLED["actor1"], assoc_actor_2=ACLED["assoc_actor_1"]
    )
    assert {actor.party for actor in other.actor} == set(EVERYONE) == {actor.party for actor in other.target}


@pytest.mark.parametrize("civilians_first", [True, False])
def test_civilians_are_whom_violence_against_civilians_was_done_to_on_whichever_side_they_stand(civilians_first):
    sides = {"actor1": "Civilians (Ruritania)", "assoc_actor_1": "", "actor2": "Ruritanian Rebels"}
    if not civilians_first:
        sides = {"actor1": "Ruritanian Rebels", "assoc_actor_1": "", "actor2": "Civilians (Ruritania)"}
    one = incident(event_type="Violence against civilians", sub_event_type="Attack", **sides)
    assert [actor.party for actor in one.actor] == ["Ruritanian Rebels"]
    assert [actor.party for actor in one.target] == ["Civilians (Ruritania)"]


def test_a_side_that_is_not_named_is_unknown_and_may_have_done_it():
    one = incident(actor2="", event_type="Explosions/Remote violence", sub_event_type="Air/drone strike")
    assert one.actor[-1].party == "unknown"
    assert (one.kind, one.means) == ("air_strike", "air")


def test_shelling_or_a_missile_is_an_attack_of_unknown_means():
    one = incident(sub_event_type="Shelling/artillery/missile attack")
    assert (one.kind, one.means) == ("attack", None)


@pytest.mark.parametrize("word", ["Arrests", "Government regains territory", "Something new"])
def test_a_sub_event_that_is_not_settled_may_be_anything(word):
    assert incident(sub_event_type=word).kind == "event"


def test_a_table_of_the_agreement_says_what_a_sub_event_is():
    class Told(Names):
        def kind(self, word: str) -> str | None:
            return {"Arrests": "checkpoint"}.get(word)

    assert incident(names=Told(), sub_event_type="Arrests").kind == "checkpoint"


@pytest.mark.parametrize(
    ("precision", "earliest", "latest"),
    [
        ("1", "2016-09-12T21:00:00Z", "2016-09-13T21:00:00Z"),
        ("2", "2016-09-06T21:00:00Z", "2016-09-19T21:00:00Z"),
        ("3", "2016-08-31T21:00:00Z", "2016-09-30T21:00:00Z"),
    ],
)
def test_time_precision_widens_the_date(precision, earliest, latest):
    assert span(incident(time_precision=precision)) == (earliest, latest)


@pytest.mark.parametrize(("precision", "radius"), [("1", 5_000), ("2", 25_000)])
def test_geo_precision_is_a_radius(precision, radius):
    assert incident(geo_precision=precision).place.radius_m == radius


def test_the_point_of_a_region_is_no_place_of_the_event():
    place = incident(geo_precision="3").place
    assert (place.name, place.lat) == ("Strelsau Province", None)


def test_the_timestamp_is_when_it_became_known():
    assert format_instant(incident().recorded) == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize("reverse", [True, False])
def test_the_latest_version_of_a_row_stands_whatever_the_order(reverse):
    lines = [line(), line(number=3, fatalities="7", timestamp="1710000000")]
    log = admit(reversed(lines) if reverse else lines)
    assert log.counts.rejected == 0
    (one,) = log.incidents()
    assert one.killed.best is None
    assert one.killed.low == 7


def deletion() -> Any:
    row = Row(Columns(("event_id_cnty", "deleted_timestamp")), 2, ("RUR123", "1710000000"), b"raw")
    assert SOURCE.knows(row.columns.names)
    return line_of(row, SOURCE, Setting(zone=ZONE, taxonomy=DEFAULT_TAXONOMY), "deleted.csv")


def test_a_deletion_retracts_what_was_known_before():
    assert isinstance(deletion().content, Retraction)
    assert admit([line(), deletion()]).incidents() == ()


def test_a_row_that_was_put_back_after_its_deletion_stands():
    log = admit([line(), deletion(), line(number=3, timestamp="1720000000")])
    assert [one.id for one in log.incidents()] == ["acled:RUR123"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"event_date": "09/10/2016"}, "acled.csv:2 event_date: '09/10/2016' is 2016-10-09 with the day first"),
        ({"event_date": ""}, "acled.csv:2 event_date"),
        ({"time_precision": "4"}, "acled.csv:2 time_precision"),
        ({"geo_precision": "0"}, "acled.csv:2 geo_precision"),
        ({"fatalities": "some"}, "acled.csv:2 fatalities"),
        ({"timestamp": "1700000000000"}, "milliseconds"),
        ({"event_id_cnty": ""}, "acled.csv:2 event_id_cnty"),
    ],
)
def test_a_bad_cell_is_named(changes, words):
    found = line(**changes).content
    assert isinstance(found, Problem)
    assert words in str(found)
