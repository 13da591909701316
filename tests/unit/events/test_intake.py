"""A growing log is at each instant the log of all lines taken until then."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comply import admit
from comply.events.intake import Intake
from comply.events.line import Line
from comply.events.log import record_digest

from ...properties.records import small_records


def lines(records):
    return [Line(file="log", number=number, raw=b"", content=one) for number, one in enumerate(records, start=1)]


@given(st.lists(small_records, max_size=8), st.sets(st.integers(0, 8)))
def test_it_is_the_log_of_all_lines_however_they_are_cut(records, cuts):
    taken, intake, start = lines(records), Intake(), 0
    told, problems = {}, []
    for end in sorted({*cuts, len(records)}):
        news = intake.take(taken[start:end])
        start = max(start, min(end, len(records)))
        for one in news.gone:
            assert told.pop(one.id) == one
        for one in news.come:
            assert one.id not in told
            told[one.id] = one
        for problem in news.mended:
            problems.remove(problem)
        problems += news.problems
        log = admit(taken[:start])
        assert intake.counts == log.counts
        assert intake.digest == log.digest
        assert intake.incidents() == log.incidents()
        assert sorted(told) == sorted(one.id for one in log.occurrences())
        assert (list(told.values()) and all(told[one.id] == one for one in log.occurrences())) or not log.occurrences()
        assert sorted(map(record_digest, intake.records())) == sorted(map(record_digest, log.records))
        assert intake.known == max((record.recorded for record in log.records), default=None)
        assert sorted(map(str, problems)) == sorted(map(str, log.problems))
