"""Standard input, as a real pipe into a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from comply.cli.feeds.base import Manner
from comply.cli.feeds.opening import open_feed
from comply.cli.feeds.stdin import StdinFeed
from comply.events.errors import LogError
from comply.events.sources.jsonl import LONGEST_LINE

FOLLOW = """
import sys
from comply.cli.feeds.base import Manner
from comply.cli.feeds.opening import open_feed
for batch in open_feed("-", Manner(poll=0.05)).follow(None):
    print("quiet" if batch is None else [line.raw.data.decode() for line in batch.lines], flush=True)
print("end", flush=True)
"""


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


def feed(reading: int, **manner) -> StdinFeed:
    return StdinFeed(Manner(**{"poll": 0.01, **manner}), reading)


def test_lines_come_as_they_are_written_and_the_end_ends_the_last_one(pipe):
    reading, writing = pipe
    steps = feed(reading).follow(None)
    assert next(steps) is None
    os.write(writing, b"1\n\n2")
    batch = next(steps)
    assert [(line.file, line.raw.number, line.raw.data) for line in batch.lines] == [("<stdin>", 1, b"1")]
    assert next(steps) is None
    os.write(writing, b"2\n3")
    assert [line.raw.data for line in next(steps).lines] == [b"22"]
    os.close(writing)
    rest = [batch for batch in steps if batch is not None]
    assert [(line.raw.number, line.raw.data) for batch in rest for line in batch.lines] == [(4, b"3")]


def test_an_endless_line_is_refused_and_a_slow_reader_is_not_run_over(pipe):
    reading, writing = pipe
    written = 0

    def write() -> None:
        nonlocal written
        for _ in range(64):
            written += os.write(writing, b"x" * (1 << 18))
        os.write(writing, b"\nlast\n")
        os.close(writing)

    steps = feed(reading).follow(None)
    assert next(steps) is None
    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.3)
    assert written < 4 << 20  # what is not taken is left with who writes it
    lines = [line for batch in steps if batch is not None for line in batch.lines]
    writer.join()
    assert [(line.raw.too_long, len(line.raw.data)) for line in lines] == [(True, LONGEST_LINE + 1), (False, 4)]


def test_a_real_process_follows_its_pipe_and_can_be_interrupted():
    process = subprocess.Popen([sys.executable, "-c", FOLLOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.readline() == b"quiet\n"
    process.stdin.write(b"1\n2\n")
    process.stdin.flush()
    while (said := process.stdout.readline()) == b"quiet\n":
        pass
    assert said == b"['1', '2']\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(10) != 0
    rest = process.stdout.read()
    assert b"end" not in rest
    process.stdin.close()
    process.stdout.close()


def test_a_file_as_standard_input_ends_with_it(tmp_path):
    (tmp_path / "log").write_bytes(b"1\n2")
    with (tmp_path / "log").open("rb") as file:
        ran = subprocess.run([sys.executable, "-c", FOLLOW], stdin=file, capture_output=True, check=True, timeout=20)
    assert ran.stdout.splitlines()[-1] == b"end"
    assert b"2" in ran.stdout


def test_a_closed_standard_input_is_said(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(LogError, match="standard input is closed"):
        next(open_feed("-").follow(None))


def test_an_unreadable_descriptor_is_said(tmp_path):
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(LogError, match="cannot be read: Is a directory"):
        next(feed(descriptor).follow(None))
    os.close(descriptor)
