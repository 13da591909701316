"""Readings that take allegations for established."""

from __future__ import annotations

import pytest

from .small import found

CODE = "allegations-established"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
readings: {one: {title: O, evidence: {least_status: alleged}}}
""",
            1,
        ),
        pytest.param(
            """
readings: {one: {title: O, evidence: {least_status: reported}}}
""",
            0,
        ),
        pytest.param(
            """
readings: {one: {title: O}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
