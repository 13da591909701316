"""Documents that no clause cites."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unused-document"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
documents: {text: {title: T}, annex: {title: A}}
""",
            1,
        ),
        pytest.param(
            """
documents: {text: {title: T}, annex: {title: A}}
clauses:
  - {id: a, kind: prohibition, title: T, citation: [{document: text, text: x}, {document: annex, text: y}],
     bearer: north, act: {kind: attack}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
