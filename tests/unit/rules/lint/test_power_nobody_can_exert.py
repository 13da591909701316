"""Powers without a holder who can exert them."""

from __future__ import annotations

import pytest

from .small import found

CODE = "power-nobody-can-exert"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal}, on_exerted: {terminate: p}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal}, on_exerted: {terminate: p}, bearer: north}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal, actor: north}, on_exerted: {terminate: p}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal, not: {actor: north}}, on_exerted: {terminate: p}, bearer: north}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal, not: {actor: south}}, on_exerted: {terminate: p}, bearer: [north, south], exercised: jointly, window: 6h}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: p, kind: power, CITED, during: truce, act: {kind: renewal, not: {actor: south}}, on_exerted: {terminate: p}, bearer: [north, south]}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
