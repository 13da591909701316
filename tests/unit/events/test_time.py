from __future__ import annotations

from datetime import UTC, datetime

import pytest

from comply.events.duration import Duration, add, parse_duration
from comply.events.time import (
    DAY,
    FIRST_INSTANT,
    HOUR,
    LAST_INSTANT,
    SECOND,
    Interval,
    TimeError,
    format_instant,
    format_minute,
    instant_interval,
    is_date,
    load_zone,
    parse_day,
    parse_instant,
    to_datetime,
)

DAMASCUS = load_zone("Asia/Damascus")
UTC_ZONE = load_zone("UTC")


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    assert Interval(5, 8).last == 7
    assert not Interval(5, 7).exact
    assert instant_interval(5) == Interval(5, 6)
    assert instant_interval(5).exact


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2016-09-12T19:00:00+03:00", 1_473_696_000_000_000),
        ("2016-09-12T16:00:00Z", 1_473_696_000_000_000),
        ("2016-09-12t16:00:00z", 1_473_696_000_000_000),
        ("2016-09-12T16:00:00.000001Z", 1_473_696_000_000_001),
        ("2016-09-12T16:00:00.1234560000Z", 1_473_696_000_123_456),
    ],
)
def test_rfc_3339_is_read_to_the_microsecond(text: str, microseconds: int) -> None:
    assert parse_instant(text) == microseconds


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2016-09-12T19:00:00", "no offset from UTC"),
        ("2016-09-12 19:00", "write for example '2016-09-12T19:00'"),
        ("2016-09-12T19:00:00.0000001Z", "finer than a microsecond"),
        ("2016-09-12", "not an RFC 3339"),
        ("2016-02-30T00:00:00Z", "no such day or hour"),
        ("2015-02-29T00:00:00Z", "no such day or hour"),
        ("2016-09-12T24:00:00Z", "no such day or hour"),
        ("2016-12-31T23:59:60Z", "no such day or hour"),
        ("2016-09-12T19:00:00+25:00", "no such day or hour"),
        ("0000-09-12T19:00:00Z", "no such day or hour"),
        ("0001-01-01T00:00:00+14:00", "outside the years"),
        ("9999-12-31T23:59:59-12:00", "outside the years"),
        ("20160912T190000Z", "not an RFC 3339"),
        ("", "not an RFC 3339"),
        ("\udcff", "not an RFC 3339"),  # how a byte that is not UTF-8 arrives from a command line
    ],
)
def test_what_is_no_instant_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(TimeError, match=why):
        parse_instant(text)


@pytest.mark.parametrize(
    ("instant", "full", "minute"),
    [
        (0, "1970-01-01T00:00:00Z", "1970-01-01T00:00Z"),
        (60 * SECOND, "1970-01-01T00:01:00Z", "1970-01-01T00:01Z"),
        (10 * SECOND, "1970-01-01T00:00:10Z", "1970-01-01T00:00:10Z"),
        (1, "1970-01-01T00:00:00.000001Z", "1970-01-01T00:00:00.000001Z"),
        (100_000, "1970-01-01T00:00:00.1Z", "1970-01-01T00:00:00.1Z"),
        (FIRST_INSTANT, "0001-01-02T00:00:00Z", "0001-01-02T00:00Z"),
    ],
)
def test_instants_are_written_in_utc_with_no_more_digits_than_needed(instant: int, full: str, minute: str) -> None:
    assert format_instant(instant) == full
    assert format_minute(instant) == minute


def test_the_edges_of_time_can_be_read_and_written() -> None:
    for edge in (FIRST_INSTANT, LAST_INSTANT):
        assert parse_instant(format_instant(edge)) == edge
    assert to_datetime(LAST_INSTANT) == datetime(9999, 12, 30, tzinfo=UTC)


def test_only_the_form_of_a_date_makes_a_date() -> None:
    assert is_date("2016-09-12")
    assert is_date("2016-99-99")  # a mistake in a date, not in an instant
    assert not is_date("2016-09-12T00:00:00Z")
    assert not is_date("2016-9-12")
    assert not is_date("2016-09-12\n")


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        ("2016-09-12", "2016-09-11T21:00:00Z", 24),
        ("2016-03-25", "2016-03-24T22:00:00Z", 23),  # clocks go from 00:00 to 01:00: the day begins at 01:00
        ("2016-10-27", "2016-10-26T21:00:00Z", 25),  # at 24:00 clocks go back to 23:00
        ("2016-10-28", "2016-10-27T22:00:00Z", 24),
    ],
)
def test_a_local_day_has_the_hours_that_its_clocks_show(day: str, start: str, hours: int) -> None:
    whole = parse_day(day, DAMASCUS)
    assert format_instant(whole.start) == start
    assert whole.end - whole.start == hours * HOUR


def test_consecutive_days_leave_no_gap_over_a_change_of_clocks() -> None:
    days = [parse_day(f"2016-10-{number}", DAMASCUS) for number in range(25, 32)]
    assert [day.end for day in days[:-1]] == [day.start for day in days[1:]]


def test_a_day_that_the_calendar_left_out_is_refused() -> None:
    with pytest.raises(TimeError, match="left out of the calendar in Pacific/Apia"):
        parse_day("2011-12-30", load_zone("Pacific/Apia"))
    assert parse_day("2011-12-29", load_zone("Pacific/Apia")).end == parse_day("2011-12-31", UTC_ZONE).start - 14 * HOUR


@pytest.mark.parametrize("text", ["2016-02-30", "2016-13-01", "0000-01-01", "9999-12-31", "0001-01-01"])
def test_an_impossible_day_is_refused(text: str) -> None:
    with pytest.raises(TimeError):
        parse_day(text, UTC_ZONE)


