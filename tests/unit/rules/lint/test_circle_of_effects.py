"""Clauses that suspend each other, phases that lead back."""

from __future__ import annotations

import pytest

from .small import found

CODE = "circle-of-effects"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {suspend: b}}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {suspend: a}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {suspend: b}}
  - {id: b, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {enter: war}}
  - {id: b, kind: prohibition, CITED, bearer: north, during: war, act: {kind: attack}, on_breach: {enter: truce}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: attack}, on_breach: {enter: war}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number


def test_the_phases_are_named_in_the_order_in_which_they_follow():
    text = """
phases: [{id: a, title: A}, {id: b, title: B}, {id: c, title: C}]
clauses:
  - {id: x, kind: prohibition, CITED, during: a, act: {kind: attack}, on_breach: {enter: b}}
  - {id: y, kind: prohibition, CITED, during: b, act: {kind: attack}, on_breach: {enter: c}}
  - {id: z, kind: prohibition, CITED, during: c, act: {kind: attack}, on_breach: {enter: a}}
"""
    (words,) = found(text, CODE)
    chain = words.rpartition(": ")[2].split(" → ")
    assert " ".join(chain) in ("a b c a", "b c a b", "c a b c")
