"""A file that grows, is cut short, replaced and rotated."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from comply.cli.feeds import waiting
from comply.cli.feeds.opening import open_feed
from comply.events.errors import LogError
from comply.events.sources.jsonl import LONGEST_LINE

from .following import Follower, once


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"")
    return file


def append(file: Path, data: bytes) -> None:
    with file.open("ab") as out:
        out.write(data)


def test_lines_come_as_they_are_written_and_none_before_its_end(log):
    follower = Follower(log)
    assert follower.quiet() == []
    append(log, b'{"id":"a"}\n{"id"')
    assert follower.quiet() == [b'{"id":"a"}']
    append(log, b':"b"}')
    assert follower.quiet() == [b'{"id":"a"}']
    append(log, b"\r\n\n  \n3\n")
    assert follower.quiet() == [b'{"id":"a"}', b'{"id":"b"}', b"3"]
    numbers = [line.raw.number for batch in follower.batches for line in batch.lines]
    assert numbers == [1, 2, 5]
    assert {line.file for batch in follower.batches for line in batch.lines} == {str(log)}
    assert follower.told == []
    follower.close()


def test_it_goes_on_from_the_position_kept(log):
    append(log, b"1\n2\n")
    first = once(log)
    append(log, b"3\n4\n")
    second = once(log, first.position)
    assert (first.lines, second.lines) == ([b"1", b"2"], [b"3", b"4"])
    assert [line.raw.number for line in second.batches[0].lines] == [3, 4]
    assert once(log, second.position).lines == []


def test_a_device_that_is_numbered_otherwise_after_a_restart_is_no_other_file(log):
    append(log, b"1\n")
    fields = json.loads(once(log).position)
    fields["place"]["device"] += 1
    append(log, b"2\n")
    again = once(log, json.dumps(fields))
    assert (again.lines, again.told) == ([b"2"], [])


def test_a_last_line_without_end_is_left_and_said(log):
    append(log, b"1\n22")
    follower = once(log)
    assert follower.lines == [b"1"]
    assert "its last line has no end yet; 2 bytes wait for it" in follower.said()
    append(log, b"2\n")
    assert once(log, follower.position).lines == [b"222"]


def test_batches_are_bounded_in_lines_and_bytes(log):
    append(log, b"".join(b"%03d\n" % number for number in range(100)))
    by_lines = once(log, most_lines=7)
    assert [len(batch.lines) for batch in by_lines.batches] == [7] * 14 + [2]
    by_bytes = once(log, most_bytes=10)
    assert {len(batch.lines) for batch in by_bytes.batches} == {4}
    assert by_lines.lines == by_bytes.lines == [b"%03d" % number for number in range(100)]
    for batch in by_lines.batches[::5]:
        last = int(batch.lines[-1].raw.data)
        assert once(log, batch.position).lines == by_lines.lines[last + 1 :]


def test_an_overlong_line_is_refused_before_its_end_and_passed_over_across_a_restart(log):
    append(log, b"1\n" + b"x" * (LONGEST_LINE + 5))
    first = once(log)
    assert [line.raw.too_long for batch in first.batches for line in batch.lines] == [False, True]
    assert len(first.lines[1]) == LONGEST_LINE + 1
    append(log, b"y" * 100_000)
    assert once(log, first.position).lines == []
    append(log, b"\n3\n")
    second = once(log, first.position)
    assert second.lines == [b"3"]
    assert second.batches[0].lines[0].raw.number == 3


def test_a_line_that_never_ends_is_not_held_in_memory(log):
    follower = Follower(log)
    for _ in range(40):
        append(log, b"x" * (LONGEST_LINE // 4))
        follower.quiet()
    assert len(follower.lines) == 1
    assert follower.feed._tail.unfinished() == 0
    follower.close()


def test_a_file_cut_short_is_said_and_read_anew(log):
    append(log, b"1\n2\n")
    follower = Follower(log)
    follower.quiet()
    log.write_bytes(b"3\n")
    assert follower.quiet(2) == [b"1", b"2", b"3"]
    assert "cut short or written anew" in follower.said()
    assert follower.batches[-1].lines[0].raw.number == 1
    follower.close()


def test_a_file_written_anew_and_longer_is_noticed_while_followed_and_after_a_restart(log):
    append(log, b"1\n2\n")
    follower = Follower(log)
    follower.quiet()
    with log.open("r+b") as file:
        file.write(b"3\n4\n5\n6\n")
    assert follower.quiet(2) == [b"1", b"2", b"3", b"4", b"5", b"6"]
    follower.close()
    with log.open("r+b") as file:
        file.write(b"a\nb\nc\nd\ne\n")
    again = once(log, follower.position)
    assert again.lines == [b"a", b"b", b"c", b"d", b"e"]
    assert "cut short or written anew" in again.said()


def test_rotation_by_renaming_goes_on_to_the_end_of_the_old_one_and_then_the_new(log, tmp_path):
    append(log, b"1\n")
    follower = Follower(log)
    follower.quiet()
    with log.open("ab") as writer:
        log.rename(tmp_path / "log.jsonl.1")
        log.write_bytes(b"4\n")
        writer.write(b"2\n3")
        writer.flush()
        assert follower.quiet(3)[:2] == [b"1", b"2"]
    assert follower.quiet(3) == [b"1", b"2", b"3", b"4"]
    assert "was rotated; going on with" in follower.said()
    follower.close()


def test_who_writes_the_old_file_has_a_poll_interval_to_end(log, tmp_path):
    append(log, b"1\n")
    follower = Follower(log, poll=0.5)
    follower.step()
    with log.open("ab", buffering=0) as writer:
        log.rename(tmp_path / "log.jsonl.1")
        log.write_bytes(b"3\n")
        while follower.feed._tail.settled:  # until the new file is seen
            assert follower.step() is None
        writer.write(b"2\n")
    assert follower.quiet(2) == [b"1", b"2", b"3"]
    follower.close()


def test_what_stands_before_the_place_is_compared_and_not_only_the_beginning(log):
    append(log, b"same\n" * 600 + b"old\n")
    position = once(log).position
    with log.open("r+b") as file:
        file.seek(3000)
        file.write(b"new\nmore\n")
    again = once(log, position)
    assert again.lines[-2:] == [b"new", b"more"]
    assert len(again.lines) == 602
    assert "cut short or written anew" in again.said()


def test_several_rotations_while_nobody_followed_are_all_read_in_their_order(log, tmp_path):
    append(log, b"1\n")
    position = once(log).position
    append(log, b"2\n")
    log.rename(tmp_path / "log.jsonl.2")
    (tmp_path / "log.jsonl.1").write_bytes(b"3\n")
    log.write_bytes(b"4\n")
    (tmp_path / "log.jsonl.9").write_bytes(b"older\n")
    (tmp_path / "log.jsonl.bak").write_bytes(b"an editor's\n")
    for when, name in enumerate(("log.jsonl.9", "log.jsonl.2", "log.jsonl.1", "log.jsonl")):
        os.utime(tmp_path / name, (when, when))
    assert once(log, position).lines == [b"2", b"3", b"4"]
    follower = Follower(log, position)
    assert follower.quiet(6) == [b"2", b"3", b"4"]
    follower.close()


def test_a_restart_between_renaming_and_the_new_file_loses_nothing(log, tmp_path):
    append(log, b"1\n")
    position = once(log).position
    append(log, b"2\n")
    log.rename(tmp_path / "log.jsonl-20260101")
    follower = Follower(log, position)
    assert follower.quiet() == [b"2"]
    log.write_bytes(b"3\n")
    assert follower.quiet(4) == [b"2", b"3"]
    follower.close()


def test_that_the_followed_file_is_gone_is_said_with_what_may_be_lost(log):
    append(log, b"1\n22\n")
    position = once(log).position
    log.rename(log.parent / "elsewhere")
    log.write_bytes(b"3\n")
    again = once(log, position)
    assert again.lines == [b"3"]
    assert "the file that was followed is not there any more" in again.said()
    assert "what followed its byte 5 and was not read is lost" in again.said()


def test_a_file_that_is_not_there_yet_is_waited_for(tmp_path):
    follower = Follower(tmp_path / "log.jsonl")
    assert follower.quiet(2) == []
    assert follower.said().count("there is no such file yet") == 1
    (tmp_path / "log.jsonl").write_bytes(b"\xef\xbb\xbf1\n")
    assert follower.quiet(2) == [b"1"]
    follower.close()


def test_without_notifications_the_clock_suffices(log, monkeypatch):
    def none_left(*_, **__):
        raise OSError("no watches left")
        yield

    monkeypatch.setattr(waiting, "watch", none_left)
    follower = Follower(log)
    assert follower.quiet() == []
    append(log, b"1\n")
    assert follower.quiet() == [b"1"]
    follower.close()


def test_a_notification_wakes_before_the_interval_is_over(log):
    follower = Follower(log, poll=60.0)
    append(log, b"1\n")
    follower.step()
    threading.Timer(0.3, append, (log, b"2\n")).start()
    assert follower.step() is not None  # and the test does not last a minute
    assert follower.lines == [b"1", b"2"]
    follower.close()


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08\x00rest", b"\x28\xb5\x2f\xfdrest"])
def test_a_compressed_file_is_refused(log, data):
    log.write_bytes(data)
    with pytest.raises(LogError, match=r"a compressed file does not grow line by line \(decompress it"):
        once(log)


def test_what_cannot_be_followed_is_refused(tmp_path):
    with pytest.raises(LogError, match="no such file, and no directory"):
        open_feed(str(tmp_path / "nowhere" / "log.jsonl"))
    with pytest.raises(LogError, match="no such file"):
        once(tmp_path / "log.jsonl")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LogError, match="neither a file nor a directory"):
        open_feed(str(tmp_path / "pipe"))


@pytest.mark.parametrize(
    "position", ["", "{", "[]", '{"kind":"stdin","line":1}', '{"kind":"file","place":{"mark":{}}}', '{"kind":"file"}']
)
def test_a_position_of_another_feed_is_refused(log, position):
    with pytest.raises(LogError, match="the position kept is not one of a file feed"):
        once(log, position)
