"""A duty that no deadline can break."""

from __future__ import annotations

import pytest

from .small import found

CODE = "duty-without-deadline"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, within: 48h}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, by: "2020-02-01T00:00:00Z"}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, stages: [{at_least: 2, within: 48h}]}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid_delivery}, until: "2020-02-01T00:00:00Z"}
""",
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number
