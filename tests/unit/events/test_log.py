"""Admission accounts for every line; corrections decide what a log tells, and when."""

from __future__ import annotations

import json
from itertools import permutations
from time import process_time

import pytest

from comply.events.codec import decode_line
from comply.events.log import Line, Log, admit, lineage_of
from comply.events.log import log_of as made_of
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import load_zone, parse_instant


def day(number: int) -> str:
    return f"2016-09-{number:02}T00:00:00Z"


def at(number: int) -> int:
    return parse_instant(day(number))


def report(name: str, known: int = 1, **more: object) -> dict[str, object]:
    """A record of something that happened on day 1 and was recorded on day ``known``."""
    return {"id": name, "occurred": day(1), "recorded": day(known), "kind": "shelling", **more}


def correct(name: str, other: str, known: int, **more: object) -> dict[str, object]:
    return report(name, known, supersedes=other, **more)


def retract(name: str, other: str, known: int) -> dict[str, object]:
    return {"id": name, "retracts": other, "recorded": day(known)}


def log_of(*records: dict[str, object] | bytes) -> Log:
    raw = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
    zone = load_zone("UTC")
    return admit(
        Line(
            file="log",
            number=number,
            raw=line,
            content=decode_line(line, file="log", number=number, zone=zone, taxonomy=DEFAULT_TAXONOMY),
        )
        for number, line in enumerate(raw, start=1)
    )


def told(log: Log, as_of: int | None = None) -> list[tuple[str, str | None]]:
    """What the log tells: ids with summaries."""
    return [(one.id, one.summary) for one in log.incidents(None if as_of is None else at(as_of))]


def test_every_line_is_accounted_for() -> None:
    log = log_of(report("a"), b"hello", report("a"), report("b"), report("b", killed=1), report("c"))
    assert str(log.counts) == "6 read = 2 accepted + 1 duplicate + 3 rejected"
    assert [record.id for record in log.records] == ["a", "c"]


def test_an_empty_log_tells_nothing() -> None:
    log = log_of()
    assert str(log.counts) == "0 read = 0 accepted + 0 duplicate + 0 rejected"
    assert log.incidents() == ()


def test_the_same_content_under_the_same_id_is_a_duplicate_however_it_is_written() -> None:
    log = log_of(report("a"), {**report("a"), "occurred": "2016-09-01T02:00:00+02:00", "actor": []})
    assert (log.counts.accepted, log.counts.duplicate, log.counts.rejected) == (1, 1, 0)


def test_different_content_under_the_same_id_rejects_every_version_and_says_where_they_stand() -> None:
    log = log_of(report("a", killed=1), report("b"), report("a", killed=2), report("a", killed=1))
    assert (log.counts.accepted, log.counts.duplicate, log.counts.rejected) == (1, 1, 2)
    assert [str(problem) for problem in log.problems] == [
        f"log:{number} $.id: id 'a' stands with different content at log:1, log:3 (a correction says 'supersedes': 'a')"
        for number in (1, 3)
    ]


def test_rejected_lines_keep_their_bytes_and_stand_in_the_order_of_the_file() -> None:
    log = log_of(report("z", killed=1), b"hello", report("z", killed=2), b'{"id":')
    assert [line.number for line in log.rejected] == [1, 2, 3, 4]
    assert [line.raw for line in log.rejected][1::2] == [b"hello", b'{"id":']
    assert [problem.location.line for problem in log.problems] == [1, 2, 3, 4]


def test_an_incident_and_a_retraction_with_one_id_conflict() -> None:
    assert log_of(report("a"), report("b"), retract("b", "a", 2)).counts.rejected == 2


def test_incidents_come_in_the_order_of_events() -> None:
    early = {**report("z"), "occurred": day(1), "recorded": day(3)}
    log = log_of({**report("a"), "occurred": day(2), "recorded": day(2)}, early, report("y"), report("x"))
    assert [one.id for one in log.incidents()] == ["x", "y", "z", "a"]


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    assert told(log_of(report("a"), correct("b", "a", 2, summary="better"))) == [("b", "better")]


def test_a_record_may_correct_itself_under_its_own_id() -> None:
    log = log_of(report("a"), correct("a", "a", 2, summary="better"), correct("a", "a", 3, summary="best"))
    assert told(log) == [("a", "best")]
    assert told(log, as_of=2) == [("a", "better")]
    assert told(log, as_of=1) == [("a", None)]
    assert log.remarks == ()


