"""Consequences of what cannot be, or that change nothing."""

from __future__ import annotations

import pytest

from .small import found

CODE = "consequence-never-follows"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, on_breach: {terminate: a}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, within: 48h, on_breach: {terminate: a}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, bearer: north, act: {kind: renewal}, during: truce, period: 48h, tacit: true,
     on_expiry: {terminate: p}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, bearer: north, act: {kind: renewal}, during: truce, period: 48h,
     on_expiry: {terminate: p}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {resume: b}}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: [{suspend: b}, {resume: b}]}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {activate: b}}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {extend: o, by: 48h}}
  - {id: o, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: o, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid}}
  - {id: c, kind: condition, CITED, during: truce, for: 2 days, broken_by_breach_of: o}
""",
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
