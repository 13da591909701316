"""Clauses that cite nothing."""

from __future__ import annotations

import pytest

from .small import found

CODE = "citation-missing"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, title: T, citation: [], bearer: north, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, title: T, citation: {document: text, text: "  "}, bearer: north, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
