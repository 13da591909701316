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
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: south, during: truce, act: {kind: aid}}
  - {id: duty, kind: obligation, CITED, bearer: [north, south], per: bearer, during: truce, within: 7 days, act: {kind: aid}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: south, during: truce, act: {kind: aid}}
  - {id: duty, kind: obligation, CITED, bearer: [north, south], during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: aid, area: district}}
  - {id: duty, kind: obligation, CITED, bearer: north, per: area, during: truce, within: 7 days, act: {kind: aid, area: [city, district]}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: limit, CITED, bearer: north, during: truce, act: {kind: aid}, at_most: 0, within: 24h}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: limit, CITED, bearer: north, during: truce, act: {kind: aid}, at_most: 1, within: 24h}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: limit, CITED, bearer: north, during: truce, act: {kind: aid}, amount: tonnes, at_most: 5, within: 24h}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid, attributes: {tonnes: {at_least: 6}}}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: limit, CITED, bearer: north, during: truce, act: {kind: aid}, amount: tonnes, at_most: 0, within: 24h}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: ban, kind: limit, CITED, bearer: north, during: truce, act: {kind: aid}, at_most: 0, within: 24h}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid}}
  - {id: e, kind: permission, CITED, defeats: ban, act: {kind: aid_delivery}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: open, kind: maintenance, CITED, bearer: north, during: truce, keep: {begins: {kind: passage}, ends: {kind: aid_denial}, initially: true}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid_denial}}
""",
            1,
        ),
        pytest.param(
            """
clauses:
  - {id: open, kind: maintenance, CITED, bearer: north, during: truce, grace: 6h, keep: {begins: {kind: passage}, ends: {kind: aid_denial}, initially: true}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid_denial}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: open, kind: maintenance, CITED, bearer: north, during: truce, keep: {begins: {kind: aid}, ends: {kind: [aid_delivery, attack]}, initially: true}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid_delivery}}
""",
            0,
        ),
        pytest.param(
            """
clauses:
  - {id: open, kind: maintenance, CITED, bearer: south, during: truce, keep: {begins: {kind: passage}, ends: {kind: aid_denial}, initially: true}}
  - {id: duty, kind: obligation, CITED, bearer: north, during: truce, within: 7 days, act: {kind: aid_denial}}
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
        ("kind: prohibition, act: {kind: aid}", "{kind: aid_delivery}"),
        ("kind: prohibition, act: {kind: aid, area: city}", "{kind: aid, area: district}"),
        (
            "kind: prohibition, act: {kind: aid, killed: {at_most: 3}}",
            "{kind: aid, killed: {at_most: 0}, attributes: {load: {more_than: 2}}}",
        ),
        (
            "kind: prohibition, act: {kind: attack, target: south}",
            "{kind: shelling, means: air, target: south, count: {at_least: 2}}",
        ),
        ("kind: limit, at_most: 0, within: 24h, act: {kind: aid}", "{kind: aid_delivery}"),
        ("kind: limit, at_most: 2, within: 24h, act: {kind: aid}", "{kind: aid_delivery, count: {at_least: 3}}"),
        (
            "kind: limit, amount: tonnes, at_most: 2.5, each: day, act: {kind: aid}",
            "{kind: aid_delivery, attributes: {tonnes: {at_least: 3}}}",
        ),
        (
            "kind: maintenance, keep: {begins: {kind: passage}, ends: {kind: aid_denial}, initially: true}",
            "{kind: aid_denial, area: city}",
        ),
    ],
)
def test_the_engine_confirms_the_witness(ban, duty):
    """The witness is a line of a log that meets the duty and breaches the other, both for certain."""
    fragment = f"""
clauses:
  - {{id: ban, CITED, bearer: north, during: truce, {ban}}}
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
