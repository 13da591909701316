"""Acts that no incident can be."""

from __future__ import annotations

import pytest

from .small import found

CODE = "act-never-matches"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: shelling, all: [{kind: aid}]}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, all: [{kind: air_sortie}]}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, killed: {more_than: 2, less_than: 3}}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, attributes: {load: {more_than: 2, less_than: 3}}}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, area: city, not: {area: city}}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, act: {kind: aid}, within: 1 day,
     trigger: {kind: attack, not: {kind: attack}}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, any: [{not: {kind: event}}, {kind: shelling}]}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number


def test_it_says_which_demands_exclude_each_other():
    (text,) = found("clauses:\n  - {id: a, kind: prohibition, CITED, act: {count: {at_most: 0}, kind: attack}}", CODE)
    assert text == "clause a: no incident can be what it means: its demands on count exclude each other"
