"""Windows that close before what waits for them."""

from __future__ import annotations

import pytest

from .small import found

CODE = "window-closes-early"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2020-01-07T23:59:59Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, broken_by_breach_of: a}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2020-01-08T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, broken_by_breach_of: a}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2020-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, broken_by: {kind: shelling}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2020-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, broken_by: {kind: aid_denial}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2020-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, until: "2020-01-20T00:00:00Z"}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2021-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, until: "2020-01-07T00:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2021-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, on_met: {activate: o}}
  - {id: o, kind: obligation, CITED, bearer: north, initially: inactive, act: {kind: aid}, by: "2020-01-07T23:00:00Z"}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2021-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, on_met: {activate: o}}
  - {id: o, kind: obligation, CITED, bearer: north, initially: inactive, act: {kind: aid}, by: "2020-01-08T00:00:00Z"}
""",
            0,
        ),
        pytest.param(
            """
readings: {one: {title: O}, two: {title: T}}
clauses:
  - {id: a, kind: prohibition, CITED, bearer: north, from: "2020-01-01T00:00:00Z", until: "2020-01-05T00:00:00Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, broken_by_breach_of: {readings: {default: [], two: a}}}
""",
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number


def test_it_says_when_and_by_how_much():
    text = """
clauses:
  - {id: a, kind: prohibition, CITED, until: "2020-01-06T22:59:30Z", act: {kind: attack}}
  - {id: c, kind: condition, CITED, during: truce, for: 7 days, broken_by: {kind: attack}}
"""
    assert found(text, CODE) == [
        "clause a: it lapses at 2020-01-06T22:59:30Z, 1 d 1 h before c can be met at the earliest "
        "(2020-01-08T00:00Z); acts that it forbids break c under some reading"
    ]


def test_the_syrian_armys_own_calm_lapses_nineteen_hours_before_the_seventh_day():
    from comply.rules.lint.registry import LINTS
    from comply.rules.lint.run import check
    from comply.rules.load import load_source

    words = [one.words for one in check(load_source("us-russia-syria-2016"), (), trusted=LINTS) if one.code == CODE]
    assert any(text.startswith("clause C28: it lapses at 2016-09-18T20:59Z, 19 h 1 min before C20a") for text in words)
    assert all("clause C28: " in text for text in words)
