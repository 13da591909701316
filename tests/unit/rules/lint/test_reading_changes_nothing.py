"""Readings that take everything as another does."""

from __future__ import annotations

import pytest

from .small import found

CODE = "reading-changes-nothing"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
readings: {one: {title: O}, two: {title: T}}
""",
            1,
        ),
        pytest.param(
            """
readings: {one: {title: O}, two: {title: T}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: {readings: {default: north, two: south}}, during: truce, act: {kind: attack}}
""",
            0,
        ),
        pytest.param(
            """
readings: {one: {title: O}, two: {title: T, evidence: {least_status: verified}}}
""",
            0,
        ),
        pytest.param(
            """
readings: {one: {title: O}, two: {title: T, evidence: {least_status: verified}}, three: {title: T}}
""",
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
