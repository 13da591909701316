"""Parties and groups that no clause names."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unused-party"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
parties: {north: {name: N}, south: {name: S}, west: {name: W}}
""",
            1,
        ),
        pytest.param(
            """
parties: {north: {name: N, answers_to: west}, south: {name: S}, west: {name: W}}
""",
            0,
        ),
        pytest.param(
            """
parties: {north: {name: N}, south: {name: S}, east: {name: E, part_of: south}}
""",
            0,
        ),
        pytest.param(
            """
parties: {north: {name: N}, south: {name: S}}
groups: {both: {members: [north, south]}}
""",
            1,
        ),
        pytest.param(
            """
parties: {north: {name: N}, south: {name: S}}
groups: {both: {members: [north, south]}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: both, during: truce, act: {kind: attack}}
""",
            0,
        ),
        pytest.param(
            """
parties: {north: {name: N}, south: {name: S}}
groups: {all: {members: [both]}, both: {members: [north, south]}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: all, during: truce, act: {kind: attack}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
