"""Instants are written out, named, counted from one another, or given by the sun."""

from __future__ import annotations

import pytest

from comply.events.errors import AgreementError
from comply.events.time import HOUR, TimeError, format_instant, parse_instant
from comply.rules.agreement import Sun
from comply.rules.instants import instant_of, shifted
from comply.rules.load import loads
from comply.rules.sun import sun_instant

HEAD = """
comply: 1
id: test
title: A test
timezone: {zone}
documents: {{t: {{title: The text}}}}
phases: [{{id: war, title: War}}, {{id: truce, title: Truce, at: {at}}}]
clauses:
  - {{id: c, kind: prohibition, title: T, citation: {{document: t, text: x}}, act: {{kind: attack}}, during: truce}}
instants:
"""


def document(instants: str, *, at: str = "day-d", zone: str = "UTC") -> bytes:
    return (HEAD.format(zone=zone, at=at) + instants).encode()


def instant(text: str, instants: str, **options: str) -> str:
    return format_instant(instant_of(loads(document(instants, **options)).base, text))


DAY_D = '  day-d: {at: "2016-09-12T16:00:00Z"}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("day-d", "2016-09-12T16:00:00Z"),
        ("day-d + 30 days", "2016-10-12T16:00:00Z"),
        ("day-d - 30 days", "2016-08-13T16:00:00Z"),
        ("day-d + 48h + 5 days", "2016-09-19T16:00:00Z"),
        ("day-d  -  90 min", "2016-09-12T14:30:00Z"),
        ("2016-09-12T19:00:00+03:00 + 1h", "2016-09-12T17:00:00Z"),
        ("2016-09-12T16:00:00Z - 1 us", "2016-09-12T15:59:59.999999Z"),
        ("signing", "2016-09-10T16:00:00Z"),
        ("end", "2016-09-15T16:00:00Z"),
    ],
)
def test_an_instant_is_counted_from_another(text, expected):
    more = "  signing: {at: day-d - 2 days}\n  end: {at: signing + 5 days}\n"
    assert instant(text, more + DAY_D, at=f'"{text}"') == expected


def test_days_are_those_of_the_agreements_zone_and_hours_are_exact():
    before = '  day-d: {at: "2016-10-27T12:00:00+03:00"}\n'  # Damascus went back to +02:00 that night
    assert instant("day-d + 1 day", before, zone="Asia/Damascus") == "2016-10-28T10:00:00Z"
    assert instant("day-d + 24h", before, zone="Asia/Damascus") == "2016-10-28T09:00:00Z"
    after = '  day-d: {at: "2016-10-28T12:00:00+02:00"}\n'
    assert instant("day-d - 1 day", after, zone="Asia/Damascus") == "2016-10-27T09:00:00Z"


def test_an_instant_may_be_called_as_if_it_were_a_sum():
    assert instant("d + 1", '  d + 1: {at: "2016-09-13T16:00:00Z"}\n' + DAY_D) == "2016-09-13T16:00:00Z"


