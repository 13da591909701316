"""What a reading asks of the reports of an event before it takes it for established, and what findings say of it."""

from __future__ import annotations

from typing import Any

import pytest

from comply import Evaluation, Mark

from ...harness import HEAD, agreement, at, found, judge, outcomes

CLAUSES = "  - {id: calm, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}\n"
WITNESSES = """
  un: {name: United Nations, aliases: [UN]}
  un-mission: {name: Mission, part_of: un}
  sana: {name: SANA, answers_to: south}
  north-radio: {name: Northern radio, part_of: north}
groups: {bound: {members: [north, south]}, witnesses: {members: [un]}}
"""


def under(asks: str) -> Any:
    head = HEAD.replace("groups: {bound: {members: [north, south]}}\n", WITNESSES.lstrip("\n"))
    return agreement(CLAUSES, head=head + f"readings: {{one: {{title: O, evidence: {{{asks}}}}}}}\n")


def reported(*publishers: str, **fields: Any) -> dict[str, Any]:
    sources = [{"publisher": name} for name in publishers]
    return {"occurred": at(2), "actor": "north", "target": "south", "sources": sources, **fields}


def established(asks: str, *records: dict[str, Any]) -> bool:
    ((outcome, _, mark),) = outcomes(judge(under(asks), *records), "calm")
    assert outcome == "breach"
    return mark is Mark.CERTAIN


SAME = {"same_as": "i1"}


@pytest.mark.parametrize(
    ("asks", "records", "answer"),
    [
        pytest.param("least_reliability: C3", [reported(reliability="C3")], True, id="as reliable as asked"),
        pytest.param("least_reliability: C3", [reported(reliability="A1")], True, id="more reliable"),
        pytest.param("least_reliability: C3", [reported(reliability="D1")], False, id="a worse source"),
        pytest.param("least_reliability: C3", [reported(reliability="A4")], False, id="a worse information"),
        pytest.param("least_reliability: C3", [reported(reliability="F1")], False, id="a source nobody can judge"),
        pytest.param("least_reliability: E5", [reported(reliability="A6")], False, id="information nobody can judge"),
        pytest.param("least_reliability: E5", [reported()], False, id="nobody judged it"),
        pytest.param("least_reliability: F6", [reported()], True, id="no judgement is asked for"),
        pytest.param(
            "least_reliability: B6", [reported(reliability="B6")], True, id="any information of a good source"
        ),
        pytest.param("least_sources: 1", [reported()], False, id="nobody is named"),
        pytest.param("least_sources: 2", [reported("A", "B")], True, id="two publishers of one record"),
        pytest.param("least_sources: 2", [reported("A"), reported("B", **SAME)], True, id="two records of one event"),
        pytest.param("least_sources: 2", [reported("A"), reported(" a ", **SAME)], False, id="one publisher twice"),
        pytest.param("least_sources: 2", [reported("UN", "Mission")], False, id="parts of one party"),
        pytest.param(
            "least_sources: 2", [reported("A"), reported("B", status="alleged", **SAME)], False, id="an allegation"
        ),
        pytest.param(
            "least_sources: 2",
            [reported("A"), reported("B", status="dismissed", **SAME)],
            False,
            id="a dismissed report",
        ),
        pytest.param(
            "least_sources: 2",
            [reported(sources=[{"publisher": "A"}, {"publisher": "B", "via": "a"}])],
            False,
            id="a copy",
        ),
        pytest.param("least_status: corroborated", [reported("A", "B")], True, id="corroborated by two"),
        pytest.param("least_status: corroborated", [reported("A")], False, id="reported by one"),
        pytest.param(
            "least_status: corroborated", [reported(status="corroborated")], True, id="said to be corroborated"
        ),
        pytest.param("least_status: verified", [reported("A", "B", "C")], False, id="many sources verify nothing"),
        pytest.param("least_status: corroborated", [reported("A", "B", status="alleged")], False, id="two allegations"),
        pytest.param("reported_by: un", [reported("United Nations")], True, id="by one that counts"),
        pytest.param("reported_by: un", [reported("Mission")], True, id="by a part of one that counts"),
        pytest.param("reported_by: witnesses", [reported("UN")], True, id="by one of a group"),
        pytest.param("reported_by: un", [reported("SANA")], False, id="by another"),
        pytest.param("reported_by: un", [reported()], False, id="by nobody named"),
        pytest.param(
            "reported_by: un, least_sources: 2", [reported("UN", "SANA")], False, id="only those that count are counted"
        ),
        pytest.param("not_by: target", [reported("SANA")], False, id="answers to the target"),
        pytest.param("not_by: target", [reported("Northern radio")], True, id="of the other side"),
        pytest.param("not_by: actor", [reported("Northern radio", actor="north-air")], False, id="parts of one party"),
        pytest.param("not_by: actor", [reported("patron")], False, id="the actor answers to it"),
        pytest.param("not_by: actor", [reported("Reuters")], True, id="of no party"),
        pytest.param("not_by: actor", [reported("SANA", actor="unknown")], False, id="it may have been its own side"),
        pytest.param("not_by: actor", [reported("UN", actor=None)], False, id="the actor is not stated"),
        pytest.param("not_by: actor", [reported("Rebels", actor="rebels")], False, id="a name that nobody bears"),
        pytest.param("not_by: [actor, target]", [reported("SANA", "UN")], True, id="one of them is of no side"),
        pytest.param(
            "not_by: target", [reported("SANA"), reported("UN", **SAME)], True, id="another report of it establishes it"
        ),
        pytest.param(
            "not_by: actor",
            [reported("SANA"), reported(actor="south", status="alleged", **SAME)],
            False,
            id="another report names its side",
        ),
    ],
)
def test_an_act_is_established_as_the_reading_asks(asks, records, answer):
    if records[-1].get("actor") == "south":
        assert _doubt(judge(under(asks), *records)).startswith("it is reported by SANA, and by nobody who is surely")
    assert established(asks, *records) is answer