@pytest.mark.parametrize(
    "key",
    ["", "Asia", "Mars/Olympus", "../tzdata", "Asia/../UTC", "/etc/localtime", "zone.tab", "UTC\0", "asia damascus"],
)
def test_only_names_of_the_iana_database_are_zones(key: str) -> None:
    with pytest.raises(TimeError, match="time zone"):
        load_zone(key)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("48h", Duration(exact=48 * HOUR)),
        ("48 hours", Duration(exact=48 * HOUR)),
        ("1 hour", Duration(exact=HOUR)),
        ("30 min", Duration(exact=30 * 60 * SECOND)),
        ("90s", Duration(exact=90 * SECOND)),
        ("250us", Duration(exact=250)),
        ("7 days", Duration(days=7)),
        ("1 day", Duration(days=1)),
        ("2 weeks", Duration(days=14)),
        ("3 months", Duration(months=3)),
        ("1 month", Duration(months=1)),
        ("10 years", Duration(months=120)),
        ("1 year + 2 weeks + 1h", Duration(months=12, days=14, exact=HOUR)),
        ("rest of day", Duration(rest_of="day")),
        ("1 year + rest of month", Duration(months=12, rest_of="month")),
        ("48h + 5 days", Duration(days=5, exact=48 * HOUR)),
        (" 1 day+ 1 day ", Duration(days=2)),
        ("0h", Duration()),
    ],
)
def test_calendar_days_and_exact_hours_are_kept_apart(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "7",
        "days",
        "-1h",
        "1.5h",
        "48H",
        "1 fortnight",
        "rest of hour",
        "rest of day + 1h",
        "2 rest of day",
        "P7D",
        "7 days +",
        "+ 7 days",
        "1h 30min",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(TimeError, match="is not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    "text", ["999999999 days", "999999999 weeks", "999999999h", "3660001 days", "3660000 days + 24h"]
)
def test_a_duration_of_more_than_ten_thousand_years_is_refused(text: str) -> None:
    with pytest.raises(TimeError, match="ten thousand years"):
        parse_duration(text)
    assert parse_duration("3660000 days") == Duration(days=3_660_000)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (Duration(), "0h"),
        (Duration(days=7), "7 days"),
        (Duration(exact=48 * HOUR), "48h"),
        (Duration(exact=90 * SECOND), "90s"),
        (Duration(exact=90 * 60 * SECOND), "90min"),
        (Duration(exact=1), "1us"),
        (Duration(days=5, exact=HOUR), "5 days + 1h"),
        (Duration(months=12), "1 year"),
        (Duration(months=1, days=5, exact=HOUR), "1 month + 5 days + 1h"),
    ],
)
def test_a_duration_is_written_in_its_largest_whole_unit(duration: Duration, text: str) -> None:
    assert str(duration) == text
    assert parse_duration(text) == duration


def test_a_calendar_day_keeps_the_time_of_day_when_the_clocks_change_and_24_hours_do_not() -> None:
    noon = parse_instant("2016-10-27T12:00:00+03:00")
    assert format_instant(add(noon, Duration(days=1), DAMASCUS)) == "2016-10-28T10:00:00Z"  # 12:00 again, at +02:00
    assert format_instant(add(noon, Duration(exact=DAY), DAMASCUS)) == "2016-10-28T09:00:00Z"  # 11:00


def test_days_are_added_before_hours() -> None:
    evening = parse_instant("2016-10-26T23:30:00+03:00")
    later = add(evening, Duration(days=1, exact=HOUR), DAMASCUS)
    assert format_instant(later) == "2016-10-27T21:30:00Z"  # 23:30 a day later, then one hour: 23:30 once more


@pytest.mark.parametrize("duration", [Duration(days=3_660_000), Duration(exact=10_000 * 366 * DAY)])
def test_what_lies_past_the_end_of_time_is_its_end(duration: Duration) -> None:
    assert add(parse_instant("2016-09-12T19:00:00Z"), duration, DAMASCUS) == LAST_INSTANT


def test_a_local_day_whose_midnight_the_clocks_skip_starts_after_the_gap():
    toronto = load_zone("America/Toronto")  # on 30 March 1919 the clocks went from 23:30 of the day before to 00:30
    day = parse_day("1919-03-31", toronto)
    assert format_instant(day.start) == "1919-03-31T04:30:00Z"
    assert parse_day("1919-03-30", toronto).end == day.start


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-01-31T10:00:00Z", "1 month", "2024-02-29T23:59:59.999999Z"),
        ("2023-01-29T00:00:00Z", "1 month", "2023-02-28T23:59:59.999999Z"),
        ("2024-01-29T10:00:00Z", "1 month", "2024-02-29T10:00:00Z"),
        ("2024-01-31T10:00:00Z", "1 month + rest of month", "2024-02-29T23:59:59.999999Z"),
        ("2024-01-31T10:00:00Z", "1 month + rest of day", "2024-02-29T23:59:59.999999Z"),
        ("2024-02-29T10:00:00Z", "1 year", "2025-02-28T23:59:59.999999Z"),
        ("2024-02-29T10:00:00Z", "4 years", "2028-02-29T10:00:00Z"),
        ("2024-12-31T10:00:00Z", "2 months + 1 day", "2025-03-01T23:59:59.999999Z"),
        ("2024-05-07T10:00:00Z", "14 days + rest of day", "2024-05-21T23:59:59.999999Z"),
        ("2024-05-07T10:00:00Z", "rest of week", "2024-05-12T23:59:59.999999Z"),
        ("2024-05-07T10:00:00Z", "rest of year", "2024-12-31T23:59:59.999999Z"),
    ],
)
def test_months_and_rests_lead_to(start: str, length: str, end: str) -> None:
    assert format_instant(add(parse_instant(start), parse_duration(length), load_zone("UTC"))) == end
