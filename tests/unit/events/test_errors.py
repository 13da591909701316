from __future__ import annotations

import pytest

from comply.events.errors import AgreementError, ComplyError, Location, LogError, Problem


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location(file="a.jsonl"), "a.jsonl"),
        (Location(file="a.jsonl", line=3), "a.jsonl:3"),
        (Location(file="a.yaml", line=3, column=7), "a.yaml:3:7"),
        (Location(file="a.yaml", line=3, column=7, path="$.id"), "a.yaml:3:7 $.id"),
        (Location(file="a.jsonl", column=7), "a.jsonl"),
    ],
)
def test_a_location_is_written_so_that_editors_can_jump_to_it(location: Location, text: str) -> None:
    assert str(location) == text


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    location = Location(file="a", line=1)
    assert str(Problem(location=location, message="wrong")) == "a:1: wrong"
    assert str(Problem(location=location, message="wrong", remedy="mend it")) == "a:1: wrong (mend it)"


@pytest.mark.parametrize("kind", [AgreementError, LogError])
def test_an_error_carries_every_problem_and_prints_one_on_a_line(kind: type[ComplyError]) -> None:
    first, second = (Problem(location=Location(file="a", line=n), message="wrong") for n in (1, 2))
    error = kind(first, second)
    assert error.problems == (first, second)
    assert str(error) == "a:1: wrong\na:2: wrong"
