"""Clauses that are never in force."""

from __future__ import annotations

import pytest

from .small import found

CODE = "clause-never-in-force"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: "2019-01-01T00:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: "2020-01-01T00:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: "2020-01-01T00:00:01Z"}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: war, act: {kind: attack}, from: "2020-02-01T00:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, initially: inactive}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, initially: inactive}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {activate: a}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, initially: inactive}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: "2019-01-01T00:00:00Z", on_breach: {activate: a}}
""",
            2,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