def test_a_retraction_leaves_nothing() -> None:
    log = log_of(report("a"), report("b"), retract("r", "a", 2))
    assert told(log) == [("b", None)]
    assert told(log, as_of=1) == [("a", None), ("b", None)]


def test_of_two_corrections_of_one_record_the_last_recorded_stands() -> None:
    log = log_of(report("a"), correct("c", "a", 3), correct("b", "a", 2))
    assert told(log) == [("c", None)]
    assert told(log, as_of=2) == [("b", None)]


def test_of_a_chain_of_corrections_the_last_recorded_stands() -> None:
    log = log_of(correct("c", "b", 3), correct("b", "a", 2), report("a"))
    assert [told(log, as_of=known) for known in (1, 2, 3)] == [[("a", None)], [("b", None)], [("c", None)]]


def test_a_correction_stands_even_where_its_original_was_recorded_later() -> None:
    log = log_of(report("a", 5), correct("b", "a", 2))
    assert told(log, as_of=2) == [("b", None)]
    assert told(log) == [("b", None)]


def test_a_correction_of_what_is_not_there_stands_with_a_remark() -> None:
    log = log_of(correct("b", "gone", 2), retract("r", "gone too", 2))
    assert told(log) == [("b", None)]
    assert log.remarks == (
        "record 'b' corrects 'gone', which is not in the log",
        "record 'r' corrects 'gone too', which is not in the log",
    )


@pytest.mark.parametrize("tail", ["0", "z"])
@pytest.mark.parametrize("known", list(permutations([1, 2, 3])))
def test_a_circle_of_corrections_and_what_hangs_on_it_are_one_story(tail: str, known: tuple[int, int, int]) -> None:
    names = ("a", "b", tail)
    records = [correct(name, other, day) for name, other, day in zip(names, ("b", "a", "a"), known, strict=True)]
    assert told(log_of(*records)) == [(names[known.index(3)], None)]


def test_a_correction_that_corrects_itself_later_still_replaces_its_original() -> None:
    for records in permutations([report("a"), correct("b", "a", 2), correct("b", "b", 3, summary="better")]):
        log = log_of(*records)
        assert told(log) == [("b", "better")]
        assert told(log, as_of=2) == [("b", None)]


def test_separate_circles_are_separate_stories() -> None:
    log = log_of(correct("a", "b", 1), correct("b", "a", 2), correct("c", "d", 1), correct("d", "c", 2))
    assert [name for name, _ in told(log)] == ["b", "d"]


def test_a_long_chain_of_corrections_is_walked_once() -> None:
    count = 30_000
    records = [report("n0"), *(correct(f"n{number}", f"n{number - 1}", 2) for number in range(1, count))]
    log = log_of(*records)
    start = process_time()
    assert len(told(log)) == 1
    assert process_time() - start < 10  # a quadratic walk takes half a minute, a linear one a tenth of a second


def test_what_is_recorded_at_the_very_instant_is_known() -> None:
    log = log_of(report("a", 2))
    assert [len(log.incidents(at(2) + shift)) for shift in (-1, 0)] == [0, 1]


def test_the_digest_is_of_the_accepted_records_and_not_of_the_lines() -> None:
    records = [report("a"), report("b"), correct("c", "a", 2), retract("r", "b", 3)]
    digests = {log_of(*order, report("a"), b"hello").digest for order in permutations(records)}
    assert digests == {log_of(*records).digest}


def test_every_change_of_a_record_changes_the_digest() -> None:
    logs = [
        log_of(),
        log_of(report("a")),
        log_of(report("b")),
        log_of(report("a", 2)),
        log_of(report("a"), report("b")),
    ]
    assert len({log.digest for log in logs}) == len(logs)
    assert log_of().digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of no bytes


def test_a_record_stands_at_the_first_of_its_lines():
    log = log_of(report("b"), report("a"), report("a"))
    assert [log.place(record) for record in log.records] == [("log", 2), ("log", 1)]
    assert log == log_of(report("a"), report("a"), report("b"))  # where a line stands is no part of what is told
    assert made_of(log.records).place(log.records[0]) is None
    assert made_of(reversed(log.records)).digest == log.digest


def test_a_lineage_is_all_that_correct_each_other():
    log = log_of(report("a"), correct("b", "a", 2), correct("c", "b", 3), retract("d", "a", 4), report("e"))
    for name in "abcd":
        assert lineage_of(log, name) == frozenset("abcd")
    assert lineage_of(log, "e") == {"e"}
