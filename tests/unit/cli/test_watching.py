"""``comply watch``, ``export`` and ``history`` as a user meets them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner, Result

from comply.cli.feeds.base import Batch, FeedLine
from comply.cli.main import cli
from comply.cli.store.store import Store
from comply.events.sources.jsonl import RawLine
from comply.events.time import parse_instant

AGREEMENT = """\
comply: 1
id: small
title: A small truce
documents: {t: {title: The text}}
parties: {north: {name: North, answers_to: patron}, south: {name: South}, patron: {name: Patron}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}]
clauses:
  - {id: A, kind: prohibition, title: No attacks, citation: {document: t, text: no attacks}, bearer: [north, south],
     act: {kind: attack}, during: truce}
  - {id: aid, kind: obligation, title: Aid, citation: {document: t, text: aid}, bearer: south, during: truce,
     act: {kind: aid_delivery}, within: 3 days}
"""
SHELLS = {"id": "1", "occurred": "2020-01-02T00:00:00Z", "kind": "shelling", "actor": "north"}
ALLEGED = {"id": "2", "occurred": "2020-01-03T00:00:00Z", "kind": "shelling", "actor": "south", "status": "alleged"}
GONE = {"id": "3", "recorded": "2020-01-04T00:00:00Z", "retracts": "1"}
LATER = {"id": "4", "occurred": "2020-01-06T00:00:00Z", "kind": "statement", "actor": "south"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "small.yaml").write_text(AGREEMENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, *records: Any, more: bool = False) -> None:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    with Path(name).open("a" if more else "w") as file:
        file.write("".join(line + "\n" for line in lines))


def comply(*arguments: str, code: int = 0, text: str | None = None) -> Result:
    result = CliRunner(env={"NO_COLOR": "1", "COLUMNS": "120"}).invoke(cli, list(arguments), input=text)
    assert result.exit_code == code, result.output
    return result


def watch(*sources: str, code: int = 0, text: str | None = None) -> Result:
    return comply("watch", *sources, "--agreement", "small.yaml", "--once", code=code, text=text)


def journal() -> list[dict[str, Any]]:
    return list(map(json.loads, comply("export", "--what", "journal").stdout.splitlines()))


def ledger() -> str:
    return comply("export", "--agreement", "small.yaml").stdout


def evaluated(log: str, *options: str, code: int = 1) -> str:
    return comply("evaluate", "small.yaml", log, "--format", "jsonl", *options, code=code).stdout


def test_what_comes_later_is_told_as_a_change_and_found_as_if_at_once():
    put("log.jsonl", SHELLS)
    first = watch("log.jsonl", code=1)
    assert "+ F-5e56936aa517 breach of A, 2020-01-02T00:00Z, by north, because of 1" in first.stdout
    put("log.jsonl", ALLEGED, more=True)
    second = watch("log.jsonl", code=1)
    assert "breach of A, 2020-01-02T00:00Z" not in second.stdout
    assert "possible breach of A, 2020-01-03T00:00Z, by south, because of 2" in second.stdout
    assert ledger() == evaluated("log.jsonl")


def test_a_finding_that_falls_is_withdrawn_naming_the_record_and_nothing_is_rewritten():
    put("log.jsonl", SHELLS)
    watch("log.jsonl", code=1)
    before = comply("export", "--what", "journal").stdout
    put("log.jsonl", GONE, more=True)
    said = watch("log.jsonl").stdout
    assert "- F-5e56936aa517 breach of A, 2020-01-02T00:00Z, by north is withdrawn, because of 3" in said
    assert "A  No attacks: violated → pending" in said
    assert comply("export", "--what", "journal").stdout.startswith(before)
    (withdrawal,) = [one for one in journal() if (one["type"], one.get("of")) == ("withdrawal", "finding")]
    assert withdrawal["because"] == ["3"]
    assert withdrawal["about"]["incidents"] == ["1"]
    assert ledger() == evaluated("log.jsonl", code=0)


def test_of_several_sources_each_is_gone_on_from_where_it_was():
    put("one.jsonl", SHELLS)
    put("two.jsonl", ALLEGED)
    Path("folder").mkdir()
    put("folder/three.jsonl", LATER)
    watch("one.jsonl", "two.jsonl", "folder", code=1)
    again = watch("one.jsonl", "two.jsonl", "folder", code=1)
    assert "3 read = 3 accepted + 0 duplicate + 0 rejected" in again.stderr
    put("all.jsonl", SHELLS, ALLEGED, LATER)
    assert ledger() == evaluated("all.jsonl")


def test_lateness_is_declared_of_a_source_or_of_all():
    put("one.jsonl", SHELLS, LATER)
    comply("watch", "one.jsonl", "--agreement", "small.yaml", "--once", "--lateness", "one.jsonl=24h", code=1)
    assert ledger() == evaluated("one.jsonl", "--lateness", "24h")
    assert any(entry.get("final") for entry in journal())


def test_while_one_source_declares_none_nothing_is_final():
    put("one.jsonl", SHELLS, LATER)
    put("two.jsonl", ALLEGED)
    options = ("--agreement", "small.yaml", "--once", "--lateness", "one.jsonl=24h")
    comply("watch", "one.jsonl", "two.jsonl", *options, code=1)
    assert not any(entry.get("final") for entry in journal())


def test_what_is_closed_is_closed_for_every_source():
    put("one.jsonl", SHELLS, LATER)
    put("two.jsonl", ALLEGED)
    comply("watch", "one.jsonl", "two.jsonl", "--agreement", "small.yaml", "--once", "--lateness", "24h", code=1)
    closed = [entry["closed"] for entry in journal() if entry["type"] == "step" and "closed" in entry]
    assert closed[-1] == "2020-01-02T00:00:00Z"
    Path("ledger.jsonl").write_text(ledger())
    Path("all.jsonl").write_text(comply("export", "--what", "incidents").stdout)
    assert "nothing is refuted" in comply("verify", "ledger.jsonl", "all.jsonl", "--agreement", "small.yaml").stdout


def test_a_log_s_own_header_declares_its_agreement_and_lateness():
    put("log.jsonl", {"agreement": "small.yaml", "lateness": "24h"}, SHELLS, LATER)
    comply("watch", "log.jsonl", "--once", code=1)
    assert any(entry.get("final") for entry in journal())


def test_standard_input_is_followed_to_its_end():
    said = watch("-", "--format", "jsonl", code=1, text=json.dumps(SHELLS) + "\n").stdout.splitlines()
    assert [json.loads(line) for line in said] == journal()


def test_a_line_that_is_rejected_is_told_and_those_that_are_good_count():
    put("log.jsonl", "{", SHELLS, {**SHELLS, "kind": "shellin"})
    said = watch("log.jsonl", code=1).stderr
    assert "log.jsonl:1: the line ends in the middle of a record" in said
    assert "log.jsonl:3 $.kind: unknown kind 'shellin'" in said
    assert "3 read = 1 accepted + 0 duplicate + 2 rejected" in said
    assert comply("export", "--what", "incidents").stdout == Path("log.jsonl").read_text()


def test_records_of_one_id_that_conflict_are_rejected_when_the_second_comes():
    put("log.jsonl", SHELLS, {**SHELLS, "actor": "south"})
    said = watch("log.jsonl")
    assert "id '1' stands with different content" in said.stderr
    assert "is withdrawn" in said.stdout
    assert "2 read = 0 accepted + 0 duplicate + 2 rejected" in said.stderr


def test_a_link_that_leads_nowhere_is_accepted_once_its_record_comes():
    put("log.jsonl", {**SHELLS, "same_as": "2"})
    assert "no record is called '2'" in watch("log.jsonl").stderr
    put("log.jsonl", ALLEGED, more=True)
    assert "2 read = 2 accepted + 0 duplicate + 0 rejected" in watch("log.jsonl", code=1).stderr


class OneBatch:
    """A feed that gives one batch, and looks into the store when it hears that the batch is kept."""

    name = "served"

    def __init__(self) -> None:
        self.heard: list[tuple[str, list[bytes]]] = []

    def follow(self, after: str | None) -> Iterator[Batch | None]:
        assert after is None
        line = FeedLine("served", RawLine(1, json.dumps(SHELLS).encode()))
        yield Batch(self.name, (line,), "the position")

    def acknowledge(self, position: str) -> None:
        kept = [line.raw.data for _, line in Store.open(Path("comply.db")).lines()]
        self.heard.append((position, kept))

    def close(self) -> None:
        """Nothing is held."""


def test_a_source_is_told_that_it_was_heard_once_what_it_gave_is_stored(monkeypatch: pytest.MonkeyPatch):
    feed = OneBatch()
    monkeypatch.setattr("comply.cli.watching.run.open_feed", lambda *_: feed)
    watch("served", code=1)
    assert feed.heard == [("the position", [json.dumps(SHELLS).encode()])]


def test_a_clock_that_is_put_back_is_not_heard(monkeypatch: pytest.MonkeyPatch):
    put("log.jsonl", SHELLS)
    later, earlier = parse_instant("2020-02-01T00:00:00Z"), parse_instant("2020-01-03T00:00:00Z")
    for told, more in ((later, ()), (earlier, (ALLEGED,))):
        monkeypatch.setattr("comply.cli.watching.run._now", lambda told=told: told)
        put("log.jsonl", *more, more=True)
        watch("log.jsonl", "--clock", code=1)
        assert json.loads(ledger().splitlines()[0])["until"] == "2020-02-01T00:00:00Z"


def test_time_passes_with_the_clock_and_deadlines_with_it():
    put("log.jsonl", SHELLS)
    watch("log.jsonl", code=1)
    assert '"clause":"aid"' not in "".join(line for line in ledger().splitlines() if '"breach"' in line)
    said = watch("log.jsonl", "--clock", code=1).stdout
    assert "breach of aid, 2020-01-04T00:00Z, owed by south" in said
    until = json.loads(ledger().splitlines()[0])["until"]
    assert ledger() == evaluated("log.jsonl", "--until", until)


class Hook(BaseHTTPRequestHandler):
    """A receiver that is down at first, and then hears every entry."""

    heard: ClassVar[list[bytes]] = []
    down: ClassVar[int] = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if Hook.down:
            Hook.down -= 1
            self.send_error(503)
            return
        Hook.heard.append(body)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook():
    Hook.heard, Hook.down = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/entries"
    server.shutdown()
    server.server_close()


def test_a_webhook_hears_each_entry_of_the_journal_once_in_order(hook):
    put("log.jsonl", SHELLS)
    watch("log.jsonl", "--webhook", hook, code=1)
    put("log.jsonl", GONE, more=True)
    watch("log.jsonl", "--webhook", hook)
    assert Hook.heard == comply("export", "--what", "journal").stdout_bytes.splitlines()


def test_what_a_webhook_did_not_hear_is_delivered_by_the_next_run(hook):
    Hook.down = 10**9
    put("log.jsonl", SHELLS)
    watch("log.jsonl", "--webhook", hook, code=1)
    assert not Hook.heard
    Hook.down = 0
    watch("log.jsonl", "--webhook", hook, code=1)
    assert Hook.heard == comply("export", "--what", "journal").stdout_bytes.splitlines()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing.jsonl",), 4, "nothing.jsonl: no such file"),
        (("log.jsonl", "--store", "."), 2, "is a directory"),
        (("log.jsonl", "--store", "small.yaml"), 70, "small.yaml: the store is damaged: it is no database"),
        (("log.jsonl", "--store", "none/there.db"), 70, "none/there.db: there is no such folder to make it in"),
        (("log.jsonl", "--lateness", "other=3h"), 2, "'other', which is no source of this watch"),
        (("log.jsonl", "--lateness", "soon"), 2, "'soon' is not"),
        (("log.jsonl", "--reading", "nobody"), 2, "no reading 'nobody'"),
        (("nats://host/there",), 4, "no source of the scheme 'nats'"),
    ],
)
def test_what_cannot_be_watched_is_said(arguments, code, said):
    put("log.jsonl", SHELLS)
    result = watch(*arguments, code=code)
    assert said in " ".join(result.stderr.split())


def test_a_store_of_another_agreement_is_refused_and_rebuilt_where_that_is_wanted():
    put("log.jsonl", SHELLS)
    watch("log.jsonl", code=1)
    Path("small.yaml").write_text(AGREEMENT.replace("3 days", "4 days"))
    assert "it is of another digest" in watch("log.jsonl", code=70).stderr
    assert "name it" in comply("export", "--agreement", "small.yaml", code=2).stderr
    watch("log.jsonl", "--rebuild", code=1)
    assert ledger() == evaluated("log.jsonl")
    assert Path("comply.db.aside-1").is_file()


@pytest.mark.parametrize("table", ["line", "position", "entry"])
def test_a_store_that_is_not_as_it_was_written_is_refused(table):
    put("log.jsonl", SHELLS, ALLEGED)
    watch("log.jsonl", code=1)
    column = {"line": "raw", "position": "position", "entry": "line"}[table]
    with sqlite3.connect("comply.db") as store:
        kind = "text" if table == "position" else "blob"
        changed = f"cast(replace(cast({column} AS text), '0', '1') AS {kind})"
        store.execute(f"UPDATE {table} SET {column} = {changed} WHERE rowid = 1")
    store.close()
    said = watch("log.jsonl", code=70).stderr
    assert "the store is damaged" in said
    assert "--rebuild" in said
    watch("log.jsonl", "--rebuild", code=1)
    assert ledger() == evaluated("log.jsonl")


@pytest.mark.parametrize("table", ["snapshot", "settled"])
def test_a_snapshot_that_is_damaged_is_evaluated_anew(table):
    put("log.jsonl", SHELLS, ALLEGED)
    watch("log.jsonl", code=1)
    with sqlite3.connect("comply.db") as store:
        store.execute(f"UPDATE {table} SET data = cast(substr(data, 1, length(data) - 2) || x'0000' AS blob)")
    store.close()
    assert "is damaged: its digest is another; what it held is evaluated anew" in watch("log.jsonl", code=1).stderr
    assert ledger() == evaluated("log.jsonl")


def test_a_history_tells_each_step_by_which_it_became_known():
    put("log.jsonl", SHELLS, ALLEGED, GONE, LATER)
    said = comply("history", "small.yaml", "log.jsonl").stdout
    assert [line for line in said.splitlines() if line.startswith("2020")] == [
        "2020-01-02T00:00Z  1",
        "2020-01-03T00:00Z  2",
        "2020-01-04T00:00Z  3",
        "2020-01-06T00:00Z  4",
    ]
    assert "A  No attacks: violated → inconclusive (strict violated → pending)" in said
    assert "aid  Aid: pending → violated" in said
    alone = comply("history", "small.yaml", "log.jsonl", "--clause", "aid").stdout
    assert "No attacks" not in alone
    assert "aid  Aid: pending → violated" in alone


def test_a_history_is_written_as_a_journal_up_to_an_instant():
    put("log.jsonl", SHELLS, ALLEGED, GONE, LATER)
    options = ("--format", "jsonl", "--as-of", "2020-01-03T12:00:00Z")
    entries = list(map(json.loads, comply("history", "small.yaml", "log.jsonl", *options).stdout.splitlines()))
    assert [entry["known"] for entry in entries if entry["type"] == "step"] == [
        "2020-01-02T00:00:00Z",
        "2020-01-03T00:00:00Z",
    ]
    assert "no clause 'B'" in comply("history", "small.yaml", "log.jsonl", "--clause", "B", code=2).stderr
    assert "journal is whole" in comply("history", "small.yaml", "log.jsonl", "--clause", "A", *options, code=2).stderr
