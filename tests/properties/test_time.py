"""What holds of every instant and every duration."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comply.events.time import (
    DAY,
    FIRST_INSTANT,
    HOUR,
    LAST_INSTANT,
    SECOND,
    Duration,
    add,
    format_instant,
    load_zone,
    parse_duration,
    parse_instant,
)

from .records import instants

ZONE = load_zone("Asia/Damascus")
SUMMER, WINTER = 3 * HOUR, 2 * HOUR
CHANGE = parse_instant("2016-10-27T21:00:00Z")
"""When Syria's clocks went back from 24:00 to 23:00; the 28th of October 2016 was the first day of winter time."""


@given(instants)
def test_an_instant_that_is_written_and_read_is_the_same_instant(instant: int) -> None:
    assert parse_instant(format_instant(instant)) == instant


@given(instants, st.integers(-14 * 60, 14 * 60))
def test_an_instant_is_the_same_at_every_offset(instant: int, minutes: int) -> None:
    local = instant + minutes * 60 * SECOND
    if FIRST_INSTANT <= local <= LAST_INSTANT:
        sign, size = "-" if minutes < 0 else "+", abs(minutes)
        written = f"{format_instant(local).removesuffix('Z')}{sign}{size // 60:02}:{size % 60:02}"
        assert parse_instant(written) == instant


@given(st.integers(-3 * DAY, 3 * DAY), st.integers(1, 10))
def test_calendar_days_keep_the_time_of_day_over_a_change_of_clocks(before: int, days: int) -> None:
    start = CHANGE + before
    clock = start + (SUMMER if start < CHANGE else WINTER) + days * DAY
    # The hour that the clocks show twice is taken for its first time.
    offset = SUMMER if clock < CHANGE + SUMMER else WINTER
    assert add(start, Duration(days=days), ZONE) == clock - offset


@given(st.integers(-3 * DAY, 3 * DAY), st.integers(0, 10 * DAY))
def test_exact_time_knows_of_no_change_of_clocks(before: int, length: int) -> None:
    assert add(CHANGE + before, Duration(exact=length), ZONE) == CHANGE + before + length


@given(instants, st.integers(0, 10**9), st.integers(0, 10**15), st.integers(0, 10**15))
def test_exact_lengths_add_up(start: int, days: int, first: int, second: int) -> None:
    one_by_one = add(add(start, Duration(exact=first), ZONE), Duration(exact=second), ZONE)
    assert add(start, Duration(exact=first + second), ZONE) == one_by_one
    assert start <= add(start, Duration(days=days, exact=first), ZONE) <= LAST_INSTANT or start > LAST_INSTANT - DAY


@given(st.integers(0, 10_000), st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_duration_that_is_written_and_read_is_the_same_duration(days: int, hours: int, seconds: int) -> None:
    duration = Duration(days=days, exact=hours * HOUR + seconds * SECOND)
    assert parse_duration(str(duration)) == duration
    assert parse_duration(f"{seconds} s + {days} days + {hours} hours") == duration


@given(st.text(max_size=30))
def test_any_text_is_an_instant_or_a_duration_or_refused_with_a_reason(text: str) -> None:
    for parse in (parse_instant, parse_duration):
        try:
            parse(text)
        except ValueError as error:
            assert str(error)
