"""A Redis stream on a real server that the test starts, kills and starts again."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time

import pytest

redis = pytest.importorskip("redis", reason="the client library of Redis is not installed")

from comply.events.errors import LogError  # noqa: E402
from comply.events.sources.jsonl import LONGEST_LINE  # noqa: E402

from ..unit.cli.feeds.following import Follower, once  # noqa: E402
from .servers import Server, free_port, wait_for  # noqa: E402

BINARY = shutil.which("redis-server")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BINARY is None, reason="no redis-server on this machine; Debian's package redis-server has it"),
]


@pytest.fixture
def server(tmp_path):
    port = free_port()
    command = [str(BINARY), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path), "--save", ""]
    server = Server([*command, "--appendonly", "yes", "--appendfsync", "always"], port, tmp_path / "redis.log")
    yield server
    with contextlib.suppress(Exception):
        server.kill()


@pytest.fixture
def client(server):
    with redis.Redis(port=server.port, protocol=2) as client:
        yield client


def source(server, **options) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"group": "monitors", **options}.items())
    return f"redis://127.0.0.1:{server.port}/0/incidents?{query}"


def add(client, *lines: bytes) -> list[bytes]:
    return [client.xadd("incidents", {"line": line}) for line in lines]


def acknowledge(follower: Follower) -> None:
    follower.feed.acknowledge(follower.position)


def pending(client) -> int:
    return client.xpending("incidents", "monitors")["pending"]


def test_entries_come_in_order_and_are_acknowledged_when_they_are_kept(server, client):
    ids = add(client, b"1", b"2")
    follower = Follower(source(server))
    assert follower.quiet() == [b"1", b"2"]
    add(client, b"3")
    assert follower.quiet() == [b"1", b"2", b"3"]
    name = f"redis://127.0.0.1:{server.port}/0/incidents"
    assert [line.file for line in follower.batches[0].lines] == [f"{name}@{number.decode()}" for number in ids]
    assert pending(client) == 3
    follower.feed.acknowledge(follower.batches[0].position)
    assert pending(client) == 1
    acknowledge(follower)
    acknowledge(follower)
    assert pending(client) == 0
    assert follower.told == []
    follower.close()


def test_what_was_not_acknowledged_comes_again_and_nothing_else(server, client):
    add(client, b"1", b"2", b"3", b"4", b"5")
    first = Follower(source(server), most_lines=2)
    first.step()
    acknowledge(first)
    kept = first.position
    first.step()
    first._steps.close()  # the process is gone: nothing more is acknowledged
    again = once(source(server), kept)
    assert again.lines == [b"3", b"4", b"5"]
    acknowledge(again)
    assert once(source(server), again.position).lines == []
    assert pending(client) == 0


def test_more_pending_entries_than_are_asked_for_at_once(server, client):
    lines = [b"%d" % number for number in range(1000)]
    add(client, *lines)
    crashed = once(source(server))
    assert crashed.lines == lines
    again = once(source(server))
    assert again.lines == lines
    acknowledge(again)
    assert pending(client) == 0


def test_what_another_consumer_left_is_taken_over(server, client):
    add(client, b"1", b"2")
    once(source(server, consumer="crashed"))
    assert once(source(server, consumer="standby", claim=60)).lines == []
    follower = Follower(source(server, consumer="standby", claim=0))
    assert follower.quiet() == [b"1", b"2"]
    acknowledge(follower)
    assert pending(client) == 0
    follower.close()


def test_a_server_that_is_killed_and_comes_back_loses_nothing(server, client):
    lines = [b"%d" % number for number in range(600)]
    add(client, *lines[:200])
    follower = Follower(source(server), most_lines=50)
    while len(follower.lines) < 120:
        follower.step()
    server.kill()
    acknowledge(follower)  # the server does not hear it
    while "cannot be reached" not in follower.said():
        follower.step()
    server.start()
    client.connection_pool.disconnect()
    add(client, *lines[200:])
    while len(follower.lines) < 600:
        follower.step()
    assert follower.quiet(3) == lines
    acknowledge(follower)
    assert pending(client) == 0
    assert follower.said().count("cannot be reached") == 1
    assert follower.said().count("the server is there again") == 1
    follower.close()


def test_every_line_comes_through_many_kills_of_server_and_watch(server, client):
    total = 400
    stop = threading.Event()

    def write() -> None:
        number = 0
        while number < total and not stop.is_set():
            try:
                with redis.Redis(port=server.port, protocol=2) as writer:
                    while number < total:
                        writer.xadd("incidents", {"line": b"%d" % number})
                        number += 1
                        time.sleep(0.001)
            except redis.RedisError:
                time.sleep(0.02)

    writer = threading.Thread(target=write)
    writer.start()
    seen: dict[bytes, int] = {}
    kept, round_ = None, 0
    try:
        while len(seen) < total:
            round_ += 1
            follower = Follower(source(server), kept, most_lines=7)
            for turn in range(20):
                batch = follower.step()
                if batch is not None and turn < 18:
                    for line in batch.lines:
                        seen[line.raw.data] = seen.get(line.raw.data, 0) + 1
                    kept = batch.position
                    follower.feed.acknowledge(kept)
                if round_ % 3 == 0 and turn == 9:
                    server.kill()
                    server.start()
            follower._steps.close()  # a crash: what came last was not kept
            assert round_ < 300
    finally:
        stop.set()
        writer.join()
    assert set(seen) == {b"%d" % number for number in range(total)}


def test_a_server_that_is_not_there_yet_is_waited_for(server, client):
    server.kill()
    follower = Follower(source(server))
    assert follower.quiet(3) == []
    assert "cannot be reached" in follower.said()
    with pytest.raises(LogError, match="the server cannot be reached"):
        once(source(server))
    server.start()
    client.connection_pool.disconnect()
    add(client, b"1")
    wait_for(lambda: follower.step() is not None)
    assert follower.lines == [b"1"]
    follower.close()


def test_a_group_that_is_lost_is_made_anew_after_what_was_kept(server, client):
    add(client, b"1", b"2")
    follower = Follower(source(server))
    follower.quiet()
    acknowledge(follower)
    client.xgroup_destroy("incidents", "monitors")
    add(client, b"3")
    assert follower.quiet(2) == [b"1", b"2", b"3"]
    assert "its consumer group is gone" in follower.said()
    follower.close()
    client.xgroup_destroy("incidents", "monitors")
    assert once(source(server), follower.batches[0].position).lines == [b"3"]


def test_a_stream_that_was_begun_anew_is_read_from_its_beginning(server, client):
    add(client, b"1")
    follower = Follower(source(server))
    follower.quiet()
    acknowledge(follower)
    client.delete("incidents")
    client.xadd("incidents", {"line": b"2"}, id="5-0")
    assert follower.quiet(2) == [b"1", b"2"]
    assert "it is another one, and is read from its beginning" in follower.said()
    follower.close()


def test_a_pending_entry_that_was_deleted_is_said(server, client):
    ids = add(client, b"1", b"2")
    once(source(server))
    client.xdel("incidents", ids[0])
    again = once(source(server))
    assert again.lines == [b"2"]
    assert f"the entry {ids[0].decode()} was deleted before it was read" in again.said()
    acknowledge(again)
    assert pending(client) == 0


def test_fields_are_put_together_to_a_record(server, client):
    client.xadd("incidents", {"id": "7", "place": "Aleppo", "killed": '{"low":1,"high":2}', "aggregate": "true"})
    client.xadd("incidents", {"id": "8", "place": '{"lat":1.5,"lon":2}', "summary": "{no json}", "killed": "two"})
    client.xadd("incidents", {"line": '{\n  "id": "9"\n}'})
    client.xadd("incidents", {"line": ""})
    client.xadd("incidents", {"id": b"\xff"})
    client.xadd("incidents", {"line": b"x" * (LONGEST_LINE + 10)})
    follower = once(source(server))
    assert follower.lines[:5] == [
        b'{"id":"7","place":"Aleppo","killed":{"low":1,"high":2},"aggregate":true}',
        b'{"id":"8","place":{"lat":1.5,"lon":2},"summary":"{no json}","killed":"two"}',
        b'{   "id": "9" }',
        b"null",
        b'{"id":"\xff"}',
    ]
    last = follower.batches[-1].lines[-1].raw
    assert last.too_long
    assert len(last.data) == LONGEST_LINE + 1


def test_a_refusal_ends_it(server, client):
    client.set("text", "no stream")
    address = source(server).replace("/0/incidents", "/0/text")
    with pytest.raises(LogError, match="the server refuses: WRONGTYPE"):
        once(address)
    client.config_set("requirepass", "secret")
    with pytest.raises(LogError, match=r"the server refuses: .*COMPLY_REDIS_PASSWORD"):
        once(source(server))


def test_the_password_comes_from_the_environment_and_is_said_nowhere(server, client, monkeypatch):
    add(client, b"1")
    client.config_set("requirepass", "s3cret")
    monkeypatch.setenv("COMPLY_REDIS_PASSWORD", "s3cret")
    follower = once(source(server))
    assert follower.lines == [b"1"]
    monkeypatch.delenv("COMPLY_REDIS_PASSWORD")
    given = once(source(server).replace("redis://", "redis://default:s3cret@"))
    assert given.feed.name == follower.feed.name
    assert "s3cret" not in repr(given.batches) + repr(given.feed.__dict__) + given.said()
