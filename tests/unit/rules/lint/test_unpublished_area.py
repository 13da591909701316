"""Areas whose map was never published, where a clause depends on them."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unpublished-area"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, area: hidden}}
""",
            1,
        ),
        pytest.param(
            """
areas: {hidden: {unpublished: true}, city: {pcodes: [SY02]}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, area: city}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack, not: {area: hidden}}}
""",
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