@pytest.mark.parametrize(
    ("instants", "at", "expected"),
    [
        (DAY_D, "day-e + 2 days", "$.phases[1].at: no instant is called 'day-e' (did you mean 'day-d'?)"),
        (DAY_D, "day-d + soon", "$.phases[1].at: 'soon' is not a duration such as"),
        (DAY_D, "day-d - 1h + 2 days", "$.phases[1].at: 'day-d - 1h + 2 days' subtracts and adds at once"),
        (DAY_D, '"2016-09-31T00:00:00Z"', "$.phases[1].at: '2016-09-31T00:00:00Z' is no"),
        (DAY_D, '"2016-09-30 00:00"', "$.phases[1].at: '2016-09-30 00:00' has no offset from UTC"),
        (DAY_D, "day-d + 3650000 days", "$.phases[1].at: lies outside the years 1 to 9999"),
        (DAY_D, "day-d - 3650000 days", "$.phases[1].at: lies outside the years 1 to 9999"),
        ("  day-d: {at: day-d + 1h}\n", "day-d", "$.instants.day-d: goes in a circle: day-d → day-d"),
        ("  day-d: {at: b}\n  b: {at: day-d - 1h}\n", "day-d", "goes in a circle: "),
        ("  day-d: {at: b}\n", "day-d", "$.instants.day-d.at: no instant is called 'b'"),
        (
            "  day-d: {note: N}\n",
            "day-d",
            "$.instants.day-d: an instant has exactly one of at, sunset, sunrise (found none)",
        ),
        (
            '  day-d: {at: "2016-09-12T16:00:00Z", sunset: {date: "2016-09-12", lat: 36, lon: 37}}\n',
            "day-d",
            "$.instants.day-d: an instant has exactly one of at, sunset, sunrise (found at and sunset)",
        ),
        (
            '  day-d: {sunset: {date: "2016-06-21", lat: 70, lon: 20}}\n',
            "day-d",
            "$.instants.day-d.sunset: there is no sunset on 2016-06-21 at latitude 70, longitude 20",
        ),
        ('  day-d: {sunrise: {date: "2016-12-21", lat: -91, lon: 20}}\n', "day-d", "is no place on Earth"),
        ('  day-d: {sunrise: {date: "2016-02-30", lat: 1, lon: 20}}\n', "day-d", "'2016-02-30' is not a day"),
    ],
)
def test_a_wrong_instant_is_told_once_and_at_its_place(instants, at, expected):
    with pytest.raises(AgreementError) as caught:
        loads(document(instants, at=at))
    assert len(caught.value.problems) == 1
    assert expected in str(caught.value)


def test_what_is_no_instant_raises():
    terms = loads(document(DAY_D)).base
    for text in ("day-e", "day-d + 1 moon", "", "day-d +1h"):
        with pytest.raises(TimeError):
            instant_of(terms, text)
    assert shifted("day-d +1h").anchor == "day-d +1h"


DAMASCUS = "Asia/Damascus"


def test_the_sun_set_over_aleppo_on_the_first_day_of_the_truce():
    sunset = '  day-d: {sunset: {date: "2016-09-12", lat: 36.2, lon: 37.16}}\n'
    found = instant("day-d", sunset, zone=DAMASCUS)
    assert found == "2016-09-12T15:43:00Z"
    assert instant("day-d + 7 days", sunset, zone=DAMASCUS) == "2016-09-19T15:43:00Z"
    assert instant("day-d", sunset.replace("sunset", "sunrise"), zone=DAMASCUS) == "2016-09-12T03:12:00Z"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles"])
@pytest.mark.parametrize("event", ["sunset", "sunrise"])
def test_the_day_of_the_sun_is_the_local_one(zone, event):
    from comply.events.time import load_zone, parse_day

    places = {"Pacific/Auckland": 174.8, "Pacific/Kiritimati": -157.4, "Pacific/Pago_Pago": -170.7}
    for date in ("2016-01-01", "2016-06-21", "2016-09-12"):
        day = parse_day(date, load_zone(zone))
        found = sun_instant(event, Sun(date=date, lat=-10, lon=places.get(zone, -118.2)), zone)
        after = (found - day.start) / HOUR
        assert 4 < after < 8 or 16 < after < 21
        assert found % (60 * 1_000_000) == 0


def test_at_the_equinox_on_the_equator_the_day_is_as_long_as_refraction_makes_it():
    """Twelve hours and twice the time the sun takes for 0.833 degrees, around a noon that is some 7.5 minutes late."""
    sun = Sun(date="2020-03-20", lat=0, lon=0)
    rise, set_ = sun_instant("sunrise", sun, "UTC"), sun_instant("sunset", sun, "UTC")
    minute = HOUR // 60
    assert abs((set_ - rise) - (12 * HOUR + 6.67 * minute)) <= minute
    assert abs((set_ + rise) / 2 - parse_instant("2020-03-20T12:07:30Z")) <= minute
