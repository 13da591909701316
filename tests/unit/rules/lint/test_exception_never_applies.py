"""Exceptions to clauses that they cannot touch."""

from __future__ import annotations

import pytest

from .small import found

CODE = "exception-never-applies"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: e, kind: permission, CITED, defeats: a, act: {kind: aid}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: e, kind: permission, CITED, defeats: a, act: {kind: shelling}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: e, kind: permission, CITED, defeats: a, act: {possibly: {attributes: {claim: defence}}}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: e, kind: permission, CITED, defeats: a, act: {kind: attack}, during: war}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: e, kind: permission, CITED, defeats: a, act: {kind: attack}, until: "2020-01-01T00:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
  - {id: e, kind: permission, CITED, bearer: south, defeats: a, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: x, kind: exclusion, CITED, act: {kind: aid}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: [north, south], during: truce, act: {kind: attack}}
  - {id: x, kind: exclusion, CITED, act: {any: [{actor: north}, {target: north}]}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