def _doubt(evaluation: Evaluation) -> str:
    (finding,) = found(evaluation, "calm")
    return finding.doubts()[-1]


@pytest.mark.parametrize(
    ("asks", "record", "words"),
    [
        ("least_reliability: C3", reported(), "its reliability is not stated, and C3 or better is asked for"),
        ("least_sources: 2", reported("A"), "independent sources: 1, and 2 are asked for"),
        ("reported_by: un", reported("SANA"), "it is reported by SANA, and not by one whose reports count"),
        ("reported_by: un", reported(), "who reported it is not stated"),
        (
            "not_by: target",
            reported("SANA"),
            "it is reported by SANA, and by nobody who is surely not of the target's side",
        ),
        ("least_status: verified", reported("A", "B"), "the report is corroborated"),
        ("least_status: verified", reported(status="disputed"), "the report is disputed"),
    ],
)
def test_what_is_lacking_is_said(asks, record, words):
    assert _doubt(judge(under(asks), record)) == words


def test_a_finding_carries_the_evidence_of_all_its_reports():
    records = [
        reported("SANA", reliability="D3"),
        reported("Reuters", "Daily", reliability="B2", **SAME),
        reported("Rebels", status="alleged", same_as="i2"),
        reported("Nobody", status="dismissed", same_as="i2"),
    ]
    (finding,) = found(judge(under(""), *records), "calm")
    assert finding.incidents == ("i1", "i2", "i3")
    assert finding.to_json()["evidence"] == {
        "status": "corroborated",
        "sources": 3,
        "reliability": "B2",
        "reported_by": [
            {"publisher": "Daily"},
            {"publisher": "Rebels"},
            {"publisher": "Reuters"},
            {"publisher": "SANA", "party": "sana", "answers_to": ["south"]},
        ],
    }


def test_what_rests_on_several_acts_is_as_weak_as_the_weakest():
    clauses = "  - {id: few, kind: limit, CITED, act: {kind: attack}, at_most: 1, within: 24h, during: truce}\n"
    records = [
        {"occurred": at(2), "status": "verified", "reliability": "A1", "sources": [{"publisher": "A"}]},
        {"occurred": at(2, 1), "reliability": "C2", "sources": [{"publisher": "B"}, {"publisher": "C"}]},
    ]
    (finding,) = found(judge(agreement(clauses), *records), "few")
    assert finding.evidence is not None
    assert (finding.evidence.status, finding.evidence.sources, finding.evidence.reliability) == (
        "corroborated",
        1,
        "C2",
    )


def test_what_rests_on_no_report_has_no_evidence():
    clauses = "  - {id: late, kind: obligation, CITED, act: {kind: aid_delivery}, within: 24h, during: truce}\n"
    (finding,) = found(judge(agreement(clauses), until=at(5)), "late")
    assert finding.evidence is None
