"""Areas that no clause names."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unused-area"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
areas: {city: {pcodes: [SY02]}}
""",
            1,
        ),
        pytest.param(
            """
areas: {city: {pcodes: [SY02]}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, any: [{area: city}, {kind: aid}]}}
""",
            0,
        ),
        pytest.param(
            """
areas: {city: {pcodes: [SY02], except: old}, old: {pcodes: [SY0201]}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, area: city}}
""",
            0,
        ),
        pytest.param(
            """
readings: {one: {title: O}, two: {title: T}}
areas: {city: {pcodes: [SY02]}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {readings: {default: {kind: attack}, two: {kind: attack, area: city}}}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
