"""Every bad case file under ``tests/cases/bad/cases`` gives the messages recorded beside it.

``pytest tests/unit/rules/test_bad_cases.py --record`` writes the messages anew; read the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from comply import load
from comply.rules.case import CaseError
from comply.rules.script import parse_cases

FOLDER = Path(__file__).parents[2] / "cases" / "bad" / "cases"
FILES = sorted(FOLDER.glob("*.yaml"))
AGREEMENT = load("us-russia-syria-2016")


def problems(file: Path) -> CaseError:
    with pytest.raises(CaseError) as caught:
        parse_cases(file.read_bytes(), file.name).cases(AGREEMENT)
    return caught.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bad_case_file_is_refused_with_the_recorded_messages(
    file: Path, check_recorded: Callable[[Path, str], None]
) -> None:
    check_recorded(file.with_suffix(".txt"), f"{problems(file)}\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_problem_names_its_place(file: Path) -> None:
    for problem in problems(file).problems:
        assert problem.location.file == file.name
        assert problem.location.line or file.stem == "empty"


def test_every_recorded_message_has_its_file() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == {file.stem for file in FILES}
