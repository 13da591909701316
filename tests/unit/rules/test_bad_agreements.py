"""Every bad agreement under ``tests/cases/bad/agreements`` gives the message recorded beside it.

``pytest tests/unit/rules/test_bad_agreements.py --record`` writes the messages anew; read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from comply.events.errors import AgreementError
from comply.rules.load import loads

FOLDER = Path(__file__).parents[2] / "cases" / "bad" / "agreements"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bad_agreement_is_refused_with_the_recorded_message(
    file: Path, check_recorded: Callable[[Path, str], None]
) -> None:
    with pytest.raises(AgreementError) as caught:
        loads(file.read_bytes(), file=file.name)
    check_recorded(file.with_suffix(".txt"), f"{caught.value}\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_problem_names_the_file_and_can_be_printed(file: Path) -> None:
    with pytest.raises(AgreementError) as caught:
        loads(file.read_bytes(), file=file.name)
    for problem in caught.value.problems:
        assert problem.location.file == file.name
        assert str(problem).isprintable()


SAYS_IT_ITSELF = re.compile(
    r"such as '|write for example|name the first result|exactly one of|of the calendar|there is no sun"
)
"""Messages that say what would help, or of what nothing more can be said than that it is not."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_problem_names_a_remedy(file: Path) -> None:
    with pytest.raises(AgreementError) as caught:
        loads(file.read_bytes(), file=file.name)
    for problem in caught.value.problems:
        assert problem.remedy or SAYS_IT_ITSELF.search(problem.message), str(problem)


def test_every_recorded_message_has_its_agreement() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == {file.stem for file in FILES}
