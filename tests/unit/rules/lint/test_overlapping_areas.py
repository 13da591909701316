"""Overlapping areas with different duties."""

from __future__ import annotations

import pytest

from .small import found

CODE = "overlapping-areas"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: l2district, kind: limit, CITED, bearer: north, during: truce, at_most: 2, within: 24h, act: {kind: deployment, area: district}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: l4district, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: district}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: deployment, area: district}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: a, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, area: district}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: a, kind: prohibition, CITED, bearer: south, during: truce, act: {kind: deployment, area: district}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: l2district, kind: limit, CITED, bearer: north, during: war, at_most: 2, within: 24h, act: {kind: deployment, area: district}}
""",
            0,
        ),
        pytest.param(
            """
areas: {city: {pcodes: [SY02]}, district: {pcodes: [SY06]}}
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: l2district, kind: limit, CITED, bearer: north, during: truce, at_most: 2, within: 24h, act: {kind: deployment, area: district}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: l4city, kind: limit, CITED, bearer: north, during: truce, at_most: 4, within: 24h, act: {kind: deployment, area: city}}
  - {id: l2hidden, kind: limit, CITED, bearer: north, during: truce, at_most: 2, within: 24h, act: {kind: deployment, area: hidden}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
