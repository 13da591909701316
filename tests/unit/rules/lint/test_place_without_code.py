"""Places of which nothing says where they are."""

from __future__ import annotations

import pytest

from .small import found

CODE = "place-without-code"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
places: {b: {name: B}}
areas: {city: {pcodes: [SY02]}}
""",
            1,
        ),
        pytest.param(
            """
places: {b: {name: B}}
areas: {city: {places: [b]}}
""",
            0,
        ),
        pytest.param(
            """
places: {b: {name: B, part_of: c}, c: {name: C, pcode: SY02}}
areas: {city: {pcodes: [SY02]}}
""",
            0,
        ),
        pytest.param(
            """
places: {b: {name: B}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
