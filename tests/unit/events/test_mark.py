from __future__ import annotations

import pytest

from comply.events.mark import Mark, every, some, unanimous

NONE, POSSIBLE, CERTAIN = Mark.NONE, Mark.POSSIBLE, Mark.CERTAIN


@pytest.mark.parametrize(("mark", "contrary"), [(NONE, CERTAIN), (POSSIBLE, POSSIBLE), (CERTAIN, NONE)])
def test_negation_swaps_certain_and_none_and_leaves_possible(mark: Mark, contrary: Mark) -> None:
    assert mark.negated is contrary


@pytest.mark.parametrize(
    ("marks", "all_hold", "one_holds"),
    [
        ([], CERTAIN, NONE),
        ([CERTAIN, CERTAIN], CERTAIN, CERTAIN),
        ([CERTAIN, POSSIBLE], POSSIBLE, CERTAIN),
        ([CERTAIN, NONE], NONE, CERTAIN),
        ([POSSIBLE, NONE], NONE, POSSIBLE),
        ([NONE, NONE], NONE, NONE),
    ],
)
def test_and_takes_the_weakest_and_or_the_strongest(marks: list[Mark], all_hold: Mark, one_holds: Mark) -> None:
    assert every(marks) is all_hold
    assert some(iter(marks)) is one_holds


@pytest.mark.parametrize(
    ("marks", "joint"),
    [
        ([], NONE),
        ([CERTAIN], CERTAIN),
        ([CERTAIN, CERTAIN], CERTAIN),
        ([NONE, NONE], NONE),
        ([CERTAIN, NONE], POSSIBLE),
        ([CERTAIN, POSSIBLE], POSSIBLE),
        ([NONE, POSSIBLE], POSSIBLE),
    ],
)
def test_candidates_who_differ_leave_only_a_possibility(marks: list[Mark], joint: Mark) -> None:
    assert unanimous(marks) is joint


def test_findings_write_marks_in_lower_case() -> None:
    assert [mark.word for mark in Mark] == ["none", "possible", "certain"]
