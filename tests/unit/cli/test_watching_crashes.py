"""A watch that is killed, out of room, damaged or misled; ``tests/slow/test_crashes.py`` does the same at length."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest

from ...crashing.children import BEFORE, FULL, HALF, Nursery
from ...crashing.feeding import AGREEMENT, fed, lines_of
from ...crashing.scene import Scene

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed")


@pytest.fixture
def scene(nursery: Nursery, tmp_path: Path) -> Callable[[Mapping[str, list[bytes]]], Scene]:
    return lambda sources: Scene(nursery, tmp_path, sources)


@pytest.fixture
def small(scene: Callable[..., Scene]) -> Scene:
    return scene({"one.jsonl": lines_of(7, 18)})


@pytest.mark.parametrize("how", [BEFORE, HALF])
def test_killed_in_the_midst_of_changes_nothing_is_lost(faulty, small, how):
    for _ in small.each_fault(how, -signal.SIGKILL, step=27):
        small.goes_on()


def test_a_full_disk_is_said_and_nothing_is_lost(faulty, small):
    for _ in small.each_fault(FULL, 70, step=23):
        said = small.nursery.said()
        assert "has room" in said or "make room on its disk" in said
        assert "Traceback" not in said
        small.goes_on()


def test_killed_while_sources_grow_nothing_is_lost(scene):
    random = Random(1)
    several = scene({f"{name}.jsonl": lines_of(number, 12, name=name) for number, name in enumerate("ab")})
    with fed(several.whole, several.paths, random, most=400) as feed:
        for _ in range(12):
            child = several.nursery.begin((several.watching, several.out))
            feed.more()
            time.sleep(0.2 * random.random())
            child.kill()
            assert child.wait() == -signal.SIGKILL
    several.goes_on()


def test_a_damaged_store_is_whole_or_refused_and_rebuilt(faulty, small):
    assert small.bears_damage(Random(3), 8) > 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE about SET value = '6' WHERE name = 'lateness'", "what it tells of itself is not as it was written"),
        ("UPDATE line SET at = at + 1 WHERE number = 2", "its lines are not all as they were received"),
        ("UPDATE line SET feed = 'another' WHERE number = 2", "line 2 is not as it was received"),
        ("DELETE FROM line WHERE number = (SELECT max(number) FROM line)", "its lines are not all"),
        ("UPDATE line SET raw = CAST(raw || x'20' AS BLOB) WHERE number = 2", "line 2 is not as it was received"),
        ("DELETE FROM entry WHERE number = 3", "entry 4 of its journal is not as it was written"),
        ("DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)", "its journal does not end"),
        ("UPDATE entry SET line = x'5b5d' WHERE number = 2", "entry 2 of its journal is not as it was written"),
        ("UPDATE position SET position = '{}'", "is not as it was written"),
        ("DELETE FROM seal", "is not as it was written"),
        ("DROP TABLE entry", "no such table"),
        ("PRAGMA application_id = 7", "it does not begin as a store"),
        ("PRAGMA user_version = 7", "if it is damaged, --rebuild"),
    ],
)
def test_nothing_in_a_store_can_be_altered_or_lost_unseen(small, change, said):
    small.write()
    assert small.nursery.run((small.once, None)) in (0, 1)
    connection = sqlite3.connect(small.store, isolation_level=None)
    connection.execute(change)
    connection.close()
    assert small.nursery.run((small.once, None)) == 70
    assert said in small.nursery.said()
    if change.startswith("UPDATE line") or "seal" in change:
        assert small.nursery.run(([*small.once, "--rebuild"], None)) == small.batch.code
        small.holds()


def test_the_store_of_another_program_is_refused_and_left_as_it_is(small):
    connection = sqlite3.connect(small.store)
    with connection:
        connection.execute("CREATE TABLE theirs (what TEXT)")
    connection.close()
    before = small.store.read_bytes()
    small.write()
    for more in ((), ("--rebuild",)):
        assert small.nursery.run(([*small.once, *more], None)) == 70
        assert "this is no store of comply's" in small.nursery.said()
    assert small.nursery.run((["export", small.store], None)) == 70
    assert small.store.read_bytes() == before


def test_an_agreement_that_was_changed_is_refused_and_the_lines_are_evaluated_anew(small):
    small.write()
    assert small.nursery.run((small.once, None)) in (0, 1)
    small.agreement.write_bytes(AGREEMENT.replace(b"within: 12h", b"within: 13h"))
    assert small.nursery.run((small.once, None)) == 70
    assert "it is of another digest" in small.nursery.said()
    small.paths["one.jsonl"].write_bytes(b"")
    small.batch.again()
    assert small.nursery.run(([*small.once, "--rebuild"], None)) == small.batch.code
    small.batch.check(small.store)


def test_a_source_that_vanishes_and_comes_again_is_followed(small):
    small.write(0.5)
    child = small.nursery.begin((small.watching, small.out))
    time.sleep(0.4)
    small.paths["one.jsonl"].unlink()
    time.sleep(0.3)
    small.write()
    time.sleep(0.4)
    child.kill(signal.SIGTERM)
    assert child.wait() == 0, small.nursery.said()
    small.goes_on()


def test_lines_of_a_megabyte_are_no_danger(scene):
    long = b'{"id":"l%d","occurred":"2016-09-14","kind":"shelling","summary":"' + b"x" * 1_000_000 + b'"}'
    one = scene({"one.jsonl": [*(long.replace(b"%d", b"%d" % number) for number in range(4)), *lines_of(2, 6)]})
    one.write()
    assert one.nursery.run((one.once, None)) == one.batch.code, one.nursery.said()
    one.batch.check(one.store, whole=False)


def test_a_store_is_no_source_of_itself(small, tmp_path):
    small.write()
    link = tmp_path / "link.db"
    link.symlink_to(small.store)
    assert small.nursery.run((small.once, None)) in (0, 1)
    assert small.nursery.run(([*small.once, link], None)) == 2
    assert "the store is named as a source" in small.nursery.said()


def test_a_store_that_cannot_be_written_is_said(small, tmp_path):
    small.write()
    circle = tmp_path / "circle.db"
    circle.symlink_to(circle)
    for path, said in ((circle, "circle"), (tmp_path / "one.jsonl" / "feed.db", "no such folder")):
        assert small.nursery.run(([*small.once, "--store", path], None)) in (2, 70)
        assert said in small.nursery.said().replace("Too many levels of symbolic links", "circle")
        assert "Traceback" not in small.nursery.said()
