"""Instants that nothing refers to."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unused-instant"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
instants: {d: {at: "2020-01-01T00:00:00Z"}}
""",
            1,
        ),
        pytest.param(
            """
instants: {d: {at: "2020-02-01T00:00:00Z"}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: d}
""",
            0,
        ),
        pytest.param(
            """
instants: {d: {at: "2020-02-01T00:00:00Z"}}
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, stages: [{at_least: 1, by: d}]}
""",
            0,
        ),
        pytest.param(
            """
instants: {a: {at: "2020-01-01T00:00:00Z"}, b: {at: a + 10 days}, c: {at: b - 2h}}
clauses:
  - {id: x, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: c + 1 day}
""",
            0,
            id="an instant from which a used one counts is used",
        ),
        pytest.param(
            """
instants: {a: {at: "2020-01-01T00:00:00Z"}, b: {at: a + 10 days}}
clauses:
  - {id: x, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, until: a}
""",
            1,
            id="one that counts from a used one is not",
        ),
        pytest.param(
            """
instants: {a: {at: "2020-01-01T00:00:00Z"}}
parties: {north: {name: North, answers_to: {party: south, from: a}}, south: {name: South}}
""",
            0,
            id="a tie uses it",
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
