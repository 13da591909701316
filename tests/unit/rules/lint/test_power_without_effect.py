"""Powers whose exercise changes nothing."""

from __future__ import annotations

import pytest

from .small import found

CODE = "power-without-effect"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, bearer: north, act: {kind: renewal}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal}, on_exerted: {terminate: p}, bearer: north}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, bearer: north, act: {kind: renewal}}
  - {id: o, kind: obligation, CITED, bearer: north, opened_by: {exertion_of: p}, act: {kind: aid}, within: 48h}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
