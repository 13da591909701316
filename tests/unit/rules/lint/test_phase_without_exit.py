"""Phases that nothing leaves."""

from __future__ import annotations

import pytest

from .small import found

CODE = "phase-without-exit"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
""",
            0,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: end, title: E, from: war, at: "2020-03-01T00:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: end, title: E, at: "2020-03-01T00:00:00Z"}
""",
            0,
        ),
        pytest.param(
            """
phases:
  - {id: war, title: War}
  - {id: truce, title: T, at: "2020-01-01T00:00:00Z"}
  - {id: end, title: E}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {enter: end}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
