"""Days and hours as tables write them: what can be read in two ways is refused with both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply.events.tables.days import Dating, day_of, days, minute, moment, month_of
from comply.events.tables.row import CellError
from comply.events.time import TimeError, load_zone

DAMASCUS = load_zone("Asia/Damascus")
UNTOLD = Dating()


@pytest.mark.parametrize(
    "text",
    [
        "2016-09-12",
        "2016-09-12 00:00:00.000",
        "2016-09-12T00:00:00",
        "12 September 2016",
        "12-September-2016",
        "12 Sep 2016",
        "September 12, 2016",
        "2016/09/12",
        "20160912",
        "12.09.2016",
        "12.9.2016",
    ],
)
def test_a_day_however_it_is_written(text):
    assert day_of(text, UNTOLD) == "2016-09-12"


def test_an_order_that_is_not_told_is_refused_with_both_readings():
    with pytest.raises(TimeError, match=r"2016-04-03 with the day first and 2016-03-04 with the month first"):
        day_of("03/04/2016", UNTOLD)


def test_what_has_one_reading_needs_no_order():
    assert day_of("13/04/2016", UNTOLD) == "2016-04-13"
    assert day_of("04/13/2016", UNTOLD) == "2016-04-13"
    assert day_of("04/04/2016", UNTOLD) == "2016-04-04"


def test_a_day_against_the_told_order_is_refused_with_the_other_reading():
    with pytest.raises(TimeError, match="the other way round it is 2016-04-13"):
        day_of("04/13/2016", Dating("dmy"))


@given(st.dates(), st.sampled_from(["dmy", "mdy"]))
def test_a_told_order_is_followed(day, order):
    if day.year < 1000:
        return
    written = f"{day.day}/{day.month}/{day.year}" if order == "dmy" else f"{day.month}/{day.day}/{day.year}"
    assert day_of(written, Dating(order)) == day.isoformat()


@given(st.dates())
def test_untold_numbers_never_pass_for_another_day(day):
    if day.year < 1000:
        return
    try:
        found = day_of(f"{day.day:02}/{day.month:02}/{day.year}", UNTOLD)
    except TimeError:
        return
    assert found == day.isoformat()


def test_a_bare_number_is_a_day_of_excel_only_if_told():
    with pytest.raises(TimeError, match="2016-09-12"):
        day_of("42625", UNTOLD)
    assert day_of("42625", Dating(serials=True)) == "2016-09-12"


@pytest.mark.parametrize("text", ["2016-02-30", "31/02/2016", "12/09/16", "yesterday", "2016", "12 Septembre 2016"])
def test_what_is_no_day(text):
    with pytest.raises(TimeError):
        day_of(text, UNTOLD)


def test_a_stretch_of_days_is_local():
    assert days("2016-09-12", "2016-09-13", DAMASCUS, "date_end") == {
        "earliest": "2016-09-11T21:00:00Z",
        "latest": "2016-09-13T21:00:00Z",
    }
    assert days("2016-09-12", "2016-09-12", DAMASCUS, "date_end") == "2016-09-12"


def test_a_stretch_that_ends_before_it_begins_is_refused():
    with pytest.raises(CellError, match="lies before the first"):
        days("2016-09-12", "2016-09-11", DAMASCUS, "date_end")


def test_a_minute_is_the_whole_minute():
    assert minute("2016-09-12", "20:33", DAMASCUS) == {
        "earliest": "2016-09-12T17:33:00Z",
        "latest": "2016-09-12T17:34:00Z",
    }


def test_an_hour_that_clocks_show_twice_is_both():
    # Clocks in Damascus went back from 24:00 to 23:00 on 27 October 2016.
    assert minute("2016-10-27", "23:30", DAMASCUS) == {
        "earliest": "2016-10-27T20:30:00Z",
        "latest": "2016-10-27T21:31:00Z",
    }


def test_a_moment_of_one_cell():
    assert moment("2016-09-12 20:33", DAMASCUS, UNTOLD) == minute("2016-09-12", "20:33", DAMASCUS)
    assert moment("12.09.2016 20:33", DAMASCUS, UNTOLD) == minute("2016-09-12", "20:33", DAMASCUS)
    assert moment("2016-09-12T20:33:00+03:00", DAMASCUS, UNTOLD) == "2016-09-12T17:33:00Z"
    assert moment("2016-09-12", DAMASCUS, UNTOLD) == "2016-09-12"


def test_the_month_of_a_day():
    assert month_of("2016-02-12") == ("2016-02-01", "2016-02-29")
    assert month_of("2016-12-31") == ("2016-12-01", "2016-12-31")
