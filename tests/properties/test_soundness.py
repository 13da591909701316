"""What is certain stays, and what is not even possible stays away, in every precise version of the incidents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comply import Evaluation, Mark

from .agreements import every_kind, logs, refined, run

AGREEMENT = every_kind()
DECIDED = ("violated", "satisfied", "lapsed")


def _verdicts(evaluation: Evaluation) -> dict[str, dict[str, str]]:
    return {verdict.clause: dict(verdict.readings) for verdict in evaluation.verdicts}


@given(logs(), st.data())
def test_a_decided_verdict_survives_every_refinement(records, data):
    vague = _verdicts(run(AGREEMENT, records))
    precise = _verdicts(run(AGREEMENT, tuple(data.draw(refined(record)) for record in records)))
    for clause, readings in vague.items():
        if readings["strict"] == readings["broad"] and readings["strict"] in DECIDED:
            assert precise[clause]["strict"] == readings["strict"], clause
            assert precise[clause]["broad"] == readings["broad"], clause
        if readings["north"] in DECIDED:
            assert precise[clause]["north"] == readings["north"], clause


@given(logs(), st.data())
def test_certain_breaches_stay_and_new_ones_were_possible(records, data):
    vague = _breaches(run(AGREEMENT, records))
    precise = _breaches(run(AGREEMENT, tuple(data.draw(refined(record)) for record in records)))
    for name, mark in vague.items():
        if mark is Mark.CERTAIN:
            assert precise.get(name) is Mark.CERTAIN, name
    for name in precise:
        assert name in vague, name


def _breaches(evaluation: Evaluation) -> dict[tuple[str, str, str], Mark]:
    return {
        (finding.clause, finding.key, reading): mark
        for finding in evaluation.findings
        for reading, mark in finding.marks.items()
        if finding.outcome == "breach" and finding.kind in ("prohibition", "limit", "obligation")
    }


Bounds = tuple[int, int | None, Mark]


@given(logs(), st.data())
def test_a_condition_is_met_within_the_bounds_that_imprecise_incidents_gave(records, data):
    vague = run(AGREEMENT, records)
    precise = run(AGREEMENT, tuple(data.draw(refined(record)) for record in records))
    for outcome in ("met", "exerted"):
        _within_bounds(_when(vague, outcome), _when(precise, outcome))


def _within_bounds(vague: dict[tuple[str, str], list[Bounds]], precise: dict[tuple[str, str], list[Bounds]]) -> None:
    for name, bounds in vague.items():
        for one in bounds:
            if one[2] is Mark.CERTAIN:
                assert any(_encloses(one, other) for other in precise.get(name, []) if other[2] is Mark.CERTAIN), name
    for name, bounds in precise.items():
        for other in bounds:
            assert any(_encloses(one, other) for one in vague.get(name, [])), name


def _encloses(one: Bounds, other: Bounds) -> bool:
    """Whether something that happened within ``other`` happened within ``one``; of what is open the start counts."""
    if other[2] is Mark.POSSIBLE:
        return one[0] <= other[0]
    return one[0] <= other[0] and (one[1] is None or (other[1] is not None and other[1] <= one[1]))


def _when(evaluation: Evaluation, outcome: str) -> dict[tuple[str, str], list[Bounds]]:
    found: dict[tuple[str, str], list[Bounds]] = {}
    for finding in evaluation.findings:
        for reading, mark in finding.marks.items():
            if finding.outcome == outcome:
                bounds = (finding.effective.earliest, finding.effective.latest, mark)
                found.setdefault((finding.clause, reading), []).append(bounds)
    return found


@given(logs(evidence=False), st.data())
def test_on_precise_incidents_the_two_bounds_differ_only_where_place_or_claim_do(records, data):
    precise = tuple(data.draw(refined(record)) for record in records)
    verdicts = _verdicts(run(AGREEMENT, precise))
    unsure = {"flight", "spots"}  # a map was never published, and where a report stays vague
    if any(record.attributes for record in precise):
        return  # a claim of self-defence can be reported and not established
    if any(one.role == "joint" for record in precise for one in (*record.actor, *record.target)):
        return  # several who act jointly are no one actor, where a clause keeps actors apart
    for clause, readings in verdicts.items():
        if clause not in unsure:
            assert readings["strict"] == readings["broad"], clause
