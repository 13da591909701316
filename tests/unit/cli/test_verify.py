"""``comply verify`` as a user meets it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785
from click.testing import CliRunner, Result

from comply.cli.main import cli

from .test_evaluate import AGREEMENT, BREACH, DOUBT, GOOD, text


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with an agreement, a log and the ledger of both."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT)
    (tmp_path / "log.jsonl").write_text(text(GOOD, BREACH, DOUBT))
    command = ["evaluate", str(tmp_path / "agreement.yaml"), str(tmp_path / "log.jsonl"), "--format", "jsonl"]
    found = CliRunner().invoke(cli, command)
    (tmp_path / "ledger.jsonl").write_bytes(found.stdout_bytes)
    return tmp_path


def verify(folder: Path, *options: str, log: bool = True) -> Result:
    names = [str(folder / "ledger.jsonl"), *([str(folder / "log.jsonl")] if log else [])]
    return CliRunner().invoke(cli, ["verify", *names, "--agreement", str(folder / "agreement.yaml"), *options])


def entries(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "ledger.jsonl").read_bytes().splitlines()]


def write(folder: Path, told: list[dict[str, object]]) -> None:
    """Write entries as a chain that holds: as a forger would."""
    before, out = None, b""
    for number, entry in enumerate(told, start=1):
        plain = {name: value for name, value in entry.items() if name != "previous"}
        plain |= {"entries": number} if entry["type"] == "end" else {}
        plain |= {} if before is None else {"previous": hashlib.sha256(before).hexdigest()}
        before = rfc8785.dumps(plain)
        out += before + b"\n"
    (folder / "ledger.jsonl").write_bytes(out)


def test_a_ledger_of_the_engine_is_all_right(made):
    found = verify(made)
    assert found.exit_code == 0, found.output
    assert "reproduced: the engine, run anew, writes the same" in found.stdout
    assert "independently confirmed: nothing is refuted" in found.stdout


def test_the_report_as_json(made):
    found = json.loads(verify(made, "--json").stdout)
    assert (found["refuted"], found["chain"], found["digests"], found["reproduced"]) == (False, [], [], [])
    assert found["independent"]["refuted"] == []
    assert {one["about"] for one in found["independent"]["looked"]} == {"phases", "A", "B"}


def test_a_forged_finding_in_a_chain_that_holds_is_neither_reproduced_nor_confirmed(made):
    told = entries(made)
    place = next(place for place, entry in enumerate(told) if entry["type"] == "finding")
    told[place]["effective"] = {"at": "2020-01-08T00:00:00Z"}
    write(made, told)
    found = verify(made)
    assert found.exit_code == 1
    assert "chain: holds" in found.stdout
    assert f"entry {place + 1} is not what the engine finds" in found.stdout
    assert f"entry {place + 1}: under letter" in found.stdout


@pytest.mark.parametrize("place", range(1, 6))
def test_each_entry_that_a_forger_drops_or_moves_is_missed(made, place):
    told = entries(made)
    assert len(told) == 7
    write(made, told[:place] + told[place + 1 :])
    assert verify(made).exit_code == 1
    write(made, [*told[:place], told[place + 1], told[place], *told[place + 2 :]])
    assert verify(made).exit_code == 1


def test_another_log_is_told(made):
    (made / "log.jsonl").write_text(text(GOOD, BREACH))
    found = verify(made)
    assert found.exit_code == 1
    assert "is about another log" in found.stdout


def test_without_a_log_the_chain_alone_is_checked(made):
    found = verify(made, log=False)
    assert found.exit_code == 0
    assert "not checked: no log was given" in found.stdout
    (made / "ledger.jsonl").write_bytes((made / "ledger.jsonl").read_bytes()[:-200])
    assert verify(made, log=False).exit_code == 1


def test_what_cannot_be_read(made, tmp_path):
    ledger = made / "ledger.jsonl"
    assert verify(made, "--agreement", str(tmp_path / "none.yaml")).exit_code == 3
    kept = ledger.read_bytes()
    for data in (b"", b"nonsense\n", b'{"a":1}\n'):
        ledger.write_bytes(data)
        assert verify(made).exit_code == 4
    ledger.unlink()
    assert verify(made).exit_code == 4
    ledger.write_bytes(kept)
    (made / "log.jsonl").unlink()
    assert verify(made).exit_code == 4
    assert CliRunner().invoke(cli, ["verify", "-", "-"]).exit_code == 2
    assert CliRunner().invoke(cli, ["verify"]).exit_code == 2


def test_a_header_that_is_not_understood_is_refuted(made):
    told = entries(made)
    write(made, [{**told[0], "horizon": "x"}, *told[1:]])
    assert verify(made).exit_code == 1
    write(made, [{**told[0], "readings": [{"id": "none", "evidence": {}}]}, *told[1:]])
    assert verify(made).exit_code == 1
    write(made, [{**told[0], "format": 1}, *told[1:]])
    assert verify(made).exit_code == 1
