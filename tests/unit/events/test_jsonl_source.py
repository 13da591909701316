"""A log file is opened and cut into lines whatever it holds."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from comply.events.codec import Header
from comply.events.errors import LogError, Problem
from comply.events.sources.jsonl import (
    LONGEST_LINE,
    STDIN,
    RawLine,
    decode,
    header,
    label,
    open_log,
    raw_lines,
)
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import load_zone

LINES = b'{"id":"1"}\n{"id":"2"}\n'
PLAIN = [RawLine(1, b'{"id":"1"}'), RawLine(2, b'{"id":"2"}')]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)  # as the zstd command does


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[RawLine]]:
    """Read bytes as a log file."""

    def read_bytes(data: bytes, name: str = "log.jsonl") -> list[RawLine]:
        file = tmp_path / name
        file.write_bytes(data)
        with open_log(str(file)) as opened:
            return list(raw_lines(opened))

    return read_bytes


@pytest.mark.parametrize("name", ["log.jsonl", "log.gz", "log.zst", "log"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd])
def test_compression_is_told_by_the_bytes_and_not_by_the_name(
    read: Callable[..., list[RawLine]], pack: Callable[[bytes], bytes], name: str
) -> None:
    assert read(pack(LINES), name) == PLAIN


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_compressed_files_may_be_joined(read: Callable[..., list[RawLine]], pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(LINES[:15]) + pack(LINES[15:])) == PLAIN


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
@pytest.mark.parametrize(
    "harm", ["cut", "cut to its first bytes", "changed", "overwritten", "followed by something else"]
)
def test_damaged_compression_is_told_and_no_part_of_it_passes_for_the_whole(
    read: Callable[..., list[RawLine]], pack: Callable[[bytes], bytes], harm: str
) -> None:
    data = pack(b"".join(b'{"id":"%d"}\n' % (number * 7919) for number in range(5_000)))
    middle = len(data) // 2
    harmed = {
        "cut": data[:-1],
        "cut to its first bytes": data[:4],
        "changed": data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 8]) + data[middle + 8 :],
        "overwritten": data[:10] + b"\xff" * (len(data) - 10),
        "followed by something else": data + LINES,
    }[harm]
    with pytest.raises(LogError, match=r"log\.jsonl: the compressed data is damaged: "):
        read(harmed)


def test_a_skippable_frame_of_zstandard_is_skipped(read: Callable[..., list[RawLine]]) -> None:
    assert read(zstd(LINES) + b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd") == PLAIN


def test_a_small_compressed_file_of_many_lines_is_read_to_the_end(read: Callable[..., list[RawLine]]) -> None:
    assert len(read(zstd(b'{"id":"1"}\n' * 300_000))) == 300_000


def test_standard_input_is_a_log_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(gzip.compress(LINES)))))
    with open_log(STDIN) as opened:
        assert list(raw_lines(opened)) == PLAIN
    assert label(STDIN) == "<stdin>"
    assert label("log") == "log"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".", "is a directory (name the file in it)"),
        ("missing.jsonl", "no such file"),
        ("log.jsonl/log.jsonl", "Not a directory"),
        ("x" * 5_000, "File name too long"),
    ],
)
def test_a_log_that_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    (tmp_path / "log.jsonl").write_bytes(LINES)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LogError) as caught, open_log(name):
        pass
    assert str(caught.value) == f"{name}: {message}"


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n\r\n  \t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_log_with_nothing_in_it_has_no_lines(read: Callable[..., list[RawLine]], data: bytes) -> None:
    assert read(data) == []


def test_lines_are_numbered_as_editors_do_with_blank_ones_counted(read: Callable[..., list[RawLine]]) -> None:
    assert read(b"\na\n\n\nb\n") == [RawLine(2, b"a"), RawLine(5, b"b")]


def test_a_byte_order_mark_is_taken_off_at_the_start_and_nowhere_else(read: Callable[..., list[RawLine]]) -> None:
    assert read(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n") == [RawLine(1, b"a"), RawLine(2, b"\xef\xbb\xbfb")]


def test_the_line_ends_of_windows_are_taken_off(read: Callable[..., list[RawLine]]) -> None:
    assert read(LINES.replace(b"\n", b"\r\n")) == PLAIN


def test_the_last_line_needs_no_end(read: Callable[..., list[RawLine]]) -> None:
    assert read(LINES[:-1]) == PLAIN


def test_a_line_of_the_greatest_length_is_whole_and_one_byte_more_is_too_long(
    read: Callable[..., list[RawLine]],
) -> None:
    longest = b"x" * LONGEST_LINE
    assert read(longest + b"\nb\n") == [RawLine(1, longest), RawLine(2, b"b")]
    assert read(longest) == [RawLine(1, longest)]
    for end in (b"\nb\n", b"\r\nb\n"):
        assert [(line.number, line.too_long) for line in read(longest + b"x" + end)] == [(1, True), (2, False)]


def test_a_line_of_ten_megabytes_is_cut_and_the_next_one_is_read(read: Callable[..., list[RawLine]]) -> None:
    lines = read(b'{"id":"' + b"x" * 10_000_000 + b'"}\n' + LINES)
    assert [(line.number, line.too_long) for line in lines] == [(1, True), (2, False), (3, False)]
    assert len(lines[0].data) <= LONGEST_LINE + 1


def test_a_line_that_is_too_long_is_a_problem_and_no_header() -> None:
    cut = RawLine(4, b'{"agreement":"truce"}', too_long=True)
    line = decode(cut, file="log", zone=load_zone("UTC"), taxonomy=DEFAULT_TAXONOMY)
    assert isinstance(line.content, Problem)
    assert str(line.content) == "log:4: the line is longer than 1048576 bytes (it is kept only up to there)"
    assert header(cut) is None


def test_a_header_is_told_from_a_record() -> None:
    assert header(RawLine(1, b'{"agreement":"truce"}')) == Header("truce")
    assert header(PLAIN[0]) is None


def test_a_decoded_line_keeps_its_place_and_its_bytes() -> None:
    line = decode(RawLine(9, b"hello"), file="log", zone=load_zone("UTC"), taxonomy=DEFAULT_TAXONOMY)
    assert (line.file, line.number, line.raw) == ("log", 9, b"hello")
    assert isinstance(line.content, Problem)
    assert (line.content.location.file, line.content.location.line) == ("log", 9)
