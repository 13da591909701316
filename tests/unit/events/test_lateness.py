"""How late a record may come, and what came later than that."""

from __future__ import annotations

import pytest

from comply.events.duration import Duration, parse_exact
from comply.events.incident import Incident, Retraction
from comply.events.lateness import closed_until, overdue
from comply.events.log import Line, Log, Record, admit
from comply.events.time import HOUR, Interval, TimeError

TEN = Duration(exact=10)


def of(*records: Record) -> Log:
    return admit(Line(file="log", number=number, raw=b"", content=one) for number, one in enumerate(records, start=1))


def told(name: str, start: int, recorded: int, *, end: int | None = None, **more: str) -> Incident:
    occurred = Interval(start, start + 1 if end is None else end)
    return Incident(id=name, occurred=occurred, recorded=recorded, kind="attack", **more)


def test_the_log_is_closed_the_lateness_before_what_is_known_last():
    log = of(told("a", 50, 60), Retraction(id="r", recorded=80, retracts="b"))
    assert closed_until(log, TEN, None) == 70
    assert closed_until(log, TEN, 65) == 55
    assert closed_until(log, None, None) is None
    assert closed_until(of(), TEN, 65) is None


@pytest.mark.parametrize(
    ("records", "late"),
    [
        ([told("a", 50, 60)], ()),
        ([told("a", 50, 61)], ("a",)),
        ([told("a", 50, 70, end=70)], ("a",)),  # it may have happened twenty before it was recorded
        ([told("a", 50, 51), told("b", 60, 60, supersedes="a")], ()),
        ([told("a", 50, 51), told("b", 61, 61, supersedes="a")], ("b",)),
        ([told("a", 50, 51), told("b", 60, 60, supersedes="a"), told("c", 61, 61, supersedes="b")], ("c",)),
        ([told("a", 50, 51), Retraction(id="r", recorded=60, retracts="a")], ()),
        ([told("a", 50, 51), Retraction(id="r", recorded=61, retracts="a")], ("r",)),
        ([told("a", 50, 51), told("a", 62, 62, supersedes="a")], ("a",)),
        ([told("b", 50, 51, supersedes="x"), told("x", 62, 62)], ("x",)),  # known to be corrected before it came
        ([Retraction(id="r", recorded=61, retracts="nothing")], ()),
        ([told("a", 50, 51), told("b", 55, 60, same_as="a")], ()),
        ([told("a", 50, 51), told("b", 55, 61, same_as="a")], ("b",)),
        ([told("a", 50, 51), told("b", 55, 56, same_as="a"), told("c", 62, 62, supersedes="b")], ("c",)),
    ],
)
def test_a_record_and_a_correction_are_overdue_by_the_first_thing_they_are_about(records, late):
    assert overdue(of(*records), TEN) == late


def test_a_lateness_is_exact():
    assert parse_exact("72h + 30 min") == Duration(exact=72 * HOUR + HOUR // 2)
    for text in ("3 days", "1 month", "rest of day", "72h + 1 day", "soon"):
        with pytest.raises(TimeError):
            parse_exact(text)
