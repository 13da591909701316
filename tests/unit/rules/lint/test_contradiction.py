"""Obliged and forbidden at once."""

from __future__ import annotations

import pytest

from comply import Mark, Problem, admit, evaluate
from comply.events.codec import decode_line
from comply.events.log import Line

from .small import findings, found, source

CODE = "contradiction"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid_delivery}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid_delivery}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, area: city}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid, area: district}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, area: district}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid, area: city}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, area: hidden}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid, area: hidden}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
  - {id: e, kind: permission, CITED, defeats: ban, act: {attributes: {due: [true]}}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
  - {id: e, kind: exclusion, CITED, act: {kind: attack}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, count: {at_least: 1}}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid, count: {at_least: 3}}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, count: {at_least: 3}}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid, count: {at_least: 1}}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {possibly: {kind: aid}}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: south, during: truce, act: {kind: aid}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid}, until: "2020-01-03T00:00:00Z"}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(text, number):
    assert len(found(text, CODE)) == number


@pytest.mark.parametrize(
    ("ban", "duty"),
    [
        ("{kind: aid}", "{kind: aid_delivery}"),
        ("{kind: aid, area: city}", "{kind: aid, area: district}"),
        ("{kind: aid, killed: {at_most: 3}}", "{kind: aid, killed: {at_most: 0}, attributes: {load: {more_than: 2}}}"),
        ("{kind: attack, target: south}", "{kind: shelling, means: air, target: south, count: {at_least: 2}}"),
    ],
)
def test_the_engine_confirms_the_witness(ban, duty):
    """The witness is a line of a log that meets the duty and breaches the prohibition, both for certain."""
    fragment = f"""
clauses:
  - {{id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {ban}}}
  - {{id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {duty}}}
"""
    (finding,) = [one for one in findings(fragment) if one.code == CODE]
    agreement = source(fragment).agreement
    line = finding.witness.encode()
    record = decode_line(line, file="w", number=1, zone=agreement.zone, taxonomy=agreement.taxonomy)
    assert not isinstance(record, Problem), record
    evaluation = evaluate(agreement, admit([Line(file="w", number=1, raw=line, content=record)]))
    marks = {(one.clause, one.outcome): one.marks["text"] for one in evaluation.findings}
    assert marks[("ban", "breach")] is Mark.CERTAIN
    assert marks[("duty", "fulfilment")] is Mark.CERTAIN
