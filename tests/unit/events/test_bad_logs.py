"""Every bad log under ``tests/cases/bad/logs`` is accounted for as recorded beside it.

``pytest tests/unit/events/test_bad_logs.py --record`` writes the accounts anew; read the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from comply.events.log import admit
from comply.events.sources.jsonl import decode, open_log, raw_lines
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import load_zone

FOLDER = Path(__file__).parents[2] / "cases" / "bad" / "logs"
FILES = sorted(FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bad_log_is_accounted_for_as_recorded(file: Path, check_recorded: Callable[[Path, str], None]) -> None:
    zone = load_zone("Asia/Damascus")
    with open_log(str(file)) as opened:
        log = admit(decode(line, file=file.name, zone=zone, taxonomy=DEFAULT_TAXONOMY) for line in raw_lines(opened))
    told = [str(problem) for problem in log.problems]
    accepted = ", ".join(record.id for record in log.records) or "none"
    account = [*told, *log.remarks, f"accepted: {accepted}", str(log.counts)]
    check_recorded(file.with_suffix(".txt"), "\n".join(account) + "\n")


def test_every_recorded_account_has_its_log() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == {file.stem for file in FILES}
