"""A good line becomes one record, and a record one canonical line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from comply.events.codec import Header, decode_header, decode_line, encode
from comply.events.duration import Duration
from comply.events.errors import Problem
from comply.events.incident import Actor, Incident, Place, Range, Retraction, Source
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import HOUR, Interval, load_zone, parse_instant

NOON = parse_instant("2016-09-12T12:00:00Z")
MINIMAL = {"id": "7", "occurred": "2016-09-12T12:00:00Z", "kind": "shelling"}


def decode(zone: str = "UTC", **fields: Any) -> Incident | Retraction:
    line = json.dumps(fields).encode()
    record = decode_line(line, file="log", number=1, zone=load_zone(zone), taxonomy=DEFAULT_TAXONOMY)
    assert not isinstance(record, Problem), str(record)
    return record


def incident(zone: str = "UTC", **fields: Any) -> Incident:
    record = decode(zone, **{**MINIMAL, **fields})
    assert isinstance(record, Incident)
    return record


def test_an_id_a_time_and_a_kind_are_enough() -> None:
    assert incident() == Incident(id="7", occurred=Interval(NOON, NOON + 1), recorded=NOON, kind="shelling")


def test_every_field_arrives_where_it_belongs() -> None:
    assert incident(
        recorded="2016-09-13T12:00:00Z",
        means="mortar",
        actor={"party": "north", "role": "joint", "confidence": 0.5},
        target=["south", {"party": "guards"}],
        place={"name": "road", "lat": 36.2, "lon": 37.1, "radius_m": 500, "pcode": "SY02"},
        killed=3,
        injured={"low": 1, "high": 9, "best": 4},
        count=2,
        aggregate=True,
        status="verified",
        reliability="B2",
        sources=[{"publisher": "UN", "url": "https://example.org", "date": "12 Sept"}],
        supersedes="6",
        summary="Shells fell.",
        attributes={"weapon": "82 mm", "rounds": 4, "seen": True, "weight": 3.5},
    ) == Incident(
        id="7",
        occurred=Interval(NOON, NOON + 1),
        recorded=NOON + 24 * HOUR,
        kind="shelling",
        means="mortar",
        actor=(Actor(party="north", role="joint", confidence=0.5),),
        target=(Actor(party="south"), Actor(party="guards")),
        place=Place(name="road", lat=36.2, lon=37.1, radius_m=500.0, pcode="SY02"),
        killed=Range(low=3, high=3),
        injured=Range(low=1, high=9, best=4),
        count=2,
        aggregate=True,
        status="verified",
        reliability="B2",
        sources=(Source(publisher="UN", url="https://example.org", date="12 Sept"),),
        supersedes="6",
        summary="Shells fell.",
        attributes={"weapon": "82 mm", "rounds": 4, "seen": True, "weight": 3.5},
    )


def test_a_bare_date_is_the_whole_local_day_and_known_when_it_is_over() -> None:
    day = incident("Asia/Damascus", occurred="2016-09-12")
    midnight = parse_instant("2016-09-12T00:00:00+03:00")
    assert day.occurred == Interval(midnight, midnight + 24 * HOUR)
    assert day.recorded == midnight + 24 * HOUR


def test_a_span_ends_before_latest_and_is_known_at_latest() -> None:
    span = incident(occurred={"earliest": "2016-09-12T12:00:00Z", "latest": "2016-09-12T13:00:00Z"})
    assert span.occurred == Interval(NOON, NOON + HOUR)
    assert span.recorded == NOON + HOUR


def test_a_span_of_no_length_is_that_instant() -> None:
    span = incident(occurred={"earliest": "2016-09-12T12:00:00Z", "latest": "2016-09-12T12:00:00Z"})
    assert span == incident()


def test_a_name_alone_is_a_party_or_a_place() -> None:
    assert incident(actor="north").actor == (Actor(party="north"),)
    assert incident(place="aleppo").place == Place(name="aleppo")


def test_the_order_of_incidents_is_start_then_record_then_id() -> None:
    assert incident(recorded="2016-09-13T12:00:00Z").order == (NOON, NOON + 24 * HOUR, "7")


def test_a_retraction_reports_nothing_itself() -> None:
    assert decode(id="8", retracts="7", recorded="2016-09-12T12:00:00Z") == Retraction(
        id="8", recorded=NOON, retracts="7"
    )


def test_a_record_is_written_with_sorted_keys_in_utc_and_without_defaults() -> None:
    record = incident(occurred="2016-09-12T15:00:00+03:00", actor="north", status="reported", count=1)
    assert encode(record) == (
        b'{"actor":[{"party":"north"}],"id":"7","kind":"shelling",'
        b'"occurred":"2016-09-12T12:00:00Z","recorded":"2016-09-12T12:00:00Z"}'
    )
    assert encode(decode(id="8", retracts="7", recorded="2016-09-12T15:00:00+03:00")) == (
        b'{"id":"8","recorded":"2016-09-12T12:00:00Z","retracts":"7"}'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"occurred": "2016-09-12T12:00:00Z"}, {"occurred": "2016-09-12T14:00:00.000+02:00"}),
        ({"actor": "north"}, {"actor": [{"party": "north"}]}),
        ({"place": "aleppo"}, {"place": {"name": "aleppo"}}),
        ({"killed": 3}, {"killed": {"low": 3, "high": 3}}),
        ({}, {"recorded": "2016-09-12T12:00:00Z"}),
        ({}, {"actor": [], "sources": [], "attributes": {}, "aggregate": False, "summary": None}),
        ({"attributes": {"a": 1, "b": 2}}, {"attributes": {"b": 2, "a": 1}}),
    ],
)
def test_two_ways_to_write_the_same_are_the_same_line(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert encode(incident(**one)) == encode(incident(**other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"attributes": {"a": 1}}, {"attributes": {"a": 1.0}}),
        ({"attributes": {"a": 1}}, {"attributes": {"a": True}}),
        ({"attributes": {"a": 1}}, {"attributes": {"a": "1"}}),
        ({"actor": ["a", "b"]}, {"actor": ["b", "a"]}),
        ({"killed": 0}, {}),
        ({"occurred": "2016-09-12T12:00:00Z"}, {"occurred": "2016-09-12T12:00:00.000001Z"}),
    ],
)
def test_what_differs_is_written_differently(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert encode(incident(**one)) != encode(incident(**other))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"agreement":"truce"}', Header("truce")),
        (b'{"agreement":"truce","lateness":"72h"}', Header("truce", Duration(exact=72 * HOUR))),
        (b'{"agreement":"truce","lateness":"3 days"}', None),
        (b'{"agreement":"truce","lateness":72}', None),
        (b'{"lateness":"72h"}', None),
        (b'{"agreement":""}', None),
        (b'{"agreement":"truce","id":"7"}', None),
        (b'{"id":"7"}', None),
        (b"[" * 10_000, None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_a_header_names_the_agreement_and_how_late_records_come(line: bytes, says: Header | None) -> None:
    assert decode_header(line) == says
