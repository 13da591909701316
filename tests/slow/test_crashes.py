"""``comply watch`` killed, out of room, damaged and doubled: in the end all is as batch evaluation finds it.

The faults are real: processes are killed by SIGKILL, at random instants and before or within each change that they make
to a file; disks are full; bits of the store are flipped.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from comply.events.time import parse_instant

from ..crashing.children import BEFORE, FULL, HALF, Nursery
from ..crashing.feeding import START, fed, lines_of
from ..crashing.scene import Scene
from .servers import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed")]


@pytest.fixture
def scene(nursery: Nursery, tmp_path: Path) -> Callable[..., Scene]:
    def make(sources: Mapping[str, list[bytes]], **more: Any) -> Scene:
        return Scene(nursery, tmp_path, sources, **more)

    return make


@pytest.fixture
def small(scene: Callable[..., Scene], request: pytest.FixtureRequest) -> Scene:
    """One source of a few lines; the store has seen none of them, or half of them."""
    one = scene({"one.jsonl": lines_of(7, 18)})
    if getattr(request, "param", "nothing") == "half":
        one.write(0.5)
        assert one.nursery.run((one.once, None)) in (0, 1)
        one.keep()
    return one


@pytest.mark.parametrize("small", ["nothing", "half"], indirect=True)
@pytest.mark.parametrize("how", [BEFORE, HALF])
def test_killed_at_each_change_of_a_file_nothing_is_lost(faulty, small, how):
    for _ in small.each_fault(how, -signal.SIGKILL):
        small.goes_on()


@pytest.mark.parametrize("small", ["nothing", "half"], indirect=True)
def test_a_disk_that_is_full_at_each_write_is_said_and_nothing_is_lost(faulty, small):
    for _ in small.each_fault(FULL, 70):
        said = small.nursery.said()
        assert "has room" in said or "make room on its disk" in said
        assert "Traceback" not in said
        small.goes_on()


def test_killed_at_each_change_while_it_is_rebuilt_nothing_is_lost(faulty, small):
    """The source does not have the lines any more: they are in the store alone."""
    small.write()
    assert small.nursery.run((small.once, None)) in (0, 1)
    with sqlite3.connect(small.store) as connection:
        connection.execute("UPDATE entry SET line = x'00' WHERE number = 2")
    connection.close()
    small.keep()
    small.whole["one.jsonl"] = b""
    for _ in small.each_fault(HALF, -signal.SIGKILL, "--rebuild"):
        assert small.nursery.run(([*small.once, "--rebuild"], None)) in (0, 1), small.nursery.said()
        small.batch.check(small.store)


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_random_instants_while_sources_grow_nothing_is_lost(scene, tmp_path, seed):
    random = Random(seed)
    several = scene({f"{name}.jsonl": lines_of(seed * 10 + number, 16, name=name) for number, name in enumerate("abc")})
    with fed(several.whole, several.paths, random) as feed:
        kills = 0
        while kills < 40 or feed.is_left:
            child = several.nursery.begin((several.watching, several.out))
            until = time.monotonic() + random.choice((0.03, 0.15, 0.4)) * random.random()
            while time.monotonic() < until:
                feed.more()
                time.sleep(0.004)
            child.kill()
            assert child.wait() == -signal.SIGKILL, several.nursery.said()
            kills += 1
    several.goes_on()


def test_a_directory_is_killed_and_goes_on(scene, tmp_path):
    names = ("incoming/a.jsonl", "incoming/b.jsonl")
    (tmp_path / "incoming").mkdir()
    several = scene({name: lines_of(number, 14, name=name[9]) for number, name in enumerate(names)})
    paths, several.paths = several.paths, {"incoming": tmp_path / "incoming"}
    random = Random(5)
    with fed(several.whole, paths, random) as feed:
        while feed.is_left:
            child = several.nursery.begin((several.watching, several.out))
            for _ in range(4):
                feed.more()
                time.sleep(0.05 * random.random())
            child.kill()
            child.wait()
    several.goes_on()


@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_store_is_whole_or_refused_and_rebuilt(faulty, small, seed):
    assert small.bears_damage(Random(seed), 70) > 15


@pytest.mark.parametrize("table", ["snapshot", "settled"])
def test_damaged_snapshots_are_refused_and_evaluated_anew(scene, table):
    one = scene({"one.jsonl": lines_of(3, 60)})
    one.write(0.5)
    assert one.nursery.run((one.once, None)) in (0, 1)
    one.write()
    one.keep()
    random = Random(11)
    for _ in range(25):
        one.back()
        connection = sqlite3.connect(one.store)
        rows = connection.execute(f"SELECT number, data FROM {table}").fetchall()
        number, data = random.choice(rows)
        changed = bytearray(data)
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
        cut = bytes(changed) if random.random() < 0.7 else data[: random.randrange(len(data))]
        with connection:
            connection.execute(f"UPDATE {table} SET data = ? WHERE number = ?", (cut, number))
        connection.close()
        assert "evaluated anew" in one.goes_on() or cut == data


@pytest.mark.parametrize("size", [1 << 12, 1 << 15, 1 << 16, 100_000])
def test_no_file_may_grow_beyond_a_size(small, size):
    small.write()
    code = small.nursery.run((small.once, None), file_size=size)
    said = small.nursery.said()
    assert code == 70, said
    assert "has room" in said or "make room" in said
    assert "Traceback" not in said
    small.goes_on()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, where one may be mounted."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a small disk, and not everywhere")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def test_a_small_disk_runs_full(scene, disk):
    one = scene({"one.jsonl": lines_of(1, 120)})
    one.store, ballast = disk / "feed.db", disk / "ballast"
    for share, room in ((0.4, 60), (0.6, 90), (0.8, 130), (1.0, 200)):
        one.write(share)
        is_free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
        ballast.write_bytes(bytes(max(0, is_free - room * 1024)))
        code, said = one.nursery.run((one.once, one.out)), one.nursery.said()
        assert code == 70, "the disk did not run full"
        assert "room" in said
        assert "Traceback" not in said
        ballast.unlink()
    remount(disk, "size=16m")
    one.goes_on()


def test_a_disk_that_may_not_be_written_is_read(small, disk):
    small.store = disk / "feed.db"
    small.write()
    assert small.nursery.run((small.once, None)) in (0, 1)
    remount(disk, "ro")
    small.batch.check(small.store)
    for more in ((), ("--rebuild",)):
        assert small.nursery.run(([*small.once, *more], None)) == 70
        assert "let its folder be written" in small.nursery.said()


def test_of_two_writers_the_second_is_refused_and_the_first_goes_on(small, tmp_path):
    link = tmp_path / "link.db"
    link.symlink_to(small.store)
    small.write(0.3)
    first = small.nursery.begin((small.watching, small.out))
    wait_for(lambda: small.out.exists() and small.out.stat().st_size > 0)
    for store in (small.store, link):
        for more in ((), ("--rebuild",)):
            second = [*small.once, "--store", store, *more]
            assert small.nursery.run((second, None)) == 70
            assert "another process writes it" in small.nursery.said()
    small.write()
    wait_for(lambda: small.batch.exported(small.store)[1]["ledger"] == small.batch.ledger)
    first.kill(signal.SIGTERM)
    assert first.wait() == 0
    small.holds()


def test_who_reads_in_the_midst_of_writing_sees_whole_steps(scene):
    one = scene({"one.jsonl": lines_of(4, 60)})
    child = one.nursery.begin((one.watching, one.out))
    wait_for(lambda: one.out.exists() and one.out.stat().st_size > 0)
    random, seen = Random(2), set()
    with fed(one.whole, one.paths, random, most=350) as feed:
        while feed.is_left:
            feed.more()
            code, found = one.batch.exported(one.store)
            assert code == 0, one.nursery.said()
            lines = found["incidents"].splitlines()
            log = one.out.with_name("seen.jsonl")
            log.write_bytes(b"".join(line + b"\n" for line in lines))
            # The three exports come one after the other: compared is where nothing came between the first and the last.
            if lines and one.batch.exported(one.store)[1] == found:
                ledger = one.out.with_name("seen.ledger")
                ledger.unlink(missing_ok=True)
                named = ["evaluate", one.agreement, log, "--format", "jsonl"]
                assert one.nursery.run((named, ledger)) in (0, 1)
                assert found["ledger"] == ledger.read_bytes()
                seen.add(len(lines))
    child.kill(signal.SIGTERM)
    assert child.wait() == 0
    assert len(seen) > 2
    one.goes_on()


HOUR = 3_600_000_000


@pytest.mark.parametrize("seed", range(3))
def test_a_clock_that_jumps_back_and_forth_is_heard_only_forth(scene, seed):
    random = Random(seed)
    one = scene({"one.jsonl": lines_of(seed, 30)})
    shown = [START + random.randrange(-48, 24 * 12) * HOUR for _ in range(60)]
    with fed(one.whole, one.paths, random) as feed:
        while feed.is_left:
            clocked = ([*one.watching, "--clock"], one.out)
            child = one.nursery.begin(clocked, clock=random.sample(shown, 12))
            for _ in range(5):
                feed.more()
                time.sleep(0.06 * random.random())
            child.kill()
            child.wait()
    latest, reached = max(shown), list[int]()
    for clock in (latest, latest - 30 * HOUR, latest - 1):
        assert one.nursery.run(([*one.once, "--clock"], one.out), clock=[clock]) in (0, 1), one.nursery.said()
        # Stored is the instant of the last step: since then nothing has changed.
        until = json.loads(one.batch.exported(one.store)[1]["ledger"].split(b"\n")[0])["until"]
        reached.append(parse_instant(until))
        assert reached[-1] in shown and reached == sorted(reached)
        one.batch.until(latest)
        at_latest = one.batch.found()
        one.batch.until(reached[-1])
        assert one.batch.found() == at_latest
        one.holds()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_a_snapshot(small, how):
    small.write()
    child = small.nursery.begin((small.watching, small.out))
    wait_for(lambda: small.out.exists() and small.out.read_bytes().count(b'"type":"step"') >= 2)
    child.kill(how)
    assert child.wait() == 0, small.nursery.said()
    assert "Traceback" not in small.nursery.said()
    connection = sqlite3.connect(small.store)
    assert connection.execute("SELECT count(*) FROM snapshot").fetchone()[0] > 0
    connection.close()
    assert not Path(f"{small.store}-wal").exists()
    small.goes_on()


@pytest.mark.parametrize(("first", "second"), [(signal.SIGTERM, signal.SIGTERM), (signal.SIGINT, signal.SIGTERM)])
def test_a_second_signal_ends_it_at_once(small, tmp_path, first, second):
    """It is in the midst of a step, and would wait for who reads its output."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        while True:
            os.write(held, bytes(4096))
    except BlockingIOError:
        os.read(held, 4096)
    small.write()
    child = small.nursery.begin((small.watching, pipe))
    wait_for(lambda: small.batch.exported(small.store)[1]["ledger"] == small.batch.ledger)
    time.sleep(0.1)
    child.kill(first)
    time.sleep(0.3)
    assert Path(f"{small.store}-wal").exists(), "it has ended already"
    child.kill(second)
    began = time.monotonic()
    assert child.wait() == 130
    assert time.monotonic() - began < 1.0
    os.close(held)
    small.goes_on()


def test_who_closes_the_pipe_has_read_enough(small, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    small.write(0.2)
    child = small.nursery.begin((small.watching, pipe))
    with pipe.open("rb") as reading:
        assert reading.readline().startswith(b'{"agreement"')
    small.write()
    assert child.wait() == 0, small.nursery.said()
    assert small.nursery.said().count("\n") < 12
    small.goes_on()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_a_full_output_is_said_and_nothing_is_lost(small, form):
    small.write()
    assert small.nursery.run(([*small.once, "--format", form], Path("/dev/full"))) == 70
    said = small.nursery.said()
    assert "cannot write the output" in said and "Traceback" not in said
    small.goes_on()
