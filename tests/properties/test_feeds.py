"""However the bytes of a file arrive, the lines that come out are the lines of the file."""

from __future__ import annotations

import io
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from comply.cli.feeds import cutter as cutting
from comply.cli.feeds.base import Manner
from comply.cli.feeds.cutter import Cutter, Mark
from comply.cli.feeds.opening import open_feed
from comply.events.sources import jsonl
from comply.events.sources.jsonl import raw_lines

texts = st.lists(
    st.sampled_from([b"a", b"bb", b"\n", b"\r\n", b" ", b"\xef\xbb\xbf", b"\xff", b"\x00", b'{"id":"x"}', b"\n\n"])
    | st.binary(max_size=5),
    max_size=40,
).map(b"".join)
cuts = st.lists(st.integers(0, 200), max_size=8)


def pieces(text: bytes, at: list[int]) -> list[bytes]:
    edges = [0, *sorted({min(cut, len(text)) for cut in at}), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def whole(text: bytes) -> bytes:
    """The text up to its last line end: a line without one is none yet."""
    return text[: text.rfind(b"\n") + 1]


@given(texts, cuts, st.sets(st.integers(0, 8)), st.integers(1, 20))
@settings(max_examples=500)
def test_pieces_are_cut_into_the_lines_that_reading_at_once_gives(text, at, restarts, longest):
    before = cutting.LONGEST_LINE, jsonl.LONGEST_LINE
    cutting.LONGEST_LINE = jsonl.LONGEST_LINE = longest
    try:
        cutter, given = Cutter(Mark()), 0
        lines = []
        for number, piece in enumerate(pieces(text, at)):
            cutter.add(piece)
            given += len(piece)
            while (line := cutter.line()) is not None:
                lines.append(line)
            assert cutter.waiting <= longest
            if number in restarts:
                cutter = Cutter(cutter.mark)
                cutter.add(text[cutter.mark.offset : given])
        while (line := cutter.line(ended=True)) is not None:
            lines.append(line)
        assert lines == list(raw_lines(io.BytesIO(text)))
        assert cutter.mark.offset == len(text)
    finally:
        cutting.LONGEST_LINE, jsonl.LONGEST_LINE = before


class Reader:
    """Follows a file or a directory of one, keeps what it commits, and can crash before it does."""

    def __init__(self, source: Path, most_lines: int) -> None:
        self._source = str(source)
        self._manner = Manner(poll=0.001, most_lines=most_lines, tell=self._refuse)
        self.kept = None
        self.lines: list[tuple[int, bytes]] = []
        self.again: list[tuple[int, bytes]] = []
        self._begin()

    def _refuse(self, problem) -> None:
        raise AssertionError(f"nothing was amiss, and it said: {problem}")

    def _begin(self) -> None:
        self._feed = open_feed(self._source, self._manner)
        self._steps = self._feed.follow(self.kept)

    def read(self, *, crash_after: int | None) -> None:
        """Read what is there; crash once so many batches were given, with the last one of them not committed."""
        while (batch := next(self._steps)) is not None:
            lines = [(line.raw.number, line.raw.data) for line in batch.lines]
            if crash_after == 0:
                self.again += lines
                self.restart()
                crash_after = None
                continue
            crash_after = None if crash_after is None else crash_after - 1
            self.lines += lines
            self.kept = batch.position
            self._feed.acknowledge(batch.position)

    def restart(self) -> None:
        self.end()
        self._begin()

    def end(self) -> None:
        self._steps.close()
        self._feed.close()


@given(
    text=texts,
    at=cuts,
    restarts=st.sets(st.integers(0, 8)),
    crashes=st.dictionaries(st.integers(0, 8), st.integers(0, 3), max_size=3),
    most_lines=st.integers(1, 4),
    in_directory=st.booleans(),
)
def test_a_file_gives_its_lines_once_and_again_only_what_was_not_kept(
    text, at, restarts, crashes, most_lines, in_directory
):
    if text.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.jsonl"
        file.write_bytes(b"")
        reader = Reader(Path(folder) if in_directory else file, most_lines)
        for number, piece in enumerate(pieces(text, at)):
            with file.open("ab") as out:
                out.write(piece)
            reader.read(crash_after=crashes.get(number))
            if number in restarts:
                reader.restart()
        reader.read(crash_after=None)
        reader.end()
    expected = [(line.number, line.data) for line in raw_lines(io.BytesIO(whole(text)))]
    assert reader.lines == expected
    assert set(reader.again) <= set(expected)
    assert crashes or not reader.again
