"""Paraphrases of which nothing says how they were obtained."""

from __future__ import annotations

import pytest

from .small import found

CODE = "citation-without-basis"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, title: T, citation: {document: text, paraphrase: p}, bearer: north, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, title: T, citation: {document: text, paraphrase: p, basis: b}, bearer: north,
     act: {kind: attack}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, title: T, citation: [{document: text, paraphrase: p}, {document: text, text: x}],
     bearer: north, act: {kind: attack}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
