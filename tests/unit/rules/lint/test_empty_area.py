"""Areas in which nothing can be."""

from __future__ import annotations

import pytest

from .small import found

CODE = "empty-area"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
areas: {city: {}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, area: city}}
""",
            1,
        ),
        pytest.param(
            """
areas: {city: {title: City, note: none}}
""",
            1,
        ),
        pytest.param(
            """
areas: {city: {unpublished: true}}
""",
            0,
        ),
        pytest.param(
            """
places: {bridge: {name: Bridge}}
areas: {city: {places: [bridge]}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
