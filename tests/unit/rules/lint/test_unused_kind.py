"""Kinds of act that no clause means."""

from __future__ import annotations

import pytest

from .small import found

CODE = "unused-kind"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
kinds: {feast: {is_a: event}}
""",
            1,
        ),
        pytest.param(
            """
kinds: {raid: {is_a: attack}}
""",
            0,
        ),
        pytest.param(
            """
kinds: {feast: {is_a: event}, ball: {is_a: feast}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: ball}}
""",
            0,
        ),
        pytest.param(
            """
kinds: {feast: {is_a: event}, ball: {is_a: feast}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: feast}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
