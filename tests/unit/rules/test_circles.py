"""Circles in graphs."""

from __future__ import annotations

import pytest

from comply.rules.circles import circles


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, []),
        ({"a": ["a"]}, ["a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b"]),
        ({"x": ["a"], "a": ["b"], "b": ["a"]}, ["a", "b"]),
    ],
)
def test_a_circle_is_found_where_there_is_one(graph: dict[str, list[str]], found: list[str]) -> None:
    assert [sorted(circle) for circle in circles(graph)] == ([found] if found else [])
