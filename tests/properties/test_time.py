"""What holds of every instant and every duration."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comply.events.calendar import STRETCHES
from comply.events.duration import Duration, add, longer, parse_duration, repeated
from comply.events.time import (
    DAY,
    FIRST_INSTANT,
    HOUR,
    LAST_INSTANT,
    SECOND,
    format_instant,
    load_zone,
    local_midnight,
    parse_instant,
    to_datetime,
)

from .records import instants

ZONE = load_zone("Asia/Damascus")
PLAIN = load_zone("UTC")
SPRING = parse_instant("2016-03-24T22:00:00Z")
"""When Syria's clocks went forward from 0:00 to 1:00; the 25th of March 2016 had no midnight."""
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


near_spring = st.integers(-3 * DAY, 3 * DAY).map(lambda before: SPRING + before)
durations = st.builds(
    Duration,
    months=st.integers(0, 30),
    days=st.integers(0, 400),
    exact=st.integers(0, 10 * DAY),
    rest_of=st.sampled_from([None, *STRETCHES]),
)


@given(near_spring, near_spring, durations)
def test_what_is_later_leads_to_nothing_earlier_where_clocks_go_forward(one: int, other: int, length: Duration) -> None:
    first, last = sorted((one, other))
    assert add(first, length, ZONE) <= add(last, length, ZONE)


@given(instants, instants, durations, st.booleans())
def test_what_is_later_leads_to_nothing_earlier(one: int, other: int, length: Duration, back: bool) -> None:
    first, last = sorted((one, other))
    moved = -attrs.evolve(length, rest_of=None) if back else length
    assert add(first, moved, PLAIN) <= add(last, moved, PLAIN)


@given(instants, durations)
def test_the_rest_of_a_stretch_ends_where_the_next_one_begins(start: int, length: Duration) -> None:
    end = add(start, length, PLAIN)
    if length.rest_of is not None and end < LAST_INSTANT - 1:
        following = to_datetime(end + 1)
        assert (following.hour, following.minute, following.second, following.microsecond) == (0, 0, 0, 0)
        assert length.rest_of != "week" or following.weekday() == 0
        assert length.rest_of not in ("month", "year") or following.day == 1
        assert length.rest_of != "year" or following.month == 1


@given(durations)
def test_a_sum_that_is_written_and_read_is_the_same_duration(length: Duration) -> None:
    assert parse_duration(str(length)) == length


@given(st.dates(date(1600, 1, 1), date(2800, 1, 1)), st.integers(0, 400))
def test_months_lead_to_the_same_day_or_to_the_end_of_the_month(day: date, months: int) -> None:
    reached = to_datetime(add(local_midnight(day, PLAIN), Duration(months=months), PLAIN)).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        assert reached == date(year, month + 1, day.day)
    else:
        assert reached == date(year, month + 1, monthrange(year, month + 1)[1])


@given(st.integers(0, 1000), st.integers(0, 10_000), st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_duration_that_is_written_and_read_is_the_same_duration(
    months: int, days: int, hours: int, seconds: int
) -> None:
    duration = Duration(months=months, days=days, exact=hours * HOUR + seconds * SECOND)
    assert parse_duration(str(duration)) == duration
    assert parse_duration(f"{seconds} s + {days} days + {months} months + {hours} hours") == duration


@given(st.text(max_size=30))
def test_any_text_is_an_instant_or_a_duration_or_refused_with_a_reason(text: str) -> None:
    for parse in (parse_instant, parse_duration):
        try:
            parse(text)
        except ValueError as error:
            assert str(error)


@given(
    st.one_of(instants, st.integers(SPRING - 40 * DAY, SPRING + 40 * DAY)),
    st.one_of(
        st.builds(Duration, days=st.integers(1, 400)),
        st.builds(Duration, exact=st.integers(1, 400 * HOUR)),
        st.builds(Duration, months=st.integers(1, 14), days=st.integers(0, 9), exact=st.integers(0, 9 * HOUR)),
    ),
    st.integers(0, 40),
)
def test_a_length_repeated_is_the_length_added_so_many_times(start: int, length: Duration, times: int) -> None:
    end = start
    for _ in range(times):
        end = add(end, length, ZONE)
    if end < LAST_INSTANT:
        assert repeated(start, length, ZONE, until=end) == (times, end)
        assert repeated(start, length, ZONE, until=LAST_INSTANT, most=times) == (times, end)
        assert repeated(start, length, ZONE, until=end - 1)[0] == max(times - 1, 0)


_mixed = st.builds(
    Duration,
    months=st.integers(0, 4),
    days=st.integers(0, 60),
    exact=st.integers(0, 100 * 24).map(lambda hours: hours * HOUR),
    rest_of=st.sampled_from((None, None, *STRETCHES)),
)


@given(st.one_of(instants, st.integers(SPRING - 90 * DAY, SPRING)), _mixed, _mixed)
def test_a_length_that_is_longer_leads_no_less_far(start: int, one: Duration, other: Duration) -> None:
    if longer(one, other):
        assert add(start, one, ZONE) >= add(start, other, ZONE)
        assert not longer(other, one)


@given(st.sampled_from(("months", "days", "exact")), st.integers(0, 400), st.integers(1, 400))
def test_more_of_one_unit_is_longer(unit: str, less: int, more: int) -> None:
    assert longer(Duration(**{unit: less + more}), Duration(**{unit: less}))
    assert not longer(Duration(**{unit: less}), Duration(**{unit: less}))
