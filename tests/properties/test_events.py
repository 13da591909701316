"""What holds of every log: nothing is lost, nothing depends on the order of lines, corrections mean what they say."""

from __future__ import annotations

import string
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comply.events.codec import decode_line, encode
from comply.events.incident import Incident, Retraction
from comply.events.log import Line, Log, Record, admit, corrected
from comply.events.sources.jsonl import decode, open_log, raw_lines
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import DAY, LAST_INSTANT, load_zone

from .records import START, incidents, retractions, small_records

ZONE = load_zone("Asia/Damascus")


def decoded(raw: bytes, number: int = 1) -> Line:
    content = decode_line(raw, file="log", number=number, zone=ZONE, taxonomy=DEFAULT_TAXONOMY)
    return Line(file="log", number=number, raw=raw, content=content)


def log_of(records: list[Record]) -> Log:
    return admit(decoded(encode(record), number) for number, record in enumerate(records, start=1))


@given(incidents | retractions)
def test_a_record_that_is_written_and_read_is_the_same_record(record: Record) -> None:
    line = decoded(encode(record))
    assert line.content == record
    assert encode(line.content) == encode(record)  # which tells 0.0 from -0.0 and 1 from true
    assert b"\n" not in encode(record)


@given(st.lists(small_records, max_size=12).flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_order_of_lines_changes_nothing(orders: tuple[list[Record], list[Record]]) -> None:
    one, other = (log_of(order) for order in orders)
    assert one.records == other.records
    assert one.digest == other.digest
    assert one.counts == other.counts
    assert one.remarks == other.remarks
    assert one.incidents() == other.incidents()
    assert sorted(line.raw for line in one.rejected) == sorted(line.raw for line in other.rejected)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good line with a stretch of it replaced by something else."""
    line = encode(draw(incidents | retractions))
    start = draw(st.integers(0, len(line)))
    end = draw(st.integers(start, len(line)))
    words = [b"", b"null", b"NaN", b"1e400", b'"', b"{", b"[" * 2_000, b"\\ud800", b"\xff", b"\0", b"9" * 400, b"\n"]
    return line[:start] + draw(st.sampled_from(words) | st.binary(max_size=8)) + line[end:]


@given(st.lists(st.binary(max_size=40) | damaged() | incidents.map(encode), max_size=10))
def test_every_line_of_any_bytes_is_accepted_or_a_duplicate_or_rejected(lines: list[bytes]) -> None:
    log = admit(decoded(line, number) for number, line in enumerate(lines, start=1))
    counts = log.counts
    assert counts.read == len(lines) == counts.accepted + counts.duplicate + counts.rejected
    assert len(log.records) == counts.accepted
    assert len(log.rejected) == len(log.problems) == counts.rejected
    for line, problem in zip(log.rejected, log.problems, strict=True):
        assert line.raw == lines[line.number - 1]
        assert problem.location.line == line.number
        assert problem.message.isprintable()
    assert all(first.order <= second.order for first, second in zip(log.incidents(), log.incidents()[1:], strict=False))


@given(st.binary(max_size=200) | st.lists(damaged(), max_size=4).map(b"\r\n".join))
def test_every_file_that_is_not_compressed_can_be_read_to_its_end(data: bytes) -> None:
    if data.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        data = b" " + data
    with TemporaryDirectory() as folder:
        file = Path(folder, "log.jsonl")
        file.write_bytes(data)
        with open_log(str(file)) as opened:
            lines = [decode(line, file="log", zone=ZONE, taxonomy=DEFAULT_TAXONOMY) for line in raw_lines(opened)]
    assert all(b"\n" not in line.raw for line in lines)
    assert admit(lines).counts.read == len(lines)
    held = b"".join(line.raw for line in lines)
    for blank in string.whitespace.encode():
        held, data = held.replace(bytes([blank]), b""), data.replace(bytes([blank]), b"")
    assert data.removeprefix(b"\xef\xbb\xbf") == held


@given(st.lists(small_records, max_size=8), st.integers(0, 6))
def test_as_of_is_what_a_log_cut_there_would_tell(records: list[Record], day: int) -> None:
    log = log_of(records)
    known_at = START + day * DAY
    cut = log_of([record for record in log.records if record.recorded <= known_at])
    assert log.incidents(known_at) == cut.incidents()


@given(st.lists(small_records, max_size=8))
def test_in_the_end_everything_is_known(records: list[Record]) -> None:
    log = log_of(records)
    assert log.incidents(START + 6 * DAY) == log.incidents()
    assert log.incidents(START - 1) == ()


@given(st.lists(small_records, max_size=8))
def test_only_accepted_records_are_told_and_none_twice(records: list[Record]) -> None:
    log = log_of(records)
    told = log.incidents()
    assert set(map(encode, told)) <= set(map(encode, log.records))
    assert len({incident.id for incident in told}) == len(told)
    uncorrected = {corrected(record) for record in log.records}
    for record in log.records:
        if corrected(record) is None and record.id not in uncorrected:
            assert record in told


@given(st.lists(small_records, max_size=8))
def test_a_log_with_everything_retracted_tells_nothing(records: list[Record]) -> None:
    log = log_of(records)
    undone = [Retraction(id=f"undo {record.id}", recorded=LAST_INSTANT, retracts=record.id) for record in log.records]
    assert log_of([*log.records, *undone]).incidents() == ()


@given(st.lists(small_records, max_size=8), st.data())
def test_a_correction_tells_what_a_log_would_that_was_right_at_once(records: list[Record], data: st.DataObject) -> None:
    before = log_of(records)
    if not before.incidents():
        return
    wrong = data.draw(st.sampled_from(before.incidents()))
    right = Incident(id="new", occurred=wrong.occurred, recorded=LAST_INSTANT, kind="attack", supersedes=wrong.id)
    after = log_of([*before.records, right])
    assert set(map(encode, after.incidents())) == {
        encode(right if incident == wrong else incident) for incident in before.incidents()
    }
    assert after.incidents(LAST_INSTANT - 1) == before.incidents()


linked_records = st.tuples(small_records, st.none() | st.sampled_from("abcdef")).map(
    lambda pair: (
        attrs.evolve(pair[0], same_as=pair[1]) if isinstance(pair[0], Incident) and pair[1] != pair[0].id else pair[0]
    )
)


@given(st.lists(linked_records, max_size=12).flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_links_lead_to_records_or_their_lines_are_rejected_in_any_order(
    orders: tuple[list[Record], list[Record]],
) -> None:
    one, other = (log_of(order) for order in orders)
    assert (one.records, one.counts, one.remarks) == (other.records, other.counts, other.remarks)
    assert one.occurrences() == other.occurrences()
    counts = one.counts
    assert counts.read == len(orders[0]) == counts.accepted + counts.duplicate + counts.rejected
    reports = {record.id for record in one.records if isinstance(record, Incident)}
    for record in one.records:
        assert not isinstance(record, Incident) or record.same_as is None or record.same_as in reports
    told = [report for event in one.occurrences() for report in event.reports]
    assert sorted(map(encode, told)) == sorted(map(encode, one.incidents()))


@given(st.lists(linked_records, max_size=8))
def test_an_event_is_told_by_all_that_links_join_and_by_no_others(records: list[Record]) -> None:
    log = log_of(records)
    event_of = {report.id: event.id for event in log.occurrences() for report in event.reports}
    corrected_ids = {corrected(record) for record in log.records} | {
        record.id for record in log.records if corrected(record) is not None
    }
    for report in log.incidents():
        if report.same_as in event_of and report.same_as not in corrected_ids:
            assert event_of[report.id] == event_of[report.same_as]
        if report.same_as is None and not any(other.same_as == report.id for other in log.incidents()):
            assert report.id in corrected_ids or list(event_of.values()).count(event_of[report.id]) == 1
