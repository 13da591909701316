"""A directory of files that grow."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from comply.events.errors import LogError

from .following import Follower, once


def append(file: Path, data: bytes) -> None:
    with file.open("ab") as out:
        out.write(data)


def test_files_are_read_in_order_of_name_and_new_ones_as_they_appear(tmp_path):
    append(tmp_path / "b.jsonl", b"b1\n")
    append(tmp_path / "a.jsonl", b"a1\n")
    append(tmp_path / "notes.txt", b"no log\n")
    append(tmp_path / ".hidden.jsonl", b"an editor's\n")
    (tmp_path / "folder.jsonl").mkdir()
    follower = Follower(tmp_path)
    assert follower.quiet() == [b"a1", b"b1"]
    append(tmp_path / "c.jsonl", b"c1\n")
    append(tmp_path / "a.jsonl", b"a2\n")
    assert follower.quiet() == [b"a1", b"b1", b"a2", b"c1"]
    assert {line.file for line in follower.batches[-1].lines} == {str(tmp_path / "c.jsonl")}
    assert follower.told == []
    follower.close()


def test_each_file_goes_on_from_its_own_place(tmp_path):
    append(tmp_path / "a.jsonl", b"a1\n")
    append(tmp_path / "b.jsonl", b"b1\nb2\nb3\n")
    first = Follower(tmp_path, most_lines=2)
    first.step()
    first.step()
    assert first.lines == [b"a1", b"b1", b"b2"]
    append(tmp_path / "a.jsonl", b"a2\n")
    assert once(tmp_path, first.position).lines == [b"a2", b"b3"]
    first.close()


def test_a_file_rotated_out_of_the_pattern_is_read_to_its_end(tmp_path):
    append(tmp_path / "a.jsonl", b"1\n")
    follower = Follower(tmp_path)
    follower.quiet()
    append(tmp_path / "a.jsonl", b"2\n")
    (tmp_path / "a.jsonl").rename(tmp_path / "a.jsonl.1")
    append(tmp_path / "a.jsonl", b"3\n")
    assert follower.quiet(4) == [b"1", b"2", b"3"]
    follower.close()
    assert once(tmp_path, follower.position).lines == []


def test_a_file_that_is_gone_is_said_and_forgotten(tmp_path):
    append(tmp_path / "a.jsonl", b"1\n")
    append(tmp_path / "b.jsonl", b"2\n")
    follower = Follower(tmp_path)
    follower.quiet()
    (tmp_path / "a.jsonl").unlink()
    follower.quiet(2)
    assert "a.jsonl: is gone" in follower.said()
    append(tmp_path / "b.jsonl", b"3\n")
    follower.quiet()
    assert "a.jsonl" not in follower.position
    append(tmp_path / "a.jsonl", b"4\n")
    assert follower.quiet() == [b"1", b"2", b"3", b"4"]
    follower.close()


def test_one_compressed_file_stops_none_of_the_others(tmp_path):
    append(tmp_path / "a.jsonl", b"\x1f\x8b\x08")
    append(tmp_path / "b.jsonl", b"1\n")
    follower = Follower(tmp_path)
    assert follower.quiet(3) == [b"1"]
    assert follower.said().count("a compressed file does not grow line by line") == 1
    follower.close()


def test_more_files_than_may_be_open(tmp_path):
    for number in range(300):
        append(tmp_path / f"{number:03}.jsonl", b"%d\nx" % number)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (120, hard))
    try:
        follower = once(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert follower.lines == [b"%d" % number for number in range(300)]
    assert follower.said().count("its last line has no end yet; 1 bytes wait for it") == 300


def test_a_directory_that_is_taken_away_ends_it_with_a_reason(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    follower = Follower(folder)
    follower.quiet()
    folder.rmdir()
    with pytest.raises(LogError, match="logs: cannot be read: No such file or directory"):
        follower.quiet(3)
    follower.close()


@pytest.mark.parametrize(
    "position", ['{"kind":"file","place":{}}', '{"kind":"directory"}', '{"kind":"directory","files":[]}']
)
def test_a_position_of_another_feed_is_refused(tmp_path, position):
    with pytest.raises(LogError, match="the position kept is not one of a directory feed"):
        once(tmp_path, position)
