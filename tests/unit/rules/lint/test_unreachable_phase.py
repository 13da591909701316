"""Phases that nothing enters."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unreachable-phase"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: peace, title: P}
""",
            1,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: peace, title: P}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {enter: peace}}
""",
            0,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: peace, title: P}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: peace, act: {kind: attack}, on_breach: {enter: peace}}
""",
            1,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: peace, title: P, from: peace2}
  - {id: peace2, title: P}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {enter: peace}}
""",
            2,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: peace, title: P}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
  - {id: o, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid}, on_breach: {enter: peace}}
""",
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
