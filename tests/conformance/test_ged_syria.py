"""What UCDP GED can and cannot decide about September 2016, as docs/ged-syria-2016.md tells it.

The rows are no part of the project; they stand beside it where the project's own people work.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comply import Evaluation, Incident, Log, Mark, evaluate, load
from comply.cli.logs import read
from comply.events.log import log_of

FILE = Path(__file__).parents[2].parent / "shared/data/ucdp_ged_syria/ged_syria_aug_oct_2016_pcoded.csv"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the shared UCDP GED rows are not beside the checkout")

AGREEMENT = load("us-russia-syria-2016")
FIRST, LAST = "2016-09-11T21:00:00Z", "2016-09-19T21:00:00Z"


@pytest.fixture(scope="module")
def log() -> Log:
    return read(None, str(FILE)).log


@pytest.fixture(scope="module")
def week(log: Log) -> tuple[Incident, ...]:
    """The rows of single days from 12 to 19 September."""
    return tuple(_during(log))


def _during(log: Log) -> Iterator[Incident]:
    from comply.events.time import parse_instant

    for one in log.records:
        assert isinstance(one, Incident)
        if parse_instant(FIRST) <= one.occurred.start and one.occurred.end <= parse_instant(LAST):
            yield one


@pytest.fixture(scope="module")
def result(week: tuple[Incident, ...]) -> Evaluation:
    return evaluate(AGREEMENT, log_of(week), inference="native")


def row(log: Log, number: int) -> Incident:
    (found,) = (one for one in log.records if one.id == f"ucdp-ged:{number}")
    assert isinstance(found, Incident)
    return found


def test_every_row_is_a_record(log):
    assert str(log.counts) == "1475 read = 1475 accepted + 0 duplicate + 0 rejected"


def test_the_week_has_the_rows_that_were_counted_by_hand(week):
    assert len(week) == 108  # 120 overlap these days, and 12 of them are wider
    assert all(one.kind == "attack" and one.means is None for one in week)


def test_rows_of_a_year_are_aggregates_and_as_wide_as_a_year(log):
    wide = [one for one in log.records if isinstance(one, Incident) and one.attributes["ged_date_prec"] == 5]
    assert len(wide) == 9
    assert all(one.aggregate for one in wide)
    assert sum(one.occurred.end - one.occurred.start > 360 * 86_400_000_000 for one in wide) == 6


def test_the_strike_on_the_syrian_army_is_coded_as_of_another_side(log):
    one = row(log, 227936)
    assert [actor.party for actor in one.actor] == ["coalition", "us", "unknown", "IS"]
    assert one.attributes["ged_side_b"] == "IS"
    assert one.place.pcode == "SY090100"


def test_a_strike_of_the_government_may_be_one_of_its_allies(log):
    assert [actor.party for actor in row(log, 301214).actor] == ["pro-government-forces", "russia"]


def test_best_estimates_outside_their_bounds_widen_them(log):
    assert (row(log, 236249).killed.low, row(log, 236249).killed.high) == (7, 15)


def test_no_fight_of_two_sides_is_a_certain_breach(result, week):
    sided = {one.id for one in week if one.attributes["ged_type_of_violence"] != 3}
    certain = [one for one in result.findings if one.outcome == "breach" and Mark.CERTAIN in one.marks.values()]
    assert not [one for one in certain if sided.intersection(one.incidents)]


def test_what_is_certain_of_c02_rests_on_violence_against_civilians_alone(result):
    certain = {
        incident
        for one in result.findings
        if one.clause == "C02" and one.outcome == "breach" and Mark.CERTAIN in one.marks.values()
        for incident in one.incidents
    }
    assert certain == {"ucdp-ged:301214"}


def test_no_flight_is_ever_certain(result):
    assert not [one for one in result.findings if one.clause == "C17" and Mark.CERTAIN in one.marks.values()]


def test_without_the_table_of_aliases_what_is_possible_passes_for_certain(tmp_path, log):
    """The mistake that the table keeps from: GED's "Syrian insurgents" are not all bound."""
    from comply.cli.sources import Told

    empty = tmp_path / "none.yaml"
    empty.write_text("other: {}\n")
    rows = _during(read(None, str(FILE), Told(aliases=empty)).log)
    bare = evaluate(AGREEMENT, log_of(rows), readings=("article",), inference="native")
    certain = [
        one
        for one in bare.findings
        if (one.clause, one.outcome) == ("C02", "breach") and one.marks.get("article") is Mark.CERTAIN
    ]
    assert len(certain) == 35
